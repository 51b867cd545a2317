"""Who may, as a table: role x act."""

from types import SimpleNamespace

import pytest

from app.builds import commands as builds
from app.feedback import policies
from app.kernel.actor import ANONYMOUS, SYSTEM


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("tess", (False, False, True, True)),
        ("ben", (False, False, True, True)),
        ("mei", (False, False, False, False)),
        ("eddy", (True, True, False, True)),
        ("priya", (True, False, False, True)),
        ("mo", (False, False, False, False)),
    ],
)
def test_who_does_what_with_a_fixed_bug(session, people, bug, build, name, answers):
    builds.report_install(people["ben"], build)
    bug.state, bug.assignee_id = "fixed", people["eddy"].id
    bug.fixed_build_id = build.id
    session.commit()
    person = people[name]
    acts = ("may_triage", "may_fix", "may_verify", "may_reopen")
    found = tuple(getattr(policies, act)(person, bug) for act in acts)
    assert found == answers
    assert policies.may_see_triage(person) is answers[0]


def test_strangers_do_nothing(bug):
    for act in ("may_triage", "may_fix", "may_verify", "may_reopen"):
        assert not getattr(policies, act)(ANONYMOUS, bug)
    assert not policies.may_see_triage(ANONYMOUS)


def test_testing_needs_a_build_and_a_person(session, bug, build, ben, eddy):
    builds.report_install(ben, build)
    bug.assignee_id = eddy.id
    assert not policies.may_verify(ben, bug)
    closed = SimpleNamespace(
        reporter_id=0, space_id=build.space_id, state="fixed", fixed_build_id=build.id
    )
    assert not policies.may_reopen(ANONYMOUS, closed)


def test_filing(build, tess, eddy):
    waiting = SimpleNamespace(is_published=False, space_id=build.space_id)
    assert policies.may_file(tess, build)
    assert not policies.may_file(tess, waiting)
    assert policies.may_file(eddy, waiting)
    assert not policies.may_file(SYSTEM, build)


def test_erasing(tess, ben):
    assert policies.may_erase(tess, tess.id)
    assert policies.may_erase(SYSTEM, tess.id)
    assert not policies.may_erase(ben, tess.id)


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("tess", (True, True, True, True, True, True, True)),
        ("ben", (False, True, False, False, False, False, False)),
        ("eddy", (False, True, False, True, False, True, False)),
        ("priya", (False, True, False, True, False, True, False)),
        ("mo", (False, True, False, False, False, False, False)),
    ],
)
def test_whose_report_it_is(session, people, bug, name, answers):
    acts = (
        "may_answer",
        "may_sight",
        "may_attach",
        "may_read_log",
        "may_remove_log",
        "may_make_private",
        "may_make_public",
    )
    person = people[name]
    assert tuple(getattr(policies, act)(person, bug) for act in acts) == answers
    assert not any(getattr(policies, act)(ANONYMOUS, bug) for act in acts)


def test_a_duplicate_is_seen_where_it_leads(bug, ben):
    bug.state = "duplicate"
    assert not policies.may_sight(ben, bug)


def test_what_the_system_alone_does(people, space):
    for act in ("may_conceal", "may_watch", "may_import"):
        assert getattr(policies, act)(SYSTEM)
        assert not any(getattr(policies, act)(person) for person in people.values())
    clears = {name for name, one in people.items() if policies.may_clear(one, space.id)}
    assert clears == {"eddy", "priya", "paul"}

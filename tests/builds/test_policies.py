"""Who may, as a table: role x act."""

from types import SimpleNamespace

import pytest

from app.builds import policies
from app.kernel.actor import ANONYMOUS, SYSTEM

CREW_ACTS = ("may_fill", "may_publish", "may_block", "may_halt")


@pytest.mark.parametrize("act", CREW_ACTS)
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("priya", True),
        ("eddy", True),
        ("ana", False),
        ("mo", False),
        ("finn", False),
        ("ada", False),
    ],
)
def test_the_crew_makes_builds(people, space, act, name, expected):
    build = SimpleNamespace(space_id=space.id)
    assert getattr(policies, act)(people[name], build) is expected
    assert policies.may_plan(people[name], space.id) is expected
    assert policies.may_see_trains(people[name]) is expected


@pytest.mark.parametrize("act", CREW_ACTS)
def test_the_clock_may_and_nobody_may_not(act):
    build = SimpleNamespace(space_id=1)
    assert getattr(policies, act)(SYSTEM, build)
    assert not getattr(policies, act)(ANONYMOUS, build)
    assert not policies.may_see_trains(ANONYMOUS)


def test_voting_is_for_the_signed_in_once_it_is_out(ben):
    out, waiting = (
        SimpleNamespace(is_published=True),
        SimpleNamespace(id=0, is_published=False),
    )
    assert policies.may_vote(ben, out)
    assert not policies.may_vote(ben, waiting)
    assert not policies.may_vote(ANONYMOUS, out)


def test_joining_is_for_the_signed_in(ben):
    assert policies.may_join(ben)
    assert not policies.may_join(ANONYMOUS)
    assert not policies.may_join(SYSTEM)

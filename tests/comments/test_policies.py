"""Who may speak, answer, edit, remove, lock: as tables."""

import pytest

from app.comments import commands, policies
from app.kernel.actor import ANONYMOUS, SYSTEM


@pytest.fixture
def actors(people):
    return {**people, "nobody": ANONYMOUS, "system": SYSTEM}


@pytest.fixture
def thread(ana, space):
    return commands.open_thread(ana, space.id, "idea", "/ideas/1", owner_id=ana.id)


@pytest.mark.parametrize(
    ("name", "speaks", "answers", "locks"),
    [
        ("ana", True, False, True),
        ("ben", True, False, False),
        ("mo", True, True, True),
        ("priya", True, True, True),
        ("eddy", True, True, True),
        ("finn", True, False, False),
        ("ada", True, True, True),
        ("nobody", False, False, False),
        ("system", False, False, False),
    ],
)
def test_in_an_open_thread(actors, thread, name, speaks, answers, locks):
    actor = actors[name]
    assert policies.may_comment(actor, thread) is speaks
    assert policies.may_answer(actor, thread) is answers
    assert policies.may_lock(actor, thread) is locks


@pytest.mark.parametrize(
    ("name", "edits", "removes"),
    [
        ("ben", True, True),
        ("ana", False, False),
        ("mo", False, False),
        ("priya", False, False),
        ("nobody", False, False),
    ],
)
def test_on_bens_comment(actors, thread, ben, name, edits, removes):
    comment = commands.write(ben, thread, "words")
    actor = actors[name]
    assert policies.may_edit(actor, comment) is edits
    assert policies.may_remove(actor, comment) is removes
    commands.remove(ben, comment)
    assert not policies.may_edit(actor, comment)
    assert not policies.may_remove(actor, comment)


def test_threads_are_opened_by_people_and_the_system(ana):
    assert policies.may_open(ana)
    assert policies.may_open(SYSTEM)
    assert not policies.may_open(ANONYMOUS)


def test_team_threads_take_words_of_the_team(space, mo, ben):
    thread = commands.open_thread(mo, space.id, "bug", "/bugs/1", visibility="team")
    assert policies.may_comment(mo, thread)
    assert not policies.may_comment(ben, thread)

"""Reads, each beside rows that must not appear."""

import pytest

from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import db
from app.kernel.errors import Missing
from app.support import commands, queries
from tests.support import making


@pytest.fixture
def noise(ana, ben, tess, mei, lamp, space):
    """Another idea, a withdrawn support, and somebody else's."""
    other = making.idea(ana, space, title="Something else")
    commands.give(ben, other)
    commands.give(tess, lamp)
    commands.withdraw(tess, lamp)
    commands.give(mei, lamp)
    return other


def test_what_a_person_supports_in_a_list(ben, tess, lamp, noise, assert_queries):
    ids = [lamp.id, noise.id]
    with assert_queries(1):
        assert queries.supported_by(ben, ids) == {noise.id}
    assert queries.supported_by(tess, ids) == set()
    with assert_queries(0):
        assert queries.supported_by(ANONYMOUS, ids) == set()
        assert queries.supported_by(ben, []) == set()
    assert not queries.is_supporter(ben, lamp.id)


def test_a_list_is_marked_in_one_statement(ben, mei, tess, lamp, noise, assert_queries):
    (held,) = queries.ids_in_state(
        noise.id, [queries.receipt_of(ben, noise.id).id], ["counted"]
    )
    commands.hold(SYSTEM, noise, [held], "young")
    ids = [lamp.id, noise.id]
    with assert_queries(1):
        found = queries.marks(mei, ids)
    assert found == {
        lamp.id: queries.Mark(is_mine=True),
        noise.id: queries.Mark(held=1),
    }
    with assert_queries(1):
        assert queries.marks(ANONYMOUS, ids)[noise.id] == queries.Mark(held=1)
    assert queries.marks(ben, ids)[noise.id] == queries.Mark(is_mine=True, held=1)
    assert queries.marks(tess, ids)[lamp.id] == queries.Mark()
    assert queries.standing(ben, noise.id) == queries.Standing(0, 1, "held")


def test_the_count_is_exact_before_and_after_the_fold(mei, lamp, noise, assert_queries):
    with assert_queries(1):
        assert queries.count_of(lamp.id) == 1
    commands.fold(lamp.id)
    assert queries.count_of(lamp.id) == 1
    assert queries.supporters_of(lamp.id) == [mei.id]
    assert queries.count_of(404) == 0


def test_standing_is_one_statement(ben, tess, mei, lamp, noise, assert_queries):
    with assert_queries(1):
        assert queries.standing(mei, lamp.id) == queries.Standing(1, 0, "counted")
    assert queries.standing(tess, lamp.id) == queries.Standing(1, 0, "withdrawn")
    assert queries.standing(ben, lamp.id) == queries.Standing(1, 0, None)
    assert queries.standing(ANONYMOUS, lamp.id) == queries.Standing(1, 0, None)
    assert queries.Standing(1, 0, "held").is_mine
    assert not queries.Standing(1, 0, "withdrawn").is_mine


def test_the_receipt_is_ones_own(ben, tess, lamp, noise):
    receipt = queries.receipt_of(tess, lamp.id)
    assert receipt.state == "withdrawn"
    assert [event.kind for event in queries.events_of(receipt)] == ["cast", "withdraw"]
    with pytest.raises(Missing):
        queries.receipt_of(ben, lamp.id)
    with pytest.raises(Missing):
        queries.receipt_of(ANONYMOUS, lamp.id)


def test_the_ideas_somebody_stands_behind(mei, tess, lamp, noise):
    found = db.session.scalars(queries.ideas_behind(mei.id)).all()
    assert [idea.id for idea in found] == [lamp.id]
    assert db.session.scalars(queries.ideas_behind(tess.id)).all() == []


def test_the_order_of_those_who_came(ben, mei, lamp, noise):
    with clock.at("2026-01-01 09:00Z"):
        commands.give(ben, lamp)
    assert queries.supporters_of(lamp.id) == [ben.id, mei.id]
    first = queries.nth_counted_at(lamp.id, 1)
    assert first == clock.parse("2026-01-01 09:00Z")
    assert queries.nth_counted_at(lamp.id, 3) is None


def test_export_and_erasure(mei, ben, lamp, noise):
    (mine,) = queries.personal(mei)
    assert (mine["idea"], mine["state"]) == (lamp.number, "counted")
    commands.erase(ben, mei)
    assert queries.count_of(lamp.id) == 1, "a tombstone's support still counts"

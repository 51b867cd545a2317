"""atomic(), insert_once and the relay."""

import pytest

from app.kernel import ids
from app.kernel.db import atomic, db, insert_once
from app.kernel.ids import Number
from app.kernel.site import SiteSetting, get, put


def test_numbers_count_up(session):
    assert [ids.next_number("idea"), ids.next_number("idea")] == [1, 2]


def test_inserting_twice_is_inserting_once(session):
    assert insert_once(Number(kind="bug", last=7)).last == 7
    assert insert_once(Number(kind="bug", last=9)) is None


def test_atomic_refuses_to_nest(session):
    with atomic(), pytest.raises(RuntimeError, match="does not nest"), atomic():
        pass


def test_atomic_takes_back_what_failed(session, ana):
    with pytest.raises(ZeroDivisionError), atomic():
        put(ana, "name", "Halden")
        raise ZeroDivisionError
    assert db.session.get(SiteSetting, "name") is None
    assert get("name") == "Cobuild"


def test_a_write_outside_atomic_is_refused(world):
    with world.app_context(), pytest.raises(RuntimeError, match="outside atomic"):
        db.session.add(Number(kind="x", last=1))
        db.session.flush()

"""Told once a cause, whoever tells and however often."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.notifications import commands, queries
from app.notifications.commands import telling
from app.notifications.models import KINDS, SENTENCES, Notice
from app.notifications.queries import notices
from tests.support import making

VALUES = {"what": "rung", "title": "A lamp", "threshold": 100}


def tell(people, cause="idea:1:rung:1", kind="rung"):
    ids = [person.id for person in people]
    told = commands.tell(SYSTEM, ids, kind, cause=cause, url="/ideas/1", values=VALUES)
    return [one.person_id for one in told]


def unread(person):
    return queries.unread_page(person).items


def count(**by):
    return db.session.scalar(select(func.count(Notice.id)).filter_by(**by))


def test_each_is_told_once_a_cause(ben, tess):
    assert tell([ben, tess, ben]) == sorted([ben.id, tess.id])
    assert tell([ben]) == []
    assert tell([ben], cause="idea:1:rung:2") == [ben.id]
    assert count(person_id=ben.id) == 2
    assert count(person_id=tess.id) == 1


def test_nobody_to_tell_is_no_matter(people):
    assert tell([]) == []


def test_a_large_crowd_is_told_in_chunks(session, monkeypatch, assert_queries):
    monkeypatch.setattr(telling, "CHUNK", 4)
    fans = making.crowd(10)
    with assert_queries(6):
        assert len(tell(fans)) == 10


def test_reading_puts_aside_ones_own_only(ben, tess):
    tell([ben, tess])
    tell([ben], cause="another")
    first = unread(ben)[-1]
    commands.read(tess, [first.id])
    assert queries.unread_count(ben) == 2
    commands.read(ben, [first.id])
    commands.read(ben, [first.id])
    assert [notice.cause for notice in unread(ben)] == ["another"]
    assert [n.id for n in queries.read_page(ben).items] == [first.id]
    commands.read(ben)
    assert queries.unread_count(ben) == 0
    assert queries.unread_count(tess) == 1


def test_the_bell_counts_to_a_hundred(ben, monkeypatch, assert_queries):
    monkeypatch.setattr(notices, "MOST_UNREAD", 3)
    for n in range(5):
        tell([ben], cause=f"cause {n}")
    with assert_queries(1):
        assert queries.unread_count(ben) == 3
    assert [n.cause for n in queries.news(ben)] == ["cause 4", "cause 3", "cause 2"]


def test_an_unknown_kind_is_refused_by_the_database(ben, session):
    with pytest.raises(IntegrityError), session.begin_nested():
        tell([ben], kind="gossip")


def test_export_and_erasure(ben, tess):
    tell([ben, tess])
    (mine,) = queries.personal(ben)["notices"]
    assert (mine["kind"], mine["values"], mine["read_at"]) == ("rung", VALUES, None)
    commands.erase(ben, ben)
    assert count(person_id=ben.id) == 0
    assert count(person_id=tess.id) == 1


def test_a_notice_names_its_sentence(ben):
    tell([ben])
    (notice,) = unread(ben)
    assert notice.what in SENTENCES
    assert Notice(kind="rung", values={}).what == "rung"
    assert len(set(KINDS)) == len(KINDS)


def test_what_is_not_on_the_site_was_read_at_birth(ben, session):
    tell([ben])
    (notice,) = unread(ben)
    with pytest.raises(IntegrityError, match="unread_on_site"), session.begin_nested():
        notice.on_site = False
        session.flush()

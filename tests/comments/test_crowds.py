"""A conversation written at once is the same as one that people wrote."""

from datetime import timedelta

import pytest

from app.comments import commands, queries
from app.comments.commands import Seed
from app.comments.events import CommentWritten, Mentioned
from app.comments.models import Comment, CommentReaction
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import NotAllowed
from app.kernel.events import OutboxEvent

SAME = ("author_id", "body_html", "visibility", "official_state", "reactions")


@pytest.fixture
def open_thread(session, ana, space):
    def make(url):
        return commands.open_thread(ana, space.id, "idea", url, owner_id=ana.id)

    return make


@pytest.fixture
def thread(open_thread):
    return open_thread("/ideas/1")


def _rows(ben, tess, priya):
    at = clock.now() - timedelta(days=3)
    heart = (("heart", tess.id), ("heart", priya.id), ("up", tess.id))
    return [
        Seed(ben, "first **word**", at, reactions=heart),
        Seed(priya, "we read it", at + timedelta(hours=1), is_official=True),
        Seed(tess, "under the first", at + timedelta(hours=2), under=0),
    ]


def _shape(actor, thread):
    found = queries.of_threads(actor, [thread.id])
    order = [one.id for one in found]
    return [
        (*(getattr(one, name) for name in SAME), order.index(one.parent_id or one.id))
        for one in found
    ]


def test_at_once_is_the_same_as_one_by_one(open_thread, ben, tess, priya):
    at_once, by_hand = open_thread("/ideas/1"), open_thread("/ideas/2")
    commands.seed(at_once, _rows(ben, tess, priya))
    first = commands.write(ben, by_hand, "first **word**")
    commands.answer(priya, by_hand, "we read it")
    commands.write(tess, by_hand, "under the first", parent_id=first.id)
    for person, kind in ((tess, "heart"), (priya, "heart"), (tess, "up")):
        commands.react(person, first, kind)
    shapes = [_shape(ben, thread) for thread in (at_once, by_hand)]
    assert shapes[0] == shapes[1]
    assert at_once.comment_count == by_hand.comment_count == 3


def test_each_comment_has_its_time_and_each_reaction_its_row(thread, ben, tess, priya):
    rows = _rows(ben, tess, priya)
    said = commands.seed(thread, rows)
    assert [one.created_at for one in said] == [row.at for row in rows]
    found = db.session.query(CommentReaction).filter_by(comment_id=said[0].id)
    assert sorted((one.kind, one.person_id) for one in found) == sorted(
        rows[0].reactions
    )


def test_nobody_is_told_but_who_is_named(thread, ana, ben):
    words = f"Ask {commands.link_to(ana)}."
    commands.seed(thread, [Seed(ben, words, clock.now())])
    names = {event.name for event in db.session.query(OutboxEvent)}
    assert Mentioned.name in names
    assert CommentWritten.name not in names


def test_no_reply_to_a_reply_either(thread, ben):
    at = clock.now()
    rows = [Seed(ben, "a", at), Seed(ben, "b", at, under=0), Seed(ben, "c", at, 1)]
    with pytest.raises(commands.NoReplyToReply):
        commands.seed(thread, rows)


def test_the_same_people_may_speak(thread, ben, mo):
    with pytest.raises(NotAllowed, match="may_answer"):
        commands.seed(thread, [Seed(ben, "ours", clock.now(), is_official=True)])
    commands.lock(mo, thread, "Said enough.")
    with pytest.raises(commands.ThreadIsLocked):
        commands.seed(thread, [Seed(ben, "late", clock.now())])


def test_the_same_limits_hold(thread, ben):
    odd = Seed(ben, "a", clock.now(), reactions=(("applause", ben.id),))
    with pytest.raises(commands.UnknownReaction):
        commands.seed(thread, [odd])
    with pytest.raises(commands.EmptyComment):
        commands.seed(thread, [Seed(ben, "  ", clock.now())])
    assert db.session.query(Comment).count() == 0

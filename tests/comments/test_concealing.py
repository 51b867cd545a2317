"""Hiding a comment from others, and showing it again."""

import pytest

from app.comments import commands, policies, queries
from app.comments.events import CommentConcealed, CommentRevealed
from app.comments.models import CommentConcealment
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.audit import AuditEvent
from app.kernel.db import db
from app.kernel.errors import NotAllowed
from app.kernel.events import OutboxEvent
from tests.ideas import make

REASON = "Names a person who did not ask for it."


@pytest.fixture
def thread(ana, mo, space):
    idea = make.published(ana, mo, space)
    return queries.thread(ana, idea.thread_id)


@pytest.fixture
def comment(ben, thread):
    said = commands.write(ben, thread, "Zanzibar")
    db.session.commit()
    return said


def names_of_events():
    return [row.name for row in db.session.query(OutboxEvent).order_by(OutboxEvent.id)]


def test_a_hidden_comment_is_a_row_with_a_reason(mo, thread, comment):
    commands.conceal(mo, comment, f" {REASON} ")
    commands.conceal(mo, comment, "again")
    hidden = db.session.query(CommentConcealment).one()
    assert (hidden.by_id, hidden.reason) == (mo.id, REASON)
    assert names_of_events().count(CommentConcealed.name) == 1
    assert db.session.query(AuditEvent).filter_by(act="comments.conceal").count() == 1


def test_the_stub_is_counted_but_nobody_speaks_there(mo, ben, thread, comment):
    commands.conceal(mo, comment, REASON)
    assert queries.count_of(thread.id) == 1
    assert queries.people_in(thread.id) == []
    commands.reveal(mo, comment)
    commands.reveal(mo, comment)
    assert queries.count_of(thread.id) == 1
    assert queries.people_in(thread.id) == [ben.id]
    assert names_of_events().count(CommentRevealed.name) == 1


def test_a_comment_may_be_hidden_a_second_time(mo, thread, comment):
    commands.conceal(mo, comment, REASON)
    commands.reveal(mo, comment)
    commands.conceal(mo, comment, "And again.")
    assert queries.concealment_of(comment.id).reason == "And again."


def test_removing_what_is_hidden_counts_once(mo, ben, thread, comment):
    commands.conceal(mo, comment, REASON)
    commands.remove(ben, comment)
    assert queries.count_of(thread.id) == 0
    commands.reveal(mo, comment)
    assert queries.count_of(thread.id) == 0


def test_hiding_needs_a_reason(mo, comment):
    with pytest.raises(commands.HideNeedsReason):
        commands.conceal(mo, comment, "  ")


@pytest.mark.parametrize("name", ["ana", "ben", "priya", "finn", "ada"])
def test_only_moderators_hide_and_show(people, mo, comment, name):
    with pytest.raises(NotAllowed, match="may_conceal"):
        commands.conceal(people[name], comment, REASON)
    commands.conceal(mo, comment, REASON)
    with pytest.raises(NotAllowed, match="may_conceal"):
        commands.reveal(people[name], comment)


def test_nobody_rules_in_his_own_matter(mo, thread):
    own = commands.write(mo, thread, "mine")
    with pytest.raises(NotAllowed, match="may_conceal"):
        commands.conceal(mo, own, REASON)
    commands.conceal(SYSTEM, own, REASON)
    with pytest.raises(NotAllowed, match="may_conceal"):
        commands.reveal(mo, own)


@pytest.mark.parametrize(
    ("name", "reads"),
    [("ben", True), ("mo", True), ("priya", True), ("ana", False), ("finn", False)],
)
def test_who_still_reads_a_hidden_comment(people, mo, thread, comment, name, reads):
    commands.conceal(mo, comment, REASON)
    assert policies.may_read(people[name], comment, thread) is reads
    assert not policies.may_read(ANONYMOUS, comment, thread)
    assert policies.may_read(SYSTEM, comment, thread)


def test_nobody_reads_what_was_removed(ben, mo, thread):
    said = queries.get(ben, commands.write(ben, thread, "gone").id)
    commands.remove(ben, said)
    assert not policies.may_read(mo, said, thread)


def test_the_pages_show_a_stub_with_the_reason(client, sign_in, ben, mo, comment):
    number = queries.thread(mo, comment.thread_id).url.rsplit("/", 1)[1]
    commands.conceal(mo, comment, REASON)
    db.session.commit()
    page = client.get(f"/ideas/{number}").text
    assert "Zanzibar" not in page
    assert REASON in page
    assert client.get(f"/comments/{comment.id}/history").status_code == 403
    own = sign_in(ben).get(f"/ideas/{number}").text
    assert "Zanzibar" in own
    assert REASON in own

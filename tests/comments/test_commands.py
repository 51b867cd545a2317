"""Speaking, answering, changing one's words, closing a conversation."""

import pytest

from app.comments import commands, queries
from app.comments.events import CommentWritten
from app.comments.models import CommentRevision
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import db
from app.kernel.errors import EditConflict, Missing, NotAllowed
from app.kernel.events import OutboxEvent
from app.people.models import RoleGrant
from tests import cast


@pytest.fixture
def thread(ana, space):
    made = commands.open_thread(ana, space.id, "idea", "/ideas/1", owner_id=ana.id)
    db.session.commit()
    return made


def test_a_comment_is_clean_counted_and_told(thread, ben):
    comment = commands.write(ben, thread, "**Good**<script>x</script>")
    assert "<strong>Good</strong>" in comment.body_html
    assert "<script" not in comment.body_html
    assert queries.count_of(thread.id) == thread.comment_count == 1
    told = db.session.query(OutboxEvent).filter_by(name=CommentWritten.name).one()
    assert told.body["comment_id"] == comment.id


def test_comments_stand_under_what_they_answer(thread, ana, ben, tess):
    first = commands.write(ben, thread, "first")
    second = commands.write(tess, thread, "second")
    reply = commands.write(ana, thread, "reply", parent_id=first.id)
    assert queries.of_threads(ben, [thread.id]) == [first, reply, second]
    assert queries.people_in(thread.id) == sorted([ana.id, ben.id, tess.id])


def test_no_reply_to_a_reply_nor_into_another_thread(thread, space, ana, ben):
    first = commands.write(ben, thread, "first")
    reply = commands.write(ana, thread, "reply", parent_id=first.id)
    other = commands.open_thread(ana, space.id, "idea", "/ideas/2")
    for place, parent in ((thread, reply.id), (other, first.id), (thread, 99_999)):
        with pytest.raises(commands.NoReplyToReply):
            commands.write(ben, place, "too deep", parent_id=parent)


@pytest.mark.parametrize("words", ["", "  \n "])
def test_nothing_is_no_comment(thread, ben, words):
    with pytest.raises(commands.EmptyComment):
        commands.write(ben, thread, words)


def test_a_comment_has_an_end(thread, ben):
    with pytest.raises(commands.CommentTooLong):
        commands.write(ben, thread, "a" * 8_001)


def test_strangers_read_but_do_not_write(thread):
    with pytest.raises(NotAllowed, match="may_comment"):
        commands.write(ANONYMOUS, thread, "hello")


def test_the_team_answers_with_a_badge(thread, priya, ben):
    answered = commands.answer(priya, thread, "We can make it.")
    assert answered.official_state == "answer"
    with pytest.raises(NotAllowed, match="may_answer"):
        commands.answer(ben, thread, "I am the firm")


def test_team_words_reach_only_the_team(thread, ana, ben, mo, priya):
    shown = commands.write(ben, thread, "shown")
    inside = commands.write_to_team(priya, thread, "inside")
    below = commands.write(mo, thread, "below", parent_id=inside.id)
    assert below.visibility == "team"
    for outsider in (ana, ben, ANONYMOUS):
        assert queries.of_threads(outsider, [thread.id]) == [shown]
        with pytest.raises(Missing):
            queries.get(outsider, inside.id)
    assert set(queries.of_threads(mo, [thread.id])) == {shown, inside, below}
    assert queries.get(SYSTEM, inside.id) == inside
    assert queries.count_of(thread.id) == 1


def test_a_team_thread_is_for_the_team(space, ana, ben, mo):
    thread = commands.open_thread(mo, space.id, "bug", "/bugs/1", visibility="team")
    commands.write(mo, thread, "inside")
    with pytest.raises(NotAllowed, match="may_comment"):
        commands.write(ben, thread, "hello")
    with pytest.raises(Missing):
        queries.thread(ben, thread.id)
    assert queries.thread(mo, thread.id) == thread


def test_words_to_the_author_reach_him_and_the_team(space, ana, ben, mo):
    thread = commands.open_thread(
        mo, space.id, "bug", "/bugs/1", owner_id=ana.id, visibility="author"
    )
    comment = commands.write(mo, thread, "for ana")
    assert queries.of_threads(ana, [thread.id]) == [comment]
    assert queries.of_threads(ben, [thread.id]) == []


def test_moderators_of_one_space_see_its_team_words_only(
    session, thread, space, people, tess, priya
):
    other = cast.space(people, "chairs")
    far = commands.open_thread(SYSTEM, other.id, "idea", "/ideas/9")
    commands.write_to_team(priya, thread, "here")
    commands.write_to_team(priya, far, "far")
    session.add(
        RoleGrant(person_id=tess.id, role="design", space_id=space.id, granted_by_id=1)
    )
    session.commit()
    session.refresh(tess, ["grants"])
    seen = queries.of_threads(tess, [thread.id, far.id])
    assert [c.body_source for c in seen] == ["here"]


def test_edits_keep_what_was_said(thread, ben):
    comment = commands.write(ben, thread, "first words")
    commands.edit(ben, comment, "second words", 1)
    assert comment.body_source == "second words"
    assert comment.edited_at is not None
    assert [r.body_source for r in queries.revisions_of(comment.id)] == ["first words"]
    with pytest.raises(EditConflict):
        commands.edit(ben, comment, "late words", 1)


def test_only_its_author_edits_a_comment(thread, ben, mo):
    comment = commands.write(ben, thread, "mine")
    with pytest.raises(NotAllowed, match="may_edit"):
        commands.edit(mo, comment, "yours", 1)


def test_removing_leaves_a_stub_and_counts_once(thread, ana, ben):
    comment = commands.write(ben, thread, "oops")
    commands.write(ana, thread, "why?", parent_id=comment.id)
    commands.remove(ben, comment)
    commands.remove(ben, comment)
    assert comment.is_removed
    assert queries.count_of(thread.id) == 1
    assert queries.has_replies(comment.id)
    with pytest.raises(NotAllowed, match="may_edit"):
        commands.edit(ben, comment, "back", 1)


@pytest.mark.parametrize("name", ["olaf", "ana", "mo", "ada"])
def test_nobody_removes_the_words_of_others(thread, ben, people, name):
    comment = commands.write(ben, thread, "spam")
    with pytest.raises(NotAllowed, match="may_remove"):
        commands.remove(people[name], comment)
    assert not comment.is_removed


def test_removing_team_words_changes_no_count(thread, priya):
    commands.remove(priya, commands.write_to_team(priya, thread, "inside"))
    assert queries.count_of(thread.id) == 0


def test_a_locked_thread_takes_no_words(thread, ana, ben):
    comment = commands.write(ben, thread, "before")
    with pytest.raises(commands.LockNeedsReason):
        commands.lock(ana, thread, "  ")
    commands.lock(ana, thread, "It is decided.")
    commands.lock(ana, thread, "Again.")
    assert thread.lock_reason == "It is decided."
    for act in (
        lambda: commands.write(ben, thread, "after"),
        lambda: commands.answer(ben, thread, "after"),
        lambda: commands.write_to_team(ben, thread, "after"),
        lambda: commands.edit(ben, comment, "after", 1),
    ):
        with pytest.raises(commands.ThreadIsLocked):
            act()
    commands.unlock(ana, thread)
    commands.unlock(ana, thread)
    commands.write(ben, thread, "after")


def test_others_do_not_lock(thread, ben):
    with pytest.raises(NotAllowed, match="may_lock"):
        commands.lock(ben, thread, "because")


def test_a_hidden_thread_is_gone_and_comes_back_whole(thread, ben, mo):
    comment = commands.write(ben, thread, "words")
    commands.hide(mo, thread.id)
    commands.hide(mo, thread.id)
    assert queries.of_threads(ben, [thread.id]) == []
    with pytest.raises(Missing):
        queries.thread(ben, thread.id)
    with pytest.raises(NotAllowed):
        commands.write(ben, thread, "into the dark")
    commands.unhide(mo, thread.id)
    assert queries.of_threads(ben, [thread.id]) == [comment]


def test_what_one_said_is_exported_and_erased(thread, ana, ben, session):
    comment = commands.write(ben, thread, "my words")
    commands.edit(ben, comment, "my better words", 1)
    said = queries.personal(ben)["comments"]
    assert [row["text"] for row in said] == ["my better words"]
    commands.erase(ana, ben)
    assert comment.is_removed
    assert comment.body_source == ""
    assert session.query(CommentRevision).one().body_plain == ""


def test_a_page_of_comments_is_one_statement(thread, ana, ben, assert_queries):
    for place in range(5):
        commands.write(ben, thread, f"comment {place}")
    db.session.commit()
    assert ana.grants == []
    with assert_queries(1):
        found = queries.of_threads(ana, [thread.id])
        assert {c.author.display_name for c in found} == {"Ben"}

"""Asking for the team's answer; an answer on top of its thread."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from app.comments import commands, policies, queries
from app.comments.events import AnswerWanted, QuestionAnswered
from app.comments.models import CommentPin
from app.kernel import clock, duties
from app.kernel.actor import ANONYMOUS
from app.kernel.db import db
from app.kernel.errors import NotAllowed
from app.kernel.events import OutboxEvent
from app.support import commands as support
from tests.ideas import make

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def idea(ana, mo, space):
    return make.published(ana, mo, space)


@pytest.fixture
def thread(ana, idea):
    return queries.thread(ana, idea.thread_id)


@pytest.fixture
def asked(ben, idea, thread):
    """A question of a supporter, for which the team has five working days."""
    support.give(ben, idea)
    with clock.at(MONDAY):
        comment = commands.write(ben, thread, "Will it fit a shelf?")
        commands.want_answer(ben, comment)
    db.session.commit()
    return comment


def duty_of(comment):
    return duties.find("answer", ("comment", comment.id))


def told(kind):
    return db.session.query(OutboxEvent).filter_by(name=kind.name).count()


def test_a_supporter_asks_and_the_team_owes_an_answer(ben, space, asked):
    duty = duty_of(asked)
    assert (duty.owner_role, duty.waiting_id, duty.space_id) == (
        "product",
        ben.id,
        space.id,
    )
    # the end of the fifth working day after Monday, which is the Monday after
    assert duty.due_at == datetime(2026, 3, 10, tzinfo=UTC)
    commands.want_answer(ben, asked)
    assert told(AnswerWanted) == 1


def test_the_owner_asks_for_anybody_and_needs_no_support(ana, ben, thread):
    comment = commands.write(ben, thread, "Will it fit a shelf?")
    commands.want_answer(ana, comment)
    assert duty_of(comment).waiting_id == ana.id


def test_who_neither_made_nor_supports_it_does_not_ask(tess, thread):
    comment = commands.write(tess, thread, "Will it fit a shelf?")
    with pytest.raises(commands.BackersAsk):
        commands.want_answer(tess, comment)


def test_a_support_taken_back_asks_no_more(ben, idea, thread):
    support.give(ben, idea)
    support.withdraw(ben, idea)
    with pytest.raises(commands.BackersAsk):
        commands.want_answer(ben, commands.write(ben, thread, "And now?"))


def test_what_may_be_a_question(ana, ben, tess, priya, thread):
    first = commands.write(ana, thread, "first")
    reply = commands.write(ana, thread, "reply", parent_id=first.id)
    official = commands.answer(priya, thread, "ours")
    inside = commands.write_to_team(priya, thread, "inside")
    assert policies.may_want_answer(ana, first, thread)
    for actor, comment in (
        (tess, first),
        (ANONYMOUS, first),
        (ana, reply),
        (ana, official),
        (priya, inside),
    ):
        assert not policies.may_want_answer(actor, comment, thread)
    commands.remove(ana, first)
    assert not policies.may_want_answer(ana, first, thread)


def test_the_teams_reply_meets_the_duty_and_the_asker_says_so(ben, priya, asked):
    thread = queries.thread(priya, asked.thread_id)
    commands.write(priya, thread, "As myself: maybe.", parent_id=asked.id)
    assert duty_of(asked) is not None
    commands.answer(priya, thread, "It will.", parent_id=asked.id)
    assert duty_of(asked) is None
    assert queries.question_of(asked.id).answered_at is None
    commands.mark_answered(ben, asked)
    commands.mark_answered(ben, asked)
    assert queries.question_of(asked.id).answered_at is not None
    assert told(QuestionAnswered) == 1


def test_the_asker_alone_marks_it(ana, ben, priya, asked):
    for other in (ana, priya, ANONYMOUS):
        with pytest.raises(NotAllowed, match="may_mark_answered"):
            commands.mark_answered(other, asked)
    commands.mark_answered(ben, asked)
    assert duty_of(asked) is None


def test_nothing_is_owed_to_what_was_removed(ben, asked):
    commands.remove(ben, asked)
    assert duty_of(asked) is None


def test_one_answer_stands_on_top(ben, priya, paul, thread):
    first = commands.answer(priya, thread, "first")
    second = commands.answer(priya, thread, "second")
    commands.pin(priya, first)
    commands.pin(priya, first)
    commands.pin(paul, second)
    db.session.expire_all()
    shown = queries.conversation(ben, queries.thread(ben, thread.id))
    assert shown.pinned.comment == second
    assert [post.comment for post in shown.posts] == [first, second]
    past = queries.pins_of(first.id)
    assert [(pin.by_id, pin.ended_by_id) for pin in past] == [(priya.id, paul.id)]
    commands.unpin(priya, first)
    assert queries.pin_of(thread.id).comment_id == second.id
    commands.unpin(priya, second)
    assert queries.pin_of(thread.id) is None


def test_only_the_team_pins_and_only_its_own_public_answers(ana, ben, priya, thread):
    official = commands.answer(priya, thread, "ours")
    mine = commands.write(ben, thread, "mine")
    inside = commands.write_to_team(priya, thread, "inside")
    for actor, comment in ((ana, official), (priya, mine), (priya, inside)):
        for act in (commands.pin, commands.unpin):
            with pytest.raises(NotAllowed, match="may_pin"):
                act(actor, comment)


def test_what_is_removed_or_hidden_is_not_on_top(ben, mo, priya, thread):
    official = commands.answer(priya, thread, "ours")
    commands.pin(priya, official)
    commands.conceal(mo, official, "A mistake.")
    assert queries.conversation(ben, thread).pinned is None
    commands.reveal(mo, official)
    commands.remove(priya, official)
    assert queries.pin_of(thread.id) is None


def test_the_database_keeps_one_pin_a_thread(priya, thread):
    for words in ("first", "second"):
        said = commands.answer(priya, thread, words)
        db.session.add(
            CommentPin(thread_id=thread.id, comment_id=said.id, by_id=priya.id)
        )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.flush()
    db.session.rollback()


def test_the_pages_of_a_question(sign_in, client, ben, priya, idea, thread):
    support.give(ben, idea)
    db.session.commit()
    browser = sign_in(ben)
    wanted = {"body": "Will it fit?", "wants_answer": "y"}
    sent = browser.post(f"/threads/{thread.id}/comments", data=wanted)
    assert sent.status_code == 303
    assert "Answer due" in client.get(thread.url).text
    comment = queries.conversation(ben, thread).posts[0].comment
    reply = {"body": "Yes.", "parent_id": comment.id, "voice": "answer"}
    sign_in(priya).post(f"/threads/{thread.id}/comments", data=reply)
    assert "The team has answered" in client.get(thread.url).text
    browser.post(f"/comments/{comment.id}/question/answered")
    page = client.get(thread.url).text
    assert "Answered" in page
    assert "The team has answered" not in page


def test_a_refused_question_keeps_the_words(sign_in, tess, thread):
    sent = {"body": "Will it fit?", "wants_answer": "y"}
    answer = sign_in(tess).post(f"/threads/{thread.id}/comments", data=sent)
    assert answer.status_code == 422
    assert "Will it fit?" in answer.text
    assert "Support it first" in answer.text


def test_the_owner_asks_from_the_menu(sign_in, ana, ben, thread):
    comment = commands.write(ben, thread, "Will it fit?")
    db.session.commit()
    browser = sign_in(ana)
    assert f"/comments/{comment.id}/question" in browser.get(thread.url).text
    browser.post(f"/comments/{comment.id}/question")
    assert "Answer due" in browser.get(thread.url).text


def test_the_pages_of_a_pin(sign_in, client, priya, thread):
    official = commands.answer(priya, thread, "ours")
    db.session.commit()
    browser = sign_in(priya)
    assert browser.post(f"/comments/{official.id}/pin").status_code == 303
    assert "Read it in the conversation" in client.get(thread.url).text
    assert "Priya" in client.get(f"/comments/{official.id}/history").text
    browser.post(f"/comments/{official.id}/pin/end")
    assert "Read it in the conversation" not in client.get(thread.url).text

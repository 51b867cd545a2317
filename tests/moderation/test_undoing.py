"""Taking rulings back."""

from datetime import timedelta

import pytest

from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.ideas.commands import Fix
from app.ideas.commands.refusals import NoSuchMove
from app.kernel import clock, duties
from app.kernel.actor import ANONYMOUS
from app.kernel.errors import Missing, NotAllowed
from app.moderation import commands, queries
from app.moderation.commands import Words, refusals
from app.moderation.models import Ruling
from app.support import commands as support
from tests.ideas import make as make_ideas
from tests.moderation import make

DECISIONS = {
    "publish": commands.publish,
    "ask_fixes": lambda mo, idea: commands.ask_fixes(mo, idea, [Fix("other", "Say")]),
    "refuse": lambda mo, idea: commands.refuse(mo, idea, Words("off_topic")),
}


@pytest.fixture
def sent(ana, space):
    with clock.at("2026-11-02 09:00Z"):
        return make_ideas.submitted(ana, space, "A stool")


@pytest.mark.parametrize("act", DECISIONS)
def test_a_decision_at_the_gate_is_taken_back_whole(session, sent, ana, mo, act):
    due_at = duties.find("gate", ("idea", sent.id)).due_at
    ruling = DECISIONS[act](mo, sent)
    assert duties.find("gate", ("idea", sent.id)) is None
    commands.undo(mo, ruling)
    session.commit()
    assert (sent.state, sent.published_at, sent.deadline_at) == (
        "submitted",
        None,
        None,
    )
    assert duties.find("gate", ("idea", sent.id)).due_at == due_at
    assert idea_queries.fixes_of(sent.id, sent.tries) == []
    licences = idea_queries.licences_of(sent.id)
    assert [one.kind for one in licences if not one.ended_reason] == ["hosting"]
    with pytest.raises(Missing):
        idea_queries.visible_to(ANONYMOUS).get(sent.number)
    DECISIONS["publish"](mo, sent)
    assert idea_queries.visible_to(ANONYMOUS).get(sent.number) == sent
    assert make.comment(ana, sent, "Thank you.").thread_id == sent.thread_id


def test_the_history_says_that_it_was_taken_back(sent, mo):
    commands.undo(mo, commands.publish(mo, sent))
    codes = [step.reason_code for step in idea_queries.history_of(sent.id)]
    assert codes == ["sent", "published", "reconsidered"]


def test_ten_minutes_and_ones_own_only(sent, mo, tess):
    ruling = commands.publish(mo, sent)
    with pytest.raises(refusals.TooLateToUndo):
        commands.undo(tess, ruling)
    with (
        clock.at(ruling.created_at + timedelta(minutes=11)),
        pytest.raises(refusals.TooLateToUndo),
    ):
        commands.undo(mo, ruling)
    assert sent.state == "supporting"


def test_not_after_somebody_has_built_on_it(sent, mo, ben, ana, space):
    ruling = commands.publish(mo, sent)
    support.give(ben, sent)
    with pytest.raises(refusals.TooLateToUndo):
        commands.undo(mo, ruling)
    other = make_ideas.submitted(ana, space, "A bench")
    ruling = commands.publish(mo, other)
    make.comment(ben, other, "Nice.")
    with pytest.raises(refusals.TooLateToUndo):
        commands.undo(mo, ruling)


def test_undoing_twice_is_undoing_once(session, lamp, mo):
    ruling = commands.conceal(mo, make.subject(lamp), Words("insult"))
    commands.undo(mo, ruling)
    commands.undo(mo, ruling)
    assert session.query(Ruling).filter_by(act="undo").count() == 1
    assert not make.is_hidden(lamp)
    commands.undo(mo, session.query(Ruling).filter_by(act="undo").one())
    assert not make.is_hidden(lamp)


def test_reports_wait_again_and_what_was_hidden_pending_is_hidden_again(
    lamp, mo, priya
):
    make.report(priya, lamp)
    ruling = commands.keep(mo, make.subject(lamp))
    commands.undo(mo, ruling)
    assert make.is_hidden(lamp)
    assert idea_queries.concealment_of(lamp.id).reason == commands.PENDING
    assert len(queries.open_reports(("idea", lamp.id))) == 1
    assert not queries.was_ruled_fine(("idea", lamp.id))
    assert duties.find("ruling_first", ("idea", lamp.id)) is not None


def test_what_nobody_reported_is_simply_shown_again(lamp, mo, tess):
    ruling = commands.conceal(mo, make.subject(lamp), Words("insult"))
    commands.undo(tess, ruling)
    assert not make.is_hidden(lamp)
    assert queries.desk(mo, queries.Filters()).rows == []


def test_whom_it_is_about_takes_nothing_back(session, tess, mo, space):
    hers = make_ideas.published(tess, mo, space, "Tess has an idea")
    ruling = commands.conceal(mo, make.subject(hers), Words("insult"))
    with pytest.raises(NotAllowed, match="may_undo"):
        commands.undo(tess, ruling)


def test_a_published_idea_is_not_refused_and_a_refused_one_not_published(sent, mo):
    commands.publish(mo, sent)
    with pytest.raises(NoSuchMove):
        commands.refuse(mo, sent, Words("off_topic"))
    with pytest.raises(NoSuchMove):
        ideas.restore(mo, sent, "Yes.")


def test_a_refused_idea_is_not_published_by_the_queue(sent, mo):
    commands.refuse(mo, sent, Words("off_topic"))
    with pytest.raises(NoSuchMove):
        commands.publish(mo, sent)

"""Appeals: once, in time, by another moderator, or alone after a day."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.ideas import queries as idea_queries
from app.kernel import clock, duties
from app.kernel.actor import ANONYMOUS
from app.kernel.errors import NotAllowed
from app.moderation import commands, queries
from app.moderation.commands import Words, refusals
from app.moderation.models import Appeal, Ruling
from tests.ideas import make as make_ideas
from tests.moderation import make

LIBRARY = Words("insult")


@pytest.fixture
def refused(ana, mo, space):
    """Mo refused Ana's stool."""
    idea = make_ideas.submitted(ana, space, "A stool")
    commands.refuse(mo, idea, Words("off_topic"))
    return idea


def ruling_on(idea):
    return queries.last_on(("idea", idea.id), ("refuse", "hide", "remove"))


def test_an_upheld_appeal_publishes_a_refused_idea_with_a_fresh_clock(
    session, refused, ana, tess
):
    with clock.at("2026-11-30 09:00Z"):
        asked = commands.appeal(
            ana, ruling_on(refused), "It is about sitting at lamps."
        )
        owed = duties.find("appeal", ("appeal", asked.id))
        assert owed.due_at.isoformat() == "2026-12-08T00:00:00+00:00"
        commands.answer(tess, asked, "upheld", "You are right, sorry.")
        assert idea_queries.visible_to(ANONYMOUS).get(refused.number) == refused
        assert refused.deadline_at == clock.now() + timedelta(days=60)
    assert duties.find("appeal", ("appeal", asked.id)) is None
    assert session.query(Ruling).filter_by(act="undo").one().by_id == tess.id
    step = idea_queries.history_of(refused.id)[-1]
    assert (step.reason_code, step.reason_text) == (
        "appeal_upheld",
        "You are right, sorry.",
    )


def test_a_dismissed_one_has_a_reason_and_changes_nothing(refused, ana, tess):
    asked = commands.appeal(ana, ruling_on(refused), "Please.")
    with pytest.raises(refusals.ReasonMissing):
        commands.answer(tess, asked, "dismissed", "No.")
    commands.answer(tess, asked, "dismissed", make.WHY)
    assert refused.state == "rejected"
    with pytest.raises(refusals.NothingThere):
        commands.answer(tess, asked, "upheld", "After all.")


def test_what_was_hidden_and_who_was_held_back_come_back(lamp, ana, mo, tess):
    hidden = commands.conceal(mo, make.subject(lamp), LIBRARY)
    held = commands.sanction(mo, make.subject(ana, "person"), "suspend", LIBRARY, 7)
    for ruling in (hidden, held):  # who may only read may still appeal
        asked = commands.appeal(ana, ruling, "That was not me.")
        commands.answer(tess, asked, "upheld", "True.")
    assert not make.is_hidden(lamp)
    assert ana.suspended_until is None


def test_what_was_reported_does_not_wait_again_after_an_appeal(
    lamp, ana, mo, tess, ben
):
    make.report(ben, lamp)
    hidden = commands.conceal(mo, make.subject(lamp), LIBRARY)
    asked = commands.appeal(ana, hidden, "It is a lamp.")
    commands.answer(tess, asked, "upheld", "It is.")
    assert queries.open_reports(("idea", lamp.id)) == []


def test_once_within_thirty_days_and_with_words(refused, ana):
    ruling = ruling_on(refused)
    with pytest.raises(refusals.AppealNeedsWords):
        commands.appeal(ana, ruling, "  ")
    with (
        clock.at(ruling.created_at + timedelta(days=31)),
        pytest.raises(refusals.AppealTooLate),
    ):
        commands.appeal(ana, ruling, "Late.")
    commands.appeal(ana, ruling, "Now.")
    with pytest.raises(refusals.AppealedBefore):
        commands.appeal(ana, ruling, "Again.")


def test_only_whom_it_is_against_appeals_and_only_what_stands(
    refused, lamp, ana, ben, mo, tess
):
    ruling = ruling_on(refused)
    for stranger in (ben, tess, ANONYMOUS):
        with pytest.raises(NotAllowed, match="may_appeal"):
            commands.appeal(stranger, ruling, "Please.")
    with pytest.raises(NotAllowed, match="may_appeal"):
        commands.appeal(ana, commands.keep(mo, make.subject(lamp)), "Thank you.")
    hidden = commands.conceal(mo, make.subject(lamp), LIBRARY)
    commands.undo(mo, hidden)
    with pytest.raises(refusals.NothingThere):
        commands.appeal(ana, hidden, "It was wrong.")


def test_another_moderator_than_the_first_answers(refused, ana, mo, tess, priya):
    asked = commands.appeal(ana, ruling_on(refused), "Please.")
    with pytest.raises(refusals.SameModerator):
        commands.answer(mo, asked, "upheld", "Yes.")
    for stranger in (ana, priya):
        with pytest.raises(NotAllowed, match="may_answer"):
            commands.answer(stranger, asked, "upheld", "Yes.")
    with pytest.raises(refusals.UnknownCode):
        commands.answer(tess, asked, "maybe", "Hm.")


def test_whoever_moderates_alone_waits_a_day_and_the_log_says_so(refused, ana, mo):
    asked = commands.appeal(ana, ruling_on(refused), "Please.")
    with pytest.raises(refusals.SoloTooSoon):
        commands.answer(mo, asked, "upheld", "Yes.")
    with clock.at(asked.created_at + timedelta(hours=25)):
        commands.answer(mo, asked, "upheld", "Yes.")
    assert asked.solo_at is not None
    assert queries.solo([asked.ruling_id]) == {asked.ruling_id}


def test_the_database_asks_for_two(session, refused, ana, mo, ben):
    asked = commands.appeal(ana, ruling_on(refused), "Please.")
    session.commit()
    for who, name in [(mo.id, "other_moderator"), (ana.id, "own_matter")]:
        session.refresh(asked)
        asked.outcome, asked.answer = "dismissed", "No."
        asked.answered_by_id, asked.answered_at = who, clock.now()
        with pytest.raises(IntegrityError, match=name):
            session.flush()
        session.rollback()
    session.refresh(asked)
    asked.outcome = "dismissed"
    with pytest.raises(IntegrityError, match="answered"):
        session.flush()


def test_an_appeal_waits_in_the_queue_of_moderators(refused, ana, tess):
    asked = commands.appeal(ana, ruling_on(refused), "Please.")
    [row] = queries.desk(tess, queries.Filters()).rows
    assert (row.kind, row.appeal, row.subject.title) == ("appeals", asked, "A stool")
    assert isinstance(row.appeal, Appeal)

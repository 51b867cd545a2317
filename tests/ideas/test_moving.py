"""The door for higher domains: table, guards, reasons, duties, licences, history."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.ideas import commands as ideas
from app.ideas import queries
from app.ideas.commands import refusals
from app.ideas.events import IdeaMoved
from app.ideas.models import IdeaTransition
from app.kernel import clock, duties
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.events import OutboxEvent
from tests.ideas import make

WHY = "Two hundred people asked for it and we have the arm already; we begin in May."


@pytest.fixture
def idea(ana, mo, priya, space):
    return make.achieved(ana, (mo, priya), space)


@pytest.fixture
def public(ana, mo, space):
    return make.published(ana, mo, space, outcome="improvement")


def to_approved(idea, priya):
    ideas.move(priya, idea, "in_review", "opened")
    ideas.move(priya, idea, "approved", "approved", WHY)


def test_a_product_goes_all_the_way(idea, priya):
    to_approved(idea, priya)
    assert ideas.can_move(idea, "in_development") == ["deed_signed"]
    with pytest.raises(refusals.DeedUnsigned):
        ideas.move(priya, idea, "in_development", "started")
    ideas.clear(priya, idea, "deed_signed")
    ideas.clear(priya, idea, "deed_signed")
    assert ideas.can_move(idea, "in_development") == []
    ideas.move(priya, idea, "in_development", "started")
    ideas.move(SYSTEM, idea, "in_beta", "shipped")
    ideas.move(priya, idea, "in_development", "reverted")
    ideas.move(SYSTEM, idea, "in_beta", "shipped")
    with pytest.raises(refusals.DeedNotFrozen):
        ideas.move(priya, idea, "launched", "out")
    ideas.clear(priya, idea, "deed_frozen")
    ideas.move(priya, idea, "launched", "out")
    assert idea.stage == "out"
    kinds = [row.kind for row in queries.licences_of(idea.id)]
    assert kinds == ["hosting", "evaluation", "product"]


def test_an_improvement_waits_for_its_item_not_for_a_deed(public, priya):
    ideas.move(priya, public, "approved", "taken_up", WHY)
    with pytest.raises(refusals.ItemNotStarted):
        ideas.move(priya, public, "in_development", "started")
    ideas.clear(priya, public, "item_started")
    ideas.move(priya, public, "in_development", "started")
    with pytest.raises(refusals.ItemNotPublic):
        ideas.move(priya, public, "launched", "out")
    ideas.clear(priya, public, "item_public")
    ideas.move(priya, public, "launched", "out")


def test_a_clearance_can_be_taken_back(idea, priya):
    to_approved(idea, priya)
    ideas.clear(priya, idea, "deed_signed")
    ideas.withdraw_clearance(priya, idea, "deed_signed")
    ideas.withdraw_clearance(priya, idea, "deed_signed")
    assert ideas.can_move(idea, "in_development") == ["deed_signed"]
    ideas.clear(priya, idea, "deed_signed")
    assert ideas.can_move(idea, "in_development") == []


@pytest.mark.parametrize(
    "target", ["launched", "draft", "merged", "achieved", "supporting", "nonsense"]
)
def test_no_move_beside_the_table(public, priya, target):
    with pytest.raises(refusals.NoSuchMove):
        ideas.move(priya, public, target, "because", WHY)
    if target in ("launched", "merged", "nonsense"):
        assert ideas.can_move(public, target) == ["no_such_move"]


def test_the_door_does_not_open_what_ideas_keep_for_themselves(ana, mo, space):
    idea = make.submitted(ana, space)
    with pytest.raises(refusals.NoSuchMove):
        ideas.move(mo, idea, "supporting", "published")


@pytest.mark.parametrize(
    ("words", "passes"), [("", False), ("No, sorry.", False), (WHY + WHY, True)]
)
def test_declining_needs_words(public, priya, words, passes):
    if passes:
        ideas.move(priya, public, "declined", "declined", words)
        assert public.state == "declined"
        return
    with pytest.raises(refusals.ReasonTooShort):
        ideas.move(priya, public, "declined", "declined", words)


def test_declining_ends_the_evaluation_that_day(idea, priya):
    ideas.move(priya, idea, "in_review", "opened")
    ideas.move(priya, idea, "declined", "declined", WHY + WHY)
    licence = next(r for r in queries.licences_of(idea.id) if r.kind == "evaluation")
    assert licence.ended_reason == "declined"
    assert licence.ends_at <= clock.now()


def test_the_firm_is_never_without_a_duty(idea, priya):
    def owed():
        kinds = ("review_start", "review", "parked", "start", "ship")
        return [k for k in kinds if duties.find(k, ("idea", idea.id))]

    assert owed() == ["review_start"]
    ideas.move(priya, idea, "in_review", "opened")
    assert owed() == ["review"]
    ideas.move(priya, idea, "parked", "timing", "Next year.")
    assert owed() == ["parked"]
    ideas.move(SYSTEM, idea, "in_review", "date_reached")
    ideas.move(priya, idea, "approved", "approved", WHY)
    assert owed() == ["start"]
    ideas.clear(priya, idea, "deed_signed")
    ideas.move(priya, idea, "in_development", "started")
    ideas.move(priya, idea, "in_beta", "shipped")
    assert owed() == ["ship"]
    ideas.clear(priya, idea, "deed_frozen")
    ideas.move(priya, idea, "launched", "out")
    assert owed() == []


def test_each_move_is_a_row_an_event_and_a_version(session, idea, priya):
    version = idea.version
    ideas.move(priya, idea, "in_review", "opened")
    step = queries.history_of(idea.id)[-1]
    assert (step.from_state, step.to_state) == ("achieved", "in_review")
    assert (step.actor, step.reason_code) == (priya, "opened")
    assert idea.version == version + 1
    event = (
        session.query(OutboxEvent)
        .filter_by(name=IdeaMoved.name)
        .order_by(OutboxEvent.id.desc())
        .first()
    )
    assert event.body == {
        "idea_id": idea.id,
        "from_state": "achieved",
        "to_state": "in_review",
        "actor_id": priya.id,
    }


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE idea_transitions SET reason_text = 'x'",
        "DELETE FROM idea_transitions",
        "UPDATE terms SET body_plain = 'x'",
        "DELETE FROM terms",
    ],
)
def test_history_and_terms_are_append_only(session, public, change):
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(change))


def test_the_database_wants_a_reason_too(session, public, priya):
    row = IdeaTransition(
        idea_id=public.id,
        from_state="supporting",
        to_state="declined",
        actor_id=priya.id,
        rule_set_id=public.rule_set_id,
    )
    session.add(row)
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_evaluation_is_granted_once(idea, priya):
    ideas.grant_licence(priya, idea, "evaluation")
    rows = [r for r in queries.licences_of(idea.id) if r.kind == "evaluation"]
    assert len(rows) == 1


def test_withdrawing_from_the_review_goes_through_the_door(idea, ana, priya):
    with pytest.raises(refusals.NoSuchMove):
        ideas.move(priya, idea, "expired", "x")
    ideas.move(priya, idea, "withdrawn", "both_agree")
    assert idea.state == "withdrawn"
    db.session.commit()

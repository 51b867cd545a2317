"""The tally taken over, goals crossed, the last one signed, time run out."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.ideas import commands as ideas
from app.ideas import policies, queries
from app.ideas.commands import refusals
from app.ideas.events import RungReached
from app.ideas.models import IdeaRung
from app.kernel import approvals, clock, duties
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.errors import Missing, NotAllowed
from app.kernel.events import OutboxEvent
from app.spaces import commands as spaces
from tests import cast
from tests.ideas import make


@pytest.fixture
def idea(ana, mo, space):
    with clock.at("2026-01-05 09:30Z"):
        return make.published(ana, mo, space)


def at(words):
    return clock.parse(words)


def test_a_rung_moves_the_deadline_and_is_told_once(session, idea):
    reached = at("2026-02-20 09:30Z")
    with clock.at("2026-02-20 11:00Z"):
        for _ in range(2):
            ideas.record_tally(SYSTEM, idea.id, 100, [(1, reached)])
    assert idea.deadline_at == at("2027-03-06 09:30Z")
    assert (idea.support_count, idea.rungs_crossed, idea.next_rung) == (100, 1, 1000)
    assert [rung.reached_at for rung in queries.rungs_of([idea.id])] == [reached]
    told = session.query(OutboxEvent).filter_by(name=RungReached.name).one()
    assert told.body == {"idea_id": idea.id, "rung": 1, "threshold": 100}


def test_two_rungs_at_once_add_both(idea):
    when = at("2026-02-20 09:30Z")
    ideas.record_tally(SYSTEM, idea.id, 1000, [(2, when), (1, when)])
    assert idea.rungs_crossed == 2
    assert idea.deadline_at == at("2026-01-05 09:30Z") + timedelta(days=60 + 365 + 182)
    assert queries.rungs_ahead(idea) == [(3, 5000), (4, 10_000)]


def test_rungs_come_in_order_and_in_time(idea):
    ideas.record_tally(SYSTEM, idea.id, 5, [(2, at("2026-02-01 00:00Z"))])
    ideas.record_tally(SYSTEM, idea.id, 5, [(1, at("2026-03-07 00:00Z"))])
    assert idea.rungs_crossed == 0
    ideas.record_tally(SYSTEM, idea.id, 100, [(1, at("2026-03-06 09:30Z"))])
    assert idea.rungs_crossed == 1
    ideas.record_tally(SYSTEM, idea.id, 3)
    assert (idea.support_count, idea.rungs_crossed) == (3, 1)


def test_a_tally_changes_no_version(idea):
    before = idea.version
    ideas.record_tally(SYSTEM, idea.id, 50)
    assert (idea.version, idea.percent, idea.progress) == (before, 50, 5000)


def test_an_unknown_idea_has_no_tally(session):
    with pytest.raises(Missing):
        ideas.record_tally(SYSTEM, 404, 1)


def test_known_rungs_are_never_crossed_twice(session, idea):
    session.add(IdeaRung(idea_id=idea.id, n=1, threshold=100, reached_at=clock.now()))
    session.flush()
    ideas.record_tally(SYSTEM, idea.id, 100, [(1, at("2026-02-01 00:00Z"))])
    assert idea.rungs_crossed == 0
    session.add(IdeaRung(idea_id=idea.id, n=1, threshold=100, reached_at=clock.now()))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    ("when", "counts"),
    [
        ("2026-01-06 00:00Z", True),
        ("2026-03-06 09:30Z", True),
        ("2026-03-06 09:30:00.000001Z", False),
    ],
)
def test_a_support_counts_until_the_deadline(idea, when, counts):
    assert policies.may_be_supported(idea, at(when)) is counts


def test_the_last_goal_opens_a_duty_and_stops_the_clock_from_ending_it(ana, mo, space):
    idea = make.at_goal(ana, mo, space)
    assert idea.has_reached_top
    assert duties.find("goal", ("idea", idea.id)) is not None
    with clock.at(clock.now() + timedelta(days=3000)):
        assert ideas.expire_due(SYSTEM) == 0
        assert policies.may_be_supported(idea, clock.now())
    assert queries.rungs_ahead(idea) == []


def test_two_people_sign_the_goal(ana, mo, priya, ben, space):
    idea = make.at_goal(ana, mo, space)
    with pytest.raises(NotAllowed, match="may_sign_goal"):
        ideas.sign_goal(ben, idea)
    assert ideas.sign_goal(mo, idea) is False
    with pytest.raises(approvals.SamePerson):
        ideas.sign_goal(mo, idea)
    assert idea.state == "supporting"
    assert ideas.sign_goal(priya, idea) is True
    assert idea.state == "achieved"
    assert idea.deadline_at is None
    assert duties.find("goal", ("idea", idea.id)) is None
    assert duties.find("review_start", ("idea", idea.id)) is not None
    assert queries.clearances_of(idea.id) == {"audit_clean"}
    licence = queries.licences_of(idea.id)[-1]
    assert licence.kind == "evaluation"
    assert licence.ends_at - licence.starts_at == timedelta(days=365)
    with pytest.raises(refusals.GoalNotReached):
        ideas.sign_goal(priya, idea)


def test_an_author_of_the_team_does_not_sign_his_goal(mo, priya, paul, space):
    idea = make.at_goal(priya, mo, space)
    with pytest.raises(NotAllowed, match="may_sign_goal"):
        ideas.sign_goal(priya, idea)
    ideas.sign_goal(paul, idea)
    assert ideas.sign_goal(mo, idea)


def test_no_goal_no_signature(idea, mo):
    with pytest.raises(refusals.GoalNotReached):
        ideas.sign_goal(mo, idea)


def test_time_runs_out_after_the_grace_once(idea):
    with clock.at("2026-03-09 09:30Z"):
        assert ideas.expire_due(SYSTEM) == 0
    with clock.at("2026-03-09 09:31Z"):
        assert ideas.expire_due(SYSTEM) == 1
        assert ideas.expire_due(SYSTEM) == 0
    assert idea.state == "expired"
    step = queries.history_of(idea.id)[-1]
    assert (step.actor_id, step.reason_code) == (SYSTEM.id, "time_ran_out")
    assert step.clock_before == at("2026-03-06 09:30Z")


# 2026-03-06 is a Friday: ten business days later the 20th is over
@pytest.mark.parametrize(
    ("counted", "held", "ends"),
    [
        (60, 40, "2026-03-21 00:00Z"),
        (60, 39, "2026-03-09 09:30Z"),
        (100, 0, "2026-03-09 09:30Z"),
        (0, 100, "2026-03-21 00:00Z"),
    ],
)
def test_open_verdicts_that_could_reach_the_goal_are_waited_for(
    idea, counted, held, ends
):
    ideas.record_tally(SYSTEM, idea.id, counted)
    ideas.record_held(SYSTEM, idea.id, held)
    with clock.at(ends):
        assert ideas.expire_due(SYSTEM) == 0
    with clock.at(at(ends) + timedelta(seconds=1)):
        assert ideas.expire_due(SYSTEM) == 1
        assert ideas.expire_due(SYSTEM) == 0


def test_a_verdict_within_the_grace_still_reaches_the_goal(idea):
    ideas.record_held(SYSTEM, idea.id, 100)
    with clock.at("2026-03-18 09:00Z"):
        assert ideas.expire_due(SYSTEM) == 0
        ideas.record_tally(SYSTEM, idea.id, 100, [(1, at("2026-03-05 09:30Z"))])
        ideas.record_held(SYSTEM, idea.id, 0)
        assert ideas.expire_due(SYSTEM) == 0
    assert idea.deadline_at == at("2027-03-06 09:30Z")


def test_held_supports_are_counted_by_the_system_alone(mo, idea):
    with pytest.raises(NotAllowed, match="may_record"):
        ideas.record_held(mo, idea.id, 1)
    with pytest.raises(Missing):
        ideas.record_held(SYSTEM, 0, 1)
    with pytest.raises(IntegrityError):
        ideas.record_held(SYSTEM, idea.id, -1)


def test_a_goal_is_a_step_of_the_history_that_moves_the_clock(idea):
    version = idea.version
    ideas.record_tally(SYSTEM, idea.id, 100, [(1, at("2026-02-20 09:30Z"))])
    step = queries.history_of(idea.id)[-1]
    assert (step.from_state, step.to_state) == ("supporting", "supporting")
    assert (step.reason_code, step.actor_id) == ("rung_reached", SYSTEM.id)
    assert step.clock_before == at("2026-03-06 09:30Z")
    assert step.clock_after == idea.deadline_at == at("2027-03-06 09:30Z")
    assert idea.version == version + 1


def test_an_idea_that_is_withdrawn_owes_no_signatures(idea, ana):
    for n, goal in enumerate((100, 1_000, 5_000, 10_000), start=1):
        ideas.record_tally(SYSTEM, idea.id, goal, [(n, at("2026-02-20 09:30Z"))])
    assert duties.find("goal", ("idea", idea.id)) is not None
    ideas.withdraw(ana, idea)
    assert duties.find("goal", ("idea", idea.id)) is None


def test_a_hidden_idea_does_not_run_out(idea, mo):
    with clock.at("2026-02-01 00:00Z"):
        ideas.conceal(mo, idea, "Looking into it")
    with clock.at("2027-01-01 00:00Z"):
        assert ideas.expire_due(SYSTEM) == 0


def test_reset_mode_counts_from_the_last_goal(people, ana, mo):
    space = cast.space(people, "reset", ideas={"ladder_mode": "reset"})
    with clock.at("2026-01-05 09:30Z"):
        idea = make.published(ana, mo, space)
    ideas.record_tally(SYSTEM, idea.id, 100, [(1, at("2026-02-20 09:30Z"))])
    assert idea.deadline_at == at("2027-02-20 09:30Z")


def test_an_idea_keeps_the_rules_it_came_under(session, idea, space):
    spaces.add_rule_set(
        SYSTEM,
        space,
        {"ideas": {"ladder": [1], "ladder_days": [1]}},
        effective_at=clock.now(),
    )
    ideas.record_tally(SYSTEM, idea.id, 100, [(1, at("2026-02-20 09:30Z"))])
    assert idea.next_rung == 1000


def test_the_outcome_is_settled_by_others(session, ana, priya, idea):
    with pytest.raises(NotAllowed, match="may_confirm_outcome"):
        ideas.confirm_outcome(ana, idea, "improvement")
    before = idea.version
    ideas.confirm_outcome(priya, idea, "product")
    assert idea.version == before
    ideas.confirm_outcome(priya, idea, "improvement")
    assert (idea.outcome, idea.version) == ("improvement", before + 1)
    db.session.rollback()

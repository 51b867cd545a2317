"""Where only one person has the role: a wait, then decided by one, and said so."""

from datetime import timedelta

import pytest

from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.kernel import approvals, clock, site
from app.kernel.errors import NotAllowed
from app.people.models import RoleGrant
from app.reviews import commands, queries
from app.reviews.commands import Verdict
from app.roadmap import commands as roadmap
from app.roadmap.commands import Reason
from app.spaces import commands as spaces
from tests.ideas import make

TEXT = (
    "We looked at it with care, we want it on every desk, and we begin with it in the "
    "next quarter of the year."
)
DAY = timedelta(hours=24)


@pytest.fixture
def alone(session, people, space, priya, ada):
    """Priya is the whole team of the lamps; ana's idea gathers support there."""
    for name in ("paul", "mo", "eddy"):
        session.query(RoleGrant).filter_by(person_id=people[name].id).delete()
    session.commit()
    for person in people.values():
        session.refresh(person, ["grants"])
    spaces.set_owners(ada, space, product_owner_id=priya.id, budget_owner_id=priya.id)
    session.commit()
    return priya


@pytest.fixture
def gathering(session, space, people, ana, mo):
    return make.at_goal(ana, mo, space)


def test_a_goal_waits_a_day_for_a_second_person(gathering, alone):
    assert ideas.sign_goal(alone, gathering) is False
    with pytest.raises(approvals.AloneTooEarly):
        ideas.sign_goal(alone, gathering)
    with clock.at(clock.now() + DAY):
        assert ideas.sign_goal(alone, gathering) is True
    assert gathering.state == "achieved"
    row = approvals.of("ideas.goal", "idea", gathering.id)
    assert (row.checker_id, row.is_complete) == (None, True)
    assert row.solo_at is not None
    reasons = {row.reason_code for row in idea_queries.history_of(gathering.id)}
    assert "goal_signed_alone" in reasons


def test_with_a_second_holder_nobody_signs_a_goal_alone(gathering, priya):
    ideas.sign_goal(priya, gathering)
    with clock.at(clock.now() + 2 * DAY), pytest.raises(approvals.SamePerson):
        ideas.sign_goal(priya, gathering)


@pytest.fixture
def wish(session, space, people, ana, mo):
    idea = make.published(ana, mo, space)
    idea.outcome = "improvement"
    session.commit()
    return idea


def test_whoever_runs_it_alone_takes_improvements_up_at_once(wish, alone, client):
    assert site.get("crew") == "just_me"
    row = roadmap.take_up(alone, wish, Reason(TEXT))
    item = roadmap.sign_take_up(alone, wish, row.id)
    assert item is not None
    assert (row.is_solo, row.signer_id) == (True, None)
    assert wish.state == "approved"
    assert "Decided by one person" in client.get(f"/ideas/{wish.number}/more").text


def test_a_larger_team_waits_with_improvements_too(wish, alone, ada):
    site.put(ada, "crew", "few")
    row = roadmap.take_up(alone, wish, Reason(TEXT))
    with pytest.raises(approvals.AloneTooEarly):
        roadmap.sign_take_up(alone, wish, row.id)
    with clock.at(clock.now() + DAY):
        assert roadmap.sign_take_up(alone, wish, row.id) is not None


def test_with_a_second_holder_nobody_takes_up_alone(wish, priya):
    row = roadmap.take_up(priya, wish, Reason(TEXT))
    with clock.at(clock.now() + 2 * DAY), pytest.raises(NotAllowed):
        roadmap.sign_take_up(priya, wish, row.id)


def test_another_product_owner_is_waited_for(wish, alone, paul, ada, space):
    spaces.set_owners(ada, space, product_owner_id=paul.id, budget_owner_id=paul.id)
    row = roadmap.take_up(alone, wish, Reason(TEXT))
    with pytest.raises(NotAllowed):
        roadmap.sign_take_up(alone, wish, row.id)


@pytest.fixture
def proposed(session, gathering, alone, finn, fay):
    """A review with its cards, and what the only product person puts forward."""
    ideas.sign_goal(alone, gathering)
    with clock.at(clock.now() + DAY):
        ideas.sign_goal(alone, gathering)
    session.commit()
    review = queries.get(commands.open_review(alone, gathering).id)
    for scorer in (alone, finn, fay):
        commands.score(scorer, review, dict.fromkeys(commands.CRITERIA, 4))
    decision = commands.propose(alone, review, Verdict("approve", TEXT))
    session.commit()
    return queries.get(review.id), decision


def test_a_decision_by_one_person_waits_and_says_so(proposed, alone, sign_in):
    review, decision = proposed
    with pytest.raises(approvals.AloneTooEarly):
        commands.sign(alone, review, decision.sha256)
    with clock.at(decision.made_at + DAY):
        commands.sign(alone, review, decision.sha256)
    assert (decision.is_solo, review.state) == (True, "decided")
    assert review.idea.state == "approved"


def test_with_a_budget_owner_apart_nobody_decides_alone(
    proposed, alone, fay, ada, space
):
    review, decision = proposed
    spaces.set_owners(ada, space, product_owner_id=alone.id, budget_owner_id=fay.id)
    with clock.at(decision.made_at + DAY), pytest.raises(NotAllowed):
        commands.sign(alone, review, decision.sha256)

"""An achieved idea is studied, decided and signed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from app.kernel import clock, duties, relay
from app.kernel.actor import SYSTEM
from app.kernel.errors import NotAllowed
from app.kernel.events import OutboxEvent
from app.reviews import commands, queries
from app.reviews.models import Review, ReviewScore
from app.roadmap.models import Product, RoadmapItem
from app.spaces import commands as spaces
from tests.ideas import make
from tests.reviews.conftest import MARKS, fresh, verdict


def test_achieved_ideas_take_the_free_slots(idea, space, session):
    assert [review.idea_id for review in commands.open_due(SYSTEM)] == [idea.id]
    assert commands.open_due(SYSTEM) == []
    assert idea.state == "in_review"
    assert duties.find("review", ("idea", idea.id)).owner_role == "product"


def test_no_slot_no_review(idea, space, ada, session):
    rules = {"reviews": {"slots": 0}}
    spaces.add_rule_set(ada, space, rules, effective_at=clock.now())
    assert commands.open_due(SYSTEM) == []


def test_marks_are_changed_until_decided(review, priya, session):
    commands.score(priya, review, MARKS)
    commands.score(priya, review, {**MARKS, "cost": 1}, "Too dear.")
    cards = queries.cards(review.id)
    assert [(c.name, c.marks["cost"], c.note) for c in cards] == [
        ("Priya", 1, "Too dear.")
    ]


@pytest.mark.parametrize("marks", [{}, {**MARKS, "fit": 6}, {**MARKS, "fun": 3}])
def test_half_a_card_is_refused(review, priya, marks):
    with pytest.raises(commands.BadMarks):
        commands.score(priya, review, marks)


def test_marks_stay_in_range_in_the_database(scored, session):
    with pytest.raises(Exception, match="ck_review_scores_score"):
        session.execute(text("UPDATE review_scores SET score = 9"))


@pytest.mark.parametrize("who", ["ben", "mo", "ada"])
def test_who_holds_no_review_role_gives_no_marks(review, people, who):
    with pytest.raises(NotAllowed, match="may_score"):
        commands.score(people[who], review, MARKS)


def test_no_decision_before_all_cards_are_in(review, priya):
    with pytest.raises(commands.ScoresMissing) as refused:
        commands.propose(priya, review, verdict())
    assert refused.value.values == {"have": 0, "need": 4}


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (verdict(text="  Yes.  "), commands.ReasonTooShort),
        (verdict("decline"), commands.MindMissing),
        (verdict("maybe"), commands.BadVerdict),
        (verdict(kind="service"), commands.BadVerdict),
        (verdict("park"), commands.BadParking),
        (
            verdict("park", park_cause="timing", park_until=date(2099, 1, 1)),
            commands.BadParking,
        ),
    ],
)
def test_no_decision_without_its_words(scored, priya, wrong, refusal):
    with pytest.raises(refusal):
        commands.propose(priya, scored, wrong)


def test_two_people_approve_and_the_item_is_made(scored, idea, priya, paul, session):
    decision = commands.propose(priya, scored, verdict())
    commands.sign(paul, scored, decision.sha256)
    session.commit()
    assert (fresh(idea.id).state, scored.state) == ("approved", "decided")
    assert decision.evidence["cards"] == 4
    assert decision.evidence["means"]["fit"] == 4
    relay.drain()
    relay.drain()
    item = session.scalars(select(RoadmapItem)).one()
    product = session.scalars(select(Product)).one()
    assert (item.stage, product.item_id, product.state) == (
        "planned",
        item.id,
        "planned",
    )
    names = session.scalars(select(OutboxEvent.name)).all()
    assert names.count("roadmap.product_planned") == 1


def test_an_improvement_gets_an_item_but_no_product(scored, idea, priya, paul, session):
    decision = commands.propose(priya, scored, verdict(kind="improvement"))
    commands.sign(paul, scored, decision.sha256)
    session.commit()
    relay.drain()
    assert fresh(idea.id).outcome == "improvement"
    assert session.scalars(select(Product)).all() == []
    assert session.scalars(select(RoadmapItem)).one().title == idea.title


def test_a_no_says_what_would_change_our_mind(scored, idea, priya, paul, session):
    decision = commands.propose(
        priya, scored, verdict("decline", change_our_mind="A spring that lasts.")
    )
    commands.sign(paul, scored, decision.sha256)
    session.commit()
    relay.drain()
    assert fresh(idea.id).state == "declined"
    assert session.scalars(select(RoadmapItem)).all() == []
    found = queries.decisions_of([idea.id])
    assert [(row[0], row[1].change_our_mind) for row in found] == [
        (idea.id, "A spring that lasts.")
    ]


def test_on_hold_comes_back_on_its_day(scored, idea, priya, paul, session):
    until = clock.today() + timedelta(days=30)
    decision = commands.propose(
        priya, scored, verdict("park", park_cause="timing", park_until=until)
    )
    commands.sign(paul, scored, decision.sha256)
    session.commit()
    assert fresh(idea.id).state == "parked"
    assert commands.resume_parked(SYSTEM) == []
    with clock.at(clock.now() + timedelta(days=31)):
        again = commands.resume_parked(SYSTEM)
    assert [review.idea_id for review in again] == [idea.id]
    assert queries.of_idea(idea.id).id == again[0].id != scored.id


def test_nobody_signs_what_he_put_forward(scored, paul):
    decision = commands.propose(paul, scored, verdict())
    with pytest.raises(NotAllowed, match="may_sign"):
        commands.sign(paul, scored, decision.sha256)


def test_four_eyes_hold_in_the_database(scored, priya, session):
    decision = commands.propose(priya, scored, verdict())
    statement = text("UPDATE decisions SET signer_id = maker_id WHERE id = :id")
    with pytest.raises(Exception, match="four_eyes"):
        session.execute(statement, {"id": decision.id})


def test_a_signature_is_for_what_was_read(scored, priya, paul):
    first = commands.propose(priya, scored, verdict())
    commands.propose(priya, scored, verdict(kind="improvement"))
    with pytest.raises(commands.DecisionChanged):
        commands.sign(paul, scored, first.sha256)
    assert first.withdrawn_at is not None


def test_there_must_be_something_to_sign(scored, paul):
    with pytest.raises(commands.NotProposed):
        commands.sign(paul, scored, "")


def test_a_decided_review_is_closed(scored, priya, paul):
    decision = commands.propose(priya, scored, verdict())
    commands.sign(paul, scored, decision.sha256)
    for act in (
        lambda: commands.score(priya, scored, MARKS),
        lambda: commands.propose(priya, scored, verdict()),
        lambda: commands.sign(paul, scored, decision.sha256),
    ):
        with pytest.raises(commands.ReviewClosed):
            act()


def test_nobody_rules_in_his_own_matter(priya, paul, mo, space, session):
    own = make.achieved(priya, [mo, paul], space)
    with pytest.raises(NotAllowed, match="may_open"):
        commands.open_review(priya, own)
    review = queries.get(commands.open_review(paul, own).id)
    with pytest.raises(NotAllowed, match="may_score"):
        commands.score(priya, review, MARKS)
    with pytest.raises(NotAllowed, match="may_propose"):
        commands.propose(priya, review, verdict())


def test_lists(scored, priya, session, ben, idea):
    assert [review.idea_id for review in queries.open_ones()] == [idea.id]
    assert queries.decided_ones() == []
    assert queries.means([]) == {}
    assert session.scalar(select(ReviewScore.id).limit(1)) is not None
    with pytest.raises(Exception, match="missing"):
        queries.get(999)
    assert isinstance(queries.of_idea(idea.id), Review)

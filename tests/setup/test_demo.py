"""The demo world is true: real rows, sums that hold, every stage there."""

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.builds.models import Build, Train
from app.comments.models import Comment, CommentPin, Thread
from app.discovery import queries as discovery
from app.feedback.models import Bug
from app.ideas.models import STAGES, STATES, Idea, IdeaPicture, IdeaTransition
from app.kernel import storage
from app.kernel.actor import ANONYMOUS
from app.kernel.db import db
from app.kernel.duties import Duty
from app.kernel.events import ParkedEvent
from app.ledger import queries as ledger
from app.moderation.models import Ruling
from app.notifications import queries as notifications
from app.notifications.models import Notice
from app.payouts.models import Payout, PayoutBatch
from app.people.models import Credential, Person
from app.reviews.models import Review
from app.roadmap.models import RoadmapItem
from app.royalties.models import SalesImport, Statement
from app.setup import queries
from app.setup.demo.build import AlreadyBuilt, build
from app.setup.demo.world import SOURCE
from app.spaces.models import Space
from app.support.models import Support, SupportEvent, Tally, TallyEntry

pytestmark = pytest.mark.usefixtures("inside")
NEVER_SHOWN = {"merged", "retired"}
# Who was there from the start keeps his number, whoever comes later.
NUMBERS = {
    "product_owner": 2,
    "product": 3,
    "moderator": 4,
    "finance_1": 8,
    "finance_2": 9,
    "admin": 10,
    "author": 12,
    "fan": 16,
    "tester": 17,
}


def _all(statement):
    return db.session.scalars(statement).all()


def _count(*where):
    return db.session.scalar(select(func.count()).where(*where)) or 0


def _named(part):
    return db.session.scalar(
        select(Person).where(Person.source == SOURCE, Person.source_id == part)
    )


def test_every_stage_and_nearly_every_state_has_an_idea():
    ideas = _all(select(Idea))
    assert {idea.stage for idea in ideas} == set(STAGES)
    assert {idea.state for idea in ideas} == set(STATES) - NEVER_SHOWN
    assert len(ideas) >= 30


def test_every_count_is_a_sum_of_rows():
    for idea in _all(select(Idea)):
        rows = _count(Support.idea_id == idea.id, Support.state == "counted")
        folded = _all(select(Tally.counted).where(Tally.idea_id == idea.id))
        waiting = _all(select(TallyEntry.delta).where(TallyEntry.idea_id == idea.id))
        assert idea.support_count == rows == sum(folded) + sum(waiting), idea.title
    events = _count(SupportEvent.kind == "cast")
    assert events == _count(Support.state.in_(("counted", "held")))
    assert _count(Support.state == "held") == _count(SupportEvent.kind == "hold") > 0


def test_nobody_supports_his_own_idea_or_before_it_was_published():
    early = (
        select(func.count())
        .select_from(Support)
        .join(Idea, Idea.id == Support.idea_id)
        .where(
            (Support.person_id == Idea.author_id)
            | (Support.created_at < Idea.published_at)
        )
    )
    assert db.session.scalar(early) == 0


def test_nobody_acts_before_he_joined():
    early = (
        select(func.count())
        .select_from(Support)
        .join(Person, Person.id == Support.person_id)
        .where(Support.created_at < Person.created_at)
    )
    assert db.session.scalar(early) == 0


def test_one_idea_is_a_few_supports_from_its_last_goal():
    near = _all(
        select(Idea).where(
            Idea.state == "supporting", Idea.support_count >= Idea.top_rung * 0.98
        )
    )
    assert [idea.support_count < idea.top_rung for idea in near] == [True]


def test_ideas_speak_several_languages_and_have_described_pictures():
    langs = set(_all(select(Idea.lang)))
    assert {"en", "zh-Hans", "zh-Hant", "ja", "de", "es"} <= langs
    pictures = _all(select(IdeaPicture))
    assert len(pictures) >= 30
    assert all(picture.alt and storage.find(picture.name) for picture in pictures)
    assert len({picture.name for picture in pictures}) == len(pictures)


def test_three_spaces_of_which_one_has_no_builds():
    has_builds = dict(db.session.execute(select(Space.slug, Space.has_builds)).all())
    assert has_builds == {
        "desk-and-light": True,
        "halden-app": True,
        "kitchen-and-balcony": False,
    }
    kept = {_named(part).id for part in ("fan", "author")}
    drafts = select(Idea.author_id).where(Idea.state == "draft")
    assert kept <= set(_all(drafts))


def test_people_talk_answer_ask_and_change_their_words():
    comments = _all(select(Comment))
    assert any(one.parent_id for one in comments)
    assert any(one.official_state for one in comments)
    assert any(len(one.reactions) > 1 for one in comments)
    edited = {one.author_id for one in comments if one.edited_at}
    assert edited == {_named("fan").id}
    assert _count(CommentPin.id > 0) > 0
    assert _count(Duty.kind == "answer", Duty.met_at.is_(None)) == 2


def test_nobody_spoke_before_he_joined_or_the_idea_was_public():
    early = (
        select(Comment.id)
        .join(Person, Person.id == Comment.author_id)
        .outerjoin(Idea, Idea.thread_id == Comment.thread_id)
        .where(
            (Comment.created_at < Person.created_at)
            | (Comment.created_at < Idea.published_at)
        )
    )
    assert _all(early) == []


def test_each_conversation_is_in_the_order_of_time():
    for thread_id in _all(select(Thread.id)):
        first = select(Comment.created_at).where(
            Comment.thread_id == thread_id, Comment.parent_id.is_(None)
        )
        times = _all(first.order_by(Comment.path))
        assert times == sorted(times)


def test_the_queue_holds_ideas_and_reports_of_several_due_dates():
    waiting = select(Duty.kind, Duty.due_at).where(
        Duty.met_at.is_(None), Duty.kind.in_(("gate", "look", "ruling"))
    )
    rows = db.session.execute(waiting).all()
    assert {row.kind for row in rows} == {"gate", "look", "ruling"}
    assert len({row.due_at for row in rows}) >= 3
    acts = set(_all(select(Ruling.act)))
    assert {"ask_fixes", "refuse", "keep", "hide"} <= acts
    assert _count(Thread.locked_at.is_not(None)) == 1


def test_a_two_character_search_finds_its_idea():
    found = discovery.search(ANONYMOUS, "棋盘").ideas
    assert [idea.title for idea in found] == ["火车上也不会散的磁力旅行棋盘"]


def test_six_fridays_of_builds_end_last_friday():
    out = (
        select(Train.publish_at)
        .join(Build, Build.train_id == Train.id)
        .where(Build.published_at.is_not(None), Build.kind == "software")
        .order_by(Train.publish_at)
    )
    times = _all(out)
    steps = {
        round((later - earlier) / timedelta(hours=1))
        for earlier, later in itertools.pairwise(times)
    }
    assert len(times) == 6
    assert steps <= {167, 168, 169}  # a week, give or take the change of clocks


def test_bugs_are_in_several_states():
    states = set(_all(select(Bug.state)))
    assert {"new", "in_progress", "fixed", "verified", "by_design"} <= states


def test_the_roadmap_has_items_in_each_living_stage():
    stages = set(_all(select(RoadmapItem.stage)))
    assert {"planned", "in_progress", "in_beta", "shipped"} <= stages


def test_one_review_is_open_and_the_others_are_decided():
    states = _all(select(Review.state))
    assert states.count("open") == 1
    assert states.count("decided") >= 5


def test_the_books_are_clean_and_balance():
    assert ledger.verify() == []
    assert sum(balance for *_, balance in ledger.trial_balance()) == 0


def test_the_author_earned_what_the_agreement_says_and_was_paid():
    author, helper = _named("author"), _named("tester")
    earned = {each.person_id: each.earned_minor for each in _all(select(Statement))}
    assert earned == {author.id: 273_12, helper.id: 182_08}
    paid = {each.person_id: (each.minor, each.state) for each in _all(select(Payout))}
    assert paid == {
        author.id: (273_12, "transferred"),
        helper.id: (182_08, "transferred"),
    }
    assert _all(select(PayoutBatch.state)) == ["settled"]


def test_money_was_made_and_checked_by_two_without_a_share():
    finance = {_named("finance_1").id, _named("finance_2").id}
    accepted = _all(select(SalesImport).where(SalesImport.state == "accepted"))
    assert [{sales.maker_id, sales.checker_id} for sales in accepted] == [finance]


def test_every_company_state_has_its_duty_and_every_idea_its_history():
    for idea in _all(select(Idea).where(Idea.state != "draft")):
        last = _all(
            select(IdeaTransition.to_state)
            .where(IdeaTransition.idea_id == idea.id)
            .order_by(IdeaTransition.id)
        )[-1]
        assert last == idea.state


def test_no_listener_stumbled():
    assert _all(select(ParkedEvent.error)) == []


def test_bells_show_a_handful():
    for viewer in queries.cast():
        assert notifications.unread_count(queries.named(viewer.number)) <= 12
    crowd = select(func.count()).select_from(Notice).join(Person)
    told = db.session.scalar(crowd.where(Person.source.is_(None)))
    assert told < 2_000


def test_the_team_proved_its_second_factor():
    team = [_named(part) for part in ("finance_1", "finance_2", "admin")]
    assert all(person.second_factor_at for person in team)
    for person in team:
        assert _count(Credential.person_id == person.id, Credential.kind == "totp") == 1


def test_named_people_come_first_and_the_next_one_after_the_crowd():
    numbers = _all(select(Person.number).where(Person.source == SOURCE))
    assert max(numbers) < 100
    assert len(numbers) >= 60
    known = {part: _named(part).number for part in NUMBERS}
    assert known == NUMBERS


def test_a_second_build_is_refused():
    with pytest.raises(AlreadyBuilt):
        build()

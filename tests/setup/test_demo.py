"""The demo world is true: real rows, sums that hold, every stage there."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.builds import commands as builds
from app.builds.models import (
    WAITING,
    Build,
    BuildItem,
    BuildVote,
    Enrolment,
    Founder,
    Goodwill,
    ItemVote,
    Train,
)
from app.builds.rules import NOTICE
from app.comments.models import Comment, CommentPin, Thread
from app.discovery import queries as discovery
from app.feedback import queries as feedback
from app.feedback.models import STATES as BUG_STATES
from app.feedback.models import (
    Award,
    Bug,
    BugAlarm,
    BugLog,
    BugSighting,
    FourSquare,
    PollChoice,
    Question,
)
from app.ideas.models import STAGES, STATES, Idea, IdeaPicture, IdeaTransition
from app.kernel import clock, storage
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import atomic, db
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


def _builds(kind):
    statement = select(Build).join(Train).options(joinedload(Build.train))
    out = statement.where(Build.published_at.is_not(None), Build.kind == kind)
    return _all(out.order_by(Train.week_start))


def test_twelve_fridays_of_builds_end_last_friday():
    weeks = [build.train.week_start for build in _builds("software")]
    assert len(weeks) == 12
    assert weeks == [weeks[0] + n * timedelta(days=7) for n in range(12)]
    prototypes = [build.train.week_start for build in _builds("prototype")]
    assert sum(day >= weeks[0] for day in prototypes) >= 6
    assert prototypes[-1] == weeks[-1]


def test_builds_have_versions_credits_votes_and_talk():
    for one in [*_builds("software"), *_builds("prototype")]:
        assert one.version
        items = _all(
            select(BuildItem)
            .where(BuildItem.build_id == one.id, BuildItem.state == "in")
            .options(selectinload(BuildItem.credits))
        )
        assert items
        assert all(item.credits for item in items), one.title
        assert _count(BuildVote.build_id == one.id) >= 4, one.title
        assert _count(ItemVote.item_id.in_([item.id for item in items])) > 0
        assert _count(Comment.thread_id == one.thread_id) > 0, one.title
    assert _count(BuildItem.state == "slipped", BuildItem.slip_reason != "") >= 3


def test_one_build_was_late_one_is_halted_and_one_is_moved():
    trains = _all(select(Train).where(Train.reason_code != ""))
    halted = [train for train in trains if train.state == "halted"]
    late = [train for train in trains if train.late_at and train.published_at]
    moved = [train for train in trains if train.state == "delayed"]
    assert [len(found) for found in (halted, late, moved)] == [1, 1, 1]
    for train in (*halted, *late, *moved):
        assert train.reason, train.reason_code
    assert late[0].published_at - late[0].late_at > timedelta(days=2)
    chosen = set(_all(select(Goodwill.choice).where(Goodwill.chosen_at.is_not(None))))
    assert chosen == {"question", "earlier_place"}


def test_a_holiday_is_announced_a_week_before():
    skipped = _all(select(Train).where(Train.reason_code == "holiday"))
    assert {train.state for train in skipped} == {"skipped"}
    assert all(train.publish_at > clock.now() + NOTICE for train in skipped)
    assert len(skipped) == 2  # one a space


def test_the_next_weeks_are_planned_in_both_spaces():
    ahead = _all(select(Train).where(Train.state.in_(WAITING)))
    assert len({train.channel_id for train in ahead}) >= 2
    assert len(ahead) >= 6


def test_bugs_are_in_every_state_and_have_faces():
    bugs = _all(select(Bug))
    assert {bug.state for bug in bugs} == set(BUG_STATES)
    assert len({bug.assignee_id for bug in bugs} - {None}) == 2
    assert [bug.reporter_id for bug in bugs if not bug.is_public] == [
        _named("tester").id
    ]
    assert _count(BugLog.id > 0) == 1
    assert _count(BugSighting.id > 0) >= 6
    assert all(alarm.cleared_at and alarm.reason for alarm in _all(select(BugAlarm)))


def test_the_alarm_of_the_empty_scene_was_raised_once():
    assert _all(select(BugAlarm.kind)) == ["words"]


def _closed_weeks():
    out = [*_builds("software"), *_builds("prototype")]
    return [build for build in out if build.train.awards_at < clock.now()]


def test_the_standings_of_closed_weeks_are_what_a_recount_says():
    closed = _closed_weeks()
    assert len(closed) >= 15
    for one in closed:
        frozen = feedback.standings_of(one.id)
        places, respondents = feedback.count_standings(one)
        assert [
            (row.item_id, row.place, row.best_n, row.worst_n) for row in frozen
        ] == [(each.item_id, each.place, each.best, each.worst) for each in places]
        assert {row.respondents for row in frozen} == {respondents}, one.title


def test_closed_weeks_gave_popcorn_and_named_a_tester():
    told = select(Award.kind, Award.build_id).where(Award.announced_at.is_not(None))
    given = db.session.execute(told).all()
    testers = {build_id for kind, build_id in given if kind == "tester"}
    assert testers == {build.id for build in _closed_weeks()}
    assert len({build_id for kind, build_id in given if kind == "popcorn"}) >= 8
    assert all(_all(select(Award.text).where(Award.kind == "tester")))


def test_the_last_week_is_counted_when_its_time_comes():
    last = [_builds("software")[-1], _builds("prototype")[-1]]
    for one in last:
        is_counted = one.train.awards_at < clock.now()
        assert feedback.are_closed(one.id) == is_counted
        assert _count(FourSquare.build_id == one.id) > 0


def test_every_week_was_asked_what_next_and_answered():
    questions = _all(select(Question).order_by(Question.opens_at))
    assert len(questions) >= 18
    past = [one for one in questions if one.closes_at < clock.now() - timedelta(days=2)]
    assert all(one.answer for one in past)
    assert len({one.taken_idea_id for one in past} - {None}) >= 2
    for question in questions:
        chosen = select(PollChoice.idea_id).where(
            PollChoice.train_id == question.train_id
        )
        assert len(set(_all(chosen))) >= 2


def test_testers_stand_in_order_wait_in_line_and_are_not_asked_whether_they_test():
    desk = _all(select(Space.id).where(Space.slug == "desk-and-light"))
    founders = _all(select(Founder.place).where(Founder.space_id.in_(desk)))
    assert sorted(founders) == list(range(1, len(founders) + 1))
    assert _count(Enrolment.state == "waiting") >= 4
    assert _count(Enrolment.person_id == _named("tester").id, Enrolment.score > 0) > 0
    named = select(Person.id).where(Person.source == SOURCE)
    with pytest.raises(_Undone), atomic():
        builds.let_idle_rest(SYSTEM)
        asked = Enrolment.warned_at.is_not(None), Enrolment.person_id.in_(named)
        assert _count(*asked) == 0
        raise _Undone


class _Undone(Exception):
    """What was tried shall not stay."""


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

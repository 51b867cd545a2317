"""Reports and choices of a crowd, written at once, are what taps would have been."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.builds import commands as builds
from app.feedback import commands, queries
from app.feedback.commands import Choice, NewFourSquare, Seed
from app.feedback.models import FourSquare, PollChoice, Question, QuestionIdea
from app.kernel import clock
from app.kernel.db import db
from tests.feedback.reporting import idea

WEEK = timedelta(days=7)


@pytest.fixture
def said(week):
    return NewFourSquare("good", queries.items_out(week.id)[0].id)


@pytest.fixture
def question(session, following, space, ana):
    row = Question(
        train_id=following.train_id,
        space_id=following.space_id,
        opens_at=clock.now(),
        closes_at=clock.now() + timedelta(days=1),
    )
    session.add(row)
    session.flush()
    for place, title in enumerate(("Softer dawn", "Slow dusk"), start=1):
        idea_id = idea(ana, space, title).id
        session.add(QuestionIdea(train_id=row.train_id, idea_id=idea_id, place=place))
    session.flush()
    return row


def _reports(build):
    columns = [column for column in FourSquare.__table__.columns if column.name != "id"]
    statement = select(*columns).where(FourSquare.build_id == build.id)
    return db.session.execute(statement).all()


def test_seeded_reports_equal_as_many_sent(session, week, said, ben):
    builds.report_install(ben, week)
    within = session.begin_nested()
    commands.send_foursquare(ben, week, said)
    sent = _reports(week)
    within.rollback()
    commands.seed(week, [Seed(ben.id, clock.now(), said)])
    assert _reports(week) == sent
    assert len(sent) == 1


def test_no_rows_are_no_reports(week):
    commands.seed(week, [])
    assert _reports(week) == []


def test_only_who_ran_it_reports_in_a_seed(week, said, ben):
    with pytest.raises(commands.OnlyWhoRanIt):
        commands.seed(week, [Seed(ben.id, clock.now(), said)])


@pytest.mark.parametrize("away", [-WEEK, WEEK])
def test_a_seed_reports_only_while_reports_are_open(week, said, ben, away):
    builds.report_install(ben, week)
    with pytest.raises(commands.ReportsClosed):
        commands.seed(week, [Seed(ben.id, clock.now() + away, said)])


@pytest.mark.parametrize("answer", ["best_item_id", "worst_item_id"])
def test_a_seed_names_only_changes_of_the_build(week, ben, answer):
    builds.report_install(ben, week)
    said = NewFourSquare("good", **{answer: 999_999})
    with pytest.raises(commands.NotOfThisBuild):
        commands.seed(week, [Seed(ben.id, clock.now(), said)])


def _choices(question):
    columns = PollChoice.person_id, PollChoice.idea_id, PollChoice.at
    statement = select(*columns).where(PollChoice.train_id == question.train_id)
    return db.session.execute(statement).all()


def test_seeded_choices_equal_as_many_taps(session, question, ben):
    first, _ = queries.offers(question.train_id)
    within = session.begin_nested()
    commands.choose(ben, question, first)
    tapped = _choices(question)
    within.rollback()
    commands.seed_choices(question, [Choice(ben.id, clock.now(), first)])
    assert _choices(question) == tapped
    assert len(tapped) == 1


def test_a_seed_chooses_only_what_is_offered_while_it_is(question, ben):
    first, _ = queries.offers(question.train_id)
    with pytest.raises(commands.NotOffered):
        commands.seed_choices(question, [Choice(ben.id, clock.now(), 999_999)])
    with pytest.raises(commands.QuestionIsClosed):
        commands.seed_choices(question, [Choice(ben.id, question.closes_at, first)])
    commands.seed_choices(question, [])
    assert _choices(question) == []

"""Reports: what hides a thing at once, and what never does."""

from datetime import timedelta

import pytest

from app.comments import commands as comments
from app.comments import queries as comment_queries
from app.ideas import queries as ideas
from app.kernel import clock, duties
from app.kernel.actor import ANONYMOUS
from app.kernel.errors import Missing, NotAllowed
from app.moderation import commands, queries
from app.moderation.commands import refusals
from app.moderation.models import Report
from tests.ideas import make as make_ideas
from tests.moderation import make


@pytest.fixture
def other(lamp, ben, mo, space):
    """Somewhere else to have acted before."""
    return make_ideas.published(ben, mo, space, "A stool")


def five(idea, **how):
    return [make.known(f"Fan {n}", idea, **how) for n in range(5)]


def test_five_known_reporters_hide_it_and_its_clock_stands_still(lamp, other):
    reporters = five(other)
    for fan in reporters[:4]:
        make.report(fan, lamp)
    assert not make.is_hidden(lamp)
    make.report(reporters[4], lamp)
    assert make.is_hidden(lamp)
    assert [stop.ends_at for stop in ideas.stops_of(lamp.id)] == [None]
    with pytest.raises(Missing):
        ideas.visible_to(ANONYMOUS).get(lamp.number)


def test_a_comment_is_hidden_the_same_way(lamp, other, ben):
    comment = make.comment(ben, lamp)
    for fan in five(other):
        make.report(fan, comment, "comment")
    assert make.is_hidden(comment, "comment")
    assert comment_queries.get(ben, comment.id).concealment.reason == commands.PENDING


def test_one_person_counts_once(session, lamp, other):
    fan = make.known("Fan", other)
    for _ in range(6):
        make.report(fan, lamp)
    assert session.query(Report).count() == 1
    assert not make.is_hidden(lamp)


def test_a_flood_of_fifty_new_accounts_hides_nothing(lamp, other, space, mo):
    """Neither by number nor by notices of rights; it is one thing in the queue."""
    for n in range(50):
        new = make.known(f"New {n}", other, days_old=6)
        code, text = ("rights", make.WHY) if n % 2 else ("insult", "")
        make.report(new, lamp, code=code, text=text)
    assert not make.is_hidden(lamp)
    rows = queries.desk(mo, queries.Filters()).rows
    assert [(row.reporters, row.is_first) for row in rows] == [(50, False)]


def test_who_never_did_anything_before_does_not_count(lamp):
    for n in range(5):
        make.report(make.person(f"Quiet {n}"), lamp)
    assert not make.is_hidden(lamp)
    assert queries.counted(("idea", lamp.id)) == 0


def test_who_is_mostly_wrong_does_not_count(lamp, other, mo, ana, space):
    reporters = five(other)
    for n in range(2):
        wronged = make_ideas.published(ana, mo, space, f"Fine {n}")
        make.report(reporters[0], wronged)
        commands.keep(mo, make.subject(wronged))
    assert queries.is_doubted(reporters[0])
    for fan in reporters:
        make.report(fan, lamp)
    assert queries.counted(("idea", lamp.id)) == 4
    assert not make.is_hidden(lamp)


def test_what_was_ruled_fine_is_only_first_in_the_queue(lamp, other, mo):
    make.report(make.known("First", other), lamp)
    commands.keep(mo, make.subject(lamp))
    for fan in five(other):
        make.report(fan, lamp)
    assert not make.is_hidden(lamp)
    [row] = queries.desk(mo, queries.Filters()).rows
    assert row.is_first


def test_what_many_support_is_only_first_in_the_queue(session, lamp, other, mo):
    lamp.support_count = 501
    session.commit()
    for fan in five(other):
        make.report(fan, lamp)
    assert not make.is_hidden(lamp)
    [row] = queries.desk(mo, queries.Filters()).rows
    assert row.is_first


def test_the_team_and_a_known_persons_notice_of_rights_hide_at_once(
    lamp, other, priya, ben
):
    comment = make.comment(ben, lamp)
    make.report(priya, comment, "comment", code="other")
    assert make.is_hidden(comment, "comment")
    fan = make.known("Fan", other)
    with pytest.raises(refusals.RightsNeedWords):
        make.report(fan, lamp, code="rights", text="It is mine.")
    make.report(fan, lamp, code="rights", text=make.WHY)
    assert make.is_hidden(lamp)


def test_a_ruling_is_owed_within_three_working_days(lamp, other):
    with clock.at("2026-11-02 09:00Z"):  # a Monday
        fan = make.known("Fan", other)
        make.report(fan, lamp)
    owed = duties.find("ruling", ("idea", lamp.id))
    assert owed.due_at.isoformat() == "2026-11-06T00:00:00+00:00"
    assert (owed.waiting_id, owed.space_id) == (fan.id, lamp.space_id)


def test_urgent_ones_keep_the_day_they_are_due(lamp, other):
    reporters = five(other)
    make.report(reporters[0], lamp)
    due_at = duties.find("ruling", ("idea", lamp.id)).due_at
    with clock.at(clock.now() + timedelta(days=1)):
        for fan in reporters[1:]:
            make.report(fan, lamp)
    assert duties.find("ruling", ("idea", lamp.id)) is None
    assert duties.find("ruling_first", ("idea", lamp.id)).due_at == due_at


def test_nobody_reports_his_own_and_nobody_without_a_name(lamp, ana):
    for actor in (ana, ANONYMOUS):
        with pytest.raises(NotAllowed, match="may_report"):
            commands.report(actor, make.subject(lamp), "spam")


def test_a_report_names_what_is_wrong(lamp, ben):
    with pytest.raises(refusals.UnknownCode):
        commands.report(ben, make.subject(lamp), "ugly")


def test_what_one_may_not_read_one_may_not_report(lamp, ben, mo):
    hers = make.comment(ben, lamp)
    for kind, key in (("idea", 999), ("person", 1)):
        with pytest.raises(Missing):
            queries.reportable(ben, kind, key)
    assert queries.reportable(mo, "comment", hers.id).author == ben
    comments.hide(mo, lamp.thread_id)
    with pytest.raises(Missing):
        queries.reportable(mo, "comment", hers.id)

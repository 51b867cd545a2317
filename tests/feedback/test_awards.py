"""Popcorn by rule, a tester by the crew; what everyone likes changes neither."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.builds import commands as builds
from app.feedback import commands, policies, queries, tasks
from app.feedback.commands import NewBug
from app.feedback.models import Award
from app.kernel import clock, duties
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import NotAllowed
from tests import cast
from tests.feedback.reporting import (
    AWARDED,
    COUNTED,
    announce,
    close,
    crowd_says,
    say,
    week_of,
)
from tests.feedback.test_commands import events
from tests.support import making


@pytest.fixture
def counted(session, week, tess, ben):
    """The lamp is best for five; tess found a bad bug, ben said a lot."""
    crowd_says(week, (3, 0, 1))
    say(tess, week, 0)
    say(ben, week, 0, 1, why_best="It glows", why_worst="It turns far too stiffly")
    for severity in ("minor", "blocker"):
        bug = commands.file(tess, week, NewBug("Dark", "Turn it", severity=severity))
        bug.state, bug.assignee_id = "confirmed", cast.known()["eddy"].id
    session.commit()
    close(week)
    return week


def names(awards):
    return [(award.kind, award.person.display_name) for award in awards]


def chosen(build, person):
    return next(
        each for each in queries.candidates_of(build) if each.person.id == person.id
    )


def test_popcorn_for_the_makers_of_the_top_change(session, counted):
    assert queries.awards_of_build(counted.id) == []
    awards = announce(counted)
    assert names(awards) == [("popcorn", "Ana"), ("popcorn", "Eddy")]
    assert {award.item.title for award in awards} == {"Dim lamp"}
    assert [each["person_id"] for each in events(session, "feedback.award_announced")]
    assert duties.find("build_awards", ("build", counted.id)) is None
    announce(counted)
    assert len(queries.awards_of_build(counted.id)) == 2
    assert len(events(session, "feedback.award_announced")) == 2


def test_everyones_tally_never_changes_an_award(session, counted):
    """Twenty who only read like the dial best, and say the build needs work."""
    lamp, dial, _ = queries.items_out(counted.id)
    for fan in making.crowd(20):
        builds.vote(fan, counted, "needs_work", ran=False)
        builds.vote_item(fan, dial, "like", ran=False)
        builds.vote_item(fan, lamp, "dislike", ran=False)
    session.commit()
    assert names(announce(counted)) == [("popcorn", "Ana"), ("popcorn", "Eddy")]


@pytest.mark.parametrize(("voices", "given"), [(4, 0), (5, 2)])
def test_popcorn_from_five_respondents_on(week, voices, given):
    crowd_says(week, (voices, 0, None))
    close(week)
    assert len(announce(week)) == given


def test_no_popcorn_where_nothing_is_best_or_nobody_made_it(session, people, week):
    crowd_says(week, (6, None, 0))
    close(week)
    assert announce(week) == []
    other = week_of(people, cast.space(people, slug="chairs"))
    crowd_says(other, (6, 2, None))
    close(other)
    assert announce(other) == []


def test_who_could_be_the_tester(session, counted, assert_queries):
    session.expunge_all()
    with assert_queries(4):
        found = queries.candidates_of(counted)
    assert [
        (each.person.display_name, bool(each.bug), bool(each.said)) for each in found
    ] == [("Tess", True, False), ("Ben", False, True)]
    assert found[0].bug.severity == "blocker"


def test_nobody_of_the_crew_nor_with_hidden_words(session, people, week):
    say(people["eddy"], week, 0, why_best="We made it")
    say(people["tess"], week, 0, why_best="Buy lamps")
    said = queries.own_foursquare(people["tess"], week.id)
    commands.conceal_why(people["mo"], week, said, "Advertising")
    assert queries.candidates_of(week) == []


def test_the_crew_names_the_tester_and_the_clock_tells(session, counted, priya, ben):
    with clock.at(COUNTED):
        award = commands.name_tester(priya, counted, chosen(counted, ben), " Kind ")
        assert (award.text, award.bug_id, award.is_out) == ("Kind", None, False)
        tess = cast.known()["tess"]
        award = commands.name_tester(priya, counted, chosen(counted, tess), "Sharp")
        assert award.bug_id is not None
    assert queries.awards_of(ANONYMOUS, ben.id) == []
    assert session.scalar(select(func.count(Award.id))) == 1
    found = announce(counted)
    assert names(found)[-1] == ("tester", "Tess")
    assert found[-1].text == "Sharp"
    for act in (
        lambda: commands.name_tester(priya, counted, chosen(counted, ben), "No, he"),
        lambda: commands.name_nobody(priya, counted),
    ):
        with pytest.raises(commands.AwardIsOut):
            act()


def test_named_late_it_is_told_at_once(session, counted, priya, ben):
    announce(counted)
    with clock.at("2026-11-11 09:00Z"):
        commands.name_tester(priya, counted, chosen(counted, ben), "Kind words")
    assert names(queries.awards_of_build(counted.id))[-1] == ("tester", "Ben")
    (one,) = queries.awards_of(ANONYMOUS, ben.id)
    assert (one.build.version, one.text) == ("26.11.6", "Kind words")
    assert events(session, "feedback.award_announced")[-1]["person_id"] == ben.id


def test_it_can_be_nobody(session, counted, priya, ben):
    commands.name_nobody(priya, counted)
    commands.name_tester(priya, counted, chosen(counted, ben), "Kind")
    commands.name_nobody(priya, counted)
    assert queries.tester_award(counted.id) is None
    assert [award.kind for award in announce(counted)] == ["popcorn", "popcorn"]


def test_what_the_crew_cannot_do(people, week, counted, priya, ben, tess):
    with pytest.raises(commands.AwardNeedsReason):
        commands.name_tester(priya, counted, chosen(counted, ben), " ")
    outsider = queries.Candidate(people["olaf"])
    with pytest.raises(commands.NotACandidate):
        commands.name_tester(priya, counted, outsider, "He is nice")
    for person in (ben, people["mo"]):
        with pytest.raises(NotAllowed, match="may_award"):
            commands.name_tester(person, counted, chosen(counted, tess), "Sharp")
        with pytest.raises(NotAllowed, match="may_award"):
            commands.name_nobody(person, counted)
    with pytest.raises(NotAllowed, match="may_announce"):
        commands.announce_awards(priya, counted)
    assert not policies.may_see_awards(ben)
    assert policies.may_see_awards(priya)


def test_not_before_the_reports_are_counted(week, priya, ben):
    say(ben, week, 0, why_best="It glows")
    with pytest.raises(commands.StandingsFirst):
        commands.name_tester(priya, week, chosen(week, ben), "Kind")


def test_the_task_tells_when_it_is_due(session, counted):
    with clock.at("2026-11-10 16:59Z"):
        tasks.announce_due_awards()
    assert queries.awards_of_build(counted.id) == []
    with clock.at(AWARDED):
        tasks.announce_due_awards()
    assert len(queries.awards_of_build(counted.id)) == 2


def test_the_builds_whose_awards_one_may_give(session, people, counted, priya, ben):
    week_of(people, cast.space(people, slug="chairs"))
    assert queries.awarded_builds_page(priya).items == [counted]
    assert queries.awarded_builds_page(ben).items == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE awards SET kind = 'pizza'",
        "UPDATE awards SET item_id = NULL WHERE kind = 'popcorn'",
        "UPDATE awards SET text = '' WHERE kind = 'tester'",
        "UPDATE awards SET given_by_id = person_id",
        "UPDATE awards SET kind = 'tester', text = 'Two of them'",
    ],
)
def test_the_database_keeps_it_so(session, counted, priya, ben, change):
    commands.name_tester(priya, counted, chosen(counted, ben), "Kind")
    announce(counted)
    with pytest.raises(IntegrityError):
        session.execute(text(change))


def test_own_data_and_being_forgotten(session, counted, priya, ben):
    with clock.at(COUNTED):
        commands.name_tester(priya, counted, chosen(counted, ben), "Kind")
    assert queries.personal(ben)["awards"] == []
    announce(counted)
    held = {"build_id": counted.id, "kind": "tester", "text": "Kind"}
    assert queries.personal(ben)["awards"] == [held]
    commands.erase(SYSTEM, ben)
    assert queries.personal(ben)["awards"] == []
    assert len(queries.awards_of_build(counted.id)) == 2

"""What testing counts, and the page that explains it to its tester."""

from datetime import timedelta

import pytest

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.commands import Entry
from app.feedback import commands, queries
from app.feedback.commands import NewBug
from app.feedback.models import FourSquare
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.errors import NotAllowed
from tests import cast
from tests.feedback.conftest import mend

LONG_AGO = timedelta(days=85)


def counted(space, person):
    since = queries.since_of(space.id)
    return queries.scores_in(space.id, since).get(person.id, queries.Score())


def another(tess, build, title="It hums"):
    return commands.file(tess, build, NewBug(title, actual="Hums"))


def test_an_accepted_report_counts_three(space, bug, tess, eddy):
    assert counted(space, tess).total == 0
    commands.confirm(eddy, bug, eddy)
    score = counted(space, tess)
    assert (score.counts, score.total) == ({"reports": 1}, 3)


def test_who_tries_the_fix_counts_two(session, space, build, bug, ben, tess, eddy):
    builds.report_install(ben, build)
    mend(eddy, bug, build)
    commands.verify(ben, bug)
    assert counted(space, ben).counts == {"fixes": 1}
    assert counted(space, tess).total == 3


def test_a_known_fault_counts_but_once(space, build, bug, tess, ben, eddy):
    commands.confirm(eddy, bug, eddy)
    for person in (ben, ben, ben):
        same = another(person, build)
        commands.close(eddy, same, "duplicate", "Known.", bug)
    assert counted(space, ben).total == 3


@pytest.mark.parametrize("state", ["cannot_reproduce", "by_design"])
def test_what_was_none_counts_less_one(space, build, bug, tess, eddy, state):
    commands.confirm(eddy, bug, eddy)
    commands.close(eddy, another(tess, build), state, "None.")
    assert counted(space, tess).total == 2


def test_a_fault_that_stays_is_none_either_way(space, bug, tess, eddy):
    commands.close(eddy, bug, "wont_fix", "We leave it so.")
    assert counted(space, tess).total == 0


def test_no_score_is_below_nothing(space, bug, tess, eddy):
    commands.close(eddy, bug, "by_design", "Meant so.")
    score = counted(space, tess)
    assert (score.worth("invalid"), score.total) == (-1, 0)


def test_a_weakest_change_that_was_taken_out_counts_one(session, space, build, ken):
    (item,) = queries.items_out(build.id)
    said = FourSquare(
        build_id=build.id, person_id=ken.id, mood="meh", worst_item_id=item.id
    )
    session.add(said)
    session.flush()
    assert counted(space, ken).total == 0
    item.state = "reverted"
    session.flush()
    assert counted(space, ken).counts == {"weakest": 1}


def test_only_the_last_weeks_count(session, space, bug, tess, eddy):
    commands.confirm(eddy, bug, eddy)
    with clock.at(clock.now() + LONG_AGO):
        assert counted(space, tess).total == 0


def test_another_space_counts_apart(session, space, bug, tess, eddy, people):
    with clock.at("2026-10-01 09:00Z"):
        chairs = cast.space(people, slug="chairs")
    commands.confirm(eddy, bug, eddy)
    assert counted(chairs, tess).total == 0


def test_the_score_is_written_down_and_gives_places(
    session, space, priya, bug, tess, ben, eddy
):
    channel = builds.open_channel(priya, space, "inner", Entry("score", 1))
    builds.enrol(ben, channel)
    builds.enrol(tess, channel)
    commands.confirm(eddy, bug, eddy)
    for _time in range(2):
        commands.count_scores(SYSTEM)
    rows = {
        person.display_name: build_queries.enrolment_of(channel.id, person.id)
        for person in (ben, tess)
    }
    assert (rows["Tess"].score, rows["Tess"].state) == (3, "active")
    assert (rows["Ben"].score, rows["Ben"].state) == (0, "waiting")


def test_a_report_is_a_sign_of_testing(session, space, priya, build, tess):
    channel = build_queries.channel(space.id, "weekly")
    builds.enrol(tess, channel)
    with clock.at(clock.now() + timedelta(days=40)):
        another(tess, build)
        commands.count_scores(SYSTEM)
        row = build_queries.enrolment_of(channel.id, tess.id)
        assert row.active_at == clock.now()


def test_only_the_clock_counts(space, priya):
    with pytest.raises(NotAllowed, match="may_count"):
        commands.count_scores(priya)


def text_of(answer):
    return answer.get_data(as_text=True)


def test_the_page_explains_the_score(session, sign_in, space, bug, tess, eddy):
    builds.enrol(tess, build_queries.channel(space.id, "weekly"))
    commands.confirm(eddy, bug, eddy)
    session.commit()
    words = text_of(sign_in(tess).get("/testing"))
    assert "Nothing is required of you" in words
    assert "Score 3: what it is and how it comes" in words
    assert "Faults you reported and the team accepted" in words
    assert "It counts the last 84 days" in words
    assert f"/bugs/{bug.number}" in words
    assert "on the wall of the first" in words


def test_back_in_one_tap_from_there(session, sign_in, space, build, tess):
    channel = build_queries.channel(space.id, "weekly")
    builds.enrol(tess, channel)
    builds.leave(tess, channel)
    session.commit()
    browser = sign_in(tess)
    assert "Come back" in text_of(browser.get("/testing"))
    answer = browser.post("/testing/lamps/weekly/return")
    assert answer.location == "/testing"
    assert build_queries.enrolment_of(channel.id, tess.id).state == "active"


def test_the_week_ahead_stands_there(session, sign_in, space, build, following, tess):
    builds.enrol(tess, build_queries.channel(space.id, "weekly"))
    session.commit()
    words = text_of(sign_in(tess).get("/testing"))
    assert following.train.publish_at.isoformat() in words


def test_who_is_in_no_test_is_shown_where_they_are(client, sign_in, space, ben):
    assert client.get("/testing").status_code == 303
    assert "You are in no test" in text_of(sign_in(ben).get("/testing"))


def test_it_is_gone_without_builds(session, sign_in, space, build, tess):
    builds.enrol(tess, build_queries.channel(space.id, "weekly"))
    space.has_builds = False
    session.commit()
    assert "You are in no test" in text_of(sign_in(tess).get("/testing"))


def test_statements_of_the_page(
    session, sign_in, assert_queries, space, bug, tess, eddy
):
    builds.enrol(tess, build_queries.channel(space.id, "weekly"))
    commands.confirm(eddy, bug, eddy)
    session.commit()
    browser = sign_in(tess)
    with assert_queries(14):
        browser.get("/testing")

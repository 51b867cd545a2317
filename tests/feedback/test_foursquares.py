"""The Friday report: four answers of whoever ran a build."""

from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.feedback import commands, policies, queries
from app.feedback.commands import NewFourSquare
from app.feedback.models import FourSquare, FourSquareConcealment
from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import Missing, NotAllowed
from tests import cast
from tests.feedback.reporting import CLOSES, close, hide, idea, say, week_of


def answers(said):
    return (said.mood, said.best_item_id, said.worst_item_id, said.want_idea_id)


def test_the_last_word_counts_and_twice_is_once(session, week, space, tess, ana):
    lamp, dial, _ = (item.id for item in queries.items_out(week.id))
    wish = idea(ana, space, "A timer")
    new = NewFourSquare("love", lamp, dial, wish.id, " It  glows\n", "Stiff")
    for _ in range(2):
        commands.send_foursquare(tess, week, new, ran=True)
    said = queries.own_foursquare(tess, week.id)
    assert answers(said) == ("love", lamp, dial, wish.id)
    assert (said.why_best, said.why_worst, said.has_words) == (
        "It glows",
        "Stiff",
        True,
    )
    commands.send_foursquare(tess, week, NewFourSquare("broken"))
    session.refresh(said)
    assert answers(said) == ("broken", None, None, None)
    assert not said.has_words
    assert session.scalar(select(func.count(FourSquare.id))) == 1


def test_only_who_ran_it_and_ones_own_word_is_enough(week, tess, ben):
    with pytest.raises(commands.OnlyWhoRanIt):
        commands.send_foursquare(tess, week, NewFourSquare("good"))
    assert queries.own_foursquare(tess, week.id) is None
    commands.send_foursquare(tess, week, NewFourSquare("good"), ran=True)
    assert build_queries.has_run(tess.id, week.id)
    builds.report_install(ben, week)
    commands.send_foursquare(ben, week, NewFourSquare("good"))
    assert queries.respondents_of(week.id) == 2


def test_who_takes_back_that_he_ran_it_does_not_count(week, tess, ben):
    say(tess, week, 0, 1)
    say(ben, week, 0, 2)
    builds.retract_install(ben, week)
    assert queries.respondents_of(week.id) == 1
    places, respondents = queries.count_standings(week)
    assert ([(p.best, p.worst) for p in places], respondents) == (
        [(1, 0), (0, 0), (0, 1)],
        1,
    )


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"mood": "furious"}, commands.MoodMissing, "mood"),
        ({"best_item_id": "other"}, commands.NotOfThisBuild, "best"),
        ({"worst_item_id": 999_999}, commands.NotOfThisBuild, "worst"),
        ({"best_item_id": "own", "worst_item_id": "own"}, commands.BestIsWeakest, 0),
        ({"want_idea_id": 999_999}, commands.NotAwaitable, "want"),
        ({"why_best": "x" * 201}, commands.WhyTooLong, "why_best"),
        ({"why_worst": "長" * 201}, commands.WhyTooLong, "why_worst"),
    ],
)
def test_what_cannot_be_said(people, week, tess, changed, refusal, field):
    chairs = week_of(people, cast.space(people, slug="chairs"))
    own, other = (queries.items_out(build.id)[0].id for build in (week, chairs))
    real = {key: {"own": own, "other": other}.get(v, v) for key, v in changed.items()}
    with pytest.raises(refusal) as caught:
        new = NewFourSquare(**({"mood": "good"} | real))
        commands.send_foursquare(tess, week, new, ran=True)
    assert caught.value.values["field"] == (field or "worst")
    assert queries.own_foursquare(tess, week.id) is None
    assert not build_queries.has_run(tess.id, week.id)


def test_a_line_of_two_hundred_characters_fits(week, tess):
    say(tess, week, why_best="👩‍🚀" * 200)
    assert queries.own_foursquare(tess, week.id).why_best == "👩‍🚀" * 200


def test_strangers_and_the_closed_week(week, space, tess, ben, eddy):
    train = builds.plan_train(eddy, space, date(2026, 11, 9))
    following = build_queries.of_train(train.id)
    with pytest.raises(NotAllowed, match="may_send_foursquare"):
        commands.send_foursquare(ANONYMOUS, week, NewFourSquare("good"), ran=True)
    with pytest.raises(NotAllowed, match="may_send_foursquare"):
        commands.send_foursquare(eddy, following, NewFourSquare("good"), ran=True)
    say(tess, week, 0)
    with clock.at(CLOSES):
        with pytest.raises(commands.ReportsClosed):
            say(tess, week, 1)
        with pytest.raises(commands.ReportsClosed):
            say(ben, week, 1)
    assert queries.own_foursquare(tess, week.id).best_item_id is not None
    assert queries.own_foursquare(ben, week.id) is None


def test_what_is_awaited_is_in_the_making_and_may_be_seen(
    session, people, week, space, tess, ana
):
    timer = idea(ana, space, "A timer", "approved", support_count=2)
    horn = idea(ana, space, "A horn", "in_beta", support_count=7)
    idea(ana, space, "Not yet", "supporting")
    idea(ana, space, "Long out", "launched")
    hide(idea(ana, space, "A secret", "approved", support_count=9))
    elsewhere = idea(ana, cast.space(people, slug="chairs"), "A chair")
    found = queries.awaited_ideas(tess, space.id)
    assert [each.title for each in found] == ["A horn", "A timer"]
    with pytest.raises(commands.NotAwaitable):
        say(tess, week, want_idea_id=elsewhere.id)
    say(tess, week, want_idea_id=timer.id)
    horn.state = "launched"
    session.flush()
    assert [each.title for each in queries.awaited_ideas(tess, space.id)] == ["A timer"]
    with pytest.raises(commands.NotAwaitable):
        say(tess, week, want_idea_id=horn.id)


def test_the_one_chosen_stays_among_many(week, space, tess, ana):
    least = idea(ana, space, "The least", support_count=0)
    for count in range(1, 13):
        idea(ana, space, f"Idea {count}", support_count=count)
    assert least not in queries.awaited_ideas(tess, space.id)
    found = queries.awaited_ideas(tess, space.id, least.id)
    assert (found[-1], len(found)) == (least, 13)
    assert len(queries.awaited_ideas(tess, space.id, found[0].id)) == 12


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE four_squares SET mood = 'furious'",
        "UPDATE four_squares SET worst_item_id = best_item_id",
        "UPDATE four_squares SET person_id = 999999",
        (
            "INSERT INTO four_square_concealments (four_square_id, by_id, reason, at) "
            "SELECT id, 1, '', at FROM four_squares"
        ),
    ],
)
def test_the_database_keeps_it_so(session, week, tess, change):
    say(tess, week, 0)
    with pytest.raises(IntegrityError):
        session.execute(text(change))


def test_one_a_person_and_build(session, week, tess):
    say(tess, week, 0)
    with pytest.raises(IntegrityError):
        session.execute(
            text(
                "INSERT INTO four_squares (build_id, person_id, mood, why_best, "
                "why_worst, at) SELECT build_id, person_id, mood, '', '', \"at\" "
                "FROM four_squares"
            )
        )


@pytest.mark.parametrize("verb", ["insert", "update"])
@pytest.mark.parametrize("what", ["best_item_id", "worst_item_id", "want_idea_id"])
def test_the_database_refuses_things_of_elsewhere(
    session, people, week, tess, ana, what, verb
):
    chairs = cast.space(people, slug="chairs")
    other = week_of(people, chairs)
    strange = {
        "best_item_id": queries.items_out(other.id)[0].id,
        "worst_item_id": queries.items_out(other.id)[1].id,
        "want_idea_id": idea(ana, chairs, "A chair").id,
    }
    row = FourSquare(build_id=week.id, person_id=tess.id, mood="good")
    if verb == "update":
        session.add(row)
        session.flush()
    setattr(row, what, strange[what])
    session.add(row)
    with pytest.raises(DBAPIError, match="a four-square names"):
        session.flush()


def test_once_counted_it_stays_but_for_its_words(session, week, tess, ben):
    say(tess, week, 0, 1, why_best="It glows")
    session.commit()
    close(week)
    for change in (
        "UPDATE four_squares SET mood = 'meh'",
        "UPDATE four_squares SET best_item_id = NULL",
        "UPDATE four_squares SET person_id = person_id + 1",
        "DELETE FROM four_squares",
    ):
        with session.begin_nested() as nested:
            with pytest.raises(DBAPIError, match="these reports are closed"):
                session.execute(text(change))
            nested.rollback()
    late = FourSquare(build_id=week.id, person_id=ben.id, mood="good")
    with session.begin_nested() as nested:
        session.add(late)
        with pytest.raises(DBAPIError, match="these reports are closed"):
            session.flush()
        nested.rollback()
    session.execute(text("UPDATE four_squares SET why_best = ''"))


def test_the_whys_newest_first_in_pages(week, people, assert_queries):
    say(people["tess"], week, 0, 1, why_best="It glows")
    say(people["ben"], week, 0)
    say(people["mei"], week, None, 1, why_worst="Stiff")
    with assert_queries(2):
        page = queries.whys_page(week, with_hidden=False, size=1)
    assert [(why.said.why_worst, why.said.person.display_name) for why in page.items]
    assert page.items[0].said.worst.title == "Slow dial"
    rest = queries.whys_page(week, page.next, with_hidden=False)
    assert [why.said.why_best for why in rest.items] == ["It glows"]
    assert rest.next is None


def test_hidden_words_only_the_team_reads(session, week, tess, mo, priya, ben):
    say(tess, week, 0, why_best="Buy my lamps")
    said = queries.own_foursquare(tess, week.id)
    with pytest.raises(commands.HidingNeedsReason):
        commands.conceal_why(mo, week, said, " ")
    for _ in range(2):
        commands.conceal_why(mo, week, said, "Advertising")
    assert session.scalar(select(func.count(FourSquareConcealment.id))) == 1
    assert queries.whys_page(week, with_hidden=False).items == []
    (why,) = queries.whys_page(week, with_hidden=True).items
    assert why.is_hidden
    assert queries.respondents_of(week.id) == 1
    for _ in range(2):
        commands.reveal_why(mo, week, said)
    (why,) = queries.whys_page(week, with_hidden=False).items
    assert not why.is_hidden
    assert policies.may_see_hidden(priya, week)
    assert not policies.may_see_hidden(ben, week)


def test_nobody_hides_ones_own_words_and_only_moderators_do(week, mo, priya, ben):
    say(mo, week, 0, why_best="Mine")
    said = queries.own_foursquare(mo, week.id)
    for person in (mo, priya, ben):
        with pytest.raises(NotAllowed, match="may_conceal_words"):
            commands.conceal_why(person, week, said, "Because")
        with pytest.raises(NotAllowed, match="may_conceal_words"):
            commands.reveal_why(person, week, said)


def test_a_report_is_found_under_its_build_only(week, tess):
    say(tess, week, 0)
    said = queries.own_foursquare(tess, week.id)
    assert queries.foursquare(week, said.id) == said
    with pytest.raises(Missing):
        queries.foursquare(week, said.id + 1)
    assert queries.own_foursquare(ANONYMOUS, week.id) is None


def test_own_data_and_being_forgotten(session, people, week, tess, mo, ben):
    other = week_of(people, cast.space(people, slug="chairs"))
    for build in (week, other):
        say(tess, build, 0, why_best="It glows")
    say(ben, week, 0, why_best="Mine stays")
    commands.conceal_why(mo, other, queries.own_foursquare(tess, other.id), "Rude")
    session.commit()
    close(week)
    held = queries.personal(tess)["four_squares"]
    assert [(row["build_id"], row["why_best"]) for row in held] == [
        (week.id, "It glows"),
        (other.id, "It glows"),
    ]
    commands.erase(SYSTEM, tess)
    session.commit()
    (left,) = queries.personal(tess)["four_squares"]
    assert (left["build_id"], left["mood"], left["why_best"]) == (week.id, "good", "")
    assert queries.own_foursquare(ben, week.id).why_best == "Mine stays"
    assert queries.respondents_of(week.id) == 2

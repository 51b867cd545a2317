"""The page of a week's results, its tables, its awards."""

import csv
import io

import pytest

from app.feedback import commands, queries
from app.feedback.commands import NewBug
from app.kernel import clock
from tests.feedback.reporting import announce, close, crowd_says, idea, say
from tests.support import making

WEDNESDAY = "2026-11-11 09:00Z"


def text_of(answer):
    return answer.get_data(as_text=True)


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(text_of(answer))))


@pytest.fixture
def reported(session, week, space, people):
    """Tess and ben say why; the lamp is best."""
    wish = idea(people["ana"], space, "A timer")
    tess, ben = people["tess"], people["ben"]
    say(tess, week, 0, 1, mood="love", want_idea_id=wish.id, why_best="It <b>glows")
    say(ben, week, 0, mood="meh", why_worst="=1+1")
    bug = commands.file(tess, week, NewBug("Dark", "Turn it", severity="blocker"))
    bug.state, bug.assignee_id = "confirmed", people["eddy"].id
    crowd_says(week, (4, 0, 1))
    session.commit()
    return week


@pytest.fixture
def counted(reported):
    close(reported)
    with clock.at(WEDNESDAY):
        yield reported


def url_of(build, ending="results"):
    return f"/builds/{build.number}/{ending}"


def test_everybody_reads_what_the_week_came_to(client, counted):
    page = text_of(client.get(url_of(counted)))
    for words in (
        "This week's favourites",
        "Dim lamp",
        "made by",
        "Few voices",
        "6 people reported",
        "A timer",
        "Love it",
        "It &lt;b&gt;glows",
        "<svg",
        "results.csv",
    ):
        assert words in page
    for words in ("reports.csv", "Hide these words", "Only the team sees this now"):
        assert words not in page


def test_while_reports_come_in_only_the_crew_sees_how_they_stand(
    client, sign_in, reported, ben, priya
):
    for browser in (client, sign_in(ben)):
        page = text_of(browser.get(url_of(reported)))
        assert "The results come" in page
        assert "6 reports so far" in page
        for words in ("Dim lamp", "Love it", "glows"):
            assert words not in page
        assert browser.get(url_of(reported, "results.csv")).status_code == 404
    page = text_of(sign_in(priya).get(url_of(reported)))
    for words in ("Only the team sees this now", "Dim lamp", "glows", "reports.csv"):
        assert words in page
    assert sign_in(priya).get(url_of(reported, "results.csv")).status_code == 200


def test_a_share_ranks_from_enough_reports_on(client, session, week):
    crowd_says(week, (24, 0, 1), (5, 2, None), (1, None, None))
    close(week)
    with clock.at(WEDNESDAY):
        page = text_of(client.get(url_of(week)))
    assert "Few voices" not in page
    assert "30 people reported" in page
    assert "86%" in page


def test_the_page_costs_few_statements(client, counted, assert_queries):
    announce(counted)
    client.get(url_of(counted))
    with assert_queries(13):
        client.get(url_of(counted))


def test_nobody_reported(client, session, week):
    close(week)
    with clock.at(WEDNESDAY):
        page = text_of(client.get(url_of(week)))
        assert "Nobody reported on this build." in page
        assert ".csv" not in page
        assert len(rows_of(client.get(url_of(week, "results.csv")))) == 3


def test_all_none(client, session, week):
    crowd_says(week, (3, None, None))
    close(week)
    with clock.at(WEDNESDAY):
        page = text_of(client.get(url_of(week)))
    for words in ("Nobody named an idea.", "Nobody wrote a line.", "3 people reported"):
        assert words in page


def test_the_standings_as_csv(client, counted):
    rows = rows_of(client.get(url_of(counted, "results.csv")))
    assert [(row["place"], row["change"], row["best"]) for row in rows] == [
        ("1", "Dim lamp", "6"),
        ("2", "No hum", "0"),
        ("3", "Slow dial", "0"),
    ]
    assert {(row["respondents"], row["rank_by"]) for row in rows} == {
        ("6", "difference")
    }


def test_all_reports_as_csv_for_the_crew_and_no_formula_in_it(
    client, sign_in, counted, ben, priya
):
    url = url_of(counted, "reports.csv")
    assert client.get(url).status_code == 303
    assert sign_in(ben).get(url).status_code == 403
    rows = rows_of(sign_in(priya).get(url))
    assert len(rows) == 6
    assert (rows[0]["person"], rows[0]["mood"], rows[0]["awaited"]) == (
        "Tess",
        "love",
        "A timer",
    )
    assert rows[1]["why_weakest"] == "'=1+1"


def test_a_moderator_hides_words_and_shows_them_again(
    client, sign_in, counted, tess, mo, ben
):
    said = queries.own_foursquare(tess, counted.id)
    hide = url_of(counted, f"reports/{said.id}/concealment")
    browser = sign_in(mo)
    assert "Hide these words" in text_of(browser.get(url_of(counted)))
    assert browser.post(hide, data={"reason": " "}).status_code == 422
    assert sign_in(ben).post(hide, data={"reason": "Rude"}).status_code == 403
    assert client.post(hide).status_code == 403
    answer = browser.post(hide, data={"reason": "Rude"})
    assert answer.location == f"{url_of(counted)}#whys"
    assert "glows" not in text_of(client.get(url_of(counted)))
    assert "glows" in text_of(browser.get(url_of(counted)))
    assert browser.post(f"{hide}/end").status_code == 303
    assert client.post(f"{hide}/end").status_code == 403
    assert "glows" in text_of(client.get(url_of(counted)))


def test_the_words_come_in_pages(client, session, week):
    for person in making.crowd(21):
        say(person, week, 0, why_best=f"Because of {person.display_name}")
    session.commit()
    close(week)
    with clock.at(WEDNESDAY):
        page = text_of(client.get(url_of(week)))
        assert page.count("Because of") == 20
        assert "Show more" in page


def test_the_team_names_the_tester_by_the_form(
    session, client, sign_in, counted, priya, ben, tess
):
    browser, url = sign_in(priya), f"/staff/builds/{counted.number}/awards"
    page = text_of(browser.get(url))
    for words in ("Caught the worst bug early", "Tess", "Ben", "Nobody this week"):
        assert words in page
    candidates = {each.person.id: each for each in queries.candidates_of(counted)}
    chosen = {"candidate": candidates[tess.id].key, "text": "Sharp eyes"}
    assert browser.post(url, data=chosen | {"text": " "}).status_code == 422
    assert browser.post(url, data={"text": "Nobody chosen"}).status_code == 422
    assert browser.post(url, data=chosen).location == url
    assert "Sharp eyes" in text_of(browser.get(url))
    assert "Tess" in text_of(browser.get("/staff/awards"))
    assert "Sharp eyes" not in text_of(client.get(url_of(counted)))
    announce(counted)
    page = text_of(client.get(url_of(counted)))
    for words in ("Sharp eyes", "A bucket of popcorn", "Tester of the week"):
        assert words in page
    assert "is announced" in text_of(browser.get(url))
    assert browser.post(url, data=chosen).status_code == 422
    profile = text_of(client.get(f"/people/{tess.number}"))
    assert "Sharp eyes" in profile
    assert "26.11.6" in profile


def test_the_team_names_nobody(sign_in, counted, priya, ben):
    browser, url = sign_in(priya), f"/staff/builds/{counted.number}/awards"
    assert "nobody named" in text_of(browser.get("/staff/awards"))
    key = queries.candidates_of(counted)[0].key
    browser.post(url, data={"candidate": key, "text": "Sharp"})
    assert browser.post(url, data={"candidate": "0", "text": ""}).location == url
    assert queries.tester_award(counted.id) is None


def test_the_form_proposes_who_said_most_where_there_is_no_bug(
    session, sign_in, week, priya, ben
):
    browser, url = sign_in(priya), f"/staff/builds/{week.number}/awards"
    assert "not counted yet" in text_of(browser.get(url))
    say(ben, week, 0, why_best="It glows")
    close(week)
    assert "Sent the report that helps us most." in text_of(browser.get(url))


def test_the_pages_where_nobody_could_be_named(session, sign_in, week, priya):
    assert "No week is counted yet" in text_of(sign_in(priya).get("/staff/awards"))
    close(week)
    browser = sign_in(priya)
    page = text_of(browser.get(f"/staff/builds/{week.number}/awards"))
    assert "Nobody outside the team reported" in page


def test_doors(client, sign_in, counted, ben, eddy, mo):
    for url in ("/staff/awards", f"/staff/builds/{counted.number}/awards"):
        assert client.get(url).status_code == 303
        for stranger in (ben, mo):
            assert sign_in(stranger).get(url).status_code == 403
        assert sign_in(eddy).get(url).status_code == 200
    assert client.get("/builds/999/results").status_code == 404


def test_the_results_of_what_is_not_out(client, sign_in, build_to_come, eddy):
    assert client.get(url_of(build_to_come)).status_code == 404
    assert sign_in(eddy).get(url_of(build_to_come)).status_code == 404

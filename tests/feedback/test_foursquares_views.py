"""The Friday report on the page of the build, and on its own."""

import pytest

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.feedback import queries
from app.kernel import clock
from tests.feedback.reporting import CLOSES, close, crowd_says, idea, say


def text_of(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def url(week):
    return f"/builds/{week.number}/report"


@pytest.fixture
def answers(week, space, ana):
    lamp, dial, _ = (item.id for item in queries.items_out(week.id))
    wish = idea(ana, space, "A timer")
    return {
        "mood": "love",
        "best": lamp,
        "worst": dial,
        "want": wish.id,
        "why_best": "It glows",
        "why_worst": "",
        "ran": "y",
    }


def test_four_taps_and_it_counts(session, sign_in, week, url, answers, tess):
    browser = sign_in(tess)
    page = text_of(browser.get(f"/builds/{week.number}"))
    for words in ("says by it that they ran it", "Dim lamp", "A timer", "Broken"):
        assert words in page
    answer = browser.post(url, data=answers)
    assert answer.status_code == 303
    assert answer.location == f"/builds/{week.number}#report"
    said = queries.own_foursquare(tess, week.id)
    assert (said.mood, said.best_item_id) == ("love", answers["best"])
    page = text_of(browser.get(f"/builds/{week.number}"))
    for words in ("Your report counts.", "You reported.", "1 report so far"):
        assert words in page
    page = text_of(browser.get(url))
    assert 'value="It glows"' in page
    assert page.count(" checked") == 4
    assert "I ran it" not in page


def test_it_opens_for_who_is_in_the_test_and_for_who_ran_it(
    sign_in, week, tess, ben, ana
):
    builds.enrol(tess, build_queries.of_train(week.train_id).train.channel)
    builds.report_install(ben, week)
    folded = "says by it that they ran it"
    page = f"/builds/{week.number}"
    in_test, has_run, neither = (
        text_of(sign_in(who).get(page)) for who in (tess, ben, ana)
    )
    assert (folded in in_test, folded in has_run, folded in neither) == (
        False,
        False,
        True,
    )
    assert 'id="foursquare-ran"' in in_test
    assert 'name="ran" value="y"' in neither
    assert 'action="/builds' in has_run
    assert 'id="foursquare-ran"' not in has_run


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"mood": None}, "Say how it was."),
        ({"best": None}, "Choose one, or none."),
        ({"worst": None}, "Choose one, or none."),
        ({"worst": "best"}, "cannot be the weakest, too"),
        ({"ran": None}, "This report is for those who ran the build."),
        ({"why_best": "x" * 201}, "200"),
    ],
)
def test_a_refused_report_comes_back_filled(
    sign_in, week, url, answers, tess, changed, words
):
    sent = answers | changed
    if sent["worst"] == "best":
        sent["worst"] = sent["best"]
    answer = sign_in(tess).post(
        url, data={key: value for key, value in sent.items() if value is not None}
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert words in page
    if "why_best" not in changed:
        assert 'value="It glows"' in page
    assert queries.own_foursquare(tess, week.id) is None


def test_after_the_close_the_form_is_gone(sign_in, client, week, url, answers, tess):
    browser = sign_in(tess)
    with clock.at(CLOSES):
        assert browser.post(url, data=answers).status_code == 409
        page = text_of(browser.get(url))
        assert "Reports on this build are closed." in page
        assert "<fieldset" not in page
        page = text_of(client.get(f"/builds/{week.number}"))
        assert "Reports are closed. The results come" in page
        assert "How it stands" not in page
    assert queries.own_foursquare(tess, week.id) is None


def test_the_build_shows_its_favourites_when_counted(client, session, week):
    crowd_says(week, (2, 1, 0), (1, 0, None))
    close(week)
    with clock.at("2026-11-11 09:00Z"):
        page = text_of(client.get(f"/builds/{week.number}"))
    assert "This week's favourites" in page
    assert page.index("Slow dial</b>") < page.index("Dim lamp</b>")
    assert "No hum</b>" not in page
    assert f"/builds/{week.number}/results" in page


def test_nobody_was_best(client, session, week):
    crowd_says(week, (2, None, 0))
    close(week)
    with clock.at("2026-11-11 09:00Z"):
        page = text_of(client.get(f"/builds/{week.number}"))
    assert "Nobody named a change as best." in page


def test_a_week_without_reports_shows_none(client, session, week):
    assert "0 reports so far" in text_of(client.get(f"/builds/{week.number}"))
    close(week)
    with clock.at("2026-11-11 09:00Z"):
        page = text_of(client.get(f"/builds/{week.number}"))
    assert 'id="report"' not in page


def test_before_it_is_out_there_is_nothing_to_report(sign_in, build_to_come, eddy):
    page = text_of(sign_in(eddy).get(f"/builds/{build_to_come.number}"))
    assert 'id="report"' not in page


def test_doors(client, sign_in, week, url, tess, eddy, build_to_come):
    assert client.get(url).status_code == 303
    assert client.post(url).status_code == 403
    assert sign_in(tess).get("/builds/999/report").status_code == 404
    coming = f"/builds/{build_to_come.number}/report"
    assert sign_in(tess).get(coming).status_code == 404
    assert sign_in(eddy).get(coming).status_code == 403
    page = text_of(client.get(f"/builds/{week.number}"))
    assert "Sign in to report" in page
    assert "How it stands" in text_of(sign_in(eddy).get(f"/builds/{week.number}"))


@pytest.mark.parametrize("kind", ["software", "design"])
def test_what_is_no_software_was_seen(session, sign_in, week, url, tess, kind):
    week.kind = kind
    session.commit()
    page = text_of(sign_in(tess).get(url))
    assert ("I saw it or held it" in page) is (kind == "design")
    page = text_of(sign_in(tess).get(f"/builds/{week.number}"))
    assert ("says by it that they saw or held it" in page) is (kind == "design")


def test_the_page_of_the_build_costs_few_statements(
    session, sign_in, week, tess, assert_queries
):
    say(tess, week, 0)
    session.commit()
    browser = sign_in(tess)
    browser.get(f"/builds/{week.number}")
    with assert_queries(12):
        browser.get(f"/builds/{week.number}")

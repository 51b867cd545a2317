"""The pages of bugs: one happy path and the access of each route."""

import pytest
from sqlalchemy import select

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.feedback import commands
from app.feedback.models import Bug
from app.kernel import clock
from tests.feedback.conftest import NEXT_FRIDAY, mend

REPORT = {
    "title": "It flickers",
    "actual": "Flicker below 2 %",
    "severity": "major",
    "device": "Clip 2",
}


def text_of(answer):
    return answer.get_data(as_text=True)


def test_report_a_bug_from_the_page_of_the_build(session, sign_in, build, tess):
    browser = sign_in(tess)
    url = f"/builds/{build.number}/bugs/new"
    assert url in text_of(browser.get(f"/builds/{build.number}"))
    assert browser.get(url).status_code == 200
    answer = browser.post(url, data=REPORT)
    bug = session.scalar(select(Bug))
    assert answer.location == f"/bugs/{bug.number}"
    words = text_of(browser.get(answer.location))
    for piece in ("It flickers", "Heard", "Nobody yet", "Clip 2", "Is it still there"):
        assert (piece in words) is (piece != "Is it still there")
    assert "It flickers" in text_of(browser.get(f"/builds/{build.number}"))


@pytest.mark.parametrize("missing", ["title", "actual"])
def test_a_bad_report_comes_back_filled(sign_in, build, tess, missing):
    answer = sign_in(tess).post(
        f"/builds/{build.number}/bugs/new", data=REPORT | {missing: " "}
    )
    assert answer.status_code == 422
    kept = "Flicker below 2 %" if missing == "title" else "It flickers"
    assert kept in text_of(answer)


def test_doors(client, sign_in, people, bug, build, following):
    tess, ben, eddy, priya = (people[name] for name in ("tess", "ben", "eddy", "priya"))
    assert client.get("/bugs").status_code == 200
    assert client.get(f"/bugs/{bug.number}").status_code == 200
    assert client.get("/bugs/999").status_code == 404
    assert client.get(f"/builds/{build.number}/bugs/new").status_code == 303
    assert sign_in(tess).get(f"/builds/{following.number}/bugs/new").status_code == 404
    for url in ("/staff/bugs", f"/staff/bugs/{bug.number}"):
        assert client.get(url).status_code == 303
        assert sign_in(ben).get(url).status_code == 403
        assert sign_in(eddy).get(url).status_code == 200
        assert sign_in(priya).get(url).status_code == 200
    for act in ("verification", "reopening"):
        assert client.post(f"/bugs/{bug.number}/{act}").status_code == 403
    assert sign_in(ben).post(f"/bugs/{bug.number}/verification").status_code == 403


def test_the_device_is_not_for_everyone(client, sign_in, bug, ben, tess, eddy):
    for browser, seen in (
        (client, False),
        (sign_in(ben), False),
        (sign_in(tess), True),
        (sign_in(eddy), True),
    ):
        assert ("Clip 2" in text_of(browser.get(f"/bugs/{bug.number}"))) is seen


def test_lists_by_group(client, bug, priya, eddy, build):
    assert bug.title in text_of(client.get("/bugs?group=heard"))
    assert bug.title not in text_of(client.get("/bugs?group=closed"))
    assert bug.title in text_of(client.get("/bugs?group=nonsense"))


def test_the_engineer_moves_it_by_the_form(sign_in, bug, following, eddy):
    engineer, url = sign_in(eddy), f"/staff/bugs/{bug.number}"
    assert bug.title in text_of(engineer.get("/staff/bugs"))
    no_one = {"to": "confirmed", "engineer_id": 0, "build_id": 0}
    refused = engineer.post(url, data=no_one)
    assert refused.status_code == 422
    assert "Name an engineer" in text_of(refused)
    moved = {"engineer_id": eddy.id, "build_id": 0}
    assert engineer.post(url, data=moved | {"to": "confirmed"}).location == url
    assert engineer.post(url, data=moved | {"to": "in_progress"}).location == url
    fixed = {"to": "fixed", "engineer_id": eddy.id, "build_id": following.id}
    assert engineer.post(url, data=fixed).location == url
    assert bug.fixed_build_id == following.id


def test_the_reporter_tries_it_once_it_is_out(sign_in, bug, following, eddy, tess):
    mend(eddy, bug, following)
    engineer, reporter = sign_in(eddy), sign_in(tess)
    page = text_of(reporter.get(f"/bugs/{bug.number}"))
    assert "Fixed, comes with 26.11.13" in page
    assert "The fix comes with build 26.11.13" in page
    early = reporter.post(f"/bugs/{bug.number}/verification")
    assert early.status_code == 409
    with clock.at(NEXT_FRIDAY):
        train = build_queries.of_train(following.train_id).train
        builds.publish(eddy, train)
        page = text_of(reporter.get(f"/bugs/{bug.number}"))
        assert "Fixed, try it" in page
        own = engineer.post(f"/bugs/{bug.number}/verification")
        assert own.status_code == 403
        answer = reporter.post(f"/bugs/{bug.number}/verification")
        assert answer.location == f"/bugs/{bug.number}"
        page = text_of(reporter.get(answer.location))
    assert "Closed: fixed" in page
    assert "Fixed and tried" in page


def test_close_with_words_and_open_again(sign_in, bug, priya, tess):
    staff, reporter = sign_in(priya), sign_in(tess)
    url = f"/staff/bugs/{bug.number}"
    none = {"engineer_id": 0, "build_id": 0}
    refused = staff.post(url, data=none | {"to": "by_design", "text": ""})
    assert refused.status_code == 422
    staff.post(url, data=none | {"to": "by_design", "text": "It glows on purpose."})
    page = text_of(reporter.get(f"/bugs/{bug.number}"))
    assert "It glows on purpose." in page
    assert "Is it still there?" in page
    long = reporter.post(f"/bugs/{bug.number}/reopening", data={"text": "x" * 2001})
    assert long.status_code == 422
    reporter.post(f"/bugs/{bug.number}/reopening", data={"text": "It flickers, too."})
    page = text_of(reporter.get(f"/bugs/{bug.number}"))
    assert "Heard" in page
    assert "It flickers, too." in page


def test_a_duplicate_leads_to_the_other(sign_in, bug, build, priya, ben):
    other = commands.file(ben, build, commands.NewBug("Flicker", "Look"))
    staff = sign_in(priya)
    moved = {
        "to": "duplicate",
        "engineer_id": 0,
        "build_id": 0,
        "text": "Known",
        "duplicate_of": bug.number,
    }
    assert staff.post(f"/staff/bugs/{other.number}", data=moved).status_code == 303
    assert f"/bugs/{bug.number}" in text_of(staff.get(f"/bugs/{other.number}"))


def test_severity(sign_in, bug, following, priya, eddy, session):
    staff = sign_in(priya)
    url = f"/staff/bugs/{bug.number}/severity"
    assert staff.post(url, data={"severity": "blocker"}).status_code == 303
    assert bug.severity == "blocker"
    assert staff.post(url, data={"severity": "awful"}).status_code == 422


def test_a_bug_that_is_done_has_nothing_to_move(sign_in, bug, build, eddy, tess):
    mend(eddy, bug, build)
    commands.verify(tess, bug)
    words = text_of(sign_in(eddy).get(f"/staff/bugs/{bug.number}"))
    assert "Confirmed" in words
    assert "Nothing to sort" in text_of(sign_in(eddy).get("/staff/bugs"))


def test_statements(client, sign_in, assert_queries, bug, build, tess):
    browser = sign_in(tess)
    with assert_queries(7):
        assert browser.get(f"/bugs/{bug.number}").status_code == 200
    with assert_queries(4):
        assert browser.get("/bugs").status_code == 200
    with assert_queries(10):
        assert browser.get(f"/builds/{build.number}").status_code == 200

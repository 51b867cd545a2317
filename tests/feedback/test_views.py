"""The pages of bugs: one happy path and the access of each route."""

import pytest
from sqlalchemy import select

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.models import BuildItem
from app.comments import commands as talk
from app.comments import queries as comments
from app.feedback import commands
from app.feedback.models import Bug
from app.feedback.views import devices
from app.kernel import clock, site
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import Missing
from tests.feedback.conftest import NEXT_FRIDAY, mend

MOZILLA = "Mozilla/5.0"
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


def test_statements(client, sign_in, assert_queries, bug, build, tess):
    browser = sign_in(tess)
    with assert_queries(8):
        assert browser.get(f"/bugs/{bug.number}").status_code == 200
    with assert_queries(4):
        assert browser.get("/bugs").status_code == 200
    with assert_queries(12):
        assert browser.get(f"/builds/{build.number}").status_code == 200


def test_the_form_knows_build_device_and_browser(
    session, sign_in, build, following, tess
):
    train = build_queries.of_train(build.train_id).train
    enrolment = builds.enrol(tess, train.channel)
    enrolment.device_json = {"lamp": "Clip Lamp 2"}
    session.commit()
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"
    url = f"/builds/{build.number}/bugs/new"
    words = text_of(sign_in(tess).get(url, headers={"User-Agent": agent}))
    assert 'value="Clip Lamp 2, Firefox 131, Linux"' in words
    assert f'<option selected value="{build.number}">{build.version}' in words
    assert following.version not in words


def test_made_of_a_comment_it_begins_with_its_words(
    session, sign_in, bug, build, tess, ben
):
    flicker = talk.write(ben, build.thread, "It **flickers**\n\nbelow 2 %")
    long = talk.write(ben, build.thread, "Flicker and flicker. " * 6)
    session.commit()
    url, browser = f"/builds/{build.number}/bugs/new", sign_in(ben)
    words = text_of(browser.get(f"{url}?comment={flicker.id}"))
    assert 'value="It flickers below 2 %"' in words
    assert "It **flickers**" in words
    # a form that is refused is still of that comment
    named = f'name="version" type="hidden" value="comment-{flicker.id}"'
    assert named in words
    sent = {"title": " ", "actual": "Now", "version": f"comment-{flicker.id}"}
    refused = browser.post(url, data=REPORT | sent)
    assert refused.status_code == 422
    assert named in text_of(refused)
    # what is no line is no title
    words = text_of(browser.get(f"{url}?comment={long.id}"))
    assert "Flicker and flicker. Flicker" in words
    assert 'value="Flicker' not in words
    assert sign_in(tess).get(f"{url}?comment={flicker.id}").status_code == 403
    assert browser.get(f"{url}?comment=999").status_code == 404
    assert browser.get(f"{url}?comment=none").status_code == 200


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"{MOZILLA} (Windows NT 10.0) Chrome/130.0 Edg/130.0", "Edge 130, Windows"),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17 Safari/6",
            "Safari 17, iOS 17",
        ),
        (
            f"{MOZILLA} (Linux; Android 14; Pixel 8) Chrome/129.0 Mobile Safari/537.36",
            "Chrome 129, Android 14",
        ),
        (f"{MOZILLA} (X11; CrOS x86_64) Chrome/129.0 OPR/9.0", "Opera 9, ChromeOS"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_what_a_browser_says_of_itself(agent, words):
    assert devices.facts(agent) == words


def test_another_build_may_be_named(session, sign_in, build, following, eddy):
    url = f"/builds/{build.number}/bugs/new"
    browser = sign_in(eddy)
    browser.post(url, data=REPORT | {"build": following.number})
    assert session.scalar(select(Bug)).build_id == following.id
    assert browser.post(url, data=REPORT | {"build": 999}).status_code == 422


def test_the_latest_build_by_itself(client, sign_in, build, tess):
    assert client.get("/bugs/new").status_code == 303
    answer = sign_in(tess).get("/bugs/new")
    assert answer.location == f"/builds/{build.number}/bugs/new"


def test_without_a_build_there_is_nothing_to_report(sign_in, space, tess):
    assert sign_in(tess).get("/bugs/new").status_code == 404


def test_a_private_report(session, client, sign_in, build, tess, ben, eddy):
    browser = sign_in(tess)
    url = f"/builds/{build.number}/bugs/new"
    page = browser.post(url, data=REPORT | {"is_private": "y"}).location
    for reader, status in (
        (client, 404),
        (sign_in(ben), 404),
        (browser, 200),
        (sign_in(eddy), 200),
    ):
        assert reader.get(page).status_code == status
    assert "It flickers" not in text_of(client.get("/bugs"))
    assert "Only the reporter and the team" in text_of(browser.get(page))
    assert (
        sign_in(eddy).post(f"{page}/readers", data={"public": "y"}).status_code == 403
    )
    assert browser.post(f"{page}/readers", data={"public": "y"}).location == page
    assert client.get(page).status_code == 200
    assert sign_in(eddy).post(f"{page}/readers").location == page
    assert client.get(page).status_code == 404


def test_what_is_said_under_a_private_bug_stays_there(
    session, client, sign_in, bug, tess, ben, eddy
):
    commands.make_private(tess, bug)
    session.commit()
    thread = comments.thread(eddy, bug.thread_id)
    said = talk.write(eddy, thread, "Which account was it?")
    session.commit()
    for person in (tess, eddy):
        assert comments.get(person, said.id).id == said.id
    for person in (ben, ANONYMOUS):
        with pytest.raises(Missing):
            comments.get(person, said.id)
    commands.make_public(tess, bug)
    session.commit()
    assert comments.thread(ben, bug.thread_id).id == thread.id
    with pytest.raises(Missing):
        comments.get(ben, said.id)


def test_one_tap_says_that_i_see_it_too(client, sign_in, bug, tess, ben):
    url, browser = f"/bugs/{bug.number}", sign_in(ben)
    assert client.post(f"{url}/sighting").status_code == 403
    assert browser.post(f"{url}/sighting").location == url
    assert browser.post(f"{url}/sighting").location == url
    assert "1 person sees it, too" in text_of(browser.get(url))
    assert sign_in(tess).post(f"{url}/sighting").status_code == 409
    browser.post(f"{url}/sighting/withdrawal")
    assert "sees it, too" not in text_of(browser.get(url))


def test_the_page_says_until_when_the_team_answers(client, sign_in, bug, eddy):
    assert "next step by" in text_of(sign_in(eddy).get(f"/staff/bugs/{bug.number}"))
    assert "next step by" in text_of(client.get(f"/bugs/{bug.number}"))
    with clock.at("2026-11-20 09:00Z"):
        assert "Overdue by" in text_of(client.get(f"/bugs/{bug.number}"))


def test_who_is_asked_reads_how_to_answer(session, sign_in, bug, priya, tess, ben):
    commands.ask(priya, bug, "Which lamp?")
    session.commit()
    url = f"/bugs/{bug.number}"
    assert "Answer in a comment below" in text_of(sign_in(tess).get(url))
    assert "Answer in a comment below" not in text_of(sign_in(ben).get(url))


def test_the_fix_of_a_private_bug_needs_a_public_name(
    session, sign_in, bug, following, tess, eddy
):
    commands.make_private(tess, bug)
    commands.confirm(eddy, bug, eddy)
    session.commit()
    url, browser = f"/staff/bugs/{bug.number}", sign_in(eddy)
    fixed = {"to": "fixed", "engineer_id": eddy.id, "build_id": following.id}
    refused = browser.post(url, data=fixed)
    assert refused.status_code == 422
    assert "This bug is private" in text_of(refused)
    assert browser.post(url, data=fixed | {"change": "Safer sign-in"}).location == url
    names = session.scalars(
        select(BuildItem.title).where(BuildItem.build_id == following.id)
    )
    assert set(names) == {"Softer dawn", "Safer sign-in"}


def test_gone_where_builds_are_off(session, client, sign_in, space, bug, tess, eddy):
    space.has_builds = False
    session.commit()
    assert sign_in(tess).get(f"/bugs/{bug.number}").status_code == 404
    assert bug.title not in text_of(client.get("/bugs"))
    site.put(SYSTEM, "switched_off", ["builds"])
    session.commit()
    assert client.get("/bugs").status_code == 404
    assert sign_in(eddy).get("/staff/bugs").status_code == 404

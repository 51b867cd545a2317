"""View as, the walk, and that neither exists outside the demo store."""

import html
import re

import pytest

from app.kernel.db import db
from app.people.models import Session
from app.setup import queries, slots

FORM = re.compile(
    r'action="(/demo/view-as/\d+)">(.*?)</form>',
    re.DOTALL,
)


@pytest.fixture
def cast(inside):
    return {viewer.part: viewer for viewer in queries.cast() if viewer.part}


def _enter(browser, viewer, target="/"):
    answer = browser.post(f"/demo/view-as/{viewer.number}", data={"next": target})
    _take_token(browser)
    return answer


def _take_token(browser):
    """The token that the pages of the present session carry."""
    page = browser.get("/demo").get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    browser.csrf_token = found[1] if found else ""


def test_the_bar_names_everyone_a_visitor_may_be(visitor, cast):
    page = visitor.get("/demo").get_data(as_text=True)
    assert list(cast) == list(queries.PARTS)
    for viewer in cast.values():
        assert f"{viewer.name.split()[0]}</button>" in page


@pytest.mark.parametrize("part", list(queries.PARTS))
def test_a_visitor_becomes_anyone_of_the_bar(visitor, cast, part):
    answer = _enter(visitor, cast[part], "/ideas")
    assert (answer.status_code, answer.location) == (303, "/ideas")
    page = visitor.get("/demo?lang=en").get_data(as_text=True)
    assert (
        f'aria-pressed="true">{queries.PARTS[part]}: {cast[part].name.split()[0]}'
        in page
    )


def test_the_session_is_stepped_up_and_marked(visitor, cast):
    _enter(visitor, cast["finance_1"])
    newest = db.session.query(Session).order_by(Session.id.desc()).first()
    assert newest.is_demo
    assert newest.stepped_up_at is not None


def test_one_person_follows_another_in_the_same_browser(visitor, cast):
    _enter(visitor, cast["fan"])
    assert _enter(visitor, cast["admin"]).status_code == 303
    assert visitor.get("/staff/people").status_code == 200


def test_the_crowd_and_strangers_cannot_be_entered(visitor):
    assert visitor.post("/demo/view-as/150").status_code == 404
    assert visitor.post("/demo/view-as/999999").status_code == 404


def test_a_target_elsewhere_leads_home(visitor, cast):
    assert _enter(visitor, cast["fan"], "https://evil.example/").location == "/"


def test_every_stop_of_the_walk_is_one_click(visitor):
    page = visitor.get("/demo/walk").get_data(as_text=True)
    stops = [
        (action, html.unescape(found[1]))
        for action, body in FORM.findall(page)
        if (found := re.search(r'name="next" value="([^"]*)"', body))
    ]
    assert len(stops) == len(queries.STOPS)
    for action, target in stops:
        _take_token(visitor)
        answer = visitor.post(action, data={"next": target})
        assert (answer.status_code, answer.location) == (303, target)
        assert visitor.get(target).status_code == 200, target


def test_from_each_stop_the_bar_leads_to_the_next(visitor):
    page = visitor.get("/demo/walk").get_data(as_text=True)
    walked = []
    for n in range(1, len(queries.STOPS) + 1):
        action, fields = _form_of_stop(page, n)
        _take_token(visitor)
        answer = visitor.post(action, data=fields)
        walked.append(answer.location)
        # those who walked here before may have left the person another language
        page = visitor.get(answer.location, query_string={"lang": "en"}).text
        assert f"Stop {n} of {len(queries.STOPS)}" in page
    assert len(set(walked)) == len(queries.STOPS)
    assert "/demo#leave" in page


def _form_of_stop(page, n):
    """Where the first button of a stop leads to, and what it sends."""
    for action, body in FORM.findall(page):
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', body))
        if fields.get("stop") == str(n):
            return action, {key: html.unescape(said) for key, said in fields.items()}
    raise AssertionError(f"no button leads to stop {n}")


def test_whoever_becomes_somebody_by_choice_has_left_the_walk(visitor, cast):
    fan = f"/demo/view-as/{cast['fan'].number}"
    visitor.post(fan, data={"stop": "2"})
    assert "Stop 2 of" in visitor.get("/demo").get_data(as_text=True)
    _take_token(visitor)
    _enter(visitor, cast["fan"])
    assert "Stop 2 of" not in visitor.get("/demo").get_data(as_text=True)


@pytest.mark.parametrize("stop", ["x", "-1", "0", "99"])
def test_a_stop_that_is_none_shows_nothing(visitor, cast, stop):
    visitor.post(f"/demo/view-as/{cast['fan'].number}", data={"stop": stop})
    assert "Stop " not in visitor.get("/demo?lang=en").get_data(as_text=True)


def test_the_walk_follows_the_order_of_time(inside):
    stops = queries.walk().stops
    assert [stop.key for stop in stops] == list(queries.STOPS)
    assert [stop.at for stop in stops] == sorted(stop.at for stop in stops)


def test_the_card_can_be_put_away_and_brought_back(town, visitor):
    visitor.post("/demo/walk/dismissal", data={"hide": "1", "next": "/ideas"})
    assert visitor.get_cookie("walk").value == "off"
    visitor.post("/demo/walk/dismissal", data={"next": "/ideas"})
    assert visitor.get_cookie("walk").value == "on"
    with town.test_request_context("/", headers={"Cookie": "walk=off"}):
        assert "walk-line" in slots.home_walk(None, [])[0]
    with town.test_request_context("/"):
        card = slots.home_walk(None, [])[0]
    assert card.count('name="next"') == len(queries.STOPS) + 1


def test_elsewhere_there_is_no_demo(client, ana):
    assert client.get("/demo").status_code == 404
    assert client.get("/demo/walk").status_code == 404
    assert client.post(f"/demo/view-as/{ana.number}").status_code == 404
    assert client.post("/demo/walk/dismissal").status_code == 404
    assert "demo-bar" not in client.get("/").get_data(as_text=True)


def test_elsewhere_the_home_page_has_no_card(app, session):
    with app.test_request_context("/"):
        assert slots.home_walk(None, []) == {}


def test_a_demo_that_is_not_built_has_no_walk(session, monkeypatch, app):
    monkeypatch.setitem(app.config, "STORE", "demo")
    assert app.test_client().get("/demo/walk").status_code == 404
    with app.test_request_context("/"):
        assert slots.home_walk(None, []) == {}
    app.extensions.pop("demo_cast", None)


def test_forms_of_a_signed_in_visitor_carry_the_token(visitor, cast):
    _enter(visitor, cast["fan"])
    assert visitor.csrf_token
    visitor.csrf_token = ""
    answer = visitor.post(f"/demo/view-as/{cast['admin'].number}")
    assert answer.status_code == 403

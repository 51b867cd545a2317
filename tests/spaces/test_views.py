"""The pages of site and spaces."""

import pytest

from app.kernel import site
from app.spaces import queries
from tests.people.helpers import hidden


def _sent(**changed):
    return {
        "name": "Lamps",
        "purpose": "Light for desks.",
        "audience": "everyone",
        "outcome": "product",
        "has_goals": "y",
        "has_builds": "y",
        "ladder": "default",
        "goals": "",
        "days": "",
        **changed,
    }


@pytest.fixture
def browser(sign_in, ada):
    return sign_in(ada)


def test_the_site_gets_its_name_and_firm(browser):
    assert 'value="Cobuild"' in browser.get("/staff/site").text
    sent = {
        "name": "Halden Ideas",
        "tagline": "",
        "legal_entity": "Halden GmbH",
        "timezone": "Europe/Berlin",
    }
    assert browser.post("/staff/site", data=sent).status_code == 303
    assert site.get("legal_entity") == "Halden GmbH"
    assert site.get("timezone") == "Europe/Berlin"
    assert "Halden Ideas" in browser.get("/staff/site").text
    for wrong in ({"name": ""}, {"timezone": "Mars/Base"}):
        answer = browser.post("/staff/site", data={**sent, **wrong})
        assert answer.status_code == 422
        assert 'value="Halden GmbH"' in answer.text


def test_a_space_is_made(browser, priya):
    assert "Ideas need a place" in browser.get("/staff/spaces").text
    assert browser.get("/staff/spaces/new").status_code == 200
    sent = _sent(slug="lamps", ladder="small", product_owner=str(priya.id))
    answer = browser.post("/staff/spaces/new", data=sent)
    assert answer.location == "/staff/spaces/lamps"
    space = queries.by_slug_for_system("lamps")
    assert space.product_owner_id == priya.id
    assert not space.has_revenue
    assert queries.rules_of(space.id).ideas.ladder == (10, 50, 250, 500)
    assert "Light for desks." in browser.get("/staff/spaces").text
    closed = _sent(slug="inner", audience="signed_in")
    browser.post("/staff/spaces/new", data=closed)
    assert queries.by_slug_for_system("inner").audience == "signed_in"
    assert "signed in only" in browser.get("/staff/spaces").text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"slug": "Lamps!"}, "small letters"),
        ({"slug": "lamps"}, "this address already"),
        ({"name": ""}, "required"),
        ({"ladder": "custom", "goals": "5, 3", "days": "1, 1"}, "Goals must grow"),
        ({"ladder": "custom", "goals": "many"}, "whole numbers"),
        ({"product_owner": "7777"}, "Not a valid choice"),
    ],
)
def test_a_bad_space_comes_back_filled(browser, space, changed, words):
    sent = _sent(**{"slug": "desks", **changed})
    answer = browser.post("/staff/spaces/new", data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Light for desks." in answer.text


def test_other_goals_are_shown_before_they_hold(browser, space):
    path = "/staff/spaces/lamps"
    assert "version 1" in browser.get(path).text
    sent = _sent(name="Lights", ladder="custom", goals="1, 2, 3", days="60 60 60")
    asked = browser.post(path, data=sent)
    assert asked.status_code == 200
    assert "version 2" in asked.text
    assert "100, 1000, 5000, 10000" in asked.text
    assert "1, 2, 3" in asked.text
    assert queries.rule_set(space.id).version == 1
    assert space.name == "Lamps"
    hidden_fields = {name: hidden(asked, name) for name in ("seen", "confirmed")}
    other = browser.post(path, data={**sent, **hidden_fields, "goals": "1, 2, 9"})
    assert other.status_code == 200
    done = browser.post(path, data={**sent, **hidden_fields})
    assert done.location == path
    assert queries.rules_of(space.id).ideas.ladder == (1, 2, 3)
    assert space.name == "Lights"
    late = browser.post(path, data=_sent(**hidden_fields, ladder="no_clock"))
    assert "none" in late.text


def test_a_change_made_meanwhile_is_not_overwritten(browser, space):
    path = "/staff/spaces/lamps"
    sent = _sent(ladder="small")
    asked = browser.post(path, data=sent)
    confirmed = {name: hidden(asked, name) for name in ("seen", "confirmed")}
    other = browser.post(path, data=_sent(ladder="single"))
    both = {name: hidden(other, name) for name in ("seen", "confirmed")}
    browser.post(path, data={**_sent(ladder="single"), **both})
    late = browser.post(path, data={**sent, **confirmed})
    assert late.status_code == 422
    assert "Somebody else changed the rules" in late.text


def test_the_rest_is_saved_at_once(browser, space):
    path = "/staff/spaces/lamps"
    assert browser.post(path, data=_sent(name="Lights")).location == path
    assert space.name == "Lights"
    assert queries.rule_set(space.id).version == 1
    assert browser.post(path, data=_sent(name="")).status_code == 422
    assert browser.get("/staff/spaces/none").status_code == 404


@pytest.mark.parametrize("name", ["mo", "priya", "finn", "ana"])
def test_only_admins_enter(people, sign_in, name):
    browser = sign_in(people[name])
    for path in ("/staff/site", "/staff/spaces", "/staff/spaces/new"):
        assert browser.get(path).status_code == 403

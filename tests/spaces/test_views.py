"""The pages of site and spaces."""

import re

import pytest

from app.kernel import clock, duties, site
from app.spaces import commands, queries, rules
from tests.people.helpers import hidden


def _sent(**changed):
    return {
        "name": "Lamps",
        "purpose": "Light for desks.",
        "audience": "everyone",
        "outcome": "product",
        "has_goals": "y",
        "has_builds": "y",
        **changed,
    }


@pytest.fixture
def browser(sign_in, ada):
    return sign_in(ada)


def _site(browser, section, **sent):
    return browser.post(f"/staff/site/{section}", data=sent)


def test_each_part_of_the_site_is_saved_alone(browser):
    assert 'value="Cobuild"' in browser.get("/staff/site").text
    saved = _site(browser, "identity", name="Halden Ideas", tagline="")
    assert saved.location == "/staff/site#part-identity"
    _site(browser, "firm", legal_entity=" Halden GmbH ")
    assert (site.get("name"), site.get("legal_entity")) == (
        "Halden Ideas",
        "Halden GmbH",
    )
    page = browser.get("/staff/site").text
    assert "Halden Ideas" in page
    assert "<b>Ada</b> Legal entity" in page
    assert browser.post("/staff/site/none").status_code == 404


def test_the_calendar_moves_due_dates(browser):
    saved = _site(
        browser,
        "calendar",
        timezone="Asia/Tokyo",
        business_days=["0", "1", "2", "3", "4", "5"],
        holidays="2026-08-24, 2026-08-22\n2026-08-22",
    )
    assert saved.status_code == 303
    assert site.get("holidays") == ["2026-08-22", "2026-08-24"]
    friday = clock.parse("2026-08-21 01:00Z")
    # Saturday and Monday are holidays, Sunday is no business day
    tuesday = clock.parse("2026-08-25 15:00Z")
    assert duties.business_days(1, friday) == tuesday


def test_the_site_speaks_what_it_offers(browser, client):
    _site(browser, "languages", languages=["en", "ja"], language="ja")
    page = client.get("/", headers={"Accept-Language": "zh-TW,zh;q=0.9"}).text
    assert '<html lang="ja"' in page
    assert 'hreflang="zh-Hans"' not in page
    page = client.get("/?lang=zh-Hans", headers={"Accept-Language": "en"}).text
    assert '<html lang="en"' in page


def test_a_colour_has_an_address_of_its_own(browser, client):
    assert "/brand/" not in client.get("/").text
    _site(browser, "look", colour="#1D4ED8")
    path = "/brand/1d4ed8.css"
    assert f'href="{path}"' in client.get("/").text
    sheet = client.get(path)
    assert sheet.mimetype == "text/css"
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "--brand: light-dark(#1d4ed8," in sheet.text
    assert client.get("/brand/ff0000.css").status_code == 404
    _site(browser, "look", colour="#ff7a1a")
    assert "/brand/" not in client.get("/").text
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("section", "sent", "words"),
    [
        ("identity", {"name": ""}, "required"),
        ("look", {"colour": "#7a7a7a"}, "cannot be read"),
        ("look", {"colour": "blue"}, "six digits"),
        ("calendar", {"timezone": "Mars/Base", "business_days": "1"}, "Not a valid"),
        ("calendar", {"timezone": "UTC"}, "at least one day"),
        (
            "calendar",
            {"timezone": "UTC", "business_days": "1", "holidays": "2026-02-30"},
            "such as 2026-12-25",
        ),
        ("languages", {"languages": "en", "language": "ja"}, "one of those offered"),
        ("languages", {"language": "en"}, "one of those offered"),
    ],
)
def test_a_bad_part_of_the_site_is_refused(browser, section, sent, words):
    before = dict(site._all())
    answer = _site(browser, section, **sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert site._all() == before


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
    closed = _sent(slug="inner", ladder="default", audience="signed_in")
    browser.post("/staff/spaces/new", data=closed)
    assert queries.by_slug_for_system("inner").audience == "signed_in"
    assert "signed in only" in browser.get("/staff/spaces").text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"slug": "Lamps!"}, "small letters"),
        ({"slug": "lamps"}, "this address already"),
        ({"name": ""}, "required"),
        ({"ladder": "custom"}, "Not a valid choice"),
        ({"product_owner": "7777"}, "Not a valid choice"),
    ],
)
def test_a_bad_space_comes_back_filled(browser, space, changed, words):
    sent = _sent(**{"slug": "desks", "ladder": "default", **changed})
    answer = browser.post("/staff/spaces/new", data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Light for desks." in answer.text


RULES = "/staff/spaces/lamps/rules"


def _rules(space, **changed):
    """All fields of the page of rules, as they are in force."""
    settings = rules.settings(queries.switched_off(space))
    current = queries.rule_set(space.id)
    book = current.book
    known = {
        rules.field_of(each.key): getattr(getattr(book, each.section), each.field)
        for each in settings
    }
    # a switch that is off is not sent
    on = {name: value for name, value in known.items() if value is not False}
    words = {name: _entered(value) for name, value in on.items()}
    return {**words, "preset": "custom", "seen": str(current.version), **changed}


def _entered(value):
    """A value as a field of the page sends it: ticks one by one, numbers in a row."""
    if not isinstance(value, tuple):
        return str(value)
    is_ticked = value and isinstance(value[0], str)
    return list(value) if is_ticked else ", ".join(map(str, value))


def _confirmed(browser, sent):
    """What the page that shows the changes would send on."""
    asked = browser.post(RULES, data=sent)
    assert asked.status_code == 200, asked.text
    return _kept(asked, sent)


def _kept(asked, sent):
    ticked = {name: value for name, value in sent.items() if isinstance(value, list)}
    plain = [name for name in sent if name not in ticked]
    return ticked | {name: hidden(asked, name) for name in ("confirmed", *plain)}


def test_every_setting_stands_on_the_page_of_rules(browser, space):
    page = browser.get(RULES).text
    assert "Version 1 is in force" in page
    for setting in rules.settings():
        assert f'name="{rules.field_of(setting.key)}"' in page


def test_what_changes_is_shown_before_it_holds(browser, space):
    sent = _rules(
        space,
        **{
            "ideas-ladder": "1, 2, 3",
            "ideas-ladder_days": "60 60 60",
            "builds-publish_weekday": "3",
            "ideas-ladder_mode": "reset",
            "builds-inner": "y",
        },
    )
    asked = browser.post(RULES, data=sent)
    assert asked.status_code == 200
    for words in (
        "version 2",
        "100, 1,000, 5,000, 10,000",
        "1, 2, 3",
        "Friday",
        "Thursday",
        "starts its days afresh",
        ">off<",
        ">on<",
        "0 ideas are on their way",
        "The running week keeps its times",
    ):
        assert words in asked.text
    assert queries.rule_set(space.id).version == 1
    again = _kept(asked, sent)
    other = browser.post(RULES, data={**again, "ideas-ladder": "1, 2, 9"})
    assert other.status_code == 200
    assert queries.rule_set(space.id).version == 1
    done = browser.post(RULES, data={**again, "note": "Smaller town"})
    assert done.location == "/staff/spaces/lamps/versions"
    game = queries.rules_of(space.id)
    assert (game.ideas.ladder, game.builds.publish_weekday) == ((1, 2, 3), 3)
    assert game.builds.inner
    listed = browser.get("/staff/spaces/lamps/versions").text
    assert "Smaller town" in listed
    assert "Version 1" in listed
    assert "The usual rules." in listed


def test_a_preset_stands_for_its_numbers(browser, space):
    sent = _confirmed(browser, _rules(space, preset="small"))
    assert browser.post(RULES, data=sent).status_code == 303
    assert queries.rules_of(space.id).ideas.ladder == (10, 50, 250, 500)


def test_own_numbers_win_over_the_preset_that_was_there(browser, space):
    sent = _rules(space, preset="default", **{"ideas-ladder": "7, 8, 9, 10"})
    browser.post(RULES, data=_confirmed(browser, sent))
    assert queries.rules_of(space.id).ideas.ladder == (7, 8, 9, 10)
    browser.post(RULES, data=_confirmed(browser, _rules(space, preset="small")))
    assert queries.rules_of(space.id).ideas.ladder == (10, 50, 250, 500)


def test_a_change_made_meanwhile_is_not_overwritten(browser, space):
    mine = _confirmed(browser, _rules(space, preset="small"))
    other = _confirmed(browser, _rules(space, preset="single"))
    browser.post(RULES, data=other)
    late = browser.post(RULES, data=mine)
    assert late.status_code == 422
    assert "Somebody else changed the rules" in late.text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "in force already"),
        ({"ideas-ladder": "5, 3", "ideas-ladder_days": "1, 1"}, "Goals must grow"),
        ({"ideas-ladder": "many"}, "whole numbers"),
        ({"ideas-open_drafts": "0"}, "between 1 and 100"),
        ({"builds-publish_hour": "24"}, "between 0 and 23"),
        ({"ideas-ladder_mode": "fast"}, "Not a valid choice"),
        ({"royalties-minimum_payout": "many"}, "an amount"),
        ({"ideas-fix_days": ""}, "required"),
    ],
)
def test_bad_rules_come_back_filled(browser, space, changed, words):
    answer = browser.post(RULES, data=_rules(space, **changed))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'name="ideas-open_drafts"' in answer.text


def test_settings_of_what_is_off_are_gone_and_kept(browser, space, ada):
    commands.change_rules(ada, space, {"builds": {"publish_hour": 9}}, seen=1)
    browser.post("/staff/spaces/lamps", data=_sent(has_goals="", has_builds=""))
    page = browser.get(RULES).text
    for name in ("builds-publish_hour", "ideas-ladder", "reviews-slots"):
        assert f'name="{name}"' not in page
    assert 'name="royalties-rate_bp"' not in page
    sent = _confirmed(browser, _rules(space, **{"ideas-open_drafts": "7"}))
    assert browser.post(RULES, data=sent).status_code == 303
    game = queries.rules_of(space.id)
    assert (game.builds.publish_hour, game.ideas.open_drafts) == (9, 7)


def test_versions_come_by_the_page(browser, space, ada, assert_queries):
    for n in range(1, 24):
        changed = {"ideas": {"open_drafts": 5 + n}}
        commands.change_rules(ada, space, changed, seen=n)
    with assert_queries(8):
        first = browser.get("/staff/spaces/lamps/versions").text
    assert "Version 24" in first
    assert "Version 4<" not in first
    second = browser.get(
        "/staff/spaces/lamps/versions?"
        + re.search(r"versions\?(after=[^\"]+)", first)[1]
    ).text
    assert "Version 4<" in second


def test_the_rest_is_saved_at_once(browser, space):
    path = "/staff/spaces/lamps"
    assert browser.post(path, data=_sent(name="Lights")).location == path
    assert space.name == "Lights"
    assert queries.rule_set(space.id).version == 1
    assert browser.post(path, data=_sent(name="")).status_code == 422
    assert browser.get("/staff/spaces/none").status_code == 404


@pytest.mark.parametrize("name", ["mo", "priya", "finn", "ana"])
def test_only_admins_enter(people, space, sign_in, name):
    browser = sign_in(people[name])
    own = ("", "/rules", "/versions")
    paths = [f"/staff/spaces/lamps{page}" for page in own]
    for path in ("/staff/site", "/staff/spaces/new", *paths):
        assert browser.get(path).status_code == 403


@pytest.mark.parametrize(
    "page", ["site", "spaces/new", "spaces/lamps", "spaces/lamps/rules"]
)
def test_no_id_stands_twice_on_a_page(browser, space, page):
    ids = re.findall(r'\sid="([^"]+)"', browser.get(f"/staff/{page}").text)
    assert len(ids) == len(set(ids)), ids

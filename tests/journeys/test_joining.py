"""A shared link, one tap, three fields: supported, on the same place of the page."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.ideas.models import Idea
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.people.models import Person
from app.spaces import commands as spaces
from app.spaces.models import Space
from tests import cast
from tests.journeys import people
from tests.support import making

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
PLACES = {"idea": "Support this idea", "list": "Support"}


@pytest.fixture
def link(site):
    """The address of an idea of ana's, as somebody would share it."""
    with site.app.app_context(), atomic():
        ana = cast.people()["ana"]
        new = spaces.NewSpace(slug="lamps", name="Lamps")
        idea = making.idea(ana, spaces.create(SYSTEM, new, {}))
        number = idea.number
    return f"/ideas/{number}"


def test_from_a_shared_link_to_support(site, link, scripted):
    kim, screens = site.visitor(scripted=scripted), []
    kim.page.on("framenavigated", lambda frame: screens.append(frame.url))
    kim.go(link).click("Support this idea").see("Join to support this idea")
    kim.fill("Name", "Kim").fill("Password", people.PASSWORD)
    kim.fill("Year of birth", "1992").click("Join and support")
    kim.see("You support this", "Take it back")
    assert len(screens) == (1 if scripted else 3)
    assert site.errors == []


@pytest.mark.parametrize("place", PLACES)
def test_the_sheet_takes_focus_and_escape_gives_it_back(site, link, place):
    kim = site.visitor().go(link if place == "idea" else "/ideas")
    tapped = kim.page.locator("main .support a.btn-primary").first
    tapped.click()
    expect(kim.page.locator("dialog[open] input[name=name]")).to_be_focused()
    kim.page.keyboard.press("Escape")
    expect(kim.page.locator("dialog")).to_have_count(0)
    expect(tapped).to_be_focused()
    assert site.errors == []


@pytest.mark.parametrize("place", PLACES)
def test_an_error_is_said_in_the_sheet_and_then_it_counts(site, link, place):
    kim = site.visitor().go(link if place == "idea" else "/ideas")
    kim.page.locator("main .support a.btn-primary").first.click()
    sheet = kim.page.locator("dialog[open]")
    sheet.locator("input[name=name]").fill("Kim")
    sheet.locator("input[name=password]").fill("short")
    sheet.locator("input[name=birth_year]").fill("1992")
    sheet.locator("button.btn-primary").click()
    expect(sheet.locator("#error-summary")).to_be_focused()
    expect(sheet.locator("input[name=name]")).to_have_value("Kim")
    sheet.locator("input[name=password]").fill(people.PASSWORD)
    sheet.locator("button.btn-primary").click()
    expect(kim.page.locator("dialog")).to_have_count(0)
    expect(kim.page.locator("main .support .is-mine").first).to_be_focused()
    kim.see("Welcome, Kim: your support counts.")
    assert [said for said in site.errors if "422" not in said] == []


@pytest.fixture
def two(site, link):
    """Another idea beside the one of the link."""
    with site.app.app_context(), atomic():
        idea = db.session.scalars(select(Idea)).one()
        author = db.session.get_one(Person, idea.author_id)
        making.idea(author, db.session.get_one(Space, idea.space_id), title="A bench")


def test_the_key_taps_the_card_that_has_focus(site, two):
    page = site.visitor().go("/ideas").page
    for card in reversed(page.locator("main article.card").all()):
        title = card.locator(".title a")
        title.focus()
        page.keyboard.press("s")
        expect(page.locator("dialog[open] .support-what")).to_contain_text(
            title.inner_text()
        )
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_have_count(0)
    assert site.errors == []


def test_after_joining_the_next_tap_needs_no_other_page(site, two):
    """Buttons drawn for a visitor wake up one by one, where they are."""
    kim, screens = site.visitor(), []
    kim.page.on("framenavigated", lambda frame: screens.append(frame.url))
    kim.go("/ideas")
    first, second = kim.page.locator("main .support").all()
    first.locator("a.btn-primary").click()
    kim.see("Join to support this idea")
    kim.fill("Name", "Kim").fill("Password", people.PASSWORD)
    kim.fill("Year of birth", "1992").click("Join and support")
    expect(first.locator(".is-mine")).to_be_visible()
    second.locator("a.btn-primary").click()
    expect(second.locator("button")).to_be_focused()
    second.locator("button").click()
    expect(second.locator(".is-mine")).to_be_visible()
    assert len(screens) == 1
    # the frame knows who it is by now, and its forms carry the new session's token
    expect(kim.page.locator("#tabbar")).to_contain_text("You")
    kim.page.locator("#tools summary.me").click()
    kim.click("Sign out", within="#tools")
    expect(kim.page.locator("#tabbar")).to_contain_text("Sign in")
    assert site.errors == []

"""A long list grows and is narrowed in place: no page jump, focus stays near."""

import re

import pytest
from playwright.sync_api import expect

from app.ideas.queries import PAGE_SIZE
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.spaces import commands as spaces
from tests import cast
from tests.support import making

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
MANY = PAGE_SIZE + 5


@pytest.fixture
def many(site):
    """So many ideas that the list has a second page."""
    with site.app.app_context(), atomic():
        ana = cast.people()["ana"]
        place = spaces.NewSpace(slug="lamps", name="Lamps")
        with clock.at(cast.LONG_AGO):
            space = spaces.create(SYSTEM, place, {})
        for n in range(MANY):
            making.idea(ana, space, title=f"Idea {n}")
    return site


def test_more_is_appended_in_place(many, scripted):
    page = many.visitor(scripted=scripted).page
    page.goto("/ideas?sort=trending", wait_until="networkidle")
    cards = page.locator("#list > li:not(.pager)")
    expect(cards).to_have_count(PAGE_SIZE)
    more = page.locator("#list > .pager a")
    more.scroll_into_view_if_needed()
    at = page.evaluate("scrollY") if scripted else 0
    more.click()
    expect(cards).to_have_count(MANY if scripted else MANY - PAGE_SIZE)
    expect(more).to_have_count(0)
    if scripted:
        expect(cards.nth(PAGE_SIZE)).to_be_focused()
        assert abs(page.evaluate("scrollY") - at) < 5
        assert page.url.endswith("/ideas?sort=trending")
    assert many.errors == []


def test_a_list_is_narrowed_by_keyboard_in_place(many):
    page, screens = many.visitor().page, []
    page.goto("/ideas", wait_until="networkidle")
    page.on("framenavigated", lambda frame: screens.append(frame.url))
    page.get_by_role("radio", name="All").focus()
    page.keyboard.press("ArrowRight")
    gathering = page.get_by_role("radio", name="Gathering support")
    expect(gathering).to_be_checked()
    expect(page.locator("h1")).to_have_text("Gathering support")
    expect(gathering).to_be_focused()
    page.get_by_label("Order").focus()
    page.get_by_label("Order").select_option("trending")
    expect(page).to_have_title(re.compile("^Gathering support · Trending · "))
    assert page.url.endswith("/ideas?stage=gathering&sort=trending")
    expect(page.get_by_label("Order")).to_be_focused()
    page.get_by_label("Language", exact=True).select_option("ja")
    expect(page.locator(".empty")).to_be_visible()
    expect(page.locator("#list")).to_have_count(0)
    # what the address says is the same list again
    page.goto(page.url)
    expect(page.get_by_label("Language", exact=True)).to_have_value("ja")
    expect(gathering).to_be_checked()
    assert len(set(screens)) <= 3
    assert many.errors == []


def test_a_list_is_narrowed_by_the_button_without_scripts(many):
    page = many.visitor(scripted=False).page
    page.goto("/ideas")
    page.get_by_label("Order").select_option("trending")
    page.get_by_text("Planned", exact=True).click()
    page.get_by_role("button", name="Show these").click()
    assert "stage=planned" in page.url
    assert "sort=trending" in page.url
    expect(page.locator("h1")).to_have_text("Planned")
    assert many.errors == []

"""A long list grows in place: no page jump, no new address, focus stays near."""

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

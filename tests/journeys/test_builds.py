"""A fan in no test at a Friday build: votes in one tap, likes a change, says so."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.builds import commands, queries
from app.builds.commands import Description, NewItem
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.spaces import queries as spaces
from tests import cast
from tests.journeys import people

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
CHANGE = "Dim to one percent"
WORDS = Description(
    title="Darker nights",
    rollback="Lamp, Software, Back.",
    rollback_data="kept",
    artifact_url="https://example.org/lamp.bin",
)


@pytest.fixture
def build(site):
    """A build that went out a minute ago."""
    with site.app.app_context():
        with atomic():
            cast.space(cast.people())
        with atomic():
            space = spaces.by_slug_for_system("lamps")
            (train,) = commands.plan_coming(SYSTEM)
            build = queries.of_train(train.id)
            commands.describe(SYSTEM, build, WORDS, build.edits)
            commands.add_item(SYSTEM, build, NewItem("feature", CHANGE))
            commands.add_item(SYSTEM, build, NewItem("fix", "No flicker"))
        number, out_at = build.number, train.publish_at
        assert space.has_builds
    site.shift(out_at - clock.now() + timedelta(minutes=1))
    with site.app.app_context(), atomic():
        commands.publish_due(SYSTEM)
    site.work()
    return number


def test_a_fan_votes_likes_and_comments(site, build, scripted):
    ben = people.named(site, "ben", scripted=scripted).go(f"/builds/{build}")
    ben.see("Darker nights", CHANGE)
    _reads_how_to_go_back_before_joining(ben)
    # one tap each, changeable
    ben.click("Keep").see("You said: keep.")
    ben.click("Needs work").see("You said: needs work.")
    ben.click(f"Like: {CHANGE}")
    liked = ben.page.locator(".change", has_text=CHANGE).locator("[value=like]")
    expect(liked).to_have_attribute("aria-pressed", "true")
    ben.click(f"Comment on this change: {CHANGE}").see(f"About: {CHANGE}")
    ben.page.locator(".composer textarea").first.fill("Dark at last.")
    ben.page.locator(".composer button[type=submit]").first.click()
    ben.page.wait_for_load_state()
    ben.go(f"/builds/{build}")
    said = ben.page.locator("article.post", has_text="Dark at last.")
    expect(said.locator(".chip", has_text=CHANGE)).to_be_visible()
    talk = ben.page.locator(".change", has_text=CHANGE).locator("a.btn")
    expect(talk.locator(".num")).to_have_text("1")
    _makes_it_a_bug(ben, said)
    with site.app.app_context():
        shown = queries.page_of(SYSTEM, build)
        assert shown.votes.everyone == {"needs_work": 1}
        assert shown.votes.ran == {}
    assert site.errors == []


def test_a_tester_joins_gets_it_and_says_so(site, build, scripted):
    tess = people.named(site, "tess", scripted=scripted).go(f"/builds/{build}")
    tess.page.locator("#get > summary").click()
    tess.click("Join the test").see("You are in the test", "Lamp, Software, Back.")
    found = tess.page.get_by_role("link", name="Get ")
    assert found.first.get_attribute("href") == "https://example.org/lamp.bin"
    tess.tick("I ran it").click("Keep").see("You said: keep.", "You ran it")
    with site.app.app_context():
        assert queries.page_of(SYSTEM, build).votes.ran == {"keep": 1}
    tess.go(f"/builds/{build}").click("My devices").click("Make a key")
    tess.see("Copy this key now")
    assert site.errors == []


def _reads_how_to_go_back_before_joining(fan):
    """It opens on "Get it", with the version and the way back, before any joining."""
    fan.page.locator("#get > summary").click()
    opened = fan.page.locator("#get")
    for words in ("Lamp, Software, Back.", "Your data stay.", "Join the test"):
        expect(opened.get_by_text(words)).to_be_visible()


def _makes_it_a_bug(fan, said):
    """The comment leads to the form of a bug."""
    said.locator("summary").first.click()
    said.get_by_role("link", name="Make it a bug").click()
    fan.page.wait_for_load_state()
    fan.see("Report a bug")

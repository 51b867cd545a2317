"""A fan's Friday in taps and seconds, and what came of it on Tuesday."""

import time
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.spaces import commands as spaces
from tests import cast
from tests.feedback.reporting import idea, say, week_of_today
from tests.journeys import people
from tests.support import making

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
MOST_TAPS = 6
MOST_SECONDS = 15


class Taps:
    """Counts each tap, and how long all of them take."""

    def __init__(self) -> None:
        self.count = 0
        self.began = time.monotonic()

    def tap(self, what: Locator) -> None:
        what.click()
        self.count += 1

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


@pytest.fixture
def week(site):
    """A build that everybody may report on, an idea in the making, six reports."""
    with site.app.app_context(), atomic():
        known = cast.people()
        place = spaces.NewSpace(slug="lamps", name="Lamps")
        with clock.at(cast.LONG_AGO):
            space = spaces.create(SYSTEM, place, {})
        build = week_of_today(known, space)
        idea(known["ana"], space, "A timer that hums")
        for person in making.crowd(6):
            say(person, build, 1, 2)
        db.session.flush()
        return known, build.number


def pick(page, square: str, answer: str) -> Locator:
    return page.get_by_role("group", name=square).get_by_label(answer)


def test_a_vote_is_one_tap_and_a_report_six(site, week, scripted):
    known, number = week
    ben = people.at_home(site, known["ben"], scripted=scripted)
    ben.go(f"/builds/{number}")
    page, vote = ben.page, Taps()
    vote.tap(page.locator("#verdicts").get_by_role("button", name="Keep"))
    ben.see("You said: keep.")
    assert vote.count == 1
    report = Taps()
    report.tap(page.locator("summary", has_text="Get it"))
    report.tap(pick(page, "How was it?", "Love it"))
    report.tap(pick(page, "I like best", "Slow dial"))
    report.tap(pick(page, "Weakest", "None of them"))
    report.tap(pick(page, "I am waiting for", "A timer that hums"))
    report.tap(page.get_by_role("button", name="Send report"))
    ben.see("Your report counts.", "7 reports so far")
    assert report.count <= MOST_TAPS
    assert report.seconds <= MOST_SECONDS
    expect(page.get_by_text("You ran it")).to_be_visible()
    page.get_by_text("Change your report").click()
    expect(pick(page, "How was it?", "Love it")).to_be_checked()
    assert site.errors == []


def test_on_its_own_page_it_is_six_taps_too(site, week, scripted):
    known, number = week
    tess = people.at_home(site, known["tess"], scripted=scripted)
    tess.go(f"/builds/{number}/report")
    page, report = tess.page, Taps()
    report.tap(pick(page, "How was it?", "Broken"))
    report.tap(pick(page, "I like best", "None of them"))
    report.tap(pick(page, "Weakest", "Slow dial"))
    report.tap(pick(page, "I am waiting for", "A timer that hums"))
    report.tap(page.get_by_label("I ran it"))
    report.tap(page.get_by_role("button", name="Send report"))
    tess.see("Your report counts.")
    assert report.count <= MOST_TAPS
    assert report.seconds <= MOST_SECONDS
    assert site.errors == []


def test_what_was_tapped_survives_on_the_device(site, week):
    known, number = week
    ben = people.at_home(site, known["ben"])
    page = ben.go(f"/builds/{number}/report").page
    pick(page, "How was it?", "Good").click()
    pick(page, "I like best", "Dim lamp").click()
    ben.fill("Why the best?", "It glows").see("Kept on this device.")
    ben.go(f"/builds/{number}/report").see("Restored from this device")
    expect(pick(page, "How was it?", "Good")).to_be_checked()
    expect(pick(page, "I like best", "Dim lamp")).to_be_checked()
    expect(page.get_by_label("Why the best?")).to_have_value("It glows")
    pick(page, "Weakest", "No hum").click()
    ben.tick("I ran it").click("Send report").see("Your report counts.")
    ben.go(f"/builds/{number}/report")
    expect(page.get_by_text("Restored from this device")).to_have_count(0)
    assert site.errors == []


def test_taps_alone_survive_too(site, week):
    known, number = week
    ben = people.at_home(site, known["ben"])
    page = ben.go(f"/builds/{number}/report").page
    pick(page, "How was it?", "Good").click()
    ben.see("Kept on this device.")
    ben.go(f"/builds/{number}/report").see("Restored from this device")
    expect(pick(page, "How was it?", "Good")).to_be_checked()


def test_tuesday_brings_results_and_popcorn(site, week, scripted):
    known, number = week
    olaf = site.visitor(scripted=scripted)
    olaf.go(f"/builds/{number}/results").see("6 reports so far")
    assert "Slow dial" not in olaf.page.inner_text("main")
    site.shift(timedelta(days=1, hours=3))
    site.work()
    olaf.go(f"/builds/{number}").see("This week's favourites").click("All results")
    olaf.see("Slow dial", "made by Paul", "Few voices")
    assert "popcorn" not in olaf.text()
    site.shift(timedelta(hours=3))
    site.work()
    olaf.go(f"/builds/{number}/results").see("A bucket of popcorn for “Slow dial”")
    paul = people.at_home(site, known["paul"], scripted=scripted)
    paul.go("/notices").see("A bucket of popcorn for you")
    paul.go(f"/people/{known['paul'].number}").see("Popcorn for “Slow dial”")
    assert site.errors == []

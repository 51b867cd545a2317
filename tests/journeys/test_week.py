"""A tester's week on a phone, and an engineer's from the board to the next Friday."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.commands import NewItem
from app.feedback import commands, queries
from app.feedback.commands import NewBug
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.spaces import queries as spaces
from tests import cast
from tests.feedback.conftest import mend
from tests.feedback.reporting import idea, say
from tests.journeys import people
from tests.journeys.test_builds import WORDS
from tests.journeys.test_fourfold import MOST_SECONDS, MOST_TAPS, Taps, pick
from tests.support import making

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
DESK = {"width": 1440, "height": 900}
TITLE = "The lamp hums when it is dark"
HUM = "A low hum below two percent, at night only."
MOST_SECONDS_OF_A_BUG = 60


@pytest.fixture
def friday(site):
    """The number of a build of three changes that went out a minute ago."""
    with site.app.app_context():
        with atomic():
            cast.space(cast.people())
        with atomic():
            known = cast.known()
            idea(known["ana"], spaces.by_slug_for_system("lamps"), "A timer that hums")
            (train,) = builds.plan_coming(SYSTEM)
            build = build_queries.of_train(train.id)
            builds.describe(SYSTEM, build, WORDS, build.edits)
            for title in ("Dim lamp", "Slow dial", "No glare"):
                made_by = [(known["eddy"].id, "author")]
                builds.add_item(
                    SYSTEM, build, NewItem("feature", title, "", credits=made_by)
                )
            number, out_at = build.number, train.publish_at
    _until(site, out_at)
    return number


def test_the_testers_week(site, friday, scripted):
    tess = people.named(site, "tess", scripted=scripted).go(f"/builds/{friday}")
    _joins_and_gets_it(tess)
    _votes_in_one_tap(tess)
    _reports_in_six(tess)
    number = _files_a_bug(tess)
    _until(site, _mended(site, number))
    tess = people.named(site, "tess", scripted=scripted).go("/notices")
    tess.page.get_by_role("link", name="Is your bug gone?").click()
    tess.see("Fixed, try it", "Does it work for you now?")
    tess.click("Yes, it works").see("Thank you for trying it.", "Fixed and tried")
    tess.go("/testing").see("fix tried", TITLE)
    assert site.errors == []


def test_the_engineers_week(site, friday, scripted):
    number, standings_at, awards_at, next_at = _reported(site, friday)
    priya = _at_desk(site, "priya", scripted=scripted)
    _confirms_with_a_name(priya)
    site.work()
    eddy = _at_desk(site, "eddy", scripted=scripted)
    _fixes_it(eddy, number)
    # Tuesday: counted at two, announced at five
    _until(site, standings_at)
    _names_the_tester(_at_desk(site, "priya", scripted=scripted))
    _until(site, awards_at)
    eddy = _at_desk(site, "eddy", scripted=scripted).go(f"/builds/{friday}/results")
    eddy.see("A bucket of popcorn for “Dim lamp”", "Tester of the week", TITLE)
    eddy.go("/notices").see("A bucket of popcorn for you")
    # Friday: it goes out by the clock, and whoever reported it is asked
    _until(site, next_at)
    tess = people.named(site, "tess", scripted=scripted).go("/notices")
    tess.see("Is your bug gone?").go(f"/bugs/{number}").see("Does it work for you now?")
    tess.page.locator("section[aria-labelledby=facts] a").last.click()
    tess.see("What changed", TITLE, "Tess", "Eddy")
    eddy = _at_desk(site, "eddy", scripted=scripted).go(f"/bugs/{number}")
    expect(eddy.page.get_by_role("button", name="Yes, it works")).to_have_count(0)
    assert site.errors == []


def _joins_and_gets_it(tess):
    tess.page.locator("#get > summary").click()
    tess.click("Join the test").see("You are in the test", "Lamp, Software, Back.")
    found = tess.page.get_by_role("link", name="Get ").first
    assert found.get_attribute("href") == "https://example.org/lamp.bin"


def _votes_in_one_tap(tess):
    """On the bar at her thumb, or above."""
    vote = Taps()
    vote.tap(tess.page.locator("#vote").get_by_role("button", name="Keep").first)
    tess.see("You said: keep.")
    assert vote.count == 1


def _reports_in_six(tess):
    page, report = tess.page, Taps()
    report.tap(pick(page, "How was it?", "Good"))
    report.tap(pick(page, "I like best", "Dim lamp"))
    report.tap(pick(page, "Weakest", "Slow dial"))
    report.tap(pick(page, "I am waiting for", "A timer that hums"))
    report.tap(page.locator("#foursquare-ran"))
    report.tap(page.get_by_role("button", name="Send report"))
    tess.see("Your report counts.")
    assert report.count <= MOST_TAPS
    assert report.seconds <= MOST_SECONDS


def _files_a_bug(tess) -> int:
    """Two taps and two fields; device and build are known."""
    page, acts = tess.page, Taps()
    acts.tap(page.locator("#bugs").get_by_role("link", name="Report a bug"))
    page.wait_for_load_state()
    expect(page.locator("#report :invalid")).to_have_count(2)
    tess.fill("What goes wrong", TITLE).fill("What happens?", HUM)
    expect(page.locator("#report :invalid")).to_have_count(0)
    acts.tap(page.locator("#report").get_by_role("button", name="Send"))
    tess.see("Thank you. We have heard it.", TITLE, "Heard")
    assert acts.count == 2
    assert acts.seconds <= MOST_SECONDS_OF_A_BUG
    return tess.number()


def _confirms_with_a_name(priya):
    """The card asks for an engineer, and leads back to the board."""
    _move(priya.go("/staff/bugs"), "confirmed")
    priya.see("Name an engineer").choose("Engineer", "Eddy").click("Move")
    priya.see("Moved.")
    expect(_card(priya, "confirmed")).to_contain_text("Eddy")


def _fixes_it(eddy, number):
    """By the cards alone: it becomes a change of the build to come."""
    eddy.go("/notices").see("This bug is yours to fix", TITLE)
    _move(eddy.go("/staff/bugs"), "in_progress")
    expect(_card(eddy, "in_progress")).to_be_visible()
    _move(eddy, "fixed")
    expect(_card(eddy, "fixed")).to_be_visible()
    eddy.go(f"/bugs/{number}").see("Fixed, comes with")


def _names_the_tester(priya):
    priya.go("/staff/awards").page.locator("main .list a").first.click()
    expect(priya.page.get_by_role("radio", name="Tess")).to_be_checked()
    expect(priya.page.get_by_label("What for?")).to_have_value(
        f"Caught the worst bug early: “{TITLE}”."
    )
    priya.click("Save").see("Saved.")


def _move(walker, state):
    """Send the Move form of the bug's card."""
    card = walker.page.locator("article.bug-card", has_text=TITLE)
    card.get_by_label("Move to").select_option(state)
    card.get_by_role("button", name="Move").click()
    walker.page.wait_for_load_state()


def _card(walker, column):
    column = walker.page.locator(f"[data-column={column}]")
    return column.locator("article.bug-card", has_text=TITLE)


def _reported(site, friday):
    """Six people like the dim lamp best; tess hears a hum. What comes when."""
    with site.app.app_context(), atomic():
        tess = cast.known()["tess"]
        build = build_queries.visible_to(SYSTEM).get(friday)
        for person in making.crowd(6):
            say(person, build, 0, 1)
        new = NewBug(TITLE, actual=HUM, severity="major")
        number = commands.file(tess, build, new).number
        (coming,) = build_queries.waiting_builds(build.space_id)
        times = (
            build.train.standings_at,
            build.train.awards_at,
            coming.train.publish_at,
        )
    site.work()
    return number, *times


def _mended(site, number):
    """The engineer mends it in the build to come; when that goes out."""
    with site.app.app_context(), atomic():
        eddy = cast.known()["eddy"]
        bug = queries.by_number(eddy, number)
        (coming,) = build_queries.waiting_builds(bug.space_id)
        mend(eddy, bug, coming)
        return coming.train.publish_at


def _until(site, at):
    site.shift(at - clock.now() + timedelta(minutes=1))
    site.work()


def _at_desk(site, name, *, scripted):
    walker = people.named(site, name, scripted=scripted)
    walker.page.set_viewport_size(DESK)
    return walker

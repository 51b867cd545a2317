"""What people come for: an author, a moderator, and whoever passes by.

The fourth, who follows a shared link, is in test_joining.
"""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.ideas.models import Idea
from app.kernel.db import atomic, db
from app.spaces.models import Space
from tests import cast
from tests.ideas import make
from tests.journeys import people
from tests.support import making

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
GOALS = {"ideas": {"ladder": [1, 2], "ladder_days": [60, 365]}}
TITLES = ("It folds", "It turns", "It floats")
TITLE = "A lamp with magnetic joints"
STORY = "Short arms that meet in round joints."
# More stops than any page of the queue has.
STOPS = 120
_LAMPS = select(Space).where(Space.slug == "lamps")
FOCUSED = """() => {
    const focused = document.activeElement;
    const labels = [...focused.labels ?? []].map(label => label.innerText).join(" ");
    return (labels || focused.innerText || "").trim();
}"""


@pytest.fixture
def home(site, scripted):
    """Brings members of the cast home; there is a space with two small goals."""
    with site.app.app_context(), atomic():
        known = cast.people()
        cast.space(known, **GOALS)

    def walker(name: str) -> people.Walker:
        return people.at_home(site, known[name], scripted=scripted)

    return walker


def test_an_author_goes_from_draft_to_goal(site, home, scripted):
    ana = people.join(site, "Lina", scripted=scripted).go("/ideas/new?space=lamps")
    ana.fill("Title", TITLE).tick("A new product")
    ana.fill("What bothers you today?", "I own four lamps because none fits twice.")
    ana.fill("Your idea", "Short arms.").click("Save draft")
    ana.see("Your draft is saved.")
    number = ana.number()
    _write_on(ana, scripted=scripted)
    _send(ana)
    mo = home("mo").go("/staff/queue").click(TITLE).click("Publish").see("Published.")
    site.work()
    for name in ("ben", "tess"):
        fan = home(name).go(f"/ideas/{number}")
        fan.click("Support this idea").see("You support this")
        site.work()
    mo.go(f"/ideas/{number}").see("The last goal is reached.").click("Sign the goal")
    home("priya").go(f"/ideas/{number}").click("Sign the goal")
    site.work()
    ana.go("/me").see(TITLE, "In review")
    ana.go("/notices").see("is published", "reached 2 supporters", "is being reviewed")
    assert site.errors == []


def _write_on(author, *, scripted: bool) -> None:
    """More is written, with scripts kept without a button; then the author leaves."""
    author.click("Edit").fill("Your idea", STORY)
    if scripted:
        author.see("Draft saved.")
    else:
        author.click("Save draft")
    author.go("/").go("/ideas/mine").click(TITLE).click("Edit")
    expect(author.page.get_by_label("Your idea")).to_have_value(STORY)


def _send(author) -> None:
    """A picture, what it shows, the terms, and off it goes."""
    author.page.locator("#picture-0").set_input_files(people.picture())
    author.page.locator("#alt-0").fill("A lamp of four short arms")
    author.click("Go on to send it").tick("I accept these terms").click("Send it")
    author.see(TITLE, "Being checked")


def test_a_moderator_empties_the_queue_by_keyboard_alone(site, home, scripted):
    """With scripts by single keys; without by Tab, Space and Enter. Never a mouse."""
    with site.app.app_context(), atomic():
        known, space = cast.known(), db.session.scalars(_LAMPS).one()
        for name, title in zip(("ana", "ben", "mei"), TITLES, strict=True):
            make.submitted(known[name], space, title)
    mo = home("mo").go("/staff/queue")
    _reach(mo, TITLES[0])
    acts = (_publish, _ask_for_a_change, _refuse)
    for title, decide in zip(TITLES, acts, strict=True):
        expect(mo.page.locator("#item-title")).to_have_text(title)
        decide(mo, scripted=scripted)
    mo.see("Nothing waits")
    assert site.errors == []
    with site.app.app_context():
        states = {idea.title: idea.state for idea in db.session.scalars(select(Idea))}
    assert [states[title] for title in TITLES] == [
        "supporting",
        "needs_work",
        "rejected",
    ]


def _publish(mo, *, scripted: bool) -> None:
    _press(mo, "a", "Publish", scripted=scripted)


def _ask_for_a_change(mo, *, scripted: bool) -> None:
    """The first change of the library, ticked by its number or by the space bar."""
    _press(mo, "w", "Ask for changes", scripted=scripted)
    if scripted:
        mo.page.keyboard.press("1")
    else:
        _reach(mo, "1 ", by="Space")
    _reach(mo, "Send back")


def _refuse(mo, *, scripted: bool) -> None:
    _press(mo, "d", "Refuse", scripted=scripted)
    _press(mo, "1", "1\n", scripted=scripted)


def _press(walker, key: str, name: str, *, scripted: bool) -> None:
    """Do what has this name: by its own key, or by Tab and Enter."""
    if scripted:
        walker.page.keyboard.press(key)
    else:
        _reach(walker, name)


def _reach(walker, name: str, *, by: str = "Enter") -> None:
    """Go on by Tab until what has this name has the focus; then press it."""
    for _stop in range(STOPS):
        walker.page.keyboard.press("Tab")
        if walker.page.evaluate(FOCUSED).startswith(name):
            walker.page.keyboard.press(by)
            walker.page.wait_for_load_state()
            return
    pytest.fail(f"no key leads to {name!r} at {walker.page.url}")


def test_a_visitor_joins_by_supporting_and_finds_it_at_home(site, home, scripted):
    """From the list; then by the menu to the own page, and after the next sign-in."""
    with site.app.app_context(), atomic():
        making.idea(cast.known()["ana"], db.session.scalars(_LAMPS).one(), title=TITLE)
    kim = site.visitor(scripted=scripted).go("/ideas")
    kim.name = "Kim"
    kim.click("Support").see("Join to support this idea")
    kim.fill("Name", kim.name).fill("Password", people.PASSWORD)
    kim.fill("Year of birth", "1992").click("Join and support").see("You support this")
    kim.click("You", within=".tabbar").see("Ideas I support", TITLE)
    kim.page.locator("summary.me").click()
    kim.click("Sign out", within="header")
    people.sign_in(kim)
    kim.click("You", within=".tabbar").click(TITLE).see("You support this")
    kim.click("Your receipt").see("You gave your support")
    assert site.errors == []


def test_on_a_phone_support_is_always_one_tap_away(site, home, scripted):
    """The bar above the tabs acts while the big button is out of sight."""
    with site.app.app_context(), atomic():
        author, space = cast.known()["ana"], db.session.scalars(_LAMPS).one()
        idea = making.idea(author, space, title=TITLE, body=f"{STORY}\n\n" * 60)
        number = idea.number
    ben = home("ben").go(f"/ideas/{number}")
    bar, button = ben.page.locator(".dock"), ben.page.locator("#support-button")
    expect(button).to_be_visible()
    if scripted:
        expect(bar).to_be_hidden()
    ben.page.locator("footer").scroll_into_view_if_needed()
    if scripted:
        expect(ben.page.locator("#more .lineage")).to_be_visible()
        expect(button).to_be_hidden()
    at = ben.page.evaluate("scrollY")
    bar.get_by_role("button").click()
    ben.see("You support this", "Take it back")
    expect(bar).to_have_count(0)
    if scripted:
        expect(ben.page.locator(".is-mine")).to_be_focused()
        assert abs(ben.page.evaluate("scrollY") - at) < 5
    assert site.errors == []

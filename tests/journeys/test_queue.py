"""The moderators' queue by keyboard, and how many decisions an hour that makes."""

import itertools
import sys
import time

import pytest
from playwright.sync_api import expect

from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel import ids
from app.kernel.db import atomic, db
from app.people.models import Person
from tests import cast
from tests.ideas import make
from tests.journeys.people import at_home

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
# What is pressed for one idea: mostly yes, now and then no for a reason, or a fix.
KEYS = (("a",), ("a",), ("d", "6"), ("a",), ("d", "1"))
RESULTS = {"a": "supporting", "d": "rejected"}


@pytest.fixture
def desk(site, deep):
    """Mo's browser before a queue of 20 ideas, with `--deep` of 500."""
    count = 500 if deep else 20
    with site.app.app_context():
        with atomic():
            people = cast.people()
            space = cast.space(people)
        with atomic():
            for n in range(count):
                author = Person(
                    number=ids.next_number("person"),
                    display_name=f"Author {n}",
                    birth_year=1990,
                    created_at=cast.LONG_AGO,
                )
                db.session.add(author)
                db.session.flush()
                make.submitted(author, space, f"Idea {n} folds flat")
        mo = people["mo"]
    walker = at_home(site, mo)
    walker.page.set_viewport_size({"width": 1440, "height": 900})
    walker.count = count
    return walker


def test_ideas_are_decided_one_key_each_without_leaving_the_page(site, desk, capsys):
    page = desk.page
    desk.go("/staff/queue")
    page.locator(".waiting a").first.click()
    title = page.locator("#item-title")
    page.evaluate("window.stayed = true")
    pressed, began = [], time.monotonic()
    for keys in itertools.islice(itertools.cycle(KEYS), desk.count):
        before = title.inner_text()
        for key in keys:
            page.keyboard.press(key)
        pressed.append((before, keys[0]))
        if len(pressed) < desk.count:
            expect(title).not_to_have_text(before)
    expect(page.locator("#desk")).to_contain_text("Nothing waits")
    seconds = time.monotonic() - began
    rate = desk.count / seconds * 3600
    told = f"\n{desk.count} decisions by keyboard: {rate:,.0f} an hour"
    with capsys.disabled():
        sys.stdout.write(f"{told}\n")
    assert page.evaluate("window.stayed")
    assert site.errors == []
    with site.app.app_context():
        states = {row.title: row.state for row in db.session.query(Idea)}
    assert states == {name: RESULTS[key] for name, key in pressed}


def test_keys_go_on_come_back_and_undo(site, desk):
    page = desk.page
    desk.go("/staff/queue")
    page.locator(".waiting a").first.click()
    title = page.locator("#item-title")
    first = title.inner_text()
    page.keyboard.press("j")
    expect(title).not_to_have_text(first)
    page.keyboard.press("k")
    expect(title).to_have_text(first)
    page.keyboard.press("a")
    expect(title).not_to_have_text(first)
    expect(page.locator("#live")).to_contain_text("Published.")
    page.keyboard.press("u")
    expect(title).to_have_text(first)
    page.keyboard.press("d")
    field = page.locator("textarea[name=reason]")
    field.fill("a d s")  # in a field keys are letters
    field.press("a")
    page.locator("[data-panel][open] button.btn-danger").click()
    expect(page.locator("#error-summary")).to_contain_text("at least 80")
    expect(field).to_have_value("a d sa")
    assert page.url.endswith(page.locator("#desk").get_attribute("data-url"))
    assert site.errors == []
    with site.app.app_context():
        with atomic():
            pass
        number = int(page.url.rsplit("/", 1)[1].split("?")[0])
        idea = ideas.visible_to(db.session.get_one(Person, 1)).get(number)
        assert (idea.state, idea.title) == ("submitted", first)
        assert idea.opened_at is not None

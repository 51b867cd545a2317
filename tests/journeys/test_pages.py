"""Every kind of page, as each sort of person: open to all people, on every phone.

With `--deep` in the dark and on a desk as well, at 400 % zoom and under the strict
content security policy, without a word on the console.
"""

import re
import sys
from collections import Counter
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.comments import commands as comments
from app.comments.models import Thread
from app.ideas.models import Idea
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.people import commands as accounts
from app.people.models import Person
from app.setup import queries
from app.spaces.models import Space
from tests.ideas import make

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
SHORT = [(PHONE, "light")]
WHOLE = [(size, theme) for size in (PHONE, DESK) for theme in ("light", "dark")]
SPARE = 200
NARROW = {"width": 320, "height": 700}
# 1280 by 1024 at 400 %: as wide as the narrowest phone, hardly higher than a line.
ZOOMED = {"width": 320, "height": 256, "deviceScaleFactor": 4, "mobile": False}
SIDEWAYS = (
    "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
)
HEIGHT = "() => document.documentElement.scrollHeight"
STILL = """() => document.fonts.status === 'loaded' &&
    [...document.images].every(image => image.complete || image.loading === 'lazy')"""
ASTRAY = "visitor astray"
LINK = re.compile(r'href="(/[^"#?]*)')
# So many pages of one kind are read for links by each, and by all people together
# unless `--deep` is asked for; the first alone is looked at.
READS = 2
SHARED = 4
# A crawl that finds fewer kinds of pages is broken.
FEWEST = 81


class Surveyor:
    """Walks through the site by its links, each kind of page once, and notes faults."""

    def __init__(self, site, *, deep: bool = False) -> None:
        self.site = site
        self.deep = deep
        self.looks = 0
        self.seen: Counter[str] = Counter()
        self.read: Counter[str] = Counter()
        self.faults: list[str] = []
        self._map = site.app.url_map.bind("localhost")

    def walk(self, part: str, number: int | None, paths: tuple[str, ...] = ()) -> None:
        """Follow links as a person of the demo, or as a visitor."""
        page = self._page(number)
        waiting = ["/", "/me", "/staff", *paths, *self._plain_paths()]
        read: Counter[str] = Counter()
        for path in waiting:  # which grows as links are found
            kind = self._kind(path)
            if kind is None or read[kind] == READS or self._knows(kind):
                continue
            read[kind] += 1
            answer = page.request.get(path)
            if answer.status != 200 or not _is_html(answer):
                continue
            self.read[kind] += 1
            waiting += [to for to in LINK.findall(answer.text()) if to not in waiting]
            final = self._kind(answer.url.removeprefix(self.site.url))
            if self.seen[final] < (READS if self.deep else 1):
                self.seen[final] += 1
                page.goto(path)
                self._look(page, f"{part} {path}")
        page.context.close()

    def _knows(self, kind: str) -> bool:
        return not self.deep and self.read[kind] == SHARED

    def stray(self) -> None:
        """Look at the page of an address that leads nowhere."""
        page = self._page(None)
        page.goto("/no-such-page")
        self._look(page, ASTRAY)
        page.context.close()

    def _look(self, page, where: str) -> None:
        for size, theme in WHOLE if self.deep else SHORT:
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size(size)
            found = self._violations(page)
            told = f"{where}, {size['width']} {theme}"
            self.faults += [f"{told}: {_told(violation)}" for violation in found]
        page.set_viewport_size(NARROW)
        self._note_sideways(page, where)
        if self.deep:
            self._zoom(page, where)
            self._listen(page, where)
        page.set_viewport_size(PHONE)

    def _violations(self, page) -> list[dict]:
        # As tall as the whole page: else the tab bar covers half a link by chance.
        page.wait_for_function(STILL)
        size = page.viewport_size
        page.set_viewport_size({**size, "height": page.evaluate(HEIGHT) + SPARE})
        page.wait_for_function(STILL)
        self.looks += 1
        return Axe().run(page, options=OPTIONS).response["violations"]

    def _note_sideways(self, page, where: str) -> None:
        if over := page.evaluate(SIDEWAYS):
            self.faults.append(f"{where}: scrolls {over} px sideways")

    def _zoom(self, page, where: str) -> None:
        screen = page.context.new_cdp_session(page)
        screen.send("Emulation.setDeviceMetricsOverride", ZOOMED)
        self._note_sideways(page, f"{where} at 400 %")
        screen.send("Emulation.clearDeviceMetricsOverride")
        screen.detach()

    def _listen(self, page, where: str) -> None:
        """Open it once more as a browser does, with the policy kept."""
        state = page.context.storage_state()
        context = self._context(storage_state=state)
        strict = context.new_page()
        strict.on("console", lambda said: self._heard(said, where))
        strict.on("pageerror", lambda e: self.faults.append(f"{where}: {e}"))
        strict.goto(page.url, wait_until="networkidle")
        context.close()

    def _heard(self, said, where: str) -> None:
        if said.type == "error" and where != ASTRAY:
            self.faults.append(f"{where}: {said.text}")

    def _context(self, **options):
        return self.site.browser.new_context(
            base_url=self.site.url, viewport=PHONE, reduced_motion="reduce", **options
        )

    def _page(self, number: int | None):
        page = self._context(bypass_csp=True).new_page()
        if number is not None:
            page.goto("/demo")
            with page.expect_navigation():
                page.locator(f"form[action$='/view-as/{number}'] button").first.click()
        return page

    def _plain_paths(self) -> list[str]:
        rules = self.site.app.url_map.iter_rules()
        plain = (rule for rule in rules if "GET" in rule.methods and not rule.arguments)
        return sorted(self._map.build(rule.endpoint) for rule in plain)

    def _kind(self, path: str) -> str | None:
        """The endpoint that answers a path, if any."""
        try:
            endpoint, _ = self._map.match(urlsplit(path).path, method="GET")
        except (HTTPException, RequestRedirect):
            return None
        return endpoint


def _is_html(answer) -> bool:
    return answer.headers.get("content-type", "").startswith("text/html")


def _told(violation: dict) -> str:
    nodes = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
    return f"{violation['id']} ({len(nodes)}): {nodes[0]}"


def _out_of_the_way(people: dict[str, Person]) -> dict[str, tuple[str, ...]]:
    """What no link of this small world leads to, by who may see it."""
    fan = people["fan"]
    supported = select(Idea).where(Idea.state == "supporting").order_by(Idea.number)
    wanted = supported.where(Idea.outcome == "improvement")
    improvement = db.session.scalars(wanted).first()
    thread = db.session.get_one(Thread, improvement.thread_id)
    space = db.session.get_one(Space, improvement.space_id)
    with atomic():
        comment = comments.write(fan, thread, "Yes.")
        comments.edit(fan, comment, "Yes, please.", comment.version)
        idea = make.draft(fan, space)
        token = accounts.admin_link(SYSTEM, is_demo=True)
    return {
        "visitor": (
            f"/ideas/{improvement.number}",
            f"/welcome/{token}",
            f"/comments/{comment.id}/history",
        ),
        "fan": (f"/ideas/{idea.number}/edit", f"/ideas/{idea.number}/submission"),
        "product_owner": (f"/staff/ideas/{improvement.number}/take-up",),
    }


@pytest.mark.browser
@pytest.mark.nodb
@pytest.mark.allow_hosts(["127.0.0.1"])
# A page that is left while its pictures load leaves the server with their files.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_no_page_shuts_anybody_out(demo_site, deep, capsys):
    with demo_site.app.app_context():
        people = {viewer.part: viewer.number for viewer in queries.cast()}
        paths = _out_of_the_way({part: queries.named(people[part]) for part in people})
    surveyor = Surveyor(demo_site, deep=deep)
    for part in ["visitor", *queries.PARTS]:
        surveyor.walk(part, people.get(part), paths.get(part, ()))
    surveyor.stray()
    kinds, faults = len(surveyor.seen), len(surveyor.faults)
    told = f"\n{kinds} kinds of pages, {surveyor.looks} looks, {faults} faults"
    with capsys.disabled():
        sys.stdout.write(f"{told}\n")
    assert len(surveyor.seen) >= FEWEST, sorted(surveyor.seen)
    assert surveyor.faults == []

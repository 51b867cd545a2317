"""A newcomer's first five minutes: demo, walk, own site, own idea, a first supporter.

Starts the server on an empty data folder, walks a browser through it as somebody would
who has never seen it, and counts. Things are found by their place and address, never
by words, so that every language goes the same way.
"""

import argparse
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Frame,
    Page,
    ViewportSize,
    sync_playwright,
)

ROOT = Path(__file__).parents[2]
PASSWORD = "four words in a row"  # noqa: S105 - of a site that lives for a minute
PATIENCE = 60_000
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
ADDRESS = re.compile(r"http://\S+")
# What a person needs to read a page, to find and press one thing, to fill one field.
READING, PRESSING, FILLING = 4, 2, 6
# The name of the site; an idea: title, what bothers its author, what would help.
WORDS = {
    "en": ("Halden", "A longer cable", "The plug is too far away.", "Three metres."),
    "zh-Hans": ("哈尔登", "更长的电源线", "插座离得太远。", "三米长就够了。"),
}


@dataclass
class Leg:
    """A part of the way, and what it took."""

    name: str
    pages: int = 0
    clicks: int = 0
    fields: int = 0
    seconds: float = 0

    @property
    def by_hand(self) -> float:
        """The seconds of somebody who reads, looks for things and types."""
        read = self.pages * READING + self.clicks * PRESSING
        return self.seconds + read + self.fields * FILLING


class Way:
    """All legs, and the browser that walks them."""

    def __init__(self, browser: Browser, lang: str) -> None:
        self.browser = browser
        self.lang = lang
        self.legs: list[Leg] = []
        self.wrong: list[str] = []

    @contextmanager
    def leg(self, name: str) -> Iterator[None]:
        """What happens inside is one leg."""
        self.legs.append(Leg(name))
        began = time.monotonic()
        yield
        self.legs[-1].seconds = round(time.monotonic() - began, 1)

    def person(self, viewport: ViewportSize) -> "Person":
        """Somebody with a browser of their own."""
        context = self.browser.new_context(viewport=viewport, locale=self.lang)
        context.set_default_timeout(PATIENCE)
        return Person(self, context.new_page())


class Person:
    """Somebody at a page: what they read, press and fill is counted."""

    def __init__(self, way: Way, page: Page) -> None:
        self.way = way
        self.page = page
        page.on("framenavigated", self._arrived)
        page.on("console", self._console)

    def press(self, selector: str) -> None:
        """Press the first of these that can be seen."""
        self.way.legs[-1].clicks += 1
        self.page.locator(selector).filter(visible=True).first.click()
        self.page.wait_for_load_state()
        self._check_language()

    def fill(self, **words: str) -> None:
        """Write into fields."""
        for name, said in words.items():
            self.way.legs[-1].fields += 1
            self.page.locator(f"main [name={name}]").first.fill(said)

    def _check_language(self) -> None:
        lang = self.page.locator("html").get_attribute("lang")
        if lang != self.way.lang:
            self.way.wrong.append(f"{self.page.url} speaks {lang}")

    def _arrived(self, frame: Frame) -> None:
        if frame == self.page.main_frame:
            self.way.legs[-1].pages += 1

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.way.wrong.append(f"{self.page.url}: {message.text}")


class Server:
    """bin/serve on an empty data folder and a free port."""

    def __init__(self, data: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        command = [f"{ROOT}/bin/serve", "--port", f"{port}", "--data", f"{data}"]
        self.process = subprocess.Popen(  # noqa: S603 - our own words
            command, stdout=subprocess.PIPE, text=True
        )

    def address(self) -> str:
        """What it prints, as soon as it answers there."""
        assert self.process.stdout is not None
        found = filter(None, map(ADDRESS.search, self.process.stdout))
        address = next(found)[0]
        while not _answers(address):
            time.sleep(0.1)
        return address

    def end(self) -> None:
        """Stop it and wait."""
        self.process.terminate()
        self.process.communicate()


def walk(way: Way, server: Server) -> None:
    """The whole way, leg by leg."""
    name, *idea = WORDS[way.lang]
    with way.leg("server"):
        address = server.address()
    ada, fan = way.person(DESK), way.person(PHONE)
    with way.leg("demo"):
        ada.page.goto(address)
        ada.press("main form button")
    with way.leg("walk"):
        _walk_the_chain(ada)
    with way.leg("own site"):
        _leave(ada)
        _become_admin(ada)
        _set_up(ada, name)
    with way.leg("own idea"):
        _publish(ada, *idea)
    with way.leg("support"):
        fan.page.goto(ada.page.url)
        _support(fan)


def _walk_the_chain(ada: Person) -> None:
    """All stops: from each one the bar leads to the next."""
    ada.press("a[href='/demo/walk']")
    ada.press(".walk li:first-child button")
    while ada.page.locator(".demo-bar button.on").count():
        ada.press(".demo-bar button.on")


def _leave(ada: Person) -> None:
    ada.press(".demo-bar a.on")
    ada.press("form[action='/demo/leaving'] button")
    ada.page.wait_for_url("**/welcome/*")


def _become_admin(ada: Person) -> None:
    """A name, a password; then the second factor with the key that is shown."""
    ada.fill(name="Ada", password=PASSWORD, birth_year="1985")
    ada.press("main form button")
    key = ada.page.locator("#totp-key").first
    secret = key.evaluate("field => field.value || field.textContent")
    ada.fill(code=pyotp.TOTP(secret.replace(" ", "")).now())
    ada.press("main .form button")
    ada.press("main .btn-primary")


def _set_up(ada: Person, name: str) -> None:
    """Begin empty: three screens, the last two as they stand."""
    ada.press("main a[href='/setup/site']")
    ada.fill(name=name)
    for _screen in range(3):
        ada.press("main .form .btn-primary")


def _publish(ada: Person, title: str, problem: str, body: str) -> None:
    """The first of the first steps."""
    ada.press("main a[href='/ideas/new']")
    ada.fill(title=title, problem=problem, body=body)
    ada.press("main [name=send]")
    ada.press("main [name=terms]")
    ada.press("main .form .btn-primary")


def _support(fan: Person) -> None:
    """One tap and three fields, on the page of the idea."""
    fan.press("main .support .btn-primary")
    fan.fill(name="Ben", password=PASSWORD, birth_year="1992")
    fan.press("#joining-form .btn-primary")
    fan.page.locator(".support .is-mine").wait_for()


def _answers(address: str) -> bool:
    parts = urlsplit(address)
    with socket.socket() as probe:
        return probe.connect_ex((parts.hostname or "", parts.port or 80)) == 0


def _table(way: Way) -> str:
    """The figures, a line a leg."""
    heads = [*(field.name for field in fields(Leg)), "by hand"]
    lines = [[*asdict(leg).values(), round(leg.by_hand)] for leg in way.legs]
    whole = [round(sum(column), 1) for column in list(zip(*lines, strict=True))[1:]]
    rows = [heads, *lines, ["in all", *whole]]
    return "\n".join("".join(f"{cell!s:>10.9}" for cell in row) for row in rows)


def main() -> int:
    """Walk, tell, and fail where a page erred or spoke another language."""
    parser = argparse.ArgumentParser(prog="bin/newcomer")
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--chromium", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--lang", choices=list(WORDS), default="en")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    server = Server(asked.work / "data")
    try:
        way = _walked(asked.chromium, asked.lang, server)
    finally:
        server.end()
    told = json.dumps([asdict(leg) for leg in way.legs]) if asked.json else _table(way)
    sys.stdout.write(f"{told}\n")
    sys.stderr.writelines(f"{wrong}\n" for wrong in way.wrong)
    return 1 if way.wrong else 0


def _walked(chromium: str, lang: str, server: Server) -> Way:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        way = Way(browser, lang)
        walk(way, server)
        browser.close()
    return way


if __name__ == "__main__":
    sys.exit(main())

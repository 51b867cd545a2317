"""The served site, and people who walk through it with a browser."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pyotp
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from app.kernel import clock, jobs, relay

TIMEOUT = 15_000
SOON = 5_000
TICKS = "input[type=checkbox], input[type=radio]"
WORDS = "input:not([type=checkbox], [type=radio], [type=hidden]), textarea"
PASSWORD = "a long sentence to sign in with"


class Site:
    """The site under test: its address, people, clock and background work."""

    def __init__(self, app: Flask, url: str, browser: Browser) -> None:
        self.app = app
        self.url = url
        self.browser = browser
        self.shifted = timedelta()
        self.errors: list[str] = []
        self.walkers: list[Walker] = []

    def visitor(self, *, scripted: bool = True, locale: str = "en-GB") -> "Walker":
        """Somebody new, with a browser of their own."""
        context = self.browser.new_context(
            viewport={"width": 390, "height": 844},
            java_script_enabled=scripted,
            locale=locale,
            base_url=self.url,
            reduced_motion="reduce",
        )
        context.set_default_timeout(TIMEOUT)
        walker = Walker(self, context.new_page())
        self.walkers.append(walker)
        return walker

    def shift(self, delta: timedelta) -> None:
        """Move the clock of the whole site."""
        clock.shift(delta)
        self.shifted += delta

    def next_code(self) -> None:
        """A one-time code works once: let half a minute pass before the next."""
        self.shift(timedelta(seconds=31))

    def work(self) -> None:
        """Let the background work be done: jobs that are due, then word of it."""
        with self.app.app_context():
            for _ in range(2):
                relay.drain()
                jobs.run_all()
            relay.drain()

    def run(self, *command: str, stdin: str = "") -> str:
        """A command of the shell; its output, and it must end well."""
        result = self.app.test_cli_runner().invoke(args=list(command), input=stdin)
        assert result.exit_code == 0, result.output
        return result.output

    def close(self) -> None:
        """Close every browser context."""
        for walker in self.walkers:
            walker.page.context.close()


class Walker:
    """A person at a page: goes, fills, clicks and sees, as anyone would."""

    def __init__(self, site: Site, page: Page) -> None:
        self.site = site
        self.page = page
        self.name = ""
        self.totp: pyotp.TOTP | None = None
        page.on("console", self._console)
        page.on("pageerror", lambda error: site.errors.append(f"script: {error}"))

    def go(self, path: str) -> "Walker":
        """Open a page of the site; it must answer."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}\n{self.text()}"
        return self

    def refused(self, path: str, status: int) -> None:
        """A page that this person may not see."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"

    def fill(self, label: str, value: str) -> "Walker":
        """Write into the field with a label."""
        self._field(label, WORDS).fill(value)
        return self

    def choose(self, label: str, option: str) -> "Walker":
        """Choose from a list the first option that has these words."""
        field = self._field(label, "select")
        options = field.locator("option")
        texts = [text.strip() for text in options.all_inner_texts()]
        places = [place for place, text in enumerate(texts) if option in text]
        assert places, f"no {option!r} in {texts} at {self.page.url}"
        field.select_option(index=places[0])
        return self

    def tick(self, label: str) -> "Walker":
        """Tick a box or pick a radio."""
        self._field(label, TICKS).check()
        return self

    def click(self, name: str, *, within: str = "main") -> "Walker":
        """Press the button, or follow the link, with a name.

        On a phone a page may hide it just then, and repeat it above the tab bar.
        """
        try:
            self._named(name, within).click(timeout=SOON)
        except NotInTime:
            self._named(name, within).click()
        self.page.wait_for_load_state()
        return self

    def _named(self, name: str, within: str):
        place = self.page.locator(within)
        pattern = re.compile(f"^\\s*{re.escape(name)}", re.IGNORECASE)
        found = place.get_by_role("button", name=pattern)
        if found.count() == 0:
            found = place.get_by_role("link", name=pattern)
        assert found.count() > 0, f"no {name!r} at {self.page.url}\n{self.text()}"
        return found.first

    def see(self, *words: str) -> "Walker":
        """Words that stand on the page."""
        for word in words:
            expect(self.page.locator("body")).to_contain_text(word, timeout=TIMEOUT)
        return self

    def text(self) -> str:
        """Everything the page says."""
        return self.page.inner_text("body")

    def value_of(self, selector: str, attribute: str = "value") -> str:
        """An attribute of a part of the page."""
        return self.page.locator(selector).first.get_attribute(attribute) or ""

    def number(self) -> int:
        """The public number in the address."""
        found = re.search(r"/(\d+)(?:[/.]|$)", urlsplit(self.page.url).path)
        assert found, self.page.url
        return int(found.group(1))

    def code(self) -> str:
        """The present one-time code of this person's second factor."""
        assert self.totp is not None
        return self.totp.at(clock.now())

    def type_code(self) -> "Walker":
        """Type the present one-time code where the page asks for it."""
        self.page.locator("main input[name=code]").fill(self.code())
        return self

    def _field(self, label: str, kind: str):
        pattern = re.compile(f"^\\s*{re.escape(label)}", re.IGNORECASE)
        controls = self.page.locator(kind)
        found = self.page.locator("main").get_by_label(pattern).and_(controls)
        assert found.count() > 0, (
            f"no field {label!r} at {self.page.url}\n{self.text()}"
        )
        return found.first

    def _console(self, message) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.site.errors.append(f"{self.page.url}: {message.text}")

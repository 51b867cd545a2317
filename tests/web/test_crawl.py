"""Every kind of page, as each sort of person, in every language: no dead end.

And every file: no formula.
"""

import csv
import io
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

import pytest
from sqlalchemy import select, update
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.builds.models import BuildItem, Channel
from app.feedback.models import Bug
from app.kernel.db import db
from app.people.models import Person, RoleGrant
from app.roadmap.models import Product
from app.royalties.models import RoyaltyRun, SalesImport, Statement
from app.setup import queries
from app.web.i18n import LANGUAGES, bcp47
from app.web.limits import limiter
from tests.conftest import browser_of, thrown_away
from tests.journeys.vectors import FORMULAS
from tests.reading import is_formula

pytestmark = [pytest.mark.nodb, pytest.mark.slow, pytest.mark.unmeasured]

# So many pages of one kind are read by a visitor; whoever comes later reads one.
READS = 2
START = ("/", "/me", "/staff", "/search?q=lamp", "/keys", "/demo", "/ideas/mine")
# Those who see what the others do not; everybody reads English, these all languages.
POLYGLOTS = ("visitor", "author")
WALKS = [
    (part, name)
    for part in ("visitor", *queries.PARTS)
    for name in LANGUAGES
    if name == "en" or part in POLYGLOTS
]
FEWEST = 20


class Page(HTMLParser):
    """What one page holds that can be wrong."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.forms: list[tuple[str, str]] = []
        self.names: list[str] = []
        self.heads: Counter[str] = Counter()
        self.lang = self.title = self._inside = ""
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        has = {name: value or "" for name, value in attributes}
        self.ids += [has["id"]] if "id" in has else []
        self._inside = tag
        if tag == "html":
            self.lang = has.get("lang", "")
        elif tag == "a" and "href" in has:
            self.links.append(has["href"])
        elif tag == "form":
            self.forms.append((has.get("method", "get").upper(), has.get("action", "")))
        elif tag in ("h1", "main", "meta", "link"):
            self.heads[has.get("name") or has.get("rel") or tag] += 1

    def handle_endtag(self, _tag):
        self._inside = ""

    def handle_data(self, words):
        if self._inside == "title":
            self.title += words


class Crawler:
    """Follows every link as one person, and notes what is wrong."""

    def __init__(self, town, browser, lang: str, reads: int) -> None:
        self._browser, self._lang, self._reads = browser, lang, reads
        self._map = town.url_map.bind("localhost")
        self.faults: list[str] = []
        self.pages: dict[str, Page] = {}
        self.titles: dict[str, str] = {}
        self._anchors: list[tuple[str, str, str]] = []

    def walk(self) -> None:
        """Begin at the doors; the list grows as links are found."""
        waiting = [(path, "the start") for path in START]
        known, read = {path for path, _ in waiting}, Counter()
        for path, seen_on in waiting:
            kind = self._kind(path, "GET")
            if kind is None:
                self.faults.append(f"{seen_on}: leads to {path}, which is no page")
            if kind is None or read[kind] == self._reads:
                continue
            read[kind] += 1
            for link in self._read(path, seen_on):
                if link not in known:
                    known.add(link)
                    waiting.append((link, path))
        self._check_anchors()

    def _read(self, path: str, seen_on: str) -> list[str]:
        joined = "&" if "?" in path else "?"
        answer = self._browser.get(f"{path}{joined}lang={self._lang}")
        if answer.status_code == 303:
            return []
        if answer.status_code != 200 and seen_on != "the start":
            self.faults.append(f"{seen_on}: {path} answers {answer.status_code}")
        if answer.status_code != 200 or answer.mimetype != "text/html":
            return []
        page = self.pages[path] = Page(answer.get_data(as_text=True))
        self._check(path, page)
        return list(self._links_of(path, page))

    def _check(self, path: str, page: Page) -> None:
        twice = [name for name, n in Counter(page.ids).items() if n > 1]
        wrong = {
            "lang": page.lang != self._lang,
            "h1": page.heads["h1"] != 1,
            "main": page.heads["main"] != 1,
            "description": page.heads["description"] != 1,
            "canonical": page.heads["canonical"] != 1,
            "theme-color": page.heads["theme-color"] != 2,
            "title": not page.title.strip(" ·"),
            f"ids {twice}": bool(twice),
        }
        self.faults += [
            f"{path}: {name}" for name, is_wrong in wrong.items() if is_wrong
        ]
        for method, action in page.forms:
            if action and self._kind(action, method) is None:
                self.faults.append(f"{path}: a form goes to {action}")
        kind = self._kind(path, "GET") or ""
        if (other := self.titles.setdefault(page.title, kind)) != kind:
            self.faults.append(f"{path}: is called like {other}: {page.title}")

    def _links_of(self, path: str, page: Page):
        for link in page.links:
            target, anchor = urldefrag(link)
            parts = urlsplit(target)
            if parts.netloc or parts.scheme or "lang=" in parts.query:
                continue
            if anchor:
                self._anchors.append((path, target or path, anchor))
            if target:
                yield target

    def _check_anchors(self) -> None:
        for path, target, anchor in self._anchors:
            page = self.pages.get(target)
            if page is not None and anchor not in page.ids:
                self.faults.append(f"{path}: no #{anchor} on {target}")

    def _kind(self, path: str, method: str) -> str | None:
        try:
            return self._map.match(urlsplit(path).path, method)[0]
        except RequestRedirect:
            return "redirect"
        except HTTPException:
            return None


@pytest.fixture(scope="module")
def cast(town):
    with town.app_context():
        found = {viewer.part: viewer.number for viewer in queries.cast()}
        db.session.remove()
    return found


@pytest.mark.parametrize(("part", "name"), WALKS)
def test_no_page_is_a_dead_end(part, name, town, cast):
    browser = town.test_client()
    if part != "visitor":
        assert browser.post(f"/demo/view-as/{cast[part]}").status_code == 303
    is_first = (part, name) == WALKS[0]
    crawler = Crawler(town, browser, bcp47(name), READS if is_first else 1)
    crawler.walk()
    assert len(crawler.pages) >= FEWEST
    assert sorted(set(crawler.faults)) == []


@pytest.fixture
def poisoned(town):
    """The demo world, where everybody is named after a formula, and so is all else."""
    with (
        pytest.MonkeyPatch.context() as patch,
        town.app_context(),
        thrown_away(),
    ):
        patch.setattr(limiter, "enabled", False)
        crowd = db.session.scalars(select(Person.id).order_by(Person.id)).all()
        for place, person_id in enumerate(crowd):
            name = FORMULAS[place % len(FORMULAS)]
            named = update(Person).where(Person.id == person_id)
            db.session.execute(named.values(display_name=name))
        db.session.execute(update(Product).values(name=FORMULAS[0]))
        db.session.execute(update(Bug).values(title=FORMULAS[1]))
        db.session.execute(update(BuildItem).values(title=FORMULAS[0]))
        team = [_holder(role) for role in ("admin", "finance", "product")]
        db.session.commit()
        yield [browser_of(town, one, stepped_up=True) for one in team]


def _holder(role):
    return db.session.scalars(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == role, RoleGrant.ended_at.is_(None))
    ).first()


def _files(app):
    """The address of every CSV file that is to be fetched."""
    keys = {
        "channel_id": Channel,
        "import_id": SalesImport,
        "run_id": RoyaltyRun,
        "statement_id": Statement,
    }
    known = {
        name: db.session.scalars(select(kind.id)).first() for name, kind in keys.items()
    }
    adapter = app.url_map.bind("localhost")
    return [
        adapter.build(rule.endpoint, {"number": 1, **known}, append_unknown=False)
        for rule in app.url_map.iter_rules()
        if rule.rule.endswith(".csv") and "GET" in rule.methods
    ]


def test_no_file_has_a_formula(town, poisoned):
    files, seen = _files(town), set()
    assert len(files) >= 11
    for path in files:
        answers = [browser.get(path) for browser in poisoned]
        texts = [
            one.get_data(as_text=True) for one in answers if one.status_code == 200
        ]
        assert texts, path
        header, *rows = csv.reader(io.StringIO(texts[0], newline=""))
        for row in rows:
            assert len(row) == len(header), path
            assert [cell for cell in row if is_formula(cell)] == [], path
            seen |= {cell for cell in row if cell[1:] in FORMULAS}
    assert len(seen) > len(FORMULAS) / 2, "the words were in the files"

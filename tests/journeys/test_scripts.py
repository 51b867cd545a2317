"""No words of anybody become a script, wherever a page shows them."""

from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Error as BrowserError
from sqlalchemy import insert

from app.comments import commands as comments
from app.comments.models import Thread
from app.ideas import commands as ideas
from app.ideas import queries
from app.kernel import ids
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.kernel.pictures import Picture
from app.notifications import mails
from app.people.models import Person
from app.web.answers import csv_answer
from tests import cast
from tests.discovery.test_feeds import bodies
from tests.ideas import make
from tests.journeys.vectors import VECTORS

# What could run, or lead to what runs: our own pages have none of it.
DANGERS = """() => [...document.querySelectorAll('*')].flatMap(element => [
    ...[...element.attributes]
        .filter(({name, value}) => /^on/i.test(name) || /^data-hx-on/i.test(name) ||
            /^(href|src|action|formaction|data|xlink:href)$/i.test(name) &&
            /^[\\s\\0-\\x1f]*(javascript|vbscript|data):/i.test(value))
        .map(({name}) => `${element.localName} ${name}`),
    ...(/^(iframe|object|embed|base|marquee|math)$/.test(element.localName) ||
        element.localName === 'script' && !element.src.startsWith(location.origin)
        ? [element.localName] : []),
])"""
PICTURE = Picture("0" * 64 + ".webp", 4, 3)
# So many answers are shown in one page: to open each by itself takes minutes.
TOGETHER = 12


class Reader:
    """Opens pages without the content security policy, and notes what would run."""

    def __init__(self, site) -> None:
        self.found: list[str] = []
        context = site.browser.new_context(base_url=site.url, bypass_csp=True)
        self.page = context.new_page()
        self.page.on("dialog", self._ran)

    def open(self, path: str) -> None:
        self.page.goto(path)
        self._look(path)

    def show(self, html: str, where: str) -> None:
        """Show what leaves the site, as a mail program or a feed reader does."""
        self.page.set_content(html)
        self._look(where)

    def show_together(self, paths: list[str]) -> None:
        """Show what is within the frames of some pages, as one page."""
        answers = [self.page.request.get(path).text() for path in paths]
        inner = [html.split("<main", 1)[1].split("</main>", 1)[0] for html in answers]
        self.show("<hr>".join(html.partition(">")[2] for html in inner), paths[0])

    def show_feeds(self, paths: list[str]) -> None:
        """Show what feeds hand on, as one page."""
        feeds = [self.page.request.get(path).body() for path in paths]
        read = [ET.fromstring(feed) for feed in feeds]  # noqa: S314 - our own
        self.show("<hr>".join(part for feed in read for part in bodies(feed)), paths[0])

    def _look(self, where: str) -> None:
        dangers = self.page.evaluate(DANGERS)
        self.found += [f"{where}: {danger}" for danger in dangers]

    def _ran(self, dialog) -> None:
        self.found.append(f"{self.page.url}: a script ran")
        dialog.dismiss()


@pytest.fixture
def reader(site):
    return Reader(site)


def _search(words: str) -> str:
    return f"/search?{urlencode({'q': words})}"


def _poisoned(people, space, number, vector):
    """A public idea whose every word is a vector, with a comment by one so named."""
    idea = make.draft(people["ana"], space, problem=vector * 2, body=vector)
    ideas.attach(people["ana"], idea, PICTURE, "A picture")
    ideas.submit(people["ana"], idea, idea.version)
    ideas.publish(people["mo"], idea)
    named = {**cast._person(number, "ben"), "display_name": vector[:60]}
    stranger = db.session.scalar(insert(Person).returning(Person), named)
    thread = db.session.get_one(Thread, idea.thread_id)
    said = comments.write(stranger, thread, vector)
    shown = comments.send_picture(stranger, said, "0" * 32, vector, vector)
    comments.finish_picture(SYSTEM, shown.id, [PICTURE])
    # past what the forms let through, as an import or an older release could leave it
    idea.title = queries.revision_of(idea.id).title = vector
    idea.cover_alt = queries.pictures_of(idea.id)[0].alt = vector
    idea.tag_names = [vector]
    return idea.number


def _poisoned_site() -> list[int]:
    """The numbers of ideas, one for each vector."""
    with atomic():
        people = cast.people()
        space = cast.space(people)
        first = ids.next_number("person")
        return [
            _poisoned(people, space, first + place, vector)
            for place, vector in enumerate(VECTORS)
        ]


@pytest.mark.browser
@pytest.mark.nodb
@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize(
    "raw", ["<img src=x onerror=alert(1)>", "<a href=' javascript:1'>x</a>", "<base>"]
)
def test_a_reader_would_see_it(reader, raw):
    html = {"body": raw, "content_type": "text/html"}
    reader.page.route("**/raw", lambda route: route.fulfill(**html))
    reader.open("/raw")
    assert reader.found


@pytest.mark.browser
@pytest.mark.nodb
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_no_words_run(site, reader):
    assert len(set(VECTORS)) >= 200
    with site.app.app_context():
        numbers = _poisoned_site()
    ideas = [f"/ideas/{number}" for number in numbers]
    for start in range(0, len(VECTORS), TOGETHER):
        some = slice(start, start + TOGETHER)
        reader.show_together(ideas[some])
        reader.show_together([_search(vector) for vector in VECTORS[some]])
        reader.show_feeds([f"{idea}/feed.atom" for idea in ideas[some]])
    assert reader.found == []
    reader.open("/ideas")
    # our own scripts at work on them, too
    for idea, vector in list(zip(ideas, VECTORS, strict=True))[::5]:
        reader.open(idea)
        reader.open(_search(vector))
        reader.open("/" + quote(vector.replace("\0", ""), safe=""))
        reader.open(f"/sign-in?{urlencode({'next': vector})}")
    assert reader.found == []


@pytest.mark.browser
@pytest.mark.nodb
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_no_words_run_in_mails_and_files(site, reader):
    with site.app.test_request_context():
        for vector in VECTORS:
            values = {"title": vector, "name": vector}
            letter = mails.about("idea_approved", values, "/ideas/7", "en", "/stop")
            reader.show(letter.html, f"a mail about {vector}")
        file = csv_answer("words.csv", ("words",), [(vector,) for vector in VECTORS])
        sent = {"headers": dict(file.headers), "body": file.get_data()}
    reader.page.route("**/words.csv", lambda route: route.fulfill(**sent))
    with pytest.raises(BrowserError, match="Download is starting"):
        reader.page.goto("/words.csv")
    assert reader.found == []

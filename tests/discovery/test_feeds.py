"""Atom feeds: well-formed, told to everyone alike, with ids that never change."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from app.comments import commands as comments
from app.comments.models import Thread
from app.discovery.queries.feeds import MOST
from app.ideas import commands as idea_commands
from app.kernel import clock
from app.kernel.db import db
from tests.ideas import make
from tests.journeys.vectors import VECTORS
from tests.reading import dangers
from tests.support import making

ATOM = "{http://www.w3.org/2005/Atom}"
ROOT = "http://127.0.0.1:8000"


def read(answer):
    """A feed as its reader takes it; breaks where it is not well-formed."""
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    return ET.fromstring(answer.data)  # noqa: S314 - our own answer


def titles(feed):
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


@pytest.fixture
def idea(session, ana, mo, space):
    return make.published(ana, mo, space, "A lamp that folds flat")


def test_the_site_feed_tells_the_newest_first(client, session, ana, space):
    now = clock.now()
    for n in (2, 1, 3):
        at = now - timedelta(days=n)
        making.idea(ana, space, title=f"Idea {n}", published_at=at, body="**Flat**")
    making.idea(ana, space, title="Draft", state="draft", published_at=None)
    session.commit()
    feed = read(client.get("/feed.atom"))
    assert titles(feed) == ["Idea 1", "Idea 2", "Idea 3"]
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}content") == "<p><strong>Flat</strong></p>\n"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ana"
    assert entry.find(f"{ATOM}link").get("href").startswith(f"{ROOT}/ideas/")


@pytest.mark.parametrize(
    "path", ["/feed.atom", "/s/lamps/feed.atom", "/ideas/{n}/feed.atom"]
)
def test_what_atom_asks_for_is_there(path, client, idea):
    feed = read(client.get(path.format(n=idea.number)))
    for thing in (feed, *feed.findall(f"{ATOM}entry")):
        assert thing.findtext(f"{ATOM}id").startswith("tag:127.0.0.1,2026:")
        assert thing.findtext(f"{ATOM}title")
        assert thing.findtext(f"{ATOM}updated").endswith("+00:00")
    assert feed.find(f"{ATOM}link[@rel='self']").get("href").endswith("feed.atom")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) > 0


def test_an_id_outlives_a_new_title(client, session, idea):
    before = read(client.get("/feed.atom")).find(f"{ATOM}entry")
    idea.title = "Another title"
    session.commit()
    after = read(client.get("/feed.atom")).find(f"{ATOM}entry")
    assert after.findtext(f"{ATOM}title") == "Another title"
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")


@pytest.mark.parametrize("title", ["</title><script>", "a & b ]]>", "bell \x07 \ufffe"])
def test_words_cannot_break_a_feed(title, client, session, ana, space):
    making.idea(ana, space, title=title)
    session.commit()
    answer = client.get("/feed.atom")
    (found,) = titles(read(answer))
    assert found == title.replace("\x07", "").replace("\ufffe", "")
    assert b"<script>" not in answer.data


def bodies(feed):
    """What a feed hands on as HTML: a reader may show it as it stands."""
    for entry in feed.findall(f"{ATOM}entry"):
        for part in entry:
            if part.get("type") == "html":
                yield part.text or ""
            else:
                assert part.get("type") in (None, "text", "text/html"), part.tag


@pytest.mark.parametrize("at", range(0, len(VECTORS), MOST))
def test_no_feed_hands_on_a_script(at, client, session, people, space):
    # no form and no import lets a NUL through, and PostgreSQL keeps none
    vectors = [words.replace("\0", "") for words in VECTORS[at : at + MOST]]
    ana, mo, ben = people["ana"], people["mo"], people["ben"]
    talk = make.published(ana, mo, space)
    thread = db.session.get_one(Thread, talk.thread_id)
    for vector in vectors:
        making.idea(ana, space, title=vector, problem=vector, body=vector)
        comments.write(ben, thread, vector)
    ana.display_name = ben.display_name = vectors[0][:60]
    session.commit()
    told = 0
    for path in ("/feed.atom", "/s/lamps/feed.atom", f"/ideas/{talk.number}/feed.atom"):
        answer = client.get(path)
        feed = read(answer)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        for link in feed.iter(f"{ATOM}link"):
            assert link.get("href").startswith(f"{ROOT}/")
        for html in bodies(feed):
            assert dangers(html) == [], html
            told += 1
    assert told >= len(vectors) * 2


def test_the_feed_of_an_idea_tells_its_way_and_its_talk(client, people, idea, session):
    thread = db.session.get_one(Thread, idea.thread_id)
    comments.write(people["ben"], thread, "How heavy is it?")
    comments.write_to_team(people["mo"], thread, "Only among us.")
    gone = comments.write(people["tess"], thread, "I take this back.")
    comments.remove(people["tess"], gone)
    session.commit()
    answer = client.get(f"/ideas/{idea.number}/feed.atom")
    assert "Ben said something" in titles(read(answer))
    assert "Published: A lamp that folds flat" in titles(read(answer))
    assert "How heavy" in answer.text
    assert "among us" not in answer.text
    assert "take this back" not in answer.text


def test_nobody_hears_of_what_is_not_for_everyone(sign_in, people, idea, session):
    browser = sign_in(people["mo"])
    path = f"/ideas/{idea.number}/feed.atom"
    assert browser.get(path).status_code == 200
    idea_commands.conceal(people["mo"], idea, "This breaks a rule of the house.")
    session.commit()
    assert browser.get(path).status_code == 404
    assert titles(read(browser.get("/feed.atom"))) == []


def test_a_closed_space_has_no_feed(sign_in, ana, idea, space, session):
    space.audience = "signed_in"
    session.commit()
    browser = sign_in(ana)
    assert browser.get("/s/lamps/feed.atom").status_code == 404
    assert titles(read(browser.get("/feed.atom"))) == []
    draft = make.draft(ana, space, "A secret drawer")
    session.commit()
    assert browser.get(f"/ideas/{draft.number}/feed.atom").status_code == 404


@pytest.mark.parametrize("encoding", ["", "br"])
def test_who_has_it_is_sent_nothing(encoding, client, ana, space, session):
    idea = making.idea(ana, space, body="Words. " * 200)
    session.commit()
    sent = {"Accept-Encoding": encoding}
    first = client.get("/feed.atom", headers=sent)
    etag = {**sent, "If-None-Match": first.headers["ETag"]}
    assert client.get("/feed.atom", headers=etag).status_code == 304
    when = {**sent, "If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get("/feed.atom", headers=when).status_code == 304
    idea.title = "Changed"
    session.commit()
    assert client.get("/feed.atom", headers=etag).status_code == 200


def test_builds_have_a_feed(client, session):
    assert titles(read(client.get("/builds/feed.atom"))) == []


def test_feeds_of_the_town_are_well_formed(town):
    browser = town.test_client()
    for path in ("/feed.atom", "/builds/feed.atom", "/ideas/1/feed.atom"):
        assert len(titles(read(browser.get(path)))) > 3, path


def test_pages_name_their_feeds(client, idea):
    for path, feed in (
        ("/", "/feed.atom"),
        ("/ideas?space=lamps", "/s/lamps/feed.atom"),
        (f"/ideas/{idea.number}", f"/ideas/{idea.number}/feed.atom"),
    ):
        head = client.get(path).text.split("</head>")[0]
        assert 'type="application/atom+xml"' in head
        assert f'href="{feed}"' in head

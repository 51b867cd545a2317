"""The changelog for feed readers, and who is told what."""

from xml.etree import ElementTree as ET

import pytest

from app.builds import commands
from app.builds.commands import NewItem
from app.kernel import clock
from tests.builds.conftest import EVENING, TUESDAY
from tests.journeys.vectors import VECTORS
from tests.reading import dangers

ATOM = "{http://www.w3.org/2005/Atom}"
ATOMS = ("/builds/feed.atom", "/s/lamps/builds.atom")
JSONS = ("/builds/feed.json", "/s/lamps/builds.json")
HOSTILE = "".join(VECTORS[:40])


@pytest.fixture(autouse=True)
def friday_evening():
    with clock.at(EVENING):
        yield


def titles(client, path):
    """What a feed tells of, whichever way it is written."""
    answer = client.get(path)
    assert answer.status_code == 200
    if path in JSONS:
        assert answer.mimetype == "application/feed+json"
        return [item["title"] for item in answer.get_json()["items"]]
    assert answer.mimetype == "application/atom+xml"
    entries = ET.fromstring(answer.data).findall(f"{ATOM}entry")  # noqa: S314 - ours
    return [entry.findtext(f"{ATOM}title") for entry in entries]


@pytest.mark.parametrize("path", [*ATOMS, *JSONS])
def test_feeds_tell_what_is_out(client, path, out):
    assert titles(client, path) == ["26.11.6"]


@pytest.mark.parametrize("path", [*ATOMS, *JSONS])
def test_what_is_to_come_is_in_no_feed(client, path, build):
    assert titles(client, path) == []


def test_a_space_tells_of_itself_alone(client, chairs, out):
    assert titles(client, "/builds/feed.json") == ["26.11.6"]
    answer = client.get("/s/chairs/builds.json").get_json()
    assert answer["items"] == []
    assert answer["home_page_url"].endswith("/builds?space=chairs")


def test_what_json_feed_asks_for_is_there(client, out, item, ana):
    told = client.get("/builds/feed.json").get_json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["feed_url"].endswith("/builds/feed.json")
    assert told["language"] == "en"
    (entry,) = told["items"]
    assert entry["id"].startswith("tag:")
    assert entry["url"].endswith(f"/builds/{out.number}")
    assert entry["date_published"] == "2026-11-06T17:00:00+00:00"
    assert entry["summary"] == "Dim to 1 %, asked for by Ana"
    assert entry["content_html"] == "<p>Darker <strong>nights</strong>.</p>\n"


@pytest.mark.parametrize("path", [*ATOMS, *JSONS])
def test_a_reader_is_not_sent_what_he_has(client, path, out):
    answer = client.get(path)
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(path, headers=known).status_code == 304


@pytest.mark.parametrize("path", [*ATOMS, *JSONS])
def test_hidden_spaces_tell_nobody(session, sign_in, client, path, space, out, ada):
    space.audience = "invited"
    session.commit()
    for browser in (client, sign_in(ada)):
        if path.startswith("/s/"):
            assert browser.get(path).status_code == 404
        else:
            assert titles(browser, path) == []


@pytest.mark.parametrize("path", [ATOMS[1], JSONS[1]])
def test_a_space_without_builds_has_no_feed(session, client, chairs, path, space, out):
    space.has_builds = False
    session.commit()
    assert client.get(path).status_code == 404


def test_no_feed_hands_on_a_script(session, client, out, item):
    out.title, item.title = HOSTILE, HOSTILE
    out.set_body(HOSTILE)
    session.commit()
    for path in ATOMS:
        read = ET.fromstring(client.get(path).data)  # noqa: S314 - our own answer
        assert dangers(read.findtext(f"{ATOM}entry/{ATOM}content")) == []
    for path in JSONS:
        (entry,) = client.get(path).get_json()["items"]
        assert dangers(entry["content_html"]) == []


def test_the_changelog_names_its_feeds(client, space, out):
    words = client.get("/builds").get_data(as_text=True)
    assert 'href="/builds/feed.atom"' in words
    assert 'href="/builds/feed.json"' in words
    words = client.get("/builds?space=lamps").get_data(as_text=True)
    assert 'href="/s/lamps/builds.atom"' in words


def test_a_build_without_words_still_says_what_changed(
    session, client, space, priya, train, build
):
    with clock.at(TUESDAY):
        commands.add_item(priya, build, NewItem("fix", "Darker"))
    commands.publish(priya, train)
    session.commit()
    (entry,) = client.get("/builds/feed.json").get_json()["items"]
    assert entry["content_text"] == "Darker"
    assert "content_html" not in entry

"""What devices ask, and what their testers let them say."""

import re

import pytest
from sqlalchemy import func, select

from app.builds import commands, queries
from app.builds.models import DeviceKey, EarlyGet, Install, InstallConsent
from app.kernel import clock
from app.kernel.actor import ANONYMOUS
from app.kernel.errors import NotAllowed
from tests.builds.conftest import EVENING, TUESDAY

LATEST = "/builds/latest.json?space=lamps"


@pytest.fixture(autouse=True)
def friday_evening():
    with clock.at(EVENING):
        yield


@pytest.fixture
def key(session, out, tess):
    """The key of a tester's devices."""
    commands.enrol(tess, out.train.channel)
    made = commands.make_key(tess, out.train.channel)
    session.commit()
    return made


def with_key(key):
    return {"Authorization": f"Bearer {key}"}


def number_of(answer):
    told = answer.get_json()["build"]
    return told and told["number"]


def share(session, build, pct):
    build.rollout_pct = pct
    session.commit()


def text_of(answer):
    return answer.get_data(as_text=True)


def test_nobody_is_told_of_what_all_have(session, client, out, item, space):
    answer = client.get(LATEST)
    assert (answer.status_code, number_of(answer)) == (200, None)
    share(session, out, 100)
    answer = client.get(LATEST)
    told = answer.get_json()["build"]
    assert told == {
        "number": out.number,
        "version": "26.11.6",
        "title": "",
        "kind": "software",
        "space": "lamps",
        "channel": "weekly",
        "published_at": "2026-11-06T17:00:00+00:00",
        "url": told["url"],
        "files": [
            {
                "name": "lamp.bin",
                "url": "https://example.org/lamp.bin",
                "size": None,
                "sha256": None,
            }
        ],
        "rollback": {"text": "Lamp, Software, Back.", "data": "kept"},
        "changes": [{"kind": "feature", "title": "Dim to 1 %"}],
    }
    assert told["url"].endswith(f"/builds/{out.number}")
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert {"Authorization", "Cookie"} <= set(answer.vary)


def test_what_is_known_is_not_sent_again(session, client, out):
    share(session, out, 100)
    known = {"If-None-Match": client.get(LATEST).headers["ETag"]}
    assert client.get(LATEST, headers=known).status_code == 304
    # a stopped build is taken back at the next request, whoever has seen it
    out.halted_at = clock.now()
    session.commit()
    answer = client.get(LATEST, headers=known)
    assert (answer.status_code, number_of(answer)) == (200, None)


def test_a_device_is_its_tester(session, client, sign_in, out, key, tess):
    assert number_of(client.get(LATEST, headers=with_key(key))) is None
    commands.get_early(tess, out)
    session.commit()
    answer = client.get(LATEST, headers=with_key(key))
    assert number_of(answer) == out.number
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert number_of(sign_in(tess).get(LATEST)) == out.number
    assert number_of(client.get(LATEST)) is None


def test_a_key_that_is_not_known(session, client, out, key, tess):
    assert client.get(LATEST, headers={"Authorization": "Basic abc"}).status_code == 200
    for words in ("Bearer wrong", "Bearer ", f"Bearer {key}x"):
        answer = client.get(LATEST, headers={"Authorization": words})
        assert answer.status_code == 403
        assert answer.get_json()["error"] == "bad_device_key"
    commands.drop_key(tess, out.train.channel)
    session.commit()
    assert client.get(LATEST, headers=with_key(key)).status_code == 403


def test_a_new_key_ends_the_one_before(session, client, out, key, tess):
    fresh = commands.make_key(tess, out.train.channel)
    session.commit()
    assert client.get(LATEST, headers=with_key(key)).status_code == 403
    assert client.get(LATEST, headers=with_key(fresh)).status_code == 200
    assert session.scalar(select(func.count()).select_from(DeviceKey)) == 1
    assert fresh not in session.scalars(select(DeviceKey.token_hash)).one()


def test_a_key_opens_its_own_channel(session, client, out, key, chairs, space):
    commands.ensure_channel(chairs, "weekly")
    commands.ensure_channel(space, "stable")
    session.commit()
    for where in ("space=chairs", "space=lamps&channel=stable"):
        answer = client.get(f"/builds/latest.json?{where}", headers=with_key(key))
        assert answer.status_code == 403


def test_the_key_of_somebody_who_is_gone(session, client, key, tess):
    tess.state = "suspended"
    tess.state = "erased"
    session.flush()
    assert client.get(LATEST, headers=with_key(key)).status_code == 403


@pytest.mark.parametrize("where", ["", "?space=nowhere", "?space=lamps&channel=moon"])
def test_a_channel_that_is_not_there(client, out, where):
    answer = client.get(f"/builds/latest.json{where}")
    assert answer.status_code == 404
    assert answer.get_json()["error"] == "missing"


def test_a_space_for_invited_people_tells_nobody(session, client, space, out):
    share(session, out, 100)
    space.audience = "invited"
    session.commit()
    assert client.get(LATEST).status_code == 404


@pytest.fixture
def path(session, out, build, priya):
    """Where the file of a build is fetched."""
    stored = commands.store_file(build, b"software", "lamp.bin")
    published_at, out.published_at = out.published_at, None
    commands.add_file(priya, out, stored)
    out.published_at = published_at
    session.commit()
    (file,) = queries.files_of(out)
    return f"/builds/{out.number}/files/{file.id}"


def test_a_device_fetches_with_its_key(session, client, out, key, path, tess):
    commands.get_early(tess, out)
    session.commit()
    told = client.get(LATEST, headers=with_key(key)).get_json()["build"]["files"][1]
    assert (told["name"], told["size"]) == ("lamp.bin", 8)
    assert told["url"].endswith(path)
    with client.get(path, headers=with_key(key)) as answer:
        assert answer.data == b"software"


def test_others_wait_until_all_have_it(session, client, out, path):
    refused = client.get(path)
    assert refused.status_code == 403
    assert "Testers get these files first." in text_of(refused)
    share(session, out, 100)
    with client.get(path) as answer:
        assert answer.data == b"software"
    assert client.get(f"/builds/{out.number}/files/999").status_code == 404


def test_a_stopped_file_is_fetched_by_nobody(session, client, out, key, path):
    out.halted_at = clock.now()
    session.commit()
    for sent in ({}, with_key(key)):
        assert client.get(path, headers=sent).status_code == 409


def test_devices_say_what_they_run_only_with_leave(session, client, out, key, tess):
    commands.vote(tess, out, "keep", ran=False)
    url, sent = f"/builds/{out.number}/installs", {"device_class": "lamp"}
    assert client.post(url, data=sent, headers=with_key(key)).get_json() == {
        "kept": False
    }
    assert session.scalar(select(func.count()).select_from(Install)) == 0
    commands.let_devices_say(tess, out.train.channel)
    commands.let_devices_say(tess, out.train.channel)
    session.commit()
    assert client.post(url, data=sent, headers=with_key(key)).get_json() == {
        "kept": True
    }
    assert session.scalars(select(Install.device_class)).one() == "lamp"
    assert queries.page_of(tess, out.number).votes.ran == {"keep": 1}
    # silent from now on; what was said stays
    commands.silence_devices(tess, out.train.channel)
    session.commit()
    client.post(url, data=sent, headers=with_key(key))
    assert queries.page_of(tess, out.number).votes.ran == {"keep": 1}


def test_ones_own_word_needs_no_leave(out, key, tess):
    commands.report_install(tess, out)
    commands.silence_devices(tess, out.train.channel)
    assert queries.has_run(tess.id, out.id)


def test_nobody_says_what_he_runs_without_a_key(client, sign_in, out, tess):
    for browser in (client, sign_in(tess)):
        answer = browser.post(f"/builds/{out.number}/installs")
        assert answer.status_code == 403


def test_keys_are_for_testers(out, ben):
    channel = out.train.channel
    for act in (commands.make_key, commands.let_devices_say):
        with pytest.raises(commands.NotInTest):
            act(ben, channel)
        with pytest.raises(NotAllowed, match="may_join"):
            act(ANONYMOUS, channel)


def test_the_page_of_ones_devices(session, sign_in, out, tess):
    browser, url = sign_in(tess), f"/builds/{out.number}"
    assert "You are not in this test" in text_of(browser.get(f"{url}/devices"))
    assert browser.post(f"{url}/devices/key").status_code == 409
    browser.post(f"{url}/enrolment")
    shown = browser.post(f"{url}/devices/key")
    assert shown.headers["Cache-Control"] == "no-store"
    made = re.search(r'value="([\w-]{43})"', text_of(shown)).group(1)
    assert made not in text_of(browser.get(f"{url}/devices"))
    assert "Make a new key" in text_of(browser.get(f"{url}/devices"))
    browser.post(f"{url}/devices/reports")
    assert "Your devices may say it" in text_of(browser.get(f"{url}/devices"))
    browser.post(f"{url}/devices/reports/withdrawal")
    browser.post(f"{url}/devices/key/withdrawal")
    words = text_of(browser.get(f"{url}/devices"))
    assert "Let them say it" in words
    assert "Make a key" in words


def test_get_it_now_on_ones_devices(session, sign_in, out, tess):
    browser, url = sign_in(tess), f"/builds/{out.number}"
    assert browser.post(f"{url}/early").status_code == 409
    browser.post(f"{url}/enrolment")
    assert "Get it now on my devices" in text_of(browser.get(url))
    assert browser.post(f"{url}/early").location == f"{url}#get"
    words = text_of(browser.get(url))
    assert "Get it now on my devices" not in words
    assert "Your devices get it when they next ask." in words


def test_what_is_not_out_is_not_had_early(build, tess):
    with clock.at(TUESDAY), pytest.raises(NotAllowed, match="may_vote"):
        commands.get_early(tess, build)


def test_own_data_and_letting_go(session, out, key, tess):
    commands.let_devices_say(tess, out.train.channel)
    commands.get_early(tess, out)
    at = clock.now().isoformat()
    held = queries.personal(tess)
    channel_id = out.train.channel_id
    assert held["device_keys"] == [{"channel_id": channel_id, "at": at}]
    assert held["devices_may_say"] == [{"channel_id": channel_id, "at": at}]
    assert held["wanted_early"] == [{"build_id": out.id, "at": at}]
    commands.erase(tess, tess)
    for table in (DeviceKey, InstallConsent, EarlyGet):
        assert session.scalar(select(func.count()).select_from(table)) == 0

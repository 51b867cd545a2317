"""Logs: what is one, what looks secret in it, and who reads it."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.feedback import commands, queries
from app.feedback.commands import NewBug, NewLog, Secret
from app.feedback.commands.logs import REMOVED
from app.feedback.models import Bug, BugLog
from app.kernel import clock, storage
from app.kernel.actor import SYSTEM
from app.kernel.errors import Missing, NotAllowed
from app.spaces import commands as spaces
from tests.feedback.test_views import REPORT, text_of

CLEAN = "10:01 lamp found\n10:02 dimmed to 2 %\n"
SECRET = "10:01 lamp found\npassword: hunter2\n10:03 sent to tess@example.org\n"


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"x" * 2001, commands.LogTooLarge),
        (b"PK\x03\x04 zipped", commands.LogIsPacked),
        (b"\x1f\x8b\x08 packed", commands.LogIsPacked),
        (b"\x89PNG\r\n\x1a\n\x00", commands.LogNotText),
        (b"a\x00b", commands.LogNotText),
        (b"\xff\xd8\xff\xe0", commands.LogNotText),
        ("ä".encode("latin-1"), commands.LogNotText),
        (b"", commands.LogNotText),
        (b" \n", commands.LogNotText),
    ],
)
def test_what_is_no_log(content, refusal):
    with pytest.raises(refusal):
        commands.read(content, 2)


@pytest.mark.nodb
def test_a_log_is_text_of_any_language_and_colour():
    for words in (CLEAN, "灯闪烁\n", "\x1b[31mred\x1b[0m\ttab\n"):
        assert commands.read(words.encode(), 2) == words
    assert commands.read("\ufeff灯".encode(), 2) == "灯"
    assert commands.read("灯".encode("utf-16"), 2) == "灯"


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Authorization: Bearer abcdef0123456789abcdef", "token"),
        ("remote https://ghp_0123456789abcdefABCDEF@host", "token"),
        ("key AKIA0123456789ABCDEF", "token"),
        ("api_key=0123456789", "token"),
        ('"access_token": "0123456789"', "token"),
        ("jwt eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2lnbmF0", "token"),
        ("password = hunter2", "password"),
        ("密码：开门", "password"),
        ("パスワード: ひみつ", "password"),
        ("GET https://tess:hunter2@host/path", "password"),
        ("mail from tess.tester+x@mail.example.org", "mail"),
    ],
)
def test_what_looks_secret(line, kind):
    assert commands.secrets_in(f"one\n{line}\nthree") == [Secret(2, kind)]


@pytest.mark.nodb
@pytest.mark.parametrize(
    "line",
    [
        "the password was wrong",
        "token expired",
        "a @ b",
        "https://host/path?x=1",
        "user@localhost",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)
def test_what_does_not(line):
    assert commands.secrets_in(line) == []


@pytest.mark.nodb
def test_every_line_of_a_private_key():
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----"
    found = commands.secrets_in(f"before\n{key}\nafter")
    assert found == [Secret(line, "private_key") for line in range(2, 6)]
    kept = commands.without_secrets("a.log", f"before\n{key}\nafter")
    assert kept.words == f"before\n{REMOVED}\n{REMOVED}\n{REMOVED}\n{REMOVED}\nafter\n"
    assert kept.blanked == 4


@pytest.mark.nodb
@given(st.lists(st.sampled_from([*CLEAN.splitlines(), *SECRET.splitlines(), "灯"])))
def test_nothing_secret_is_left_and_every_line_keeps_its_number(lines):
    words = "\n".join(lines)
    kept = commands.without_secrets("a.log", words)
    assert commands.secrets_in(kept.words) == []
    left = kept.words.splitlines() if words else []
    assert len(left) == len(words.splitlines())
    same = [one == other for one, other in zip(left, words.splitlines(), strict=True)]
    assert same.count(False) == kept.blanked


@pytest.mark.nodb
@pytest.mark.parametrize(
    "letter", ["a", "eyJ", "token ", "://a:", "@", "a.", "Bearer "]
)
def test_one_long_line_is_no_long_wait(letter):
    line = letter * (400_000 // len(letter))
    assert len(commands.secrets_in(line)) <= 1


def with_log(words=CLEAN, **more):
    return REPORT | {"log": (io.BytesIO(words.encode()), "lamp.log")} | more


def kept_log(session):
    return session.scalar(select(BugLog))


def test_a_log_comes_with_the_report(session, client, sign_in, people, build):
    tess, ben, eddy = (people[name] for name in ("tess", "ben", "eddy"))
    browser = sign_in(tess)
    page = browser.post(f"/builds/{build.number}/bugs/new", data=with_log()).location
    log = kept_log(session)
    assert (log.file_name, log.size, log.blanked) == ("lamp.log", len(CLEAN), 0)
    for reader, status in ((client, 303), (sign_in(ben), 403), (browser, 200)):
        assert reader.get(f"{page}/log").status_code == status
        assert ("lamp.log" in text_of(reader.get(page))) is (status == 200)
    answer = sign_in(eddy).get(f"{page}/log")
    assert text_of(answer) == CLEAN
    assert answer.mimetype == "text/plain"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=bug-")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert browser.get(f"/files/{log.name}").status_code == 404


def test_a_bad_log_is_refused_and_the_words_stay(session, sign_in, build, tess):
    sent = REPORT | {"log": (io.BytesIO(b"PK\x03\x04"), "lamp.zip")}
    answer = sign_in(tess).post(f"/builds/{build.number}/bugs/new", data=sent)
    assert answer.status_code == 422
    assert "Unpack it" in text_of(answer)
    assert "Flicker below 2 %" in text_of(answer)
    assert session.scalar(select(Bug)) is None


def again(page):
    """What the form that came back would send along."""
    key = page.split('name="log_key" value="')[1].split('"')[0]
    return REPORT | {"log_key": key, "log_name": "lamp.log"}


def test_secrets_are_named_before_anything_is_kept(session, sign_in, build, tess):
    browser, url = sign_in(tess), f"/builds/{build.number}/bugs/new"
    answer = browser.post(url, data=with_log(SECRET))
    words = text_of(answer)
    assert answer.status_code == 422
    assert "Line 2: a password" in words
    assert "Line 3: a mail address" in words
    assert "hunter2" not in words
    assert session.scalar(select(Bug)) is None
    assert browser.post(url, data=again(words)).status_code == 422
    assert browser.post(url, data=again(words) | {"secrets": "blank"}).location
    log = kept_log(session)
    assert log.blanked == 2
    assert storage.get(log.name).decode() == f"10:01 lamp found\n{REMOVED}\n{REMOVED}\n"


@pytest.mark.parametrize(("choice", "kept"), [("keep", SECRET), ("drop", None)])
def test_the_sender_decides(session, sign_in, build, tess, choice, kept):
    browser, url = sign_in(tess), f"/builds/{build.number}/bugs/new"
    sent = again(text_of(browser.post(url, data=with_log(SECRET))))
    assert browser.post(url, data=sent | {"secrets": choice}).status_code == 303
    log = kept_log(session)
    assert (storage.get(log.name).decode() if log else None) == kept
    with pytest.raises(Missing):
        storage.from_aside(sent["log_key"])


def test_a_choice_is_of_one_log_and_not_of_the_next(sign_in, build, tess):
    browser, url = sign_in(tess), f"/builds/{build.number}/bugs/new"
    first = browser.post(url, data=with_log(SECRET, secrets="keep"))
    assert first.status_code == 422


def test_a_log_survives_a_form_that_is_refused(session, sign_in, build, tess):
    browser, url = sign_in(tess), f"/builds/{build.number}/bugs/new"
    words = text_of(browser.post(url, data=with_log(title=" ")))
    assert "lamp.log is here" in words
    assert browser.post(url, data=again(words)).status_code == 303
    assert storage.get(kept_log(session).name).decode() == CLEAN


@pytest.mark.parametrize("key", ["0" * 32, "../../etc/passwd"])
def test_a_log_that_got_lost(sign_in, build, tess, key):
    sent = REPORT | {"log_key": key, "log_name": "x"}
    answer = sign_in(tess).post(f"/builds/{build.number}/bugs/new", data=sent)
    assert answer.status_code == 422
    assert "got lost" in text_of(answer)


@pytest.fixture
def logged(session, build, tess):
    new = NewBug("It flickers", "Dim", log=NewLog("lamp.log", CLEAN))
    made = commands.file(tess, build, new)
    session.commit()
    return made


def test_only_its_sender_takes_a_log_back(session, sign_in, logged, tess, eddy):
    name, url = kept_log(session).name, f"/bugs/{logged.number}/log"
    with pytest.raises(NotAllowed, match="may_remove_log"):
        commands.remove_log(eddy, logged)
    assert sign_in(eddy).post(f"{url}/removal").status_code == 403
    assert sign_in(tess).post(f"{url}/removal").status_code == 303
    commands.remove_log(tess, logged)
    with pytest.raises(Missing):
        storage.find(name)
    assert sign_in(tess).get(url).status_code == 404


def test_a_file_that_two_bugs_have_stays_for_the_other(
    session, build, logged, ben, tess
):
    other = commands.file(ben, build, NewBug("Too", "x", log=NewLog("b.log", CLEAN)))
    session.commit()
    name = queries.log_of(other.id).name
    commands.erase(SYSTEM, ben)
    assert storage.get(name).decode() == CLEAN
    commands.erase(SYSTEM, tess)
    with pytest.raises(Missing):
        storage.find(name)


def test_own_data_names_the_log(logged, tess):
    assert queries.personal(tess)["bugs"][0]["log"] == "lamp.log"


def test_where_logs_are_off_there_is_no_field_and_none_is_kept(
    session, sign_in, space, build, tess
):
    game = {"bugs": {"log_kilobytes": 0}}
    spaces.add_rule_set(SYSTEM, space, game, effective_at=clock.now())
    session.commit()
    browser, url = sign_in(tess), f"/builds/{build.number}/bugs/new"
    assert 'type="file"' not in text_of(browser.get(url))
    assert browser.post(url, data=with_log()).status_code == 303
    assert kept_log(session) is None

"""Bugs like a report, while it is typed and before it is sent."""

import pytest

from app.discovery import commands as search
from app.discovery import queries as found
from app.feedback import commands
from app.feedback.commands import NewBug
from app.feedback.models import Bug, BugSighting
from app.kernel import clock, relay
from app.kernel.actor import ANONYMOUS
from tests import cast
from tests.feedback.test_views import REPORT, text_of

WORDS = {
    "flicker": ("The lamp flickers when dimmed", "It flickers below two percent."),
    "sound": ("A humming sound at night", "The power supply hums."),
    "zh": ("灯在调暗时会闪烁", "亮度低于百分之二的时候一直闪。"),
    "hant": ("連接藍牙之後電量顯示錯誤", "一直顯示百分之百。"),
    "ja": ("明るさを下げるとちらつく", "夜になるとちらつきが止まらない。"),
}


@pytest.fixture
def known(session, build, ben):
    """Bugs in four languages, indexed."""
    made = {}
    for key, (title, words) in WORDS.items():
        made[key] = commands.file(ben, build, NewBug(title, "", "", words))
        search.index_bug(made[key].id)
    session.commit()
    return made


def like(actor, space, words):
    return [bug.id for bug in found.similar_bugs(actor, space.id, words)]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Lamp flickering when I dim it", "flicker"),
        ("humming", "sound"),
        ("调暗之后灯光闪烁", "zh"),
        ("調暗之後燈光閃爍", "zh"),
        ("蓝牙连接以后电量不对", "hant"),
        ("夜にちらつきます", "ja"),
        ("明るさを下げたら、ちらつく", "ja"),
    ],
)
def test_the_same_in_other_words(known, space, tess, words, key):
    assert like(tess, space, words)[0] == known[key].id


@pytest.mark.parametrize("words", ["", "!!", "Zebra", "完全不同"])
def test_nothing_like_it(known, space, tess, words):
    assert like(tess, space, words) == []


def test_noise_is_not_shown(session, people, known, space, tess, ben, eddy):
    commands.make_private(ben, known["flicker"])
    session.commit()
    assert like(tess, space, "flickers") == []
    assert like(ANONYMOUS, space, "flickers") == []
    assert like(ben, space, "flickers") == like(eddy, space, "flickers") != []
    with clock.at("2026-10-01 09:00Z"):
        other = cast.space(people, slug="chairs")
    assert like(ben, other, "flickers") == []


def test_a_duplicate_stands_for_the_bug_that_is_worked_on(
    session, known, space, tess, eddy
):
    commands.close(eddy, known["sound"], "duplicate", "Same", known["flicker"])
    session.commit()
    assert like(tess, space, "humming sound") == [known["flicker"].id]


def test_at_most_five(session, space, build, ben, tess):
    for n in range(8):
        bug = commands.file(ben, build, NewBug(f"Flicker {n}", "Look"))
        search.index_bug(bug.id)
    assert len(like(tess, space, "flicker")) == 5


def test_the_index_hears_of_reports_and_can_be_made_anew(session, space, bug, tess):
    session.info.pop("loose", None)
    relay.drain()
    relay.drain()
    assert like(tess, space, "flickers") == [bug.id]
    session.info["loose"] = True
    bug.title = "Other words"
    session.commit()
    assert list(search.rebuild_bugs()) == [1]
    assert like(tess, space, "other words") == [bug.id]
    search.index_bug(0)


def test_while_typing(client, sign_in, known, build, tess):
    url = f"/builds/{build.number}/bugs/similar?title=flickers"
    assert client.get(url).status_code == 303
    browser = sign_in(tess)
    part = text_of(browser.get(url, headers={"HX-Request": "true"}))
    assert part.lstrip().startswith('<div id="similar"')
    assert "The lamp flickers when dimmed" in part
    assert f"/bugs/{known['flicker'].number}/sighting" in part
    assert 'name="seen" value="y" form="report"' in part
    whole = text_of(browser.get(url))
    assert "<h1>Bugs like this</h1>" in whole


def test_without_script_they_are_shown_once_before_sending(
    session, sign_in, known, build, tess
):
    browser, url = sign_in(tess), f"/builds/{build.number}/bugs/new"
    first = browser.post(url, data=REPORT)
    words = text_of(first)
    assert first.status_code == 422
    assert "Is it one of these?" in words
    assert "Mine is another one: send it" in words
    assert "Flicker below 2 %" in words
    assert browser.post(url, data=REPORT | {"seen": "y"}).status_code == 303


def test_where_nothing_is_like_it_nothing_is_asked(session, sign_in, build, tess):
    url = f"/builds/{build.number}/bugs/new"
    assert sign_in(tess).post(url, data=REPORT).status_code == 303
    assert session.query(Bug).count() == 1


def test_i_see_this_too_from_the_list(session, sign_in, known, tess):
    url = f"/bugs/{known['flicker'].number}"
    assert sign_in(tess).post(f"{url}/sighting").location == url
    assert session.query(BugSighting.person_id).scalar() == tess.id

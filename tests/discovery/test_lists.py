"""The list of ideas and the search: orders, filters in the address, more of them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.discovery import commands, queries
from app.ideas import queries as ideas
from app.ideas.models import IdeaTransition
from app.kernel import clock, site
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import db
from app.support import commands as support
from tests import cast
from tests.support import making

CARD = re.compile(r'<h2 class="title"><a href="(/ideas/\d+)"')


def trending():
    found = ideas.list_page(ANONYMOUS, ideas.Filters(sort="trending"))
    return [idea.title for idea in found.items]


def aged(ana, space, title, days, supporters):
    at = clock.now() - timedelta(days=days)
    idea = making.idea(ana, space, title=title, published_at=at)
    idea.count(supporters)
    return idea


def test_a_trend_weighs_support_against_age(ana, space):
    aged(ana, space, "old and quiet", 30, 3)
    aged(ana, space, "old and loud", 30, 4_000)
    aged(ana, space, "young and quiet", 1, 3)
    assert trending() == ["old and loud", "young and quiet", "old and quiet"]


def test_twice_the_support_is_worth_a_week(ana, space):
    older, younger = (aged(ana, space, "x", days, n) for days, n in ((8, 7), (0, 3)))
    assert younger.trend - older.trend == 24 * 60


def test_an_idea_that_is_not_public_does_not_trend(ana, space):
    draft = making.idea(ana, space, state="draft", published_at=None)
    draft.count(50)
    assert draft.trend == 0


@pytest.fixture
def shelves(session, people, ana, ben, space):
    """Lamps in two places, stages and languages."""
    other = cast.space(people, slug="kitchen")
    found = {
        "here": making.idea(ana, space, title="A lamp here"),
        "there": making.idea(ben, other, title="A lamp there"),
        "planned": making.idea(ben, space, title="A lamp planned", state="approved"),
        "chinese": making.idea(ana, space, title="lamp 灯", lang="zh_Hans"),
    }
    for idea in found.values():
        commands.index(idea.id)
    session.commit()
    return found


FILTERS = [
    ({}, {"here", "there", "planned", "chinese"}),
    ({"space": "kitchen"}, {"there"}),
    ({"space": "nowhere"}, set()),
    ({"stage": "planned"}, {"planned"}),
    ({"lang_of": "zh-Hans"}, {"chinese"}),
    ({"space": "lamps", "stage": "gathering", "lang_of": "en"}, {"here"}),
    ({"stage": "secret"}, {"here", "there", "planned", "chinese"}),
]


@pytest.mark.parametrize(("asked", "keys"), FILTERS)
def test_list_and_search_are_narrowed_alike(asked, keys, shelves):
    filters = ideas.Filters.asked(asked)
    wanted = {shelves[key].title for key in keys}
    listed = ideas.list_page(ANONYMOUS, filters).items
    found = queries.search(ANONYMOUS, "lamp", filters).ideas
    assert {idea.title for idea in listed} == wanted
    assert {idea.title for idea in found} == wanted


@pytest.mark.parametrize(("asked", "keys"), FILTERS)
def test_the_pages_read_their_address(asked, keys, client, shelves):
    for path in ("/ideas", "/search?q=lamp"):
        url = path + "".join(
            f"{'&' if '?' in path or n else '?'}{name}={value}"
            for n, (name, value) in enumerate(asked.items())
        )
        shown = client.get(url).text
        cards = set(re.findall(r'class="title"><a href="(/ideas/\d+)"', shown))
        assert cards == {f"/ideas/{shelves[key].number}" for key in keys}, url


NARROW = re.compile(r'<form class="narrow-by.*?</form>', re.DOTALL)
TICKED = re.compile(r'name="(\w+)" value="([^"]+)" checked')
PICKED = re.compile(r'name="(\w+)">(?:(?!</select>).)*?value="([^"]+)"[^>]* selected')


@pytest.mark.parametrize("path", ["/ideas", "/search"])
def test_the_form_says_what_is_chosen_and_keeps_the_rest(path, client, shelves):
    asked = "q=lamp&space=lamps&stage=planned&lang_of=zh-Hans&tag=desk&sort=most"
    form = NARROW.search(client.get(f"{path}?{asked}").text)[0]
    chosen = dict(TICKED.findall(form) + PICKED.findall(form))
    wanted = {"space": "lamps", "stage": "planned", "lang_of": "zh-Hans", "tag": "desk"}
    assert chosen == wanted | ({"sort": "most"} if path == "/ideas" else {})
    kept = '<input type="hidden" name="q" value="lamp">'
    assert (kept in form) is (path == "/search")
    for words in ('type="submit"', f'action="{path}"', f'data-hx-get="{path}"'):
        assert words in form


def test_what_is_not_chosen_narrows_nothing(client, shelves):
    sent = client.get("/ideas?stage=&sort=newest&lang_of=").text
    assert CARD.findall(sent) == CARD.findall(client.get("/ideas").text)
    assert len(CARD.findall(sent)) == 4


@pytest.mark.parametrize(
    "path", ["/ideas?stage=planned", "/search?q=lamp&stage=planned"]
)
def test_a_choice_replaces_the_list_and_its_title(path, client, shelves):
    part = client.get(path, headers={"HX-Request": "true"})
    whole = client.get(path).text
    assert "HX-Request" in part.headers["Vary"]
    assert part.text.lstrip().startswith(("<div", "\n<div"))
    assert 'id="found"' in part.text
    assert "<html" not in part.text
    title = re.search("<title>.*?</title>", part.text)[0]
    assert title in whole
    heads = re.compile(r'class="title"><a href="(/ideas/\d+)"')
    assert heads.findall(part.text) == heads.findall(whole) != []


MORE = re.compile(r'<li class="pager">.*?data-hx-get="([^"]+)"')


@pytest.mark.parametrize("sort", ideas.SORTS)
def test_more_are_appended_and_none_comes_twice(sort, client, ana, space, session):
    for n in range(ideas.PAGE_SIZE + 5):
        making.idea(ana, space, title=f"Idea {n}", support_count=n % 7)
    session.commit()
    first = client.get(f"/ideas?sort={sort}").text
    further = MORE.search(first)[1].replace("&amp;", "&")
    assert f'href="{further}"'.replace("&", "&amp;") in first, "a plain link besides"
    more = client.get(further, headers={"HX-Request": "true"}).text
    plain = client.get(further).text
    assert more.lstrip().startswith('<li tabindex="-1" data-behaviour="focus"')
    assert "<li tabindex" not in plain
    assert "<html" not in more
    assert "<html" in plain
    assert CARD.findall(more) == CARD.findall(plain)
    assert len({*CARD.findall(first), *CARD.findall(more)}) == ideas.PAGE_SIZE + 5
    assert not MORE.search(more)


def test_a_list_is_three_statements_for_a_visitor_and_four_for_a_member(
    client, ben, shelves, sign_in, assert_queries
):
    client.get("/ideas")
    with assert_queries(3):
        client.get("/ideas?stage=gathering&sort=trending")
    browser = sign_in(ben)
    with assert_queries(4):
        browser.get("/ideas?stage=gathering&sort=trending")


@pytest.mark.parametrize(
    ("now", "friday"),
    [
        ("2026-11-25 09:00", "2026-11-20"),  # a Wednesday
        ("2026-11-27 09:00", "2026-11-20"),  # on a Friday it is the one before
        ("2026-11-28 00:01", "2026-11-27"),
    ],
)
def test_friday_is_the_last_one_before_today(session, now, friday):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert queries.last_friday(moment).isoformat().startswith(f"{friday}T00:00")


def test_friday_begins_where_the_site_is_at_home(session):
    site.put(SYSTEM, "timezone", "Asia/Shanghai")
    late = datetime(2026, 11, 27, 18, tzinfo=UTC)  # Saturday morning in Shanghai
    assert queries.last_friday(late).isoformat() == "2026-11-27T00:00:00+08:00"


def test_since_friday_tells_what_moved_of_mine(ana, ben, mo, space, session):
    with clock.at("2026-11-25 10:00Z"):
        backed = making.idea(ana, space, title="Backed")
        still = making.idea(ana, space, title="Still")
        for idea in (backed, still):
            support.give(ben, idea)
        others = making.idea(ana, space, title="Of others")
    with clock.at("2026-11-27 10:00Z"):
        for idea in (backed, others):
            _step(idea)
    with clock.at("2026-11-28 10:00Z"):
        since = queries.since_friday(ben, queries.rails(ben))
        assert [idea.title for idea in since.moved] == ["Backed"]
        mine = queries.since_friday(ana, []).moved
        assert {idea.title for idea in mine} == {"Backed", "Of others"}
        assert since.fresh == 0
        making.idea(ana, space, title="Fresh")
        assert queries.since_friday(ben, queries.rails(ben)).fresh == 1


def _step(idea):
    row = IdeaTransition(
        idea_id=idea.id,
        from_state="supporting",
        to_state="achieved",
        actor_id=1,
        rule_set_id=idea.rule_set_id,
    )
    db.session.add(row)
    db.session.flush()

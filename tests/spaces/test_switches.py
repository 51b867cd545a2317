"""Goals, builds and revenue switched off: pages, words, guards and entries are gone."""

import dataclasses
from datetime import timedelta

import pytest

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.kernel import clock, relay, site
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import NotAllowed
from app.spaces import commands, queries
from tests.ideas import make


def _switch(space, **switches):
    fields = [field.name for field in dataclasses.fields(commands.SpaceValues)]
    known = {name: getattr(space, name) for name in fields}
    changed = {f"has_{name}": is_on for name, is_on in switches.items()}
    commands.change(SYSTEM, space, commands.SpaceValues(**{**known, **changed}))


def test_what_no_space_has_on_is_off_for_the_site(session, space):
    _switch(space, builds=False, goals=False)
    assert queries.switched_off(space) == ["goals", "builds"]
    assert site.get("switched_off") == ["goals", "builds"]
    commands.create(SYSTEM, commands.NewSpace("toys", "Toys", has_goals=False))
    assert site.get("switched_off") == ["goals"]
    shown = session.scalars(queries.ids_visible_to(ANONYMOUS, "builds")).all()
    assert space.id not in shown
    assert len(shown) == 1


@pytest.mark.parametrize(
    ("switch", "words"),
    [("builds", 'href="/builds"'), ("revenue", "Your share.")],
)
def test_words_and_entries_of_the_home_page_go_and_come_back(
    space, client, switch, words
):
    assert words in client.get("/").text
    _switch(space, **{switch: False})
    assert words not in client.get("/").text
    _switch(space, **{switch: True})
    assert words in client.get("/").text


@pytest.mark.parametrize(
    ("who", "switch", "path"),
    [
        ("finn", "revenue", "/staff/payouts"),
        ("finn", "revenue", "/staff/ledger"),
        ("priya", "builds", "/staff/builds"),
        ("priya", "goals", "/staff/reviews"),
        ("ana", "revenue", "/me/earnings"),
    ],
)
def test_menus_follow_the_switches(space, people, sign_in, who, switch, path):
    browser = sign_in(people[who])
    page = "/staff" if path.startswith("/staff") else "/"
    assert f'href="{path}"' in browser.get(page).text
    _switch(space, **{switch: False})
    assert f'href="{path}"' not in browser.get(page).text


def test_pages_of_builds_are_gone_where_nobody_builds(space, client, priya):
    builds.plan_coming(SYSTEM)
    assert client.get("/builds").status_code == 200
    _switch(space, builds=False)
    assert client.get("/builds").status_code == 404
    assert builds.plan_coming(SYSTEM) == []
    assert build_queries.coming(priya) == []


@pytest.mark.parametrize(
    "path",
    ["payouts", "payees", "ledger", "deeds", "sales", "sales/codes", "royalties"],
)
def test_pages_of_money_are_gone_where_no_revenue_is_shared(
    space, sign_in, client, finn, ana, path
):
    browser = sign_in(finn)
    assert browser.get(f"/staff/{path}").status_code == 200
    _switch(space, revenue=False)
    assert browser.get(f"/staff/{path}").status_code == 404
    assert sign_in(ana).get(f"/staff/{path}").status_code == 403
    _switch(space, revenue=True)
    assert browser.get(f"/staff/{path}").status_code == 200


@pytest.mark.parametrize("path", ["/me/earnings", "/me/earnings.csv", "/me/payee"])
def test_without_revenue_only_whoever_has_a_share_reads_of_earnings(
    space, sign_in, ana, path
):
    browser = sign_in(ana)
    assert browser.get(path).status_code == 200
    _switch(space, revenue=False)
    assert browser.get(path).status_code == 404


def test_a_switch_says_404_to_the_team_only_where_nobody_has_it_on(
    session, space, sign_in, priya
):
    browser = sign_in(priya)
    _switch(space, builds=False)
    assert browser.get("/staff/builds").status_code == 404
    commands.create(SYSTEM, commands.NewSpace("toys", "Toys"))
    assert browser.get("/staff/builds").status_code == 200


def test_an_announced_build_waits_while_builds_are_off(session, space):
    train = builds.plan_coming(SYSTEM)[0]
    _switch(space, builds=False)
    with clock.at(train.publish_at + timedelta(minutes=1)):
        assert build_queries.due_trains() == []
        _switch(space, builds=True)
        assert build_queries.due_trains() == [train]


@pytest.fixture
def gathering(session, space, ana, mo):
    """An idea of ana's with a first goal and a clock."""
    idea = make.published(ana, mo, space)
    session.commit()
    return idea


def _tell(session):
    """Let the listeners hear what has happened."""
    session.commit()
    relay.drain()
    session.commit()


def test_a_clock_stands_still_while_goals_are_off_and_loses_nothing(
    session, space, gathering
):
    before = gathering.deadline_at
    _switch(space, goals=False)
    _tell(session)
    assert gathering.deadline_at is None
    assert (gathering.next_rung, gathering.top_rung) == (None, None)
    with clock.at(clock.now() + timedelta(days=200)):
        assert ideas.expire_due(SYSTEM) == 0
        _switch(space, goals=True)
        _tell(session)
    assert (gathering.next_rung, gathering.top_rung) == (100, 10_000)
    gained = gathering.deadline_at - before
    assert abs(gained - timedelta(days=200)) < timedelta(minutes=1)


def test_switching_twice_is_the_same_as_once(session, space, gathering):
    _switch(space, goals=False)
    ideas.switch_goals(SYSTEM, space.id)
    ideas.switch_goals(SYSTEM, space.id)
    assert len(idea_queries.stops_of(gathering.id)) == 1


def test_only_the_system_moves_the_clocks(session, space, ada):
    with pytest.raises(NotAllowed, match="may_switch_goals"):
        ideas.switch_goals(ada, space.id)


def test_without_revenue_nobody_signs_a_deed(session, space, ana, mo):
    idea = make.published(ana, mo, space)
    assert idea_queries.guarded_as(idea) == "product"
    _switch(space, revenue=False)
    assert idea_queries.guarded_as(idea) == "improvement"

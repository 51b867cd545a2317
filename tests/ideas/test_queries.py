"""Which ideas whom are shown, in which order; noise stays out."""

import pytest

from app.ideas import commands as ideas
from app.ideas import queries
from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import db
from app.kernel.errors import Missing
from tests import cast
from tests.ideas import make


@pytest.fixture
def noise(people, ana, ben, mo, space):
    """What must never be listed: drafts, what is at the gate, hidden, elsewhere."""
    inner = cast.space(people, "inner")
    inner.audience = "signed_in"
    secret = cast.space(people, "secret")
    secret.audience = "invited"
    db.session.commit()
    hidden = make.published(ana, mo, space, "Hidden")
    ideas.conceal(mo, hidden, "Rights")
    rejected = make.submitted(ben, space, "Refused")
    ideas.reject(mo, rejected, "off_topic", make.REASON)
    found = {
        "draft": make.draft(ana, space, "Draft"),
        "submitted": make.submitted(ana, space, "Sent"),
        "rejected": rejected,
        "hidden": hidden,
        "inner": make.published(ana, mo, inner, "Inner"),
        "secret": make.published(ana, mo, secret, "Secret"),
    }
    db.session.commit()
    return found


def titles(page):
    return [idea.title for idea in page.items]


def test_the_public_list_has_no_noise(noise, ana, ben, mo, space):
    make.published(ben, mo, space, "Shown")
    for reader in (ANONYMOUS, ana, mo):
        shown = titles(queries.list_page(reader, queries.Filters()))
        known = {ANONYMOUS: ["Shown"], ana: ["Shown", "Inner"]}
        # the team sees what is for the invited, too
        assert shown == known.get(reader, ["Shown", "Secret", "Inner"])
    page = queries.list_page(ana, queries.Filters(author_id=ana.id))
    assert titles(page) == ["Inner"]


@pytest.mark.parametrize(
    ("reader", "sees"),
    [
        ("nobody", set()),
        ("ben", {"inner", "rejected"}),
        ("ana", {"draft", "submitted", "hidden", "inner"}),
        ("mo", {"submitted", "rejected", "hidden", "inner", "secret"}),
        ("priya", {"inner", "secret"}),
        ("system", {"draft", "submitted", "rejected", "hidden", "inner", "secret"}),
    ],
)
def test_what_a_stranger_may_not_see_is_missing(noise, people, reader, sees):
    actor = {**people, "nobody": ANONYMOUS, "system": SYSTEM}[reader]
    for name, idea in noise.items():
        if name in sees:
            assert queries.visible_to(actor).get(idea.number) == idea
            assert queries.page_of(actor, idea.number).idea == idea
        else:
            with pytest.raises(Missing):
                queries.visible_to(actor).get(idea.number)
            with pytest.raises(Missing):
                queries.page_of(actor, idea.number)
    assert set(queries.by_ids(actor, [i.id for i in noise.values()])) == {
        noise[name].id for name in sees
    }
    assert queries.by_ids(actor, []) == {}


@pytest.fixture
def listed(people, ana, ben, mo, space):
    """Four ideas whose every order is different."""
    chairs = cast.space(people, "chairs")
    with clock.at("2026-11-01 00:00Z"):
        old = make.published(ana, mo, space, "Old")
    with clock.at("2026-11-02 00:00Z"):
        mid = make.published(ben, mo, chairs, "Mid")
    with clock.at("2026-11-03 00:00Z"):
        new = make.published(ana, mo, space, "New", outcome="improvement")
    ideas.record_tally(SYSTEM, old.id, 150, [(1, clock.parse("2026-11-04 00:00Z"))])
    ideas.record_tally(SYSTEM, mid.id, 90)
    ideas.record_tally(SYSTEM, new.id, 10)
    db.session.commit()
    return {"old": old, "mid": mid, "new": new}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["New", "Mid", "Old"]),
        ("most", ["Old", "Mid", "New"]),
        ("near", ["Mid", "Old", "New"]),
        ("ending", ["Mid", "New", "Old"]),
        ("nonsense", ["New", "Mid", "Old"]),
    ],
)
def test_orders_and_their_pages(listed, ana, sort, expected):
    with clock.at("2026-11-10 00:00Z"):
        seen, after = [], None
        for _ in expected:
            page = queries.list_page(ana, queries.Filters(sort=sort), after, size=1)
            seen += titles(page)
            after = page.next
        assert after is None
    assert seen == expected


def test_narrowed_by_place_and_stage(listed, priya, ana):
    lamps = queries.Filters(space="lamps")
    assert titles(queries.list_page(ana, lamps)) == ["New", "Old"]
    assert titles(queries.list_page(ana, queries.Filters(space="nowhere"))) == []
    why = "We take it up: it is small and much asked for."
    ideas.move(priya, listed["new"], "approved", "taken_up", why)
    planned = queries.Filters(stage="planned")
    assert titles(queries.list_page(ana, planned)) == ["New"]
    assert titles(queries.list_page(ana, queries.Filters(stage="nonsense"))) == []


def test_what_ended_in_time_is_not_ending_soon(listed, ana):
    with clock.at("2030-01-01 00:00Z"):
        assert titles(queries.list_page(ana, queries.Filters(sort="ending"))) == []


def test_following_twice_is_the_same_as_once(listed, ben, tess):
    idea = listed["old"]
    for _ in range(2):
        ideas.follow(ben, idea)
    ideas.follow(tess, idea)
    assert queries.followers_of(idea.id) == sorted([ben.id, tess.id])
    assert queries.page_of(ben, idea.number).is_following
    for _ in range(2):
        ideas.unfollow(ben, idea)
    assert queries.followers_of(idea.id) == [tess.id]
    assert not queries.page_of(ben, idea.number).is_following


def test_terms_come_in_the_readers_language(session):
    assert "点子" in queries.terms_in("zh_Hans").body_plain
    assert queries.terms_in("fr").lang == "en"
    with clock.at("2019-01-01 00:00Z"):
        assert queries.terms_in("en") is None


def test_drafts_are_their_authors(noise, ana, ben):
    assert [i.title for i in queries.drafts_of(ana)] == ["Sent", "Draft"]
    assert queries.drafts_of(ben) == []


def test_rungs_ahead_without_goals(session, space, ana, mo):
    space.has_goals = False
    session.commit()
    assert queries.rungs_ahead(make.published(ana, mo, space)) == []


def test_one_statement_a_list_and_a_page(listed, ana, assert_queries):
    db.session.commit()
    assert ana.grants == []
    with assert_queries(1):
        page = queries.list_page(ana, queries.Filters())
        assert {idea.author.display_name for idea in page.items} == {"Ana", "Ben"}
        assert {idea.space.slug for idea in page.items} == {"lamps", "chairs"}
    with assert_queries(1):
        shown = queries.page_of(ana, listed["old"].number)
        assert shown.idea.rule_set.version == 1
        assert shown.thread.comment_count == 0
    with assert_queries(1):
        queries.way_of(ana, [idea.id for idea in listed.values()])

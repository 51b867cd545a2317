"""Who sees a space: everyone, the signed in, the invited; and that nothing leaks."""

import dataclasses
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.commands import NewItem
from app.comments import commands as comments
from app.comments.models import Comment, Thread
from app.feedback import commands as feedback
from app.feedback.commands import NewBug
from app.kernel import clock, relay
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import Missing, NotAllowed
from app.people.models import RoleGrant
from app.roadmap import commands as roadmap
from app.spaces import commands, queries
from app.spaces.commands import NewInvitation
from app.spaces.models import Invitation, Member
from tests.ideas import make

CANARY = "Zitronenfalter"
FRIDAY = "2026-11-06 17:00Z"


def _audience(space, audience):
    fields = [field.name for field in dataclasses.fields(commands.SpaceValues)]
    known = {name: getattr(space, name) for name in fields}
    commands.change(
        SYSTEM, space, commands.SpaceValues(**{**known, "audience": audience})
    )


@pytest.fixture
def secret(session, space):
    """A space that only the invited see."""
    _audience(space, "invited")
    session.commit()
    return space


@pytest.fixture
def link(session, secret, priya):
    """The token of an invitation for two people."""
    token = commands.invite(priya, secret, NewInvitation(2, 14, "Two friends"))
    session.commit()
    return token


@pytest.mark.parametrize(
    ("name", "audiences"),
    [
        ("ana", {"everyone", "signed_in"}),
        ("mo", {"everyone", "signed_in", "invited"}),
        ("ada", {"everyone", "signed_in", "invited"}),
        ("eddy", {"everyone", "signed_in", "invited"}),
    ],
)
def test_what_each_sees(session, space, people, name, audiences):
    seen = set()
    for audience in ("everyone", "signed_in", "invited"):
        _audience(space, audience)
        if space in queries.all_of(people[name]):
            seen.add(audience)
    assert seen == audiences


def test_a_role_for_one_space_opens_that_one_alone(session, secret, ana):
    other = commands.create(SYSTEM, commands.NewSpace("toys", "Toys"))
    _audience(other, "invited")
    grant = RoleGrant(
        person_id=ana.id,
        role="engineer",
        space_id=secret.id,
        granted_by_id=1,
        granted_at=clock.now(),
    )
    session.add(grant)
    session.commit()
    session.refresh(ana)
    assert queries.all_of(ana) == [secret]


def test_the_invited_come_in_and_nobody_else(session, secret, link, ana, ben):
    assert queries.all_of(ben) == []
    assert commands.accept(ben, link) is secret
    session.commit()
    assert queries.all_of(ben) == [secret]
    assert queries.all_of(ana) == []
    assert queries.all_of(ANONYMOUS) == []
    assert queries.personal(ben)["member_of"][0]["space"] == "lamps"


def test_coming_in_twice_uses_nothing_up(session, link, ben):
    for _round in range(2):
        commands.accept(ben, link)
    assert queries.invitation(link).used == 1


def test_a_link_lets_in_as_many_as_it_says(session, secret, link, ben, tess, ken):
    commands.accept(ben, link)
    commands.accept(tess, link)
    with pytest.raises(Missing):
        commands.accept(ken, link)
    assert len(queries.members_page(secret.id, None).items) == 2


def test_a_link_ends_by_its_day_and_by_hand(session, secret, link, priya, ben):
    with clock.at(clock.now() + timedelta(days=14)), pytest.raises(Missing):
        commands.accept(ben, link)
    row = queries.invitation(link)
    for _round in range(2):
        commands.end_invitation(priya, secret, row)
    with pytest.raises(Missing):
        commands.accept(ben, link)


def test_whoever_was_removed_needs_a_new_invitation(session, secret, link, priya, ben):
    commands.accept(ben, link)
    session.commit()
    for _round in range(2):
        commands.remove_member(priya, secret, ben.id)
    session.commit()
    assert queries.all_of(ben) == []
    with pytest.raises(Missing):
        commands.accept(ben, link)
    again = commands.invite(priya, secret, NewInvitation())
    commands.accept(ben, again)
    assert queries.all_of(ben) == [secret]


def test_an_erased_guest_is_a_member_of_none(session, secret, link, ben):
    commands.accept(ben, link)
    commands.erase(SYSTEM, ben)
    assert session.scalar(select(Member.id)) is None


def test_only_the_hash_of_a_link_is_kept(session, link):
    row = session.scalar(select(Invitation))
    assert link not in (row.token_hash, row.note)
    assert row.token_hash == queries.hash_of(link)


@pytest.mark.parametrize(("uses", "days"), [(0, 1), (1_001, 1), (1, 0), (1, 366)])
def test_an_invitation_has_bounds(session, secret, priya, uses, days):
    with pytest.raises(commands.BadInvitation):
        commands.invite(priya, secret, NewInvitation(uses, days))


@pytest.mark.parametrize("change", ["used = 3", "used = -1", "ends_at = created_at"])
def test_the_database_keeps_the_bounds_too(session, link, change):
    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE space_invitations SET {change}"))  # noqa: S608
    session.rollback()


def test_strangers_do_not_invite(session, secret, link, mo, ana):
    row = queries.invitation(link)
    for who in (mo, ana, ANONYMOUS):
        for act in (
            lambda who=who: commands.invite(who, secret, NewInvitation()),
            lambda who=who: commands.end_invitation(who, secret, row),
            lambda who=who: commands.remove_member(who, secret, ana.id),
        ):
            with pytest.raises(NotAllowed, match="may_invite"):
                act()
    with pytest.raises(NotAllowed, match="may_accept"):
        commands.accept(ANONYMOUS, link)


def test_the_pages_of_an_invitation(client, secret, link, sign_in, ben, priya):
    path = f"/invitations/{link}"
    page = client.get(path).text
    assert "Priya invites you to Lamps." in page
    assert f"next=/invitations/{link}" in page.replace("%2F", "/")
    guest = sign_in(ben)
    assert "Come in" in guest.get(path).text
    assert guest.post(f"{path}/acceptance").location == "/ideas?space=lamps"
    host = sign_in(priya)
    assert "Ben" in host.get("/staff/spaces/lamps/guests").text
    strange = host.post("/staff/spaces/lamps/invitations/0/ending")
    assert strange.status_code == 404
    gone = host.post(f"/staff/spaces/lamps/guests/{ben.number}/removal")
    assert gone.status_code == 303
    assert client.get("/invitations/none").status_code == 404


def test_a_link_is_made_and_ended_on_the_page(secret, sign_in, paul, mo):
    host = sign_in(paul)
    path = "/staff/spaces/lamps/invitations"
    made = host.post(path, data={"uses": "3", "days": "7", "note": "Testers"})
    assert "/invitations/" in made.text
    row = queries.invitations_page(secret.id, None).items[0]
    assert (row.max_uses, row.note) == (3, "Testers")
    assert "0 of 3 used" in host.get("/staff/spaces/lamps/guests").text
    assert host.post(f"{path}/{row.id}/ending").status_code == 303
    assert not row.is_open
    assert host.post(path, data={"uses": "0", "days": "7"}).status_code == 422
    assert sign_in(mo).get("/staff/spaces/lamps/guests").status_code == 403


@pytest.fixture
def world(session, secret, ana, mo, priya, eddy, tess, link):
    """One of everything, each with the canary in its words, in the secret space."""
    commands.accept(ana, link)
    commands.accept(tess, link)
    session.commit()
    with clock.at("2026-11-03 09:00Z"):
        idea = make.published(ana, mo, secret, title=f"A {CANARY} lamp", problem=CANARY)
        thread = session.get(Thread, idea.thread_id)
        comments.write(tess, thread, f"I saw a {CANARY}")
        train = builds.plan_train(eddy, secret, date(2026, 11, 2))
        build = build_queries.of_train(train.id)
        builds.add_item(eddy, build, NewItem("feature", f"{CANARY} light", "", idea.id))
    with clock.at(FRIDAY):
        builds.publish(eddy, train)
        session.commit()
    with clock.at("2026-11-07 09:00Z"):
        new = NewBug(CANARY, CANARY, CANARY, CANARY, "major", {})
        bug = feedback.file(tess, build, new)
        item = roadmap.plan(SYSTEM, idea, kind="product", body=CANARY)
        session.commit()
    relay.drain()
    session.commit()
    return {
        1,
        idea.number,
        build.number,
        bug.number,
        item.number,
        ana.number,
        tess.number,
        *session.scalars(select(Comment.id)),
    }


def _pages(app, numbers):
    """Every page that is read, with every number that belongs to the secret space."""
    adapter = app.url_map.bind("localhost")
    yield "/search?q=lamp"
    yield "/ideas/similar?title=lamp"
    yield "/ideas?space=lamps"
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static_file":
            continue
        names = sorted(rule.arguments)
        for values in [(one, other) for one in numbers for other in (one, 1)]:
            filled = dict.fromkeys(names, "lamps") | dict(
                zip(names, values, strict=False)
            )
            if "slug" in filled:
                filled["slug"] = "lamps"
            yield adapter.build(rule.endpoint, filled, method="GET")


@pytest.mark.slow
@pytest.mark.unmeasured
def test_nothing_of_an_invited_space_shows_to_others(
    app, world, client, sign_in, olaf, ana
):
    paths = sorted(set(_pages(app, world)))
    guest = sign_in(ana)
    seen = [path for path in paths if CANARY in guest.get(path).text]
    for kind in ("/ideas", "/builds/", "/search", "/bugs/", "/roadmap", "/people/"):
        assert any(path.startswith(kind) for path in seen), (kind, seen)
    assert "/" in seen
    for browser in (client, sign_in(olaf)):
        assert [path for path in paths if CANARY in browser.get(path).text] == []

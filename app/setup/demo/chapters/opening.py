"""The firm opens its doors: settings, spaces with their rules, people."""

import itertools
import secrets
from datetime import timedelta
from functools import partial
from typing import Any

import pyotp

from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.people import commands as people
from app.people import login
from app.people.commands import SignUp
from app.people.models import Person
from app.setup.demo import book
from app.setup.demo.book import Member, Say
from app.setup.demo.story import Story
from app.setup.demo.world import GENESIS, SOURCE, ZONE, World
from app.spaces import commands as spaces
from app.spaces.commands import NewSpace

SITE = {
    "name": "Halden Labs",
    "tagline": "Desks, lights and what stands between them",
    "legal_entity": "Halden Labs GmbH, Berlin",
    "timezone": ZONE,
}
LADDERS = ((100, 500, 2_000), (100, 1_000, 5_000, 10_000), (100, 1_000, 2_000))
DAYS = ((60, 365, 182), (60, 365, 182, 182), (60, 365, 182))
KITCHEN_LADDER, KITCHEN_DAYS = (50, 250, 500), (60, 365, 182)
_SECOND_RULES, _THIRD_RULES = 760, 560
_THIRD_SPACE = 440


def tell(world: World, story: Story) -> None:
    """Add the acts of this chapter."""
    start = world.ago(GENESIS)
    story.at(start, partial(spaces.change_site, SYSTEM, dict(SITE)))
    # nobody ever signs in by this: the bar of the demo opens the sessions
    kept = login.hash_password(secrets.token_urlsafe(32))
    for place, member in enumerate(book.members().values()):
        joins = partial(_join, world, member, kept)
        if member.is_founder:
            story.at(start + timedelta(minutes=place + 1), joins)
        else:
            story.at(world.ago(_first_day(member) + 0.2 + place / 100), joins)
    story.at(start + timedelta(hours=2), partial(_open_spaces, world))
    story.at(world.ago(_THIRD_SPACE, 10), partial(_open_kitchen, world))
    for days, place, note in (
        (_SECOND_RULES, 1, "A higher ladder for the second year."),
        (_THIRD_RULES, 2, "10,000 kept good ideas waiting for two years: now 2,000."),
    ):
        story.at(world.ago(days, 11), partial(_change_rules, world, place, note))


def rules(world: World, place: int) -> dict[str, dict[str, Any]]:
    """The rules of the desk space in its first, second and third year."""
    ladder = [world.count(rung) for rung in LADDERS[place]]
    ideas = {"ladder": ladder, "ladder_days": list(DAYS[place])}
    return {"ideas": ideas, "reviews": {"slots": 1 if place == 2 else 8}}


def _join(world: World, member: Member, password_hash: str) -> None:
    # whom a visitor may be at a click speaks the visitor's language
    locale = None if member.part else member.locale
    new = SignUp(member.name, password_hash, member.born, locale)
    person = people.sign_up(SYSTEM, new)
    person.bio = member.bio
    person.source, person.source_id = SOURCE, member.part or member.key
    for role in member.roles:
        people.grant_role(SYSTEM, person, role)
    if {"finance", "admin"} & set(member.roles):
        _enrol(person)
    world.people[member.key] = person


def _enrol(person: Person) -> None:
    """The second factor, confirmed as by the person's own phone."""
    begun = people.begin_second_factor(person, person)
    code = pyotp.TOTP(begun.secret).at(clock.now())
    people.confirm_second_factor(person, person, code)


def _open_spaces(world: World) -> None:
    owner_id, budget_id = world.people["ines"].id, world.people["priya"].id
    desk = NewSpace(
        slug="desk-and-light",
        name="Desk and light",
        purpose="New things for desks, light and the way home.",
        product_owner_id=owner_id,
        budget_owner_id=budget_id,
    )
    app = NewSpace(
        slug="halden-app",
        name="Halden app",
        purpose="Wishes for the app that goes with our lamps.",
        outcome="improvement",
        has_goals=False,
        has_revenue=False,
        product_owner_id=owner_id,
        budget_owner_id=budget_id,
    )
    world.spaces["desk"] = spaces.create(SYSTEM, desk, rules(world, 0))
    world.spaces["app"] = spaces.create(SYSTEM, app)


def _open_kitchen(world: World) -> None:
    """A space that takes ideas alone, with goals a small team can live with."""
    kitchen = NewSpace(
        slug="kitchen-and-balcony",
        name="Kitchen and balcony",
        purpose="New things for small kitchens, window sills and balconies.",
        has_builds=False,
        product_owner_id=world.people["ines"].id,
        budget_owner_id=world.people["priya"].id,
    )
    ladder = [world.count(rung) for rung in KITCHEN_LADDER]
    game = {"ladder": ladder, "ladder_days": list(KITCHEN_DAYS)}
    world.spaces["kitchen"] = spaces.create(SYSTEM, kitchen, {"ideas": game})


def _change_rules(world: World, place: int, note: str) -> None:
    spaces.add_rule_set(
        world.people["ada"],
        world.spaces["desk"],
        rules(world, place),
        effective_at=clock.now(),
        note=note,
    )


def _first_day(member: Member) -> float:
    """How many days ago somebody is first heard of."""
    days = [member.since]
    for tale in book.tales():
        said = itertools.chain.from_iterable(_voices(say) for say in tale.talk)
        if member.key == tale.author:
            days.append(tale.published + 3)
        if member.key in tale.backers:
            days.append(tale.published)
        days.extend(tale.published - day for who, day in said if who == member.key)
    return min(max(days), GENESIS - 5)


def _voices(say: Say) -> list[tuple[str, float]]:
    later = [voice for each in say.answers for voice in _voices(each)]
    return [(say.who, say.day), *later]

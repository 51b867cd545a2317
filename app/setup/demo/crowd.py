"""The crowd: as many people as the counts need, written at once."""

import math
import random
from collections.abc import Container, Iterator
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import insert, select, update

from app.kernel.db import db
from app.kernel.ids import Number
from app.kernel.text import fold
from app.people.models import Person
from app.setup.demo import book
from app.setup.demo.world import GENESIS, PEOPLE, World
from app.support.commands import Seed

FIRST = 101  # the public numbers before are for people with a name
_CHUNK = 2_000


def gather(world: World) -> None:
    """Write the crowd; they joined one by one over the whole time."""
    total = world.count(PEOPLE)
    joined = sorted(_moments(world, total))
    names = islice(book.crowd(world.rng), total)
    rows = [
        _row(number, name, at, world.rng)
        for number, (name, at) in enumerate(zip(names, joined, strict=True), FIRST)
    ]
    for start in range(0, total, _CHUNK):
        db.session.execute(insert(Person), rows[start : start + _CHUNK])
    found = select(Person.created_at, Person.id).where(Person.number >= FIRST)
    there = db.session.execute(found.order_by(Person.number))
    world.crowd = [(row.created_at, row.id) for row in there]


def close(world: World) -> None:
    """Whoever joins from now on is numbered after the crowd."""
    change = update(Number).where(Number.kind == "person")
    db.session.execute(change.values(last=FIRST + len(world.crowd) - 1))


def behind(
    world: World,
    idea_id: int,
    count: int,
    span: tuple[datetime, datetime],
    but: Container[int] = (),
) -> list[Seed]:
    """Supports of the crowd for an idea, the oldest first; early ones are denser."""
    since, until = span
    known = [one for one in world.crowd if one[0] < until and one[1] not in but]
    chosen = world.rng.sample(known, min(count, len(known)))
    seeds = [
        Seed(idea_id, person_id, _between(world.rng, max(since, joined), until))
        for joined, person_id in chosen
    ]
    return sorted(seeds, key=lambda seed: seed.at)


def some(world: World, count: int, before: datetime) -> list[Person]:
    """Some of the crowd as people who can act, the same for the same seed."""
    chosen = pick(world, count, before)
    found = select(Person).where(Person.id.in_(chosen)).order_by(Person.id)
    return list(db.session.scalars(found))


def pick(world: World, count: int, before: datetime) -> list[int]:
    """The keys of some of the crowd who had joined by then."""
    known = [person_id for joined, person_id in world.crowd if joined < before]
    return world.rng.sample(known, min(count, len(known)))


def _moments(world: World, total: int) -> Iterator[datetime]:
    start = world.ago(GENESIS - 2)
    for _ in range(total):
        part = world.rng.random()
        yield start + part * (world.now - timedelta(hours=3) - start)


def _between(rng: random.Random, since: datetime, until: datetime) -> datetime:
    return since + math.pow(rng.random(), 1.6) * (until - since)


def _row(number: int, name: str, at: datetime, rng: random.Random) -> dict[str, object]:
    return {
        "number": number,
        "display_name": name,
        "name_key": fold(name),
        "state": "active",
        "birth_year": rng.randrange(1955, 2008),
        "bio": "",
        "shows_supports": True,
        "created_at": at,
    }

"""What people have to do with builds: enrolments, installs, blocks, own data."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.builds.models import (
    Build,
    BuildBlock,
    BuildItemCredit,
    BuildVote,
    Channel,
    Enrolment,
    Goodwill,
    Install,
    ItemVote,
)
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.text import fold
from app.people.models import Person

# An idea in one of these may have a change made from it.
CREDITED = ("approved", "in_development", "in_beta", "launched")


def enrolment_of(channel_id: int, person_id: int) -> Enrolment | None:
    """A person's row in a channel."""
    statement = select(Enrolment).where(Enrolment.channel_id == channel_id)
    return db.session.scalar(statement.where(Enrolment.person_id == person_id))


def has_run(person_id: int, build_id: int) -> bool:
    """Whether a person has run a build, by record or own word."""
    statement = select(Install.id).where(
        Install.build_id == build_id, Install.person_id == person_id
    )
    return db.session.scalar(statement) is not None


def is_tester(person_id: int, build: Build) -> bool:
    """Whether a person tests: is in a channel of its space, or has run this build."""
    enrolled = (
        select(Enrolment.id)
        .join(Channel, Channel.id == Enrolment.channel_id)
        .where(
            Channel.space_id == build.space_id,
            Enrolment.person_id == person_id,
            Enrolment.state == "active",
        )
    )
    ran = select(Install.id).where(
        Install.build_id == build.id, Install.person_id == person_id
    )
    either = select(Person.id).where(
        Person.id == person_id, or_(enrolled.exists(), ran.exists())
    )
    return db.session.scalar(either) is not None


def open_blocks(build_id: int) -> list[BuildBlock]:
    """What keeps a build from going out, oldest first."""
    statement = select(BuildBlock).where(
        BuildBlock.build_id == build_id, BuildBlock.lifted_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(BuildBlock.id)))


def blocked_by(cause: str) -> list[Build]:
    """The builds that a cause keeps back."""
    statement = (
        select(Build)
        .join(BuildBlock, BuildBlock.build_id == Build.id)
        .where(BuildBlock.cause == cause, BuildBlock.lifted_at.is_(None))
    )
    return list(db.session.scalars(statement.order_by(Build.id)))


def ideas_in_making(actor: Actor, space_id: int) -> list[Idea]:
    """The ideas of a space that a change may come from, the newest first."""
    statement = (
        ideas.visible_to(actor)
        .select()
        .where(Idea.space_id == space_id, Idea.state.in_(CREDITED))
        .order_by(Idea.id.desc())
        .limit(200)
    )
    return list(db.session.scalars(statement))


def people_named(words: str) -> list[Person]:
    """Who is meant by a number or a name: nobody, one, or several (at most two)."""
    statement = select(Person).where(Person.state.in_(("active", "placeholder")))
    if words.isdecimal():
        statement = statement.where(Person.number == int(words))
    else:
        statement = statement.where(Person.name_key == fold(words))
    return list(db.session.scalars(statement.order_by(Person.id).limit(2)))


def personal(person: Any) -> dict[str, Any]:
    """What this domain holds of a person."""
    return {
        "channels": _rows(Enrolment.channel_id, Enrolment.state, person),
        "installs": _rows(Install.build_id, Install.device_class, person),
        "build_votes": _rows(BuildVote.build_id, BuildVote.verdict, person),
        "change_votes": _rows(ItemVote.item_id, ItemVote.value, person),
        "goodwills": _rows(Goodwill.train_id, Goodwill.choice, person),
        "credits": _rows(BuildItemCredit.item_id, BuildItemCredit.role, person),
    }


def _rows(
    thing: InstrumentedAttribute[int], said: InstrumentedAttribute[str], person: Any
) -> list[dict[str, Any]]:
    """(thing, what of it) of one table that names a person."""
    statement = select(thing, said).where(thing.class_.person_id == person.id)
    rows = db.session.execute(statement.order_by(thing, said))
    return [{thing.key: key, said.key: words} for key, words in rows]

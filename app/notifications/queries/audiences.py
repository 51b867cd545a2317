"""Who is to be told what, and what it is about."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from app.builds.models import (
    BuildItem,
    BuildItemCredit,
    Channel,
    Enrolment,
    Install,
    Train,
)
from app.ideas import queries as ideas
from app.ideas.models import Idea, IdeaTransition
from app.kernel.db import db
from app.people import queries as people
from app.people.models import EmailAddress
from app.royalties.models import DeedShare
from app.support import queries as support


def backers_of(idea_id: int, but: Iterable[int] = ()) -> list[int]:
    """Everyone who supports or follows an idea, once, but for some."""
    both = {*support.supporters_of(idea_id), *ideas.followers_of(idea_id)}
    return sorted(both - set(but))


def holders(*roles: str, space_id: int | None = None) -> list[int]:
    """Everyone who holds one of these roles, for the site or this space, once."""
    found = (people.holders_of(role, space_id) for role in roles)
    return sorted({person.id for holders in found for person in holders})


def testers_of(train_id: int) -> list[int]:
    """The people enrolled in the channel of a train."""
    enrolled = (
        select(Enrolment.person_id)
        .join(Train, Train.channel_id == Enrolment.channel_id)
        .where(Train.id == train_id, Enrolment.state == "active")
    )
    return list(db.session.scalars(enrolled.order_by(Enrolment.person_id)))


def inner_testers_of(space_id: int) -> list[int]:
    """The people who try the candidates of a space."""
    enrolled = (
        select(Enrolment.person_id)
        .join(Channel, Channel.id == Enrolment.channel_id)
        .where(Channel.space_id == space_id, Channel.code == "inner")
        .where(Enrolment.state == "active")
    )
    return list(db.session.scalars(enrolled.order_by(Enrolment.person_id)))


def runners_of(build_id: int) -> list[int]:
    """The people who run a build, by record or own word."""
    ran = select(Install.person_id).where(Install.build_id == build_id)
    return list(db.session.scalars(ran.order_by(Install.person_id)))


def credited_in(build_id: int) -> list[int]:
    """The people whose names stand beside a change that is in a build."""
    named = (
        select(BuildItemCredit.person_id)
        .join(BuildItem, BuildItem.id == BuildItemCredit.item_id)
        .where(BuildItem.build_id == build_id, BuildItem.state == "in")
    )
    return list(db.session.scalars(named.distinct()))


def parties_of(version_id: int) -> list[int]:
    """The people who have a share in a version of an agreement."""
    named = select(DeedShare.person_id).where(DeedShare.version_id == version_id)
    return list(db.session.scalars(named.distinct()))


def last_move_of(idea_id: int, from_state: str, to_state: str) -> int:
    """The key of an idea's latest such transition: the cause of what is told of it."""
    moves = select(func.max(IdeaTransition.id)).where(
        IdeaTransition.idea_id == idea_id,
        IdeaTransition.from_state == from_state,
        IdeaTransition.to_state == to_state,
    )
    return db.session.scalar(moves) or 0


def idea_of(thread_id: int) -> int | None:
    """The idea that a thread talks about, if it is one."""
    return db.session.scalar(select(Idea.id).where(Idea.thread_id == thread_id))


def addresses_of(person_ids: Sequence[int]) -> dict[int, str]:
    """The proved addresses of these people, by person."""
    proved = select(EmailAddress.person_id, EmailAddress.address).where(
        EmailAddress.person_id.in_(person_ids), EmailAddress.verified_at.is_not(None)
    )
    return {row.person_id: row.address for row in db.session.execute(proved)}

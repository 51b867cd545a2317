"""What is offered and chosen for builds that were late."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.builds.models import Build, Channel, Goodwill, Train
from app.builds.queries import builds
from app.kernel import pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing


def goodwill_of(person_id: int, number: int) -> Goodwill:
    """What a person was offered for a late build; Missing for anybody else."""
    statement = (
        select(Goodwill)
        .join(Build, Build.train_id == Goodwill.train_id)
        .where(Goodwill.person_id == person_id, Build.number == number)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def open_goodwills(person_id: int) -> list[Build]:
    """The late builds for which a person has not chosen yet, the newest first."""
    statement = (
        select(Build)
        .join(Goodwill, Goodwill.train_id == Build.train_id)
        .where(Goodwill.person_id == person_id, Goodwill.chosen_at.is_(None))
        .order_by(Goodwill.id.desc())
        .limit(5)
    )
    return list(db.session.scalars(statement))


def goodwill(goodwill_id: int) -> Goodwill:
    """A goodwill by key."""
    found = db.session.get(Goodwill, goodwill_id)
    if found is None:
        raise Missing
    return found


def goodwills_page(
    actor: Actor, after: str | None, size: int = 30
) -> pages.Page[Goodwill]:
    """What was chosen in the spaces whose builds the actor makes, the newest first."""
    order = [Goodwill.chosen_at.desc(), Goodwill.id.desc()]
    return pages.page(_chosen(actor), order, after=after, size=size)


def all_goodwills(actor: Actor) -> Sequence[Goodwill]:
    """The same, whole, for a file."""
    rows = _chosen(actor).order_by(Goodwill.chosen_at.desc(), Goodwill.id.desc())
    return db.session.scalars(rows).all()


def builds_of_trains(train_ids: Sequence[int]) -> dict[int, Build]:
    """The builds of trains, by train."""
    rows = db.session.scalars(select(Build).where(Build.train_id.in_(train_ids)))
    return {build.train_id: build for build in rows}


def _chosen(actor: Actor) -> Select[Goodwill]:
    return (
        select(Goodwill)
        .join(Train, Train.id == Goodwill.train_id)
        .join(Channel, Channel.id == Train.channel_id)
        .join(Build, Build.train_id == Train.id)
        .where(Goodwill.chosen_at.is_not(None), builds.of_crew(actor))
        .options(joinedload(Goodwill.person))
    )

"""Decisions that took testers out, and the second looks at them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.builds.models import Channel, Enrolment, EnrolmentRemoval
from app.kernel import pages
from app.kernel.db import db
from app.kernel.errors import Missing


def removal_of(enrolment_id: int) -> EnrolmentRemoval | None:
    """The decision that keeps a tester out, if there is one."""
    statement = select(EnrolmentRemoval).where(
        EnrolmentRemoval.enrolment_id == enrolment_id,
        EnrolmentRemoval.outcome.is_distinct_from("upheld"),
    )
    return db.session.scalar(statement)


def removal(removal_id: int) -> EnrolmentRemoval:
    """A decision with whom it is about and where; Missing where there is none."""
    enrolment = joinedload(EnrolmentRemoval.enrolment)
    statement = (
        select(EnrolmentRemoval)
        .options(
            enrolment.joinedload(Enrolment.channel).joinedload(Channel.space),
            joinedload(EnrolmentRemoval.person),
        )
        .where(EnrolmentRemoval.id == removal_id)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def removals_of(person_id: int) -> list[EnrolmentRemoval]:
    """Every decision about a person, with its appeal."""
    statement = select(EnrolmentRemoval).where(EnrolmentRemoval.person_id == person_id)
    return list(db.session.scalars(statement.order_by(EnrolmentRemoval.id)))


def removals_page(
    channel_ids: Sequence[int], after: str | None
) -> pages.Page[EnrolmentRemoval]:
    """The decisions in some channels, the newest first."""
    enrolment = joinedload(EnrolmentRemoval.enrolment)
    statement = (
        select(EnrolmentRemoval)
        .join(Enrolment, Enrolment.id == EnrolmentRemoval.enrolment_id)
        .options(
            enrolment.joinedload(Enrolment.channel).joinedload(Channel.space),
            joinedload(EnrolmentRemoval.person),
        )
        .where(Enrolment.channel_id.in_(channel_ids))
    )
    return pages.page(statement, [EnrolmentRemoval.id.desc()], after)

"""Four eyes: one person makes, another checks what he saw.

An approval stores the subject's hash; checking another hash is refused, so any change
voids it. Where an act that moves no money needs two people and only one holds the
role, `alone` writes the row without a checker (PRODUCT 1). Never for money.
"""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import Model, db
from app.kernel.errors import Conflict
from app.kernel.words import N_


class SamePerson(Conflict):
    code = "four_eyes"
    text = N_("A second person has to check this: you made it.")


class SubjectChanged(Conflict):
    code = "subject_changed"
    text = N_("This changed after it was put forward. Look again before you approve.")


class NothingToCheck(Conflict):
    code = "nothing_to_check"
    text = N_("Nobody has put this forward yet.")


class AlreadyChecked(Conflict):
    code = "already_checked"
    text = N_("This has been approved already.")


class AloneTooEarly(Conflict):
    code = "alone_too_early"
    text = N_(
        "You are the only one who may sign this: it waits %(hours)s hours for a second "
        "person."
    )


class Approval(Model):
    """One act by two people; `solo_at` marks an act by one where the rules allow it."""

    __tablename__ = "approvals"
    __table_args__ = (
        UniqueConstraint("act", "subject_kind", "subject_id", "round"),
        CheckConstraint(
            "checker_id <> maker_id OR checker_id IS NULL", name="four_eyes"
        ),
        CheckConstraint("solo_at IS NULL OR checker_id IS NULL", name="solo"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    round: Mapped[int]
    subject_hash: Mapped[str]
    maker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]
    solo_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]

    @property
    def is_complete(self) -> bool:
        return self.checked_at is not None or self.solo_at is not None


def of(act: str, subject_kind: str, subject_id: int) -> Approval | None:
    """The living approval of an act on a subject, if one was begun."""
    statement = select(Approval).where(
        Approval.act == act,
        Approval.subject_kind == subject_kind,
        Approval.subject_id == subject_id,
        Approval.voided_at.is_(None),
    )
    return db.session.scalar(statement.order_by(Approval.round.desc()).limit(1))


def rounds(act: str, subject_kind: str, subject_id: int) -> list[Approval]:
    """All rounds of an act on a subject, the voided ones too, oldest first."""
    statement = select(Approval).where(
        Approval.act == act,
        Approval.subject_kind == subject_kind,
        Approval.subject_id == subject_id,
    )
    return list(db.session.scalars(statement.order_by(Approval.round)))


def make(
    actor: Actor, act: str, subject_kind: str, subject_id: int, subject_hash: str
) -> Approval:
    """Put an act forward for a second person; putting it forward again renews it."""
    living = of(act, subject_kind, subject_id)
    if living is not None and living.is_complete:
        raise AlreadyChecked
    if living is not None:
        living.voided_at = clock.now()
    return _begin(actor, act, (subject_kind, subject_id), subject_hash)


def check(
    actor: Actor, act: str, subject_kind: str, subject_id: int, subject_hash: str
) -> Approval:
    """Approve as the second person exactly what was put forward."""
    approval = of(act, subject_kind, subject_id)
    if approval is None:
        raise NothingToCheck
    if approval.is_complete:
        raise AlreadyChecked
    if approval.maker_id == actor.id:
        raise SamePerson
    if approval.subject_hash != subject_hash:
        raise SubjectChanged
    approval.checker_id = actor.id
    approval.checked_at = clock.now()
    audit.record(actor, f"{act}.checked", subject_kind, subject_id)
    db.session.flush()
    return approval


def alone(
    actor: Actor, act: str, subject_kind: str, subject_id: int, subject_hash: str
) -> Approval:
    """Complete an act by one person, where the rules allow it; never for money."""
    approval = of(act, subject_kind, subject_id) or _begin(
        actor, act, (subject_kind, subject_id), subject_hash
    )
    approval.solo_at = clock.now()
    audit.record(actor, f"{act}.alone", subject_kind, subject_id)
    db.session.flush()
    return approval


def require_waited(made_at: datetime, wait: timedelta) -> None:
    """Refuse an act by one person before a second one had time to come."""
    if clock.now() < made_at + wait:
        raise AloneTooEarly(hours=int(wait.total_seconds() // 3600))


def void(act: str, subject_kind: str, subject_id: int) -> None:
    """Take back what was put forward or approved, because the subject changed."""
    approval = of(act, subject_kind, subject_id)
    if approval is not None:
        approval.voided_at = clock.now()
        db.session.flush()


def _begin(
    actor: Actor, act: str, subject: tuple[str, int], subject_hash: str
) -> Approval:
    number = len(rounds(act, *subject)) + 1
    approval = Approval(
        act=act,
        subject_kind=subject[0],
        subject_id=subject[1],
        round=number,
        subject_hash=subject_hash,
        maker_id=actor.id,
        made_at=clock.now(),
    )
    db.session.add(approval)
    audit.record(actor, f"{act}.made", *subject)
    db.session.flush()
    return approval

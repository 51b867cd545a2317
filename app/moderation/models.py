"""Report, Ruling and what it hid, Appeal, and the library of reasons."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model, one_of
from app.kernel.words import N_

SUBJECTS = ("idea", "comment", "person")
REPORT_LABELS = {
    "spam": N_("Advertising or spam"),
    "insult": N_("Insults or hurts people"),
    "danger": N_("Dangerous or against the law"),
    "private": N_("Shows somebody's private data"),
    "rights": N_("Uses my work without asking me"),
    "other": N_("Something else"),
}
# What a moderator may decide; `undo` takes another ruling back.
ACT_LABELS = {
    "publish": N_("Published"),
    "ask_fixes": N_("Sent back with what to change"),
    "refuse": N_("Not published"),
    "keep": N_("Stays as it is"),
    "hide": N_("Hidden"),
    "remove": N_("Removed"),
    "spam": N_("Spam: all of it hidden"),
    "warn": N_("Warned"),
    "slow": N_("May write little for a while"),
    "suspend": N_("May only read for a while"),
    "undo": N_("Taken back"),
}
ACTS = tuple(ACT_LABELS)
# They need a reason of the library or own words, and may be appealed.
AGAINST = ("refuse", "hide", "remove", "spam", "warn", "slow", "suspend")
TIMED = ("spam", "slow", "suspend")
# What the public log shows; publishing and fixes stand in the idea's own history.
LOGGED = ("keep", *AGAINST, "undo")
USES = ("refusal", "ruling", "fix")
OUTCOMES = ("upheld", "dismissed")


class Report(Model):
    """Somebody says that a thing breaks the rules; once a person and thing."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("by_id", "subject_kind", "subject_id"),
        CheckConstraint(one_of("subject_kind", SUBJECTS), name="subject_kind"),
        CheckConstraint(one_of("code", tuple(REPORT_LABELS)), name="code"),
        Index("ix_reports_subject", "subject_kind", "subject_id", "ruling_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    code: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    # Whether its reporter was known well enough to hide something by number.
    counts: Mapped[bool] = mapped_column(default=False)
    ruling_id: Mapped[int | None] = mapped_column(ForeignKey("rulings.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Ruling(Model):
    """A moderator's decision on a thing, with its reason; append-only.

    `about_id` is whose thing it is: nobody rules in his own matter.
    """

    __tablename__ = "rulings"
    __table_args__ = (
        CheckConstraint(one_of("subject_kind", SUBJECTS), name="subject_kind"),
        CheckConstraint(one_of("act", ACTS), name="act"),
        CheckConstraint("by_id <> about_id", name="own_matter"),
        CheckConstraint(
            f"NOT ({one_of('act', AGAINST)}) OR code <> '' OR text <> ''",
            name="reasoned",
        ),
        CheckConstraint(
            f"NOT ({one_of('act', TIMED)}) OR until_at IS NOT NULL", name="timed"
        ),
        CheckConstraint("(act = 'undo') = (undo_of_id IS NOT NULL)", name="undo"),
        UniqueConstraint("undo_of_id"),
        Index("ix_rulings_subject", "subject_kind", "subject_id", "id"),
        Index("ix_rulings_about", "about_id", "id"),
        Index("ix_rulings_by", "by_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    about_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    act: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    until_at: Mapped[datetime | None]
    # Whether the thing was hidden, pending this ruling, when it was made.
    was_hidden: Mapped[bool] = mapped_column(default=False)
    undo_of_id: Mapped[int | None] = mapped_column(ForeignKey("rulings.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class RulingThing(Model):
    """One thing that a ruling hid: an undo shows these again, and no others."""

    __tablename__ = "ruling_things"
    __table_args__ = (
        UniqueConstraint("ruling_id", "subject_kind", "subject_id"),
        CheckConstraint(one_of("subject_kind", SUBJECTS), name="subject_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ruling_id: Mapped[int] = mapped_column(ForeignKey("rulings.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[int]


class Appeal(Model):
    """A second look at a ruling, asked once; another moderator takes it.

    Alone, one and the same may, after a day, and `solo_at` says so in public.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        UniqueConstraint("ruling_id"),
        CheckConstraint("text <> ''", name="text"),
        CheckConstraint(
            f"outcome IS NULL OR {one_of('outcome', OUTCOMES)}", name="outcome"
        ),
        CheckConstraint(
            "(outcome IS NULL) = (answered_by_id IS NULL) AND "
            "(outcome IS NULL) = (answered_at IS NULL) AND "
            "(outcome IS NULL OR answer <> '')",
            name="answered",
        ),
        CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id <> first_by_id "
            "OR solo_at IS NOT NULL",
            name="other_moderator",
        ),
        CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id <> by_id", name="own_matter"
        ),
        Index("ix_appeals_by", "by_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ruling_id: Mapped[int] = mapped_column(ForeignKey("rulings.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    first_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    outcome: Mapped[str | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]
    solo_at: Mapped[datetime | None]


class RulingReason(Model):
    """A reason of the library, in one language; editable by moderators."""

    __tablename__ = "ruling_reasons"
    __table_args__ = (
        UniqueConstraint("code", "lang"),
        CheckConstraint(one_of("use", USES), name="use"),
        CheckConstraint("text <> ''", name="text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    lang: Mapped[str]
    use: Mapped[str]
    text: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

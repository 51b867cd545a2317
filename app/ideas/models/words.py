"""What an idea says: frozen revisions, pictures, requested fixes, the terms."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock, stashes
from app.kernel.db import Model, one_of
from app.kernel.stashes import HasStash
from app.kernel.text import HasBody
from app.kernel.words import N_

CRITERIA_LABELS = {
    "clear_need": N_("One clear need"),
    "own_material": N_("Own material"),
    "picture": N_("A picture that shows it"),
    "language": N_("Words that a stranger understands"),
    "not_for_us": N_("Something we could make"),
    "other": N_("Something else"),
}
CRITERIA = tuple(CRITERIA_LABELS)
FOCUS_STEP = 10


class IdeaRevision(HasBody, Model):
    """The words of an idea; the gate freezes them, the next edit is n + 1.

    `opened_at` is when a moderator first read exactly these words.
    """

    __tablename__ = "idea_revisions"
    __table_args__ = (UniqueConstraint("idea_id", "n"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    n: Mapped[int]
    title: Mapped[str]
    problem: Mapped[str]
    lang: Mapped[str]
    terms_version: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    frozen_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]


class IdeaPicture(HasStash, Model):
    """A picture of an idea; the first one is its cover."""

    __tablename__ = "idea_pictures"
    __table_args__ = (
        UniqueConstraint("idea_id", "place"),
        *stashes.checks(),
        CheckConstraint(
            "focus_x BETWEEN 0 AND 100 AND focus_y BETWEEN 0 AND 100", name="focus"
        ),
        Index("ix_idea_pictures_waiting", "state", "claimed_at", "id"),
    )

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    alt: Mapped[str] = mapped_column(default="")
    is_decorative: Mapped[bool] = mapped_column(default=False)
    focus_x: Mapped[int] = mapped_column(default=50)
    focus_y: Mapped[int] = mapped_column(default=50)
    place: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def is_described(self) -> bool:
        """Whether those who do not see it are told, or need not be."""
        return self.is_decorative or bool(self.alt)


class IdeaFix(Model):
    """One thing a moderator asks the author to change, and the author's answer."""

    __tablename__ = "idea_fixes"
    __table_args__ = (
        CheckConstraint(one_of("criterion", CRITERIA), name="criterion"),
        CheckConstraint("text <> ''", name="text"),
        Index("ix_idea_fixes_idea", "idea_id", "attempt", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    attempt: Mapped[int]
    criterion: Mapped[str]
    text: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]


class Terms(HasBody, Model):
    """The terms of sending an idea: a version in each language."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("version", "lang"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    lang: Mapped[str]
    effective_at: Mapped[datetime]


class TermsAcceptance(Model):
    """A person accepted a version of the terms; asked again only for a new one."""

    __tablename__ = "terms_acceptances"
    __table_args__ = (UniqueConstraint("person_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int]
    accepted_at: Mapped[datetime] = mapped_column(default=clock.now)


class Tag(Model):
    """A word by which ideas of a space are found; `key` is its folded name."""

    __tablename__ = "tags"
    __table_args__ = (
        UniqueConstraint("space_id", "key"),
        CheckConstraint("name <> '' AND key <> ''", name="name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    name: Mapped[str]
    key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class IdeaTag(Model):
    """An idea bears a tag."""

    __tablename__ = "idea_tags"
    __table_args__ = (UniqueConstraint("idea_id", "tag_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), index=True)

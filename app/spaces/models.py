"""Space, RuleSet, and who was invited."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock, rules
from app.kernel.db import Model, one_of
from app.people.models import Person

AUDIENCES = ("everyone", "signed_in", "invited")
OUTCOMES = ("product", "improvement")
SWITCHES = ("goals", "builds", "revenue")


class Space(Model):
    """A product line's place for ideas and its weekly train."""

    __tablename__ = "spaces"
    __table_args__ = (
        CheckConstraint(one_of("audience", AUDIENCES), name="audience"),
        CheckConstraint(one_of("outcome", OUTCOMES), name="outcome"),
        UniqueConstraint("source", "source_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default="everyone")
    outcome: Mapped[str] = mapped_column(default="product")
    has_goals: Mapped[bool] = mapped_column(default=True)
    has_builds: Mapped[bool] = mapped_column(default=True)
    has_revenue: Mapped[bool] = mapped_column(default=True)
    product_owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    budget_owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    source: Mapped[str | None]
    source_id: Mapped[str | None]


class RuleSet(Model):
    """A space's rules, versioned: deviations from the defaults; append-only.

    `effective_at` NULL: in force for nobody but the rows that name it (imports).
    """

    __tablename__ = "rule_sets"
    __table_args__ = (
        UniqueConstraint("space_id", "version"),
        Index("ix_rule_sets_in_force", "space_id", "effective_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    version: Mapped[int]
    schema_version: Mapped[int] = mapped_column(default=rules.SCHEMA_VERSION)
    body: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sha256: Mapped[str]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    effective_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")

    @property
    def book(self) -> Any:
        """All settings, defaults filled in: `rule_set.book.ideas.ladder`."""
        return rules.book(self.body)


class Invitation(Model):
    """A link into a space that only the invited see; the link itself is not kept."""

    __tablename__ = "space_invitations"
    __table_args__ = (
        CheckConstraint("used >= 0 AND used <= max_uses", name="used"),
        CheckConstraint("ends_at > created_at", name="span"),
        Index("ix_space_invitations_of_space", "space_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    note: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ends_at: Mapped[datetime]
    max_uses: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether somebody may still come in by it."""
        is_used_up = self.used >= self.max_uses
        return self.ended_at is None and not is_used_up and clock.now() < self.ends_at


class Member(Model):
    """A person who came into an invited space; one row a person, removed or not."""

    __tablename__ = "space_members"
    __table_args__ = (UniqueConstraint("space_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("space_invitations.id")
    )
    joined_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")

"""Build, its changes with their credits, and what keeps it from going out."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.builds.models.train import Train
from app.comments.models import Thread
from app.kernel import clock, text
from app.kernel.db import Model, one_of
from app.kernel.text import HasBody
from app.people.models import Person
from app.spaces.models import Space

KINDS = ("software", "prototype", "print_file", "design")
DATA_AFTER_ROLLBACK = ("unknown", "kept", "lost")
ITEM_KINDS = ("feature", "fix", "change", "removal")
ITEM_STATES = ("planned", "in", "slipped", "reverted")
CREDIT_ROLES = ("author", "idea", "reporter", "designer", "translator", "tester")


class Build(HasBody, Model):
    """What a train brings; the body is its notes."""

    __tablename__ = "builds"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint(one_of("rollback_data", DATA_AFTER_ROLLBACK), name="data"),
        CheckConstraint("rollout_pct BETWEEN 0 AND 100", name="rollout"),
        CheckConstraint("picture_name IS NULL OR picture_alt <> ''", name="picture"),
        Index("ix_builds_published", "space_id", "published_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    train_id: Mapped[int] = mapped_column(ForeignKey("trains.id"), unique=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    kind: Mapped[str] = mapped_column(default="software")
    version: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    git_ref: Mapped[str] = mapped_column(default="")
    artifact_url: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    size: Mapped[int | None]
    picture_name: Mapped[str | None]
    picture_alt: Mapped[str] = mapped_column(default="")
    rollback_source: Mapped[str] = mapped_column(default="")
    rollback_html: Mapped[str] = mapped_column(default="")
    rollback_sanitiser: Mapped[str] = mapped_column(default=text.SANITISER)
    rollback_plain: Mapped[str] = mapped_column(default="")
    rollback_data: Mapped[str] = mapped_column(default="unknown")
    # How many in a hundred devices get it by themselves.
    rollout_pct: Mapped[int] = mapped_column(default=0)
    edits: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_at: Mapped[datetime | None]
    halted_at: Mapped[datetime | None]
    source: Mapped[str | None]
    source_id: Mapped[str | None]

    space: Mapped[Space] = relationship(lazy="raise")
    train: Mapped[Train] = relationship(lazy="raise")
    thread: Mapped[Thread] = relationship(lazy="raise")
    items: Mapped[list["BuildItem"]] = relationship(
        lazy="raise", order_by="BuildItem.id", back_populates="build"
    )

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def name(self) -> str:
        """Its title, else its version."""
        return self.title or self.version

    @property
    def shown_items(self) -> list["BuildItem"]:
        """The changes that are in it: what slipped or was taken out is not."""
        return [item for item in self.items if item.state in ("planned", "in")]

    def set_rollback(self, source: str, data: str) -> None:
        """How to go back, and whether data survive it."""
        body = text.render(source)
        self.rollback_source = body.source
        self.rollback_html = body.html
        self.rollback_sanitiser = body.sanitiser
        self.rollback_plain = body.plain
        self.rollback_data = data


class BuildItem(HasBody, Model):
    """One change of a build; `idea_id` is credit only."""

    __tablename__ = "build_items"
    __table_args__ = (
        CheckConstraint(one_of("kind", ITEM_KINDS), name="kind"),
        CheckConstraint(one_of("state", ITEM_STATES), name="state"),
        CheckConstraint("state <> 'slipped' OR slip_reason <> ''", name="slip_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("builds.id"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    kind: Mapped[str] = mapped_column(default="feature")
    title: Mapped[str]
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)
    state: Mapped[str] = mapped_column(default="planned")
    slip_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    build: Mapped[Build] = relationship(lazy="raise", back_populates="items")
    credits: Mapped[list["BuildItemCredit"]] = relationship(
        lazy="raise", order_by="BuildItemCredit.role, BuildItemCredit.person_id"
    )


class BuildItemCredit(Model):
    """Whose part a change has."""

    __tablename__ = "build_item_credits"
    __table_args__ = (CheckConstraint(one_of("role", CREDIT_ROLES), name="role"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("build_items.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(primary_key=True)

    person: Mapped[Person] = relationship(lazy="raise")


class BuildBlock(Model):
    """A reason not to publish, until it is lifted; one row a build and cause."""

    __tablename__ = "build_blocks"
    __table_args__ = (
        UniqueConstraint("build_id", "cause"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("builds.id"))
    cause: Mapped[str]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

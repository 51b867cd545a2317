"""RoadmapItem with its ideas, build items, followers and moves; Product."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model, one_of
from app.kernel.text import HasBody

STAGES = ("considering", "planned", "in_progress", "in_beta", "shipped", "not_doing")
CONFIDENCES = ("exploring", "likely", "committed")
PRODUCT_STATES = ("planned", "launched", "retired")
# The item leads: what each stage makes of its ideas (PRODUCT 8).
IDEA_STATE = {
    "planned": "approved",
    "in_progress": "in_development",
    "in_beta": "in_beta",
    "shipped": "launched",
    "considering": "parked",
    "not_doing": "declined",
}


class RoadmapItem(Model, HasBody):
    """What we mean to make, and how far it is."""

    __tablename__ = "roadmap_items"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint(one_of("stage", STAGES), name="stage"),
        CheckConstraint(one_of("confidence", CONFIDENCES), name="confidence"),
        Index("ix_roadmap_items_stage", "space_id", "stage", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    title: Mapped[str]
    stage: Mapped[str] = mapped_column(default="planned")
    confidence: Mapped[str] = mapped_column(default="likely")
    target_quarter: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    follower_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    source: Mapped[str | None]
    source_id: Mapped[str | None]


class RoadmapItemIdea(Model):
    """An item leads an idea until it is unlinked."""

    __tablename__ = "roadmap_item_ideas"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("roadmap_items.id"), primary_key=True
    )
    idea_id: Mapped[int] = mapped_column(
        ForeignKey("ideas.id"), primary_key=True, index=True
    )
    linked_at: Mapped[datetime] = mapped_column(default=clock.now)
    unlinked_at: Mapped[datetime | None]


class RoadmapItemBuild(Model):
    """A change in a build that belongs to an item."""

    __tablename__ = "roadmap_item_builds"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("roadmap_items.id"), primary_key=True
    )
    build_item_id: Mapped[int] = mapped_column(
        ForeignKey("build_items.id"), primary_key=True, index=True
    )
    linked_at: Mapped[datetime] = mapped_column(default=clock.now)


class RoadmapItemFollow(Model):
    """A person who wishes to hear of an item."""

    __tablename__ = "roadmap_item_follows"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("roadmap_items.id"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, index=True
    )
    at: Mapped[datetime] = mapped_column(default=clock.now)


class RoadmapMove(Model):
    """One move of an item with its public reason; append-only."""

    __tablename__ = "roadmap_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("roadmap_items.id"), index=True)
    from_stage: Mapped[str]
    to_stage: Mapped[str]
    reason: Mapped[str]
    actor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class TakeUp(Model):
    """One person's yes or no to a supported improvement; another signs."""

    __tablename__ = "take_ups"
    __table_args__ = (
        CheckConstraint(one_of("verdict", ("take_up", "decline")), name="verdict"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint(
            "verdict <> 'decline' OR change_our_mind <> ''", name="change_our_mind"
        ),
        CheckConstraint("signer_id <> maker_id OR signer_id IS NULL", name="four_eyes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    verdict: Mapped[str]
    reason: Mapped[str]
    change_our_mind: Mapped[str] = mapped_column(default="")
    maker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    signed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    @property
    def is_solo(self) -> bool:
        """Decided by one person, because nobody else might."""
        return self.signed_at is not None and self.signer_id is None


class Product(Model):
    """A thing on sale, or meant to be; it exists from approval on."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint(one_of("state", PRODUCT_STATES), name="state"),
        CheckConstraint("price_minor IS NULL OR price_minor > 0", name="price"),
        CheckConstraint(
            "state <> 'launched' OR (price_minor IS NOT NULL"
            " AND credits_accepted_at IS NOT NULL AND launched_at IS NOT NULL)",
            name="launched",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("roadmap_items.id"), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    name: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned")
    price_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="EUR")
    cover_name: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    launched_at: Mapped[datetime | None]
    last_sale_on: Mapped[date | None]
    credits_accepted_at: Mapped[datetime | None]
    credits_accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

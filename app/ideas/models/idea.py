"""Idea: what stands on the card, in the list and behind the support button."""

import math
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.ideas.models.states import (
    OUTCOMES,
    STAGE_LABELS,
    STAGE_OF,
    STATE_LABELS,
    STATES,
)
from app.kernel import clock
from app.kernel.db import Model, one_of
from app.people.models import Person
from app.spaces.models import RuleSet, Space

# Twice the supporters weigh as much in the trend as a week of age.
_DOUBLING_MINUTES = 7 * 24 * 60


class Idea(Model):
    """A proposal. `version` counts edits and transitions, never the tally."""

    __tablename__ = "ideas"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("outcome", OUTCOMES), name="outcome"),
        CheckConstraint("support_count >= 0", name="support_count"),
        CheckConstraint("imported_count >= 0", name="imported_count"),
        CheckConstraint("held_count >= 0", name="held_count"),
        CheckConstraint(
            "state NOT IN ('supporting', 'achieved', 'in_review', 'approved', "
            "'in_development', 'in_beta', 'launched') OR published_at IS NOT NULL",
            name="published",
        ),
        CheckConstraint("canonical_id IS NULL OR canonical_id <> id", name="canonical"),
        Index("ix_ideas_newest", "published_at", "id"),
        Index("ix_ideas_state_newest", "state", "published_at", "id"),
        Index("ix_ideas_space_newest", "space_id", "published_at", "id"),
        Index("ix_ideas_most", "support_count", "id"),
        Index("ix_ideas_state_most", "state", "support_count", "id"),
        Index("ix_ideas_space_most", "space_id", "state", "support_count", "id"),
        Index("ix_ideas_near", "state", "progress", "id"),
        Index("ix_ideas_ending", "state", "deadline_at", "id"),
        Index("ix_ideas_trending", "trend", "id"),
        Index("ix_ideas_state_trending", "state", "trend", "id"),
        Index("ix_ideas_author", "author_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_sets.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"))
    state: Mapped[str] = mapped_column(default="draft")
    outcome: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str]
    problem: Mapped[str]
    lang: Mapped[str] = mapped_column(default="")
    cover_name: Mapped[str | None]
    cover_alt: Mapped[str] = mapped_column(default="")
    # What its first picture and its tags say, so that a list reads no other table.
    cover_sizes: Mapped[list[Any]] = mapped_column(default=list)
    cover_focus_x: Mapped[int] = mapped_column(default=50)
    cover_focus_y: Mapped[int] = mapped_column(default=50)
    tag_names: Mapped[list[Any]] = mapped_column(default=list)
    by_team: Mapped[bool] = mapped_column(default=False)
    support_count: Mapped[int] = mapped_column(default=0)
    imported_count: Mapped[int] = mapped_column(default=0)
    # Supports whose verdict is open: support tells, expiry waits for them.
    held_count: Mapped[int] = mapped_column(default=0)
    next_rung: Mapped[int | None]
    top_rung: Mapped[int | None]
    rungs_crossed: Mapped[int] = mapped_column(default=0)
    # How near the next goal is, in ten-thousandths: the order of "nearly there".
    progress: Mapped[int] = mapped_column(default=0)
    # The minute it was published, moved on by what it gathered: nothing has to decay.
    trend: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    submitted_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    deadline_at: Mapped[datetime | None]
    topped_at: Mapped[datetime | None]
    purge_warned_at: Mapped[datetime | None]
    canonical_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))
    merged_at: Mapped[datetime | None]
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))
    source: Mapped[str | None]
    source_id: Mapped[str | None]

    author: Mapped[Person] = relationship(lazy="raise", foreign_keys=[author_id])
    space: Mapped[Space] = relationship(lazy="raise")
    rule_set: Mapped[RuleSet] = relationship(lazy="raise")

    @property
    def stage(self) -> str:
        """What a fan sees: draft checked gathering review planned making out ended."""
        return STAGE_OF[self.state]

    @property
    def stage_label(self) -> str:
        """The stage's words; for an ended idea the one word why."""
        if self.stage == "ended":
            return STATE_LABELS[self.state]
        return STAGE_LABELS[self.stage]

    @property
    def has_reached_top(self) -> bool:
        """Whether its last goal was reached: from then on no clock runs."""
        return self.topped_at is not None

    @property
    def percent(self) -> int:
        """How much of the next goal is there, 0 to 100."""
        return min(self.progress // 100, 100)

    def count(self, supporters: int) -> None:
        """Take over a counted tally: how near it is to its goal, how it trends."""
        self.support_count = supporters
        goal = self.next_rung or 0
        self.progress = min(supporters * 10_000 // goal, 10_000) if goal else 0
        self.trend = _trend(self.published_at, supporters + self.imported_count)


def _trend(published_at: datetime | None, supporters: int) -> int:
    if published_at is None:
        return 0
    weight = math.log2(1 + supporters) * _DOUBLING_MINUTES
    return int(published_at.timestamp() // 60 + weight)

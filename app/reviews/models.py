"""Review, ReviewScore and Decision."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.ideas.models import Idea
from app.kernel import clock
from app.kernel.db import Model, one_of
from app.people.models import Person

REVIEW_ROLES = ("product", "design", "engineer", "brand", "legal", "finance")
CRITERIA = ("fit", "demand", "feasibility", "cost", "licence", "originality")
OUTCOMES = ("approve", "park", "decline")
KINDS = ("product", "improvement")
PARK_CAUSES = ("licence", "timing", "overlap", "cost")


class Review(Model):
    """The study of one achieved idea; open until two people decide."""

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint(one_of("state", ("open", "decided")), name="state"),
        Index(
            "uq_reviews_open",
            "idea_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    state: Mapped[str] = mapped_column(default="open")
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]

    idea: Mapped[Idea] = relationship(lazy="raise")


class ReviewScore(Model):
    """One person's marks, 1 to 5 a criterion; sealed until all are in."""

    __tablename__ = "review_scores"
    __table_args__ = (
        UniqueConstraint("review_id", "person_id", "criterion"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        CheckConstraint(one_of("criterion", CRITERIA), name="criterion"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    criterion: Mapped[str]
    score: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship(lazy="raise")


class Decision(Model):
    """An outcome with its public text, made by one person and signed by another."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint(one_of("outcome", OUTCOMES), name="outcome"),
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint("public_text <> ''", name="text"),
        CheckConstraint(
            "outcome <> 'decline' OR change_our_mind <> ''", name="change_our_mind"
        ),
        CheckConstraint("signer_id <> maker_id OR signer_id IS NULL", name="four_eyes"),
        Index(
            "uq_decisions_living",
            "review_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    outcome: Mapped[str]
    kind: Mapped[str]
    public_text: Mapped[str]
    change_our_mind: Mapped[str] = mapped_column(default="")
    park_cause: Mapped[str] = mapped_column(default="")
    park_until: Mapped[date | None]
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    maker_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    signed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    maker: Mapped[Person] = relationship(lazy="raise", foreign_keys=[maker_id])
    signer: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[signer_id])

    @property
    def is_solo(self) -> bool:
        """Decided by one person, because nobody else might."""
        return self.signed_at is not None and self.signer_id is None

    @property
    def sha256(self) -> str:
        """What the signer saw: any change of it voids the signature."""
        seen = {
            "outcome": self.outcome,
            "kind": self.kind,
            "text": self.public_text,
            "change_our_mind": self.change_our_mind,
            "park": [self.park_cause, str(self.park_until or "")],
        }
        plain = json.dumps(seen, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()

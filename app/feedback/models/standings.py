"""Standing: the place of a change in its week, as it was when reports closed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.builds.models import BuildItem
from app.kernel import clock
from app.kernel.db import Model


class Standing(Model):
    """One change's place among those of its build; append-only.

    `respondents` are all who reported on the build; `few_voices` tells that they were
    too few for a share, so the difference ranks.
    """

    __tablename__ = "standings"
    __table_args__ = (
        UniqueConstraint("build_id", "item_id"),
        UniqueConstraint("build_id", "place"),
        CheckConstraint("place > 0", name="place"),
        CheckConstraint("best_n >= 0 AND worst_n >= 0", name="counted"),
        CheckConstraint("best_n + worst_n <= respondents", name="respondents"),
        CheckConstraint("wilson_low BETWEEN 0 AND 1", name="wilson_low"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("builds.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("build_items.id"))
    place: Mapped[int]
    best_n: Mapped[int]
    worst_n: Mapped[int]
    respondents: Mapped[int]
    wilson_low: Mapped[float]
    few_voices: Mapped[bool]
    closed_at: Mapped[datetime] = mapped_column(default=clock.now)

    item: Mapped[BuildItem] = relationship(lazy="raise")

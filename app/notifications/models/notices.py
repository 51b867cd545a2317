"""Notice: somebody was told something, once a cause; words come when it is shown."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model, one_of
from app.notifications.models.kinds import KINDS


class Notice(Model):
    """What one person was told; `values["what"]` names the sentence.

    What its reader wants by mail or feed alone is not on the site, and read at birth.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("person_id", "cause"),
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint("on_site OR read_at IS NOT NULL", name="unread_on_site"),
        Index("ix_notices_read", "person_id", "id"),
        Index(
            "ix_notices_unread",
            "person_id",
            "id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    cause: Mapped[str]
    values: Mapped[dict[str, Any]]
    url: Mapped[str]
    # what it is about: notices are grouped by it
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))
    on_site: Mapped[bool] = mapped_column(default=True)
    in_feed: Mapped[bool] = mapped_column(default=True)
    # mailed at once: the weekly mail leaves it out
    by_mail: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    @property
    def what(self) -> str:
        """The key of the sentence, of which the kind is the family."""
        return str(self.values.get("what", self.kind))

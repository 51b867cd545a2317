"""BugLog."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model


class BugLog(Model):
    """The log that came with a bug, for its reporter and the crew alone.

    `blanked` is how many lines were taken out because a secret stood on them.
    """

    __tablename__ = "bug_logs"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("blanked >= 0", name="blanked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bug_id: Mapped[int] = mapped_column(ForeignKey("bugs.id"), unique=True)
    name: Mapped[str] = mapped_column(index=True)
    file_name: Mapped[str]
    size: Mapped[int]
    blanked: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(default=clock.now)

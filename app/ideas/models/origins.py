"""Where an idea comes from."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model


class IdeaOrigin(Model):
    """The comment that its author made an idea of; one idea a comment."""

    __tablename__ = "idea_origins"

    id: Mapped[int] = mapped_column(primary_key=True)
    # a draft that is deleted takes its row along
    idea_id: Mapped[int] = mapped_column(
        ForeignKey("ideas.id", ondelete="CASCADE"), unique=True
    )
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

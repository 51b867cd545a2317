"""BuildHook and BuildRegistration: the door for a system that makes builds."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.db import Model
from app.people.models import Person


class BuildHook(Model):
    """A token for one space; the token itself is not kept."""

    __tablename__ = "build_hooks"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        Index("ix_build_hooks_of_space", "space_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    made_by: Mapped[Person] = relationship(lazy="raise")


class BuildRegistration(Model):
    """What a system sent once; the same key again is the same build."""

    __tablename__ = "build_registrations"
    __table_args__ = (
        UniqueConstraint("hook_id", "source", "source_id"),
        CheckConstraint("source <> '' AND source_id <> ''", name="key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("builds.id"), index=True)
    hook_id: Mapped[int] = mapped_column(ForeignKey("build_hooks.id"))
    source: Mapped[str]
    source_id: Mapped[str]
    sha256: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)

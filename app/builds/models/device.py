"""DeviceKey, InstallConsent and EarlyGet: how a build reaches a person's devices."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.db import Model
from app.people.models import Person


class DeviceKey(Model):
    """By this key a tester's devices ask for builds; only its hash is kept."""

    __tablename__ = "device_keys"
    __table_args__ = (UniqueConstraint("channel_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship(lazy="raise")


class InstallConsent(Model):
    """A tester lets his devices say which builds they run."""

    __tablename__ = "install_consents"
    __table_args__ = (UniqueConstraint("channel_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class EarlyGet(Model):
    """A tester wanted a build on his devices at once, before his turn."""

    __tablename__ = "early_gets"
    __table_args__ = (UniqueConstraint("build_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("builds.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)

"""Names for rows: public numbers, time-ordered keys, secrets."""

import secrets
import uuid

from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model, db, dialect_insert


class Number(Model):
    """The last public number given out, per kind."""

    __tablename__ = "numbers"

    kind: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_number(kind: str) -> int:
    """The next public number of a kind; gap-free, as it rolls back with its row."""
    first = dialect_insert(Number).values(kind=kind, last=1)
    statement = first.on_conflict_do_update(
        index_elements=[Number.kind], set_={"last": Number.last + 1}
    ).returning(Number.last)
    return int(db.session.execute(statement).scalar_one())


def new_id() -> str:
    """A UUIDv7: time-ordered, fit to be shown outside."""
    milliseconds = int(clock.now().timestamp() * 1000)
    random = secrets.randbits(74)
    value = milliseconds << 80
    value |= 0x7 << 76
    value |= (random >> 62) << 64
    value |= 0b10 << 62
    value |= random & ((1 << 62) - 1)
    return str(uuid.UUID(int=value))


def token() -> str:
    """A 256-bit secret, URL-safe."""
    return secrets.token_urlsafe(32)

"""The database: one metadata for SQLite and PostgreSQL, one way to write.

Edges write `with atomic():`, which ends the read transaction, begins afresh, commits
once and rolls back on any exception. Commands only add and flush.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware instant in, an aware UTC instant out; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        return (
            value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        )


class Base(DeclarativeBase):
    """Our declarative base: plain Python types map to exact column types."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        int: BigInt,
        str: sa.Text(),
        dict[str, Any]: sa.JSON(),
        list[Any]: sa.JSON(),
    }


class Model(Base):
    """What every table inherits."""

    __abstract__ = True


class DbSession(FlaskSession):
    """Flask-SQLAlchemy's session, except that a bind given to it wins."""

    def get_bind(
        self,
        mapper: Any | None = None,
        clause: Any | None = None,
        bind: Engine | Connection | None = None,
        **kwargs: Any,
    ) -> Engine | Connection:
        if bind is not None:
            return bind
        if self.bind is not None:
            return self.bind
        return super().get_bind(mapper=mapper, clause=clause, bind=bind, **kwargs)


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"class_": DbSession, "expire_on_commit": False},
    # The house has more statements than the 500 that are kept compiled by default.
    engine_options={"query_cache_size": 3000},
)

M = TypeVar("M", bound=Model)
_after_commit: list[Callable[[], None]] = []
# SQLite has one writer: waiting here is far cheaper than busy retries in the library.
_writer = threading.Lock()


def one_of(column: str, values: Sequence[str]) -> str:
    """The text of a CHECK that keeps a text column to a fixed list."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def after_commit(wake: Callable[[], None]) -> None:
    """Call `wake` after each committed `atomic()` (the relay's bell)."""
    _after_commit.append(wake)


@contextmanager
def atomic() -> Iterator[None]:
    """One write transaction: begins afresh, commits once, rolls back on any exception.

    Refuses to nest, and refuses changes made before it began.
    """
    session = db.session()
    _refuse_earlier(session)
    lock = _lock_of(session)
    with lock:
        # ends the read transaction; unlike rollback it does not expire what was read
        session.commit()
        session.info["atomic"] = True
        try:
            session.connection(execution_options={"write": True})
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("atomic", None)
    for wake in _after_commit:
        wake()


def _refuse_earlier(session: Any) -> None:
    if session.info.get("atomic"):
        raise RuntimeError("atomic() does not nest: edges commit, commands flush")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes before atomic(): edges commit, commands flush")


@event.listens_for(Session, "before_flush")
def _flush_inside_only(session: Any, *_: Any) -> None:
    _inside_only(session)


@event.listens_for(Session, "do_orm_execute")
def _write_inside_only(state: Any) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        _inside_only(state.session)


def _inside_only(session: Any) -> None:
    """Writes belong in `atomic()`; a test's thrown-away session says `loose`."""
    if not (session.info.get("atomic") or session.info.get("loose")):
        raise RuntimeError("a write outside atomic(): edges commit, commands flush")


def _lock_of(session: Any) -> Any:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return _writer if is_sqlite else threading.Lock()


def is_sqlite() -> bool:
    """Whether this session speaks to SQLite."""
    return db.session.get_bind().dialect.name == "sqlite"


def dialect_insert(model: type[Model]) -> Any:
    """The INSERT of the session's dialect, which knows ON CONFLICT."""
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    return insert(model)


def insert_once(row: M) -> M | None:
    """Insert a row unless its unique key is there; the stored row, or None.

    Twice equals once: ON CONFLICT DO NOTHING RETURNING.
    """
    model = type(row)
    mapper = sa.inspect(model)
    values = {
        column.key: row.__dict__[column.key]
        for column in mapper.column_attrs
        if column.key in row.__dict__
    }
    db.session.flush()
    statement = dialect_insert(model).values(**values).on_conflict_do_nothing()
    found: M | None = db.session.scalars(statement.returning(model)).one_or_none()
    return found


def prepare(engine: Engine) -> None:
    """Set up what each connection of an engine needs."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "busy_timeout=5000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("write") else "BEGIN")

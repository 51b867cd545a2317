"""Keyset pages: an indexed order ending in a unique column, and a cursor; no OFFSET."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, and_, or_
from sqlalchemy.sql.elements import UnaryExpression

from app.kernel.db import db
from app.kernel.errors import Invalid
from app.kernel.words import N_

T = TypeVar("T")


class BadCursor(Invalid):
    code = "bad_cursor"
    text = N_("This page link is broken. Start from the first page.")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of things, and the cursor of the next page if there is one."""

    items: list[T]
    next: str | None


def page(
    statement: Select[T],
    order: Sequence[Any],
    after: str | None = None,
    size: int = 30,
) -> Page[T]:
    """Read one page in an order of columns (`Idea.id.desc()` or `Idea.id`).

    The columns must not be NULL and the last one must be unique.
    """
    columns = [_column_of(term) for term in order]
    if after:
        statement = statement.where(_beyond(columns, _decode(after, len(order))))
    rows = db.session.scalars(statement.order_by(*order).limit(size + 1)).unique().all()
    more = len(rows) > size
    items: list[Any] = list(rows[:size])
    return Page(items, _encode(items[-1], columns) if more else None)


def _column_of(term: Any) -> tuple[Any, bool]:
    if isinstance(term, UnaryExpression):
        return term.element, True
    return term, False


def _beyond(columns: list[tuple[Any, bool]], values: list[Any]) -> Any:
    ways = []
    for place, ((column, down), value) in enumerate(zip(columns, values, strict=True)):
        same = [columns[k][0] == values[k] for k in range(place)]
        ways.append(and_(*same, column < value if down else column > value))
    return or_(*ways)


def _encode(item: Any, columns: list[tuple[Any, bool]]) -> str:
    values = [getattr(item, column.key) for column, _ in columns]
    plain = [
        {"at": value.isoformat()} if isinstance(value, datetime) else value
        for value in values
    ]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _decode(after: str, count: int) -> list[Any]:
    try:
        plain = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        values = [
            datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
            for value in plain
        ]
    except (ValueError, KeyError, TypeError):
        raise BadCursor from None
    if len(values) != count or not all(
        isinstance(v, str | int | datetime) for v in values
    ):
        raise BadCursor
    return values

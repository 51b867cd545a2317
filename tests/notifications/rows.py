"""Rows of higher domains, as bare as their constraints allow."""

from datetime import date, datetime

import sqlalchemy as sa

from app.comments import commands as comments
from app.kernel import clock, ids
from app.kernel.actor import SYSTEM
from app.kernel.db import db

_PLAIN = {str: "x", int: 1, datetime: None, date: date(2026, 11, 2)}


def row(model, **given):
    """A stored row: what is not given and must be there gets something plain."""
    values = {
        c.key: _plain(c) for c in sa.inspect(model).columns if _is_missing(c, given)
    }
    made = model(**(values | given))
    db.session.add(made)
    db.session.flush()
    return made


def thread(space, kind="build"):
    return comments.open_thread(SYSTEM, space.id, kind, f"/{kind}s/1")


def numbered(model, kind, space, **given):
    """The same for what has a public number, a space and a thread."""
    number = ids.next_number(kind)
    return row(
        model, number=number, space_id=space.id, thread_id=thread(space).id, **given
    )


def _is_missing(column, given) -> bool:
    is_key = column.primary_key and not column.foreign_keys
    is_free = column.nullable or column.default is not None or column.foreign_keys
    return not (is_key or is_free or column.key in given)


def _plain(column):
    kind = column.type.python_type
    return clock.now() if kind is datetime else _PLAIN.get(kind, {})

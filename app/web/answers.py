"""How a view ends: a page, done, or the form again."""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

from flask import (
    Response,
    make_response,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)

from app.kernel.db import atomic
from app.web.actor import current_session, flash

CSV_ROWS = 500
# What a cell begins with that a spreadsheet would run, full-width signs too; signed
# numbers are none.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
_NUMBER = re.compile(r"[+-][0-9]+(\.[0-9]+)?")


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page, or the fragment that htmx asked for: same URL, `Vary: HX-Request`."""
    answer = make_response(render_template(template, **context), status)
    answer.vary.add("HX-Request")
    return answer


def done(
    endpoint: str,
    *,
    message: str | None = None,
    fragment: tuple[str, dict[str, Any]] | None = None,
    anchor: str | None = None,
    **values: Any,
) -> Response:
    """After a POST: 303 to a page, or to htmx the fragment (else HX-Redirect)."""
    target = url_for(endpoint, _anchor=anchor, **values)
    return leave_for(target, message=message, fragment=fragment)


def leave_for(
    target: str,
    *,
    message: str | None = None,
    fragment: tuple[str, dict[str, Any]] | None = None,
) -> Response:
    """Like `done`, to a path of this site that is known already."""
    is_htmx = request.headers.get("HX-Request") == "true"
    if is_htmx and fragment is not None:
        return page(fragment[0], **fragment[1])
    if message is not None and current_session() is not None:
        with atomic():
            flash(message)
    if is_htmx:
        answer = make_response("", 204)
        answer.headers["HX-Redirect"] = target
        return answer
    return make_response(redirect(target, 303))


def invalid(template: str, **context: Any) -> Response:
    """The form again, filled, with its errors: 422."""
    return page(template, status=422, **context)


def csv_answer(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Response:
    """A CSV file; cells that a spreadsheet would run as a formula are quoted."""
    return _csv_file(name, make_response(csv_text(header, rows)))


def csv_stream(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Response:
    """The same for a long list, sent while its rows are still being read."""
    chunks = stream_with_context(_csv_chunks(header, rows))
    return _csv_file(name, Response(chunks))


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """CSV text with a header row and plain line feeds."""
    return "".join(_csv_chunks(header, rows))


def write_csv(
    out: TextIO, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """The same into an open file, some hundred rows at a time."""
    out.writelines(_csv_chunks(header, rows))


def _csv_chunks(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """CSV text, in pieces of some hundred rows."""
    left = itertools.chain([header], ([cell(v) for v in row] for row in rows))
    while batch := list(itertools.islice(left, CSV_ROWS)):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(batch)
        yield out.getvalue()


def _csv_file(name: str, answer: Response) -> Response:
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def cell(value: Any) -> str:
    """A value as a cell that no spreadsheet runs, and that ends no row early."""
    words = "" if value is None else str(value)
    # the csv of Python 3.11 puts no quotes around a carriage return
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    runs = isinstance(value, str) and words.startswith(FORMULA)
    return f"'{words}" if runs and not _NUMBER.fullmatch(words) else words


def safe_next(words: str | None) -> str | None:
    """A `next` that stays on this site: a path, no scheme, no `//` or backslash."""
    if not words or not words.startswith("/") or words[1:2] in ("/", "\\"):
        return None
    if any(ord(sign) <= 32 or sign == "\\" for sign in words):
        return None
    return words

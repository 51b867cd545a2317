"""Reading the generic CSV of ideas (COMPAT 7): all of it or nothing.

UTF-8 with a header. Fields are found by their aliases, else by a given map; dates are
ISO, else of the stated format, never guessed. The first thing wrong is named by line
and column.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import regex
from markdownify import markdownify

from app.kernel import clock, text
from app.kernel.errors import Invalid
from app.kernel.words import N_

TITLE_GRAPHEMES = 120
ALIASES = {
    "title": ("title", "post title", "name"),
    "content": ("content", "details", "description", "body"),
    "author_name": ("author_name", "author"),
    "vote_count": ("vote_count", "votes", "score", "cached_votes_up"),
    "created_at": ("created_at", "created", "date"),
    "withdrawn_at": ("withdrawn_at", "retired_at"),
    "source_id": ("source_id", "url", "id"),
}
_TAG = regex.compile(r"<[a-zA-Z/!][^>]*>")


class NotUtf8(Invalid):
    code = "not_utf8"
    text = N_("The file is not UTF-8.")


class NoHeader(Invalid):
    code = "no_header"
    text = N_("The file has no header line with a title column.")


class UnknownColumn(Invalid):
    code = "unknown_column"
    text = N_("There is no column called %(column)s in the file.")


class UnknownField(Invalid):
    code = "unknown_field"
    text = N_("%(name)s is no field; known are %(known)s.")


class BadCell(Invalid):
    code = "bad_cell"
    text = N_("Line %(line)s, column %(column)s: %(value)s is not %(wanted)s.")


class SameKeyTwice(Invalid):
    code = "same_key_twice"
    text = N_(
        "Line %(line)s, column %(column)s: %(value)s stands on line %(first)s too."
    )


@dataclass(frozen=True, slots=True)
class Post:
    """One idea of a file, checked; `line` counts from 1, the header included."""

    line: int
    title: str
    body: str
    author_name: str
    votes: int
    created_at: datetime
    is_withdrawn: bool
    source_id: str


@dataclass(frozen=True, slots=True)
class _Reader:
    columns: dict[str, str]
    date_format: str | None

    def post(self, line: int, row: dict[str, str]) -> Post:
        title, rest = _cut_title(self._required(line, row, "title"))
        created_at = self._date(line, row, "created_at") or clock.now()
        body = f"{rest}\n\n{_markdown(self._cell(row, 'content'))}".strip()
        if len(body.encode()) > text.MAX_BYTES:
            raise self._bad(line, "content", f"{body[:30]}…", N_("at most 20 kB long"))
        author = self._cell(row, "author_name")
        return Post(
            line=line,
            title=title,
            body=body,
            author_name=author,
            votes=self._count(line, row),
            created_at=created_at,
            is_withdrawn=bool(self._cell(row, "withdrawn_at")),
            source_id=self._cell(row, "source_id") or _key(title, author, created_at),
        )

    def _cell(self, row: dict[str, str], field: str) -> str:
        column = self.columns.get(field)
        return (row.get(column) or "").strip() if column else ""

    def _required(self, line: int, row: dict[str, str], field: str) -> str:
        words = self._cell(row, field)
        if not words:
            raise self._bad(line, field, N_("an empty cell"), N_("a title"))
        return words

    def _count(self, line: int, row: dict[str, str]) -> int:
        words = self._cell(row, "vote_count") or "0"
        if not words.isascii() or not words.isdigit():
            raise self._bad(line, "vote_count", words, N_("a whole number"))
        return int(words)

    def _date(self, line: int, row: dict[str, str], field: str) -> datetime | None:
        words = self._cell(row, field)
        if not words:
            return None
        try:
            return _instant(words, self.date_format)
        except ValueError:
            wanted = self.date_format or N_("an ISO date")
            raise self._bad(line, field, words, wanted) from None

    def _bad(self, line: int, field: str, value: str, wanted: str) -> BadCell:
        column = self.columns.get(field, field)
        return BadCell(line=line, column=column, value=value, wanted=wanted)


def read(
    content: bytes, mapping: dict[str, str], date_format: str | None = None
) -> list[Post]:
    """Every idea of a file; refuses the whole file for the first thing wrong."""
    rows = csv.DictReader(io.StringIO(_decode(content), newline=""))
    reader = _Reader(_columns(rows.fieldnames or (), mapping), date_format)
    posts: list[Post] = []
    seen: dict[str, int] = {}
    for line, row in _numbered(rows):
        post = reader.post(line, row)
        if post.source_id in seen:
            raise SameKeyTwice(
                line=line,
                column=reader.columns.get("source_id", "source_id"),
                value=post.source_id,
                first=seen[post.source_id],
            )
        seen[post.source_id] = line
        posts.append(post)
    return posts


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotUtf8 from None


def _columns(header: Sequence[str], mapping: dict[str, str]) -> dict[str, str]:
    known = {name.strip().lower(): name for name in header}
    found = {
        field: known[alias]
        for field, aliases in ALIASES.items()
        for alias in reversed(aliases)
        if alias in known
    }
    for field, column in mapping.items():
        if field not in ALIASES:
            raise UnknownField(name=field, known=", ".join(ALIASES))
        if column.lower() not in known:
            raise UnknownColumn(column=column)
        found[field] = known[column.lower()]
    if "title" not in found:
        raise NoHeader
    return found


def _numbered(rows: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the line each began on; a quoted cell may span lines."""
    first = rows.line_num + 1
    for row in rows:
        yield first, row
        first = rows.line_num + 1


def _instant(words: str, date_format: str | None) -> datetime:
    if date_format is None:
        found = datetime.fromisoformat(words)
    else:
        found = datetime.strptime(words, date_format)  # noqa: DTZ007 - zone set below
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _markdown(words: str) -> str:
    """HTML bodies become Markdown; what is Markdown already stays as it is."""
    if not _TAG.search(words):
        return words
    return str(markdownify(words, heading_style="ATX", strip=["img"])).strip()


def _cut_title(words: str) -> tuple[str, str]:
    """A title of at most 120 graphemes; the rest runs on into the body."""
    letters = regex.findall(r"\X", " ".join(words.split()))
    if len(letters) <= TITLE_GRAPHEMES:
        return "".join(letters), ""
    return "".join(letters[:TITLE_GRAPHEMES]), "…" + "".join(letters[TITLE_GRAPHEMES:])


def _key(title: str, author: str, created_at: datetime) -> str:
    plain = f"{title}\x1f{author}\x1f{created_at.isoformat()}"
    return hashlib.sha256(plain.encode()).hexdigest()

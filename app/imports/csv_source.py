"""Reading the generic CSV of ideas or bugs (COMPAT 7): all of it or nothing.

UTF-8 with a header. Fields are found by their aliases, else by a given map; dates are
ISO, else of the stated format, never guessed. What is wrong is named by line and
column.
"""

import csv
import hashlib
import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

import regex
from markdownify import markdownify

from app.kernel import clock, text
from app.kernel.errors import Invalid
from app.kernel.words import N_
from app.web.answers import FORMULA

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
# What the columns may hold, by what the rows become.
FIELDS = {
    "ideas": ALIASES,
    "bugs": {
        **{
            name: ALIASES[name]
            for name in ("title", "content", "author_name", "created_at", "source_id")
        },
        "status": ("status", "resolution"),
        "severity": ("severity", "priority"),
    },
}
# What other trackers call a state; an end that was none of ours keeps its own word.
STATES = {
    "new": ("", "new", "open", "opened", "reopened", "unconfirmed", "todo"),
    "wont_fix": (
        "closed",
        "not_planned",
        "wont_fix",
        "wontfix",
        "won't fix",
        "later",
        "duplicate",
    ),
    "by_design": ("by_design", "by design", "invalid", "works as designed"),
    "cannot_reproduce": (
        "cannot_reproduce",
        "cannot reproduce",
        "incomplete",
        "completed",
        "resolved",
        "fixed",
        "verified",
        "done",
    ),
}
SEVERITIES = {
    "blocker": ("blocker", "critical", "urgent", "p0"),
    "major": ("major", "high", "p1"),
    "minor": ("", "minor", "medium", "normal", "low", "p2"),
    "cosmetic": ("cosmetic", "trivial", "p3"),
}
MOST_FAULTS = 50
SAMPLES = 5
_TAG = regex.compile(r"<[a-zA-Z/!][^>]*>")


class NoFile(Invalid):
    code = "no_file"
    text = N_("Choose a file.")


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


class NotCsv(Invalid):
    code = "not_csv"
    text = N_("After line %(line)s the file cannot be read as CSV: %(why)s.")


class BadCell(Invalid):
    code = "bad_cell"
    text = N_("Line %(line)s, column %(column)s: %(value)s is not %(wanted)s.")


class TitleMissing(Invalid):
    code = "title_missing"
    text = N_("Line %(line)s, column %(column)s: the title is missing.")


class SameKeyTwice(Invalid):
    code = "same_key_twice"
    text = N_(
        "Line %(line)s, column %(column)s: %(value)s stands on line %(first)s too."
    )


@dataclass(frozen=True, slots=True)
class Post:
    """One idea or bug of a file, checked; `line` counts from 1, the header included."""

    line: int
    title: str
    body: str
    author_name: str
    votes: int
    created_at: datetime
    is_withdrawn: bool
    source_id: str
    status: str = ""
    state: str = "new"
    severity: str = "minor"


@dataclass(frozen=True, slots=True)
class Scan:
    """A file looked through: what can come in, and what is wrong, at most 50 of it."""

    posts: list[Post]
    faults: list[Invalid]
    fault_count: int


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a file, its first rows, and which column holds which field."""

    header: list[str]
    samples: list[list[str]]
    guess: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Reader:
    columns: dict[str, str]
    date_format: str | None

    def post(self, line: int, row: dict[str, str]) -> Post:
        title, rest = _cut_title(self._title(line, row))
        dated_at = self._date(line, row, "created_at")
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
            created_at=dated_at or clock.now(),
            is_withdrawn=bool(self._cell(row, "withdrawn_at")),
            source_id=self._cell(row, "source_id") or _key(title, author, dated_at),
            status=self._cell(row, "status"),
            state=self._word(line, row, "status", STATES),
            severity=self._word(line, row, "severity", SEVERITIES),
        )

    def _cell(self, row: dict[str, str], field: str) -> str:
        column = self.columns.get(field)
        # PostgreSQL keeps no NUL in a text
        words = (row.get(column) or "").replace("\0", "").strip() if column else ""
        # the quote that keeps spreadsheets from running a cell is no part of it
        is_quoted = words[:1] == "'" and words[1:].startswith(FORMULA)
        return words[1:] if is_quoted else words

    def _title(self, line: int, row: dict[str, str]) -> str:
        words = self._cell(row, "title")
        if not words:
            raise TitleMissing(line=line, column=self.columns["title"])
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

    def _word(
        self,
        line: int,
        row: dict[str, str],
        field: str,
        known: Mapping[str, Sequence[str]],
    ) -> str:
        """Our word for another tracker's; one that nobody knows is a fault."""
        words = self._cell(row, field)
        for ours, theirs in known.items():
            if words.casefold() in theirs:
                return ours
        wanted = ", ".join(theirs[-1] for theirs in known.values())
        raise self._bad(line, field, words, f"{wanted}, …")

    def _bad(self, line: int, field: str, value: str, wanted: str) -> BadCell:
        column = self.columns.get(field, field)
        return BadCell(line=line, column=column, value=value, wanted=wanted)


def read(
    content: bytes,
    mapping: dict[str, str],
    date_format: str | None = None,
    kind: str = "ideas",
) -> list[Post]:
    """Every idea or bug of a file; refuses the whole file for the first thing wrong."""
    found = scan(content, mapping, date_format, kind)
    for fault in found.faults:
        raise fault
    return found.posts


def scan(
    content: bytes,
    mapping: dict[str, str],
    date_format: str | None = None,
    kind: str = "ideas",
) -> Scan:
    """Look through a whole file; refuses it only where no row can be read at all."""
    rows = csv.DictReader(io.StringIO(_decode(content), newline=""))
    reader = _Reader(_columns(rows.fieldnames or (), mapping, kind), date_format)
    found = Scan([], [], 0)
    seen: dict[str, int] = {}
    count = 0
    for line, row in _numbered(rows):
        try:
            post = reader.post(line, row)
            _refuse_twice(reader, post, seen)
        except Invalid as fault:
            count += 1
            if count <= MOST_FAULTS:
                found.faults.append(fault)
        else:
            found.posts.append(post)
    return replace(found, fault_count=count)


def head(content: bytes, kind: str = "ideas") -> Head:
    """The first lines of a file, for whoever says which column is what."""
    rows = csv.DictReader(io.StringIO(_decode(content), newline=""))
    header = list(rows.fieldnames or ())
    if not header:
        raise NoHeader
    first = islice(_numbered(rows), SAMPLES)
    samples = [[(row.get(name) or "") for name in header] for _, row in first]
    return Head(header, samples, _guess(header, kind))


def _refuse_twice(reader: _Reader, post: Post, seen: dict[str, int]) -> None:
    if post.source_id in seen:
        raise SameKeyTwice(
            line=post.line,
            column=reader.columns.get("source_id", "source_id"),
            value=post.source_id,
            first=seen[post.source_id],
        )
    seen[post.source_id] = post.line


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotUtf8 from None


def _columns(
    header: Sequence[str], mapping: dict[str, str], kind: str
) -> dict[str, str]:
    known = _folded(header)
    found = _guess(header, kind)
    for field, column in mapping.items():
        if field not in FIELDS[kind]:
            raise UnknownField(name=field, known=", ".join(FIELDS[kind]))
        if not column:
            found.pop(field, None)
        elif column.strip().lower() not in known:
            raise UnknownColumn(column=column)
        else:
            found[field] = known[column.strip().lower()]
    if "title" not in found:
        raise NoHeader
    return found


def _guess(header: Sequence[str], kind: str) -> dict[str, str]:
    """Which column holds which field, by the names that other sites use."""
    known = _folded(header)
    return {
        field: known[alias]
        for field, aliases in FIELDS[kind].items()
        for alias in reversed(aliases)
        if alias in known
    }


def _folded(header: Sequence[str]) -> dict[str, str]:
    return {name.strip().lower(): name for name in header}


def _numbered(rows: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the line each began on; a quoted cell may span lines."""
    first = rows.line_num + 1
    try:
        for row in rows:
            yield first, row
            first = rows.line_num + 1
    except csv.Error as wrong:
        raise NotCsv(line=rows.line_num, why=wrong) from wrong


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
    with warnings.catch_warnings():
        # a log that begins like XML is read as HTML all the same
        warnings.simplefilter("ignore")
        return str(markdownify(words, heading_style="ATX", strip=["img"])).strip()


def _cut_title(words: str) -> tuple[str, str]:
    """A title of at most 120 graphemes; the rest runs on into the body."""
    letters = regex.findall(r"\X", " ".join(words.split()))
    if len(letters) <= TITLE_GRAPHEMES:
        return "".join(letters), ""
    return "".join(letters[:TITLE_GRAPHEMES]), "…" + "".join(letters[TITLE_GRAPHEMES:])


def _key(title: str, author: str, dated_at: datetime | None) -> str:
    """The same for the same row at any time, so an undated one comes in once, too."""
    plain = f"{title}\x1f{author}\x1f{dated_at.isoformat() if dated_at else ''}"
    return hashlib.sha256(plain.encode()).hexdigest()

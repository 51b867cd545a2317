"""People's words: Markdown to clean HTML once on write, plain text, search tokens."""

import html
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import bleach
import opencc
import regex
from markdown_it import MarkdownIt
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.errors import Invalid
from app.kernel.words import N_

SANITISER = "1"
MAX_BYTES = 20_000
TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "strong",
        "em",
        "del",
        "blockquote",
        "ul",
        "ol",
        "li",
        "code",
        "pre",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)
# Full match, any case: bleach alone keeps `javascript:123`, `//evil` and `/\evil`.
_HREF = regex.compile(r"(?:https?://|mailto:|/(?![/\\])|#)[^\x00-\x20\x7f\\]*", regex.I)
_CJK = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー々"
_PIECES = regex.compile(rf"[{_CJK}]+|[\p{{L}}\p{{N}}]+(?:['\u2019][\p{{L}}]+)?")
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_CJK_RUN = regex.compile(rf"[{_CJK}]+")


class TooLong(Invalid):
    code = "too_long"
    text = N_("This text is too long. Shorten it to about 20,000 letters.")


@dataclass(frozen=True, slots=True)
class Body:
    """A text in its four columns."""

    source: str
    html: str
    sanitiser: str
    plain: str


class HasBody:
    """The four columns of a body, as a mixin for models."""

    body_source: Mapped[str] = mapped_column(default="")
    body_html: Mapped[str] = mapped_column(default="")
    body_sanitiser: Mapped[str] = mapped_column(default=SANITISER)
    body_plain: Mapped[str] = mapped_column(default="")

    def set_body(self, source: str) -> None:
        """Render and clean once, on write."""
        body = render(source)
        self.body_source = body.source
        self.body_html = body.html
        self.body_sanitiser = body.sanitiser
        self.body_plain = body.plain


def render(source: str) -> Body:
    """Markdown to sanitised HTML and plain text; refuses more than 20 kB."""
    kept = tidy(source)
    if len(kept.encode()) > MAX_BYTES:
        raise TooLong
    page = _sanitise(_markdown().render(kept))
    return Body(kept, page, SANITISER, plain(page))


def tidy(source: str) -> str:
    """Markdown as it is kept: composed letters, plain line feeds, nothing around."""
    return unicodedata.normalize("NFC", source).replace("\r\n", "\n").strip()


def plain(page: str) -> str:
    """The words of a piece of HTML, without its tags."""
    words = bleach.clean(page.replace("<", " <"), tags=set(), strip=True)
    return regex.sub(r"\s+", " ", html.unescape(words)).strip()


def graphemes(words: str) -> int:
    """How many characters a reader would count."""
    return len(regex.findall(r"\X", words))


def weight(words: str) -> int:
    """Length for minimum rules: a CJK character says as much as three letters."""
    cjk = sum(len(run) for run in _CJK_RUN.findall(words))
    return graphemes(words) + 2 * cjk


def fold(name: str) -> str:
    """The key under which two spellings of a name are the same name."""
    words = unicodedata.normalize("NFKC", name).casefold()
    return regex.sub(r"\s+", " ", unicodedata.normalize("NFKC", words)).strip()


def tokens(words: str) -> list[str]:
    """Search tokens: folded words, and overlapping bigrams of each CJK run.

    Traditional becomes Simplified first, except in Japanese text.
    """
    folded = unicodedata.normalize("NFKC", words).casefold()
    if not _KANA.search(folded):
        folded = _simplified().convert(folded)
    return [token for piece in _PIECES.findall(folded) for token in _cut(piece)]


def _cut(piece: str) -> Iterator[str]:
    if not _CJK_RUN.match(piece) or len(piece) == 1:
        yield piece
        return
    for place in range(len(piece) - 1):
        yield piece[place : place + 2]


@cache
def _simplified() -> Any:
    return opencc.OpenCC("t2s")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(
        ["table", "strikethrough"]
    )


def _allow(tag: str, name: str, value: str) -> bool:
    return tag == "a" and name == "href" and _HREF.fullmatch(value) is not None


def _sanitise(page: str) -> str:
    # h1 belongs to the page: a text's own headings begin one level below it
    lowered = regex.sub(r"(</?)h1>", r"\1h2>", page)
    cleaned = bleach.clean(
        lowered,
        tags=set(TAGS),
        attributes=_allow,
        protocols={"http", "https", "mailto"},
        strip=True,
    )
    return cleaned.replace('<a href="http', '<a rel="nofollow ugc noopener" href="http')

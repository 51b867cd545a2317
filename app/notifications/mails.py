"""Words for notices: a sentence on the page, a mail, the mail of a week."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import flask_babel
from flask import current_app
from flask_babel import force_locale, gettext, ngettext

from app.kernel import site
from app.kernel.mail import Mail
from app.kernel.money import Money
from app.kernel.signing import signed
from app.notifications.models import SENTENCES, Notice
from app.web.filters import money
from app.web.i18n import bcp47

DIGEST = "digest"
PURPOSE = "unsubscribe"
MOST_LINES = 40
# How each chat wants a text. Discord would call everyone whom a text names.
_SHAPES: dict[str, Callable[[str], dict[str, Any]]] = {
    "feishu": lambda words: {"msg_type": "text", "content": {"text": words}},
    "wecom": lambda words: {"msgtype": "text", "text": {"content": words}},
    "dingtalk": lambda words: {"msgtype": "text", "text": {"content": words}},
    "slack": lambda words: {"text": words},
    "discord": lambda words: {"content": words, "allowed_mentions": {"parse": []}},
}
_CALLS = str.maketrans({"<": "\uff1c", ">": "\uff1e", "&": "\uff06", "@": "\uff20"})


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in the reader's words."""

    notice: Notice
    sentence: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was told about one idea, or about no idea; the newest first."""

    title: str
    url: str
    lines: Sequence[Line]


def sentence(what: str, values: dict[str, Any]) -> str:
    """What happened, in the reader's language, with his numbers and money."""
    words: str = gettext(SENTENCES[what])
    return words % _shown(values)


def grouped(notices: Sequence[Notice], ideas: Mapping[int, Any]) -> list[Group]:
    """Notices by the idea they are about, in the order of each one's newest.

    `ideas` are those that their reader may see; the others give no name away.
    """
    place: dict[int, int] = {}
    for notice in notices:
        place.setdefault(_key(notice, ideas), len(place))
    ordered = sorted(notices, key=lambda notice: place[_key(notice, ideas)])
    groups = groupby(ordered, key=lambda notice: _key(notice, ideas))
    return [_group(ideas.get(key), list(told)) for key, told in groups]


def about(
    what: str,
    values: dict[str, Any],
    url: str,
    locale: str | None,
    unsubscribe: str = "",
) -> Mail:
    """The mail of a notice, in the language of whoever gets it."""
    with _speaking(locale):
        said = sentence(what, values)
        name = str(site.get("name"))
        words = {"said": said, "url": url, "unsubscribe": unsubscribe}
        return Mail(
            subject=f"{name}: {said}",
            text=_rendered("notice.txt", **words),
            html=_rendered("notice.html", **words),
            unsubscribe=unsubscribe,
        )


def digest(
    notices: Sequence[Notice],
    ideas: Mapping[int, Any],
    locale: str | None,
    unsubscribe: str,
) -> Mail:
    """The mail of a week, grouped by idea, in the language of whoever gets it."""
    with _speaking(locale):
        shown, count = notices[:MOST_LINES], len(notices)
        words = {
            "groups": grouped(shown, ideas),
            "left": count - len(shown),
            "unsubscribe": unsubscribe,
        }
        name = str(site.get("name"))
        subject = ngettext(
            "%(name)s: one thing new for you",
            "%(name)s: %(num)s things new for you",
            count,
            name=name,
        )
        return Mail(
            subject=subject,
            text=_rendered("digest.txt", **words),
            html=_rendered("digest.html", **words),
            unsubscribe=unsubscribe,
        )


def trial(locale: str | None) -> Mail:
    """The mail by which an admin sees that mail works."""
    with _speaking(locale):
        said = gettext("Mail works.")
        name = str(site.get("name"))
        words = {"said": said, "url": path_of("notifications_staff.mail")}
        return Mail(f"{name}: {said}", _rendered("notice.txt", **words))


def posted(kind: str, values: dict[str, Any], path: str) -> bytes:
    """News as the chat of a team takes it, in the language of the site.

    A title calls nobody there: the signs by which chats name people are taken away.
    """
    with _speaking(None):
        said = sentence(values["what"], values).translate(_CALLS)
    words = f"{said}\n{current_app.config['ORIGIN']}{path}"
    return json.dumps(_SHAPES[kind](words)).encode()


def unsubscribe_path(person_id: int, topic: str) -> str:
    """The path at which a person ends mails of a kind, or the digest; signed."""
    token = signed(PURPOSE, f"{person_id}.{topic}")
    return path_of("notifications.unsubscribe", token)


def path_of(endpoint: str, key: int | str | None = None, **named: str) -> str:
    """The path of a page; a listener has no request that `url_for` could ask.

    `key` is the page's one argument, whatever its route calls it; a page with several
    has them named.
    """
    pages = current_app.url_map
    names = {name for rule in pages.iter_rules(endpoint) for name in rule.arguments}
    return pages.bind("localhost").build(endpoint, dict.fromkeys(names, key) | named)


def _speaking(locale: str | None) -> Any:
    """The language of a reader, else that of the site."""
    return force_locale(locale or str(site.get("language")))


def _rendered(template: str, **words: Any) -> str:
    """A mail's words; no request is asked, as there may be none."""
    found = current_app.jinja_env.get_template(f"notifications/mail/{template}")
    return found.render(
        name=site.get("name"),
        origin=current_app.config["ORIGIN"],
        lang=bcp47(str(flask_babel.get_locale())),
        notices=path_of("notifications.index"),
        choices=path_of("notifications.choices"),
        **words,
    )


def _key(notice: Notice, ideas: Mapping[int, Any]) -> int:
    return notice.idea_id if notice.idea_id in ideas and notice.idea_id else 0


def _group(idea: Any, notices: Sequence[Notice]) -> Group:
    lines = [Line(n, sentence(n.what, n.values)) for n in notices]
    if idea is None:
        return Group("", "", lines)
    return Group(idea.title, path_of("ideas.show", idea.number), lines)


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    shown = {
        key: flask_babel.format_decimal(value) if isinstance(value, int) else value
        for key, value in values.items()
    }
    if "minor" in values:
        shown["amount"] = money(Money(values["minor"], values["currency"]))
    return shown

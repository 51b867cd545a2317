"""`POST /hooks/builds`: a system registers what it built."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, jsonify, make_response, request, url_for
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import RequestEntityTooLarge

from app.builds import commands, queries
from app.builds.commands import Sent, SentItem
from app.builds.models import ITEM_KINDS, KINDS, BuildHook
from app.builds.views.blueprint import bp
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.web import csrf
from app.web.actor import PUBLIC, access
from app.web.errors import sentence, status_of
from app.web.limits import limiter

_LARGEST = 256 * 1024
_MOST_ITEMS = 200
_MOST_BUGS = 50
_TEXTS = {
    "source": 60,
    "source_id": 200,
    "channel": 20,
    "kind": 20,
    "title": 120,
    "notes": 20_000,
    "git_ref": 120,
    "artifact_url": 500,
    "sha256": 64,
}
_ITEM_TEXTS = {"kind": 20, "title": 120, "body": 20_000}
_CHANNELS = ("weekly", "nightly")
_LARGEST_NUMBER = 2**53


class Unfit(Exception):
    """A field of the sent JSON that is not what it should be."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(field, words)
        self.field = field
        self.words = words


@bp.post("/hooks/builds")
@access(PUBLIC)
def register_build() -> Response:
    """Put a build with its changes into the week to come; the same twice is once.

    Each token has a limit of its own, without a right one each address has.
    """
    hook = queries.hook_of(_token())
    sender = f"hook:{hook.id}" if hook else get_remote_address()
    try:
        with limiter.limit("60 per minute", key_func=lambda: sender):
            return _registered(hook)
    except RateLimitExceeded:
        words = _("That is too often. Wait a minute.")
        return _problem(429, "too_often", words)


csrf.exempt(register_build)


def _registered(hook: BuildHook | None) -> Response:
    if hook is None:
        words = _("Send a token of this site: Authorization: Bearer …")
        answer = _problem(401, "bad_token", words)
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    try:
        sent = _sent(_body())
        with atomic():
            build, is_new = commands.register(queries.hook(hook.id), sent)
    except RequestEntityTooLarge:
        words = _("At most %(kilobytes)s kB, please.", kilobytes=_LARGEST // 1024)
        return _problem(413, "too_large", words)
    except Unfit as unfit:
        return _problem(422, "unfit", unfit.words, unfit.field)
    except Refusal as refusal:
        field = str(refusal.values.get("field", ""))
        return _problem(status_of(refusal), refusal.code, sentence(refusal), field)
    url = url_for("builds.show", number=build.number)
    known = {"number": build.number, "version": build.version, "url": url}
    return make_response(jsonify(known), 201 if is_new else 200)


def _token() -> str:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _body() -> Mapping[str, Any]:
    """The JSON that was sent, read no further than it may be long."""
    request.max_content_length = _LARGEST
    if request.mimetype != "application/json":
        raise Unfit("", _("Send application/json."))
    try:
        body = json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError):
        raise Unfit("", _("This is no JSON that can be read.")) from None
    return _object(body, "", {*_TEXTS, "size", "items"})


def _sent(body: Mapping[str, Any]) -> Sent:
    texts = {name: _text(body, name, most) for name, most in _TEXTS.items()}
    for name in ("source", "source_id"):
        if not texts[name]:
            raise Unfit(name, _("This field is needed."))
    texts["channel"] = _one_of(texts["channel"] or "weekly", _CHANNELS, "channel")
    if texts["kind"] is not None:
        _one_of(texts["kind"], KINDS, "kind")
    items = tuple(
        _item(one, f"items[{place}]")
        for place, one in enumerate(_list(body, "items", _MOST_ITEMS))
    )
    return Sent(size=_number(body.get("size"), "size"), items=items, **texts)  # type: ignore[arg-type]  # the two that must be there are


def _item(one: Any, where: str) -> SentItem:
    known = _object(one, where, {*_ITEM_TEXTS, "idea", "bugs"})
    texts = {
        name: _text(known, name, most, f"{where}.{name}")
        for name, most in _ITEM_TEXTS.items()
    }
    if not (texts["title"] or "").strip():
        raise Unfit(f"{where}.title", _("This field is needed."))
    bugs = [
        _number(number, f"{where}.bugs[{place}]")
        for place, number in enumerate(_list(known, "bugs", _MOST_BUGS, where))
    ]
    return SentItem(
        title=(texts["title"] or "").strip(),
        kind=_one_of(texts["kind"] or "change", ITEM_KINDS, f"{where}.kind"),
        body=texts["body"] or "",
        idea=_number(known.get("idea"), f"{where}.idea"),
        bugs=tuple(number for number in bugs if number is not None),
    )


def _object(value: Any, where: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unfit(where, _("An object is needed here."))
    unknown = sorted(set(value) - known)
    if unknown:
        place = f"{where}.{unknown[0]}" if where else unknown[0]
        raise Unfit(place, _("There is no such field."))
    return value


def _list(body: Mapping[str, Any], name: str, most: int, where: str = "") -> list[Any]:
    value = [] if body.get(name) is None else body[name]
    if not isinstance(value, list) or len(value) > most:
        place = f"{where}.{name}" if where else name
        raise Unfit(place, _("A list of at most %(most)s is needed.", most=most))
    return value


def _text(body: Mapping[str, Any], name: str, most: int, where: str = "") -> str | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise Unfit(where or name, _("Text of at most %(most)s letters.", most=most))
    return value.strip()


def _one_of(value: str, known: Sequence[str], where: str) -> str:
    if value not in known:
        raise Unfit(where, _("One of: %(words)s.", words=", ".join(known)))
    return value


def _number(value: Any, where: str) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value < _LARGEST_NUMBER:
        raise Unfit(where, _("A whole number is needed."))
    return value


def _problem(status: int, code: str, words: str, field: str = "") -> Response:
    """A refusal for machines (RFC 9457); `errors` names the field."""
    body = {"type": "about:blank", "title": words, "status": status, "code": code}
    errors = [{"field": field, "message": words}] if field else []
    answer = make_response(jsonify({**body, "errors": errors}), status)
    answer.content_type = "application/problem+json"
    return answer

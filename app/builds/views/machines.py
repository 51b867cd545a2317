"""What devices ask: which build is for me, here is what I run; and the files.

A device proves itself by the key of its tester (`Authorization: Bearer ...`), a browser
by its session, anybody else is nobody. Nothing here may be answered from a cache
without asking: what was stopped is offered to nobody at the next request.
"""

import hashlib
import json
from typing import Any

from flask import Response, current_app, make_response, request, send_file, url_for

from app.builds import commands, queries
from app.builds.models import Build, DeviceKey
from app.builds.views.blueprint import bp
from app.kernel import storage
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.spaces import queries as spaces
from app.web import csrf, errors
from app.web.actor import PUBLIC, access, current_actor
from app.web.limits import limiter

_BEARER = "Bearer "
_CLASS = 60


@bp.get("/builds/latest.json")
@access(PUBLIC)
@limiter.limit("600 per minute")
def latest() -> Response:
    """The newest build of a channel that is meant for whoever asks, or none."""
    try:
        key = _key()
        actor = key.person if key else current_actor()
        channel = queries.channel_of(
            actor,
            request.args.get("space", ""),
            request.args.get("channel", "weekly"),
        )
        _refuse_other_channel(key, channel.id)
        build = queries.latest_for(actor, channel)
    except Refusal as refusal:
        return _refused(refusal)
    answer = _json({"build": _told(build) if build else None})
    is_for_all = key is None and not actor.is_person
    reach = "public" if is_for_all else "private"
    answer.headers["Cache-Control"] = f"{reach}, no-cache"
    answer.vary.update(["Authorization", "Cookie"])
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32], weak=True)
    answer.make_conditional(request)
    return answer


@bp.get("/builds/<int:number>/files/<int:attachment_id>")
@access(PUBLIC)
def fetch(number: int, attachment_id: int) -> Response:
    """A file of a build, whole or in part; never shown, only saved."""
    key = _key()
    actor = key.person if key else current_actor()
    build = queries.visible_to(actor).get(number)
    _refuse_other_channel(key, build.train.channel_id)
    file = commands.file_for(actor, build, attachment_id)
    answer = send_file(
        storage.find(file.name),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=file.words,
        etag=file.sha256,
        last_modified=file.created_at,
        conditional=True,
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.update(["Authorization", "Cookie"])
    return answer


@bp.post("/builds/<int:number>/installs")
@access(PUBLIC)
@limiter.limit("600 per minute")
def hear(number: int) -> Response:
    """A device says that it runs a build; kept only where its tester lets it."""
    try:
        key = _key()
        if key is None:
            raise commands.BadKey
        build = queries.visible_to(key.person).get(number)
        _refuse_other_channel(key, build.train.channel_id)
        with atomic():
            is_kept = commands.hear_device(
                key.person, build, request.form.get("device_class", "")[:_CLASS]
            )
    except Refusal as refusal:
        return _refused(refusal)
    return _json({"kept": is_kept})


# a device sends a key, and no cookie that another site could ride on
csrf.exempt(hear)


def _key() -> DeviceKey | None:
    """The key that was sent along, if one was; refuses one that is not known."""
    words = request.headers.get("Authorization", "")
    # other schemes are for what may stand before us
    if not words.startswith(_BEARER):
        return None
    found = queries.device_key(spaces.hash_of(words.removeprefix(_BEARER)))
    if found is None:
        raise commands.BadKey
    return found


def _refuse_other_channel(key: DeviceKey | None, channel_id: int) -> None:
    """A key opens the channel that it was made for, and no other."""
    if key is not None and key.channel_id != channel_id:
        raise commands.BadKey


def _told(build: Build) -> dict[str, Any]:
    """A build as a device reads it."""
    return {
        "number": build.number,
        "version": build.version,
        "title": build.title,
        "kind": build.kind,
        "space": build.space.slug,
        "channel": build.train.channel.code,
        "published_at": build.published_at.isoformat() if build.published_at else None,
        "url": _whole(url_for("builds.show", number=build.number)),
        "files": [*_linked(build), *_uploaded(build)],
        "rollback": {"text": build.rollback_plain, "data": build.rollback_data},
        "changes": [
            {"kind": item.kind, "title": item.title} for item in build.shown_items
        ],
    }


def _linked(build: Build) -> list[dict[str, Any]]:
    """The file that lies elsewhere, if there is one."""
    if not build.artifact_url:
        return []
    url, name = build.artifact_url, build.artifact_url.rpartition("/")[2]
    known = {"size": build.size, "sha256": build.sha256 or None}
    return [{"name": name, "url": _whole(url), **known}]


def _uploaded(build: Build) -> list[dict[str, Any]]:
    return [
        {
            "name": file.words,
            "url": _whole(
                url_for("builds.fetch", number=build.number, attachment_id=file.id)
            ),
            "size": file.size,
            "sha256": file.sha256,
        }
        for file in queries.files_of(build)
    ]


def _whole(url: str) -> str:
    """An address with our origin before it, unless it has one."""
    origin: str = current_app.config["ORIGIN"]
    return origin + url if url.startswith("/") else url


def _refused(refusal: Refusal) -> Response:
    words = {"error": refusal.code, "text": errors.sentence(refusal)}
    return _json(words, errors.status_of(refusal))


def _json(content: dict[str, Any], status: int = 200) -> Response:
    answer = make_response(json.dumps(content, ensure_ascii=False), status)
    answer.headers["Content-Type"] = "application/json; charset=utf-8"
    return answer

"""Pictures, videos and files of a build: show them all, add one, take one away."""

from collections.abc import Callable
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.builds import commands, policies, queries
from app.builds.forms import FileForm, PictureForm, VideoForm
from app.builds.models import Build
from app.builds.staff_views.blueprint import bp, filled_by_me
from app.kernel import pictures
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.web.actor import access
from app.web.answers import done, invalid, page
from app.web.form import Form

_PAGE = "builds/staff/attachments.html"
# How a form of this page acts: outside a transaction first, then inside one.
Prepared = Callable[[Actor, Build], None]


@bp.get("/staff/builds/<int:number>/attachments")
@access(policies.may_see_trains)
def attachments(number: int) -> Response:
    """All that hangs on a build."""
    return page(_PAGE, **_context(number))


@bp.post("/staff/builds/<int:number>/pictures")
@access(policies.may_see_trains)
def add_picture(number: int) -> Response:
    """Add a picture."""
    form = PictureForm()

    def prepared(_build: Build) -> Prepared:
        picture = pictures.encode(_sent("picture"))
        return lambda actor, mine: commands.add_picture(
            actor, mine, picture, form.alt.data or ""
        )

    return _added(number, form, "picture_form", prepared)


@bp.post("/staff/builds/<int:number>/videos")
@access(policies.may_see_trains)
def add_video(number: int) -> Response:
    """Link a video."""
    form = VideoForm()

    def prepared(_build: Build) -> Prepared:
        return lambda actor, mine: commands.add_video(
            actor, mine, form.url.data or "", form.words.data or ""
        )

    return _added(number, form, "video_form", prepared)


@bp.post("/staff/builds/<int:number>/files")
@access(policies.may_see_trains)
def add_file(number: int) -> Response:
    """Offer a file."""

    def prepared(build: Build) -> Prepared:
        sent = request.files.get("file")
        name = (sent.filename if sent else "") or ""
        stored = commands.store_file(build, _sent("file"), name)
        return lambda actor, mine: commands.add_file(actor, mine, stored)

    return _added(number, FileForm(), "file_form", prepared)


@bp.post("/staff/builds/<int:number>/attachments/<int:attachment_id>/removal")
@access(policies.may_see_trains)
def detach(number: int, attachment_id: int) -> Response:
    """Take one away."""
    with atomic():
        actor, build = filled_by_me(number)
        commands.detach(actor, build, attachment_id)
    return done("builds_staff.attachments", number=number, message=_("Taken away."))


def _added(
    number: int, form: Form, key: str, prepared: Callable[[Build], Prepared]
) -> Response:
    """Check and store what was sent, then hang it on the build; or the form again."""
    if not form.validate():
        return invalid(_PAGE, **{**_context(number), key: form})
    try:
        act = prepared(filled_by_me(number)[1])
        with atomic():
            act(*filled_by_me(number))
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid(_PAGE, **{**_context(number), key: form})
    return done("builds_staff.attachments", number=number, message=_("Added."))


def _context(number: int) -> dict[str, Any]:
    _actor, build = filled_by_me(number)
    return {
        "build": build,
        "attachments": queries.attachments_of(build),
        "most": commands.most_bytes(build),
        "picture_form": PictureForm(None),
        "video_form": VideoForm(None),
        "file_form": FileForm(None),
    }


def _sent(name: str) -> bytes:
    """What was sent as a file; nothing where none was."""
    sent = request.files.get(name)
    return sent.stream.read() if sent is not None else b""

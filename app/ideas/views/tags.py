"""The team's page of tags: rename one, let one go over into another."""

from flask import Response, request
from flask_babel import gettext as _

from app.ideas import commands, policies, queries
from app.ideas.views.blueprint import bp
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.kernel.text import fold
from app.kernel.words import N_
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done, page
from app.web.errors import sentence

nav.add(
    "staff", N_("Tags"), "ideas.tags", policies.may_see_queue, icon="hash", order=28
)


@bp.get("/staff/tags")
@access(policies.may_see_queue)
def tags() -> Response:
    """Every tag, by its name."""
    return _tags_page()


@bp.post("/staff/tags/<int:key>/name")
@access(policies.may_see_queue)
def rename_tag(key: int) -> Response:
    """Give a tag another name."""
    name = request.form.get("name", "")
    try:
        with atomic():
            commands.rename_tag(current_actor(), queries.tag_of(key), name)
    except Refusal as refusal:
        return _tags_page(refusal)
    return done("ideas.tags", message=_("Renamed on every idea."))


@bp.post("/staff/tags/<int:key>/merger")
@access(policies.may_see_queue)
def merge_tag(key: int) -> Response:
    """Let a tag go over into another of its space."""
    into = fold(request.form.get("into", ""))
    try:
        with atomic():
            tag = queries.tag_of(key)
            other = queries.tag_named(tag.space_id, into)
            if other is None:
                raise Missing
            commands.merge_tags(current_actor(), tag, other)
    except Refusal as refusal:
        return _tags_page(refusal)
    return done("ideas.tags", message=_("The two tags are one now."))


def _tags_page(refusal: Refusal | None = None) -> Response:
    found = queries.tags_page(current_actor(), request.args.get("after"))
    return page(
        "ideas/tags.html",
        422 if refusal else 200,
        page=found,
        rows=queries.rows_of(found.items),
        problem=sentence(refusal) if refusal else "",
    )

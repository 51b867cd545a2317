"""What readers do with a build: vote, say that they ran it."""

from typing import Any

from flask import Response, request

from app.builds import commands, queries
from app.builds.forms import ItemVoteForm, VoteForm
from app.builds.views.blueprint import bp, context_of
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done


@bp.post("/builds/<int:number>/vote")
@access(SIGNED_IN)
def vote(number: int) -> Response:
    """Keep, or needs work."""
    actor, form = current_actor(), VoteForm()
    with atomic():
        build = queries.visible_to(actor).get(number)
        commands.vote(actor, build, form.verdict.data or "", bool(form.ran.data))
    return _voted(actor, number, "builds/_vote.html", "vote")


@bp.post("/builds/<int:number>/items/<int:item_id>/vote")
@access(SIGNED_IN)
def vote_item(number: int, item_id: int) -> Response:
    """Like or dislike of one change."""
    actor, form = current_actor(), ItemVoteForm()
    with atomic():
        item = queries.visible_to(actor).item(number, item_id)
        commands.vote_item(actor, item, form.value.data or "", ran=False)
    return _voted(actor, number, "builds/_item.html", f"item-{item_id}", item_id)


@bp.post("/builds/<int:number>/install")
@access(SIGNED_IN)
def install(number: int) -> Response:
    """One ran it, by own word."""
    actor = current_actor()
    with atomic():
        commands.report_install(actor, queries.visible_to(actor).get(number))
    return _voted(actor, number, "builds/_vote.html", "vote")


@bp.post("/builds/<int:number>/install/withdrawal")
@access(SIGNED_IN)
def retract_install(number: int) -> Response:
    """One did not run it after all."""
    actor = current_actor()
    with atomic():
        commands.retract_install(actor, queries.visible_to(actor).get(number))
    return _voted(actor, number, "builds/_vote.html", "vote")


def _voted(
    actor: Actor, number: int, fragment: str, anchor: str, item_id: int = 0
) -> Response:
    """Back to where one voted: the part alone to htmx, else the page."""
    context: dict[str, Any] = {}
    if request.headers.get("HX-Request") == "true":
        context = context_of(actor, number)
        found = [item for item in context["shown"].items if item.id == item_id]
        context["item"] = found[0] if found else None
    return done(
        "builds.show", number=number, anchor=anchor, fragment=(fragment, context)
    )

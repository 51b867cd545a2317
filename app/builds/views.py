"""The Friday build: the changelog, a build, and what readers do with it."""

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from app.builds import commands, policies, queries, rules
from app.builds.forms import (
    DATA_LABELS,
    ITEM_KIND_LABELS,
    KIND_LABELS,
    ItemVoteForm,
    VoteForm,
)
from app.comments.policies import may_comment
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.words import N_
from app.web import lineage, nav
from app.web.actor import PUBLIC, SIGNED_IN, access, current_actor
from app.web.answers import done, page

bp = Blueprint("builds", __name__)
nav.gone_without(bp, "builds")
nav.add(
    "main",
    N_("Friday build"),
    "builds.index",
    PUBLIC,
    icon="package",
    order=30,
    switch="builds",
)


@bp.get("/builds")
@access(PUBLIC)
def index() -> Response:
    """What came out, week by week, and when the next build comes."""
    found = queries.index_page(current_actor(), request.args.get("after"))
    return page(
        "builds/index.html",
        page=found.builds,
        next_at=found.next_at,
        next_left=_left(found.next_at),
        kinds=ITEM_KIND_LABELS,
    )


@bp.get("/builds/<int:number>")
@access(PUBLIC)
def show(number: int) -> Response:
    """A build: get it, go back, vote, changes, bugs, comments, the next one."""
    return page("builds/show.html", **_context(current_actor(), number))


@bp.get("/builds/<int:number>/more")
@access(PUBLIC)
def more(number: int) -> Response:
    """The way of its ideas from the first draft on: asked for lazily."""
    actor = current_actor()
    shown = queries.page_of(actor, number)
    ideas = list(shown.ideas.values())
    asked = request.args.get("idea", type=int)
    chosen = next((idea for idea in ideas if idea.number == asked), None)
    chosen = chosen or (ideas[0] if ideas else None)
    is_fragment = request.headers.get("HX-Request") == "true"
    return page(
        "builds/_more.html" if is_fragment else "builds/more.html",
        build=shown.build,
        ideas=ideas,
        chosen=chosen,
        links=lineage.of(actor, [chosen.id]) if chosen else [],
    )


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


@bp.post("/builds/<int:number>/enrolment")
@access(SIGNED_IN)
def enrol(number: int) -> Response:
    """Join the test that this build belongs to."""
    actor = current_actor()
    with atomic():
        build = queries.visible_to(actor).get(number)
        row = commands.enrol(actor, build.train.channel)
    words = _("You are in the test.") if row.state == "active" else _waiting()
    return done("builds.show", number=number, message=words, anchor="get")


@bp.post("/builds/<int:number>/enrolment/withdrawal")
@access(SIGNED_IN)
def leave(number: int) -> Response:
    """Leave the test."""
    actor = current_actor()
    with atomic():
        build = queries.visible_to(actor).get(number)
        commands.leave(actor, build.train.channel)
    words = _("You have left the test. Coming back is one tap.")
    return done("builds.show", number=number, message=words, anchor="get")


def _waiting() -> str:
    words: str = _("This test is full. You are on the waiting list.")
    return words


def _voted(
    actor: Actor, number: int, fragment: str, anchor: str, item_id: int = 0
) -> Response:
    """Back to where one voted: the part alone to htmx, else the page."""
    context: dict[str, Any] = {}
    if request.headers.get("HX-Request") == "true":
        context = _context(actor, number)
        found = [item for item in context["shown"].items if item.id == item_id]
        context["item"] = found[0] if found else None
    return done(
        "builds.show", number=number, anchor=anchor, fragment=(fragment, context)
    )


def _context(actor: Actor, number: int) -> dict[str, Any]:
    shown = queries.page_of(actor, number)
    build = shown.build
    train = build.train
    until = train.report_close_at if build.is_published else train.publish_at
    return {
        "shown": shown,
        "build": build,
        "until": until,
        "left": _left(until),
        "next_at": shown.mine.next_at,
        "next_left": _left(shown.mine.next_at),
        "kinds": ITEM_KIND_LABELS,
        "build_kinds": KIND_LABELS,
        "data_labels": DATA_LABELS,
        "may_vote": policies.may_vote(actor, build) and train.is_open,
        "may_write": may_comment(actor, build.thread),
        "is_crew": policies.may_fill(actor, build),
        "about": _about(shown),
    }


def _about(shown: queries.BuildPage) -> str | None:
    """The change that a comment is on: asked for by `?about=`."""
    asked = request.args.get("about", type=int)
    titles = {item.id: item.title for item in shown.items}
    return titles.get(asked or 0)


def _left(until: Any) -> tuple[int, int, int] | None:
    return rules.left(until, clock.now()) if until else None

"""Pages that show ideas."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.comments import queries as comments
from app.comments.policies import may_comment
from app.ideas import policies, queries
from app.ideas.models import (
    REASON_LABELS,
    STAGE_LABELS,
    STATE_LABELS,
    Idea,
    IdeaRevision,
    IdeaRung,
)
from app.ideas.views.blueprint import bp
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.words import N_
from app.spaces import queries as spaces
from app.web import lineage, nav
from app.web.actor import PUBLIC, SIGNED_IN, access, current_actor
from app.web.answers import page

SORT_LABELS = {
    "newest": N_("Newest"),
    "trending": N_("Trending"),
    "most": N_("Most supported"),
    "near": N_("Nearly there"),
    "ending": N_("Ending soon"),
}
TAB_LABELS = {
    "drafts": N_("Drafts"),
    "submitted": N_("Being checked"),
    "public": N_("Published"),
    "ended": N_("Ended"),
}

nav.add("main", N_("Ideas"), "ideas.index", PUBLIC, icon="lightbulb", order=35)
nav.add("mine", N_("My ideas"), "ideas.mine", SIGNED_IN, icon="lightbulb", order=20)


@dataclass(frozen=True, slots=True)
class Step:
    """One goal of the ladder as the page shows it."""

    threshold: int
    reached_at: Any
    is_next: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words without an idea yet, for whoever looks for similar ones."""

    title: str
    id: int = 0


@bp.get("/ideas")
@access(PUBLIC)
def index() -> Response:
    """The list, narrowed and ordered by its address; more of it as a fragment."""
    filters = queries.Filters.asked(request.args)
    after = request.args.get("after")
    is_fragment = request.headers.get("HX-Request") == "true"
    fragment = "ideas/_list.html" if after else "ideas/_found.html"
    return page(
        fragment if is_fragment else "ideas/index.html",
        is_fragment=is_fragment,
        is_more=is_fragment and after is not None,
        page=queries.list_page(current_actor(), filters, after),
        filters=filters,
        stages={key: STAGE_LABELS[key] for key in queries.LISTED_STAGES},
        sorts=SORT_LABELS,
    )


@bp.get("/ideas/spaces")
@access(PUBLIC)
def places() -> Response:
    """Where ideas may go, and what each place offers."""
    return page("ideas/spaces.html", spaces=spaces.all_of(current_actor()))


@bp.get("/ideas/mine")
@access(SIGNED_IN)
def mine() -> Response:
    """One's own ideas: drafts, what is being checked, what is public, what ended."""
    actor = current_actor()
    asked = request.args.get("tab", "")
    tab = asked if asked in queries.TABS else "drafts"
    found = queries.own_page(actor, tab, request.args.get("after"))
    return page(
        "ideas/mine.html",
        page=found,
        tab=tab,
        tabs=TAB_LABELS,
        counts=queries.own_counts(actor),
        last_days=_last_days([idea.id for idea in found.items]),
    )


@bp.get("/ideas/similar")
@access(PUBLIC)
def similar() -> Response:
    """Ideas close to a title that is being typed."""
    wanted = Wanted(title=request.args.get("title", "")[:200])
    return page("ideas/similar.html", wanted=wanted)


@bp.get("/ideas/<int:number>")
@access(PUBLIC)
def show(number: int) -> Response:
    """An idea: its head, its ladder, its story, its conversation."""
    actor = current_actor()
    shown = queries.page_of(actor, number)
    idea = shown.idea
    return page(
        "ideas/show.html",
        idea=idea,
        shown=shown,
        pictures=queries.pictures_of(idea.id),
        ladder=_ladder(idea, queries.rungs_of([idea.id])),
        comments=comments.conversation(actor, shown.thread) if shown.thread else None,
        may_write=shown.thread is not None and may_comment(actor, shown.thread),
        policies=policies,
        **_own_part(actor, idea),
    )


@bp.get("/ideas/<int:number>/more")
@access(PUBLIC)
def more(number: int) -> Response:
    """What the rest of the house says about an idea: asked for lazily."""
    actor = current_actor()
    idea = queries.visible_to(actor).get(number)
    is_fragment = request.headers.get("HX-Request") == "true"
    return page(
        "ideas/_more.html" if is_fragment else "ideas/more.html",
        idea=idea,
        links=lineage.of(actor, [idea.id]),
    )


@bp.get("/ideas/<int:number>/history")
@access(PUBLIC)
def history(number: int) -> Response:
    """Every step, with who made it and why; the versions of its words."""
    actor = current_actor()
    idea = queries.visible_to(actor).get(number)
    return page(
        "ideas/history.html",
        idea=idea,
        transitions=queries.history_of(idea.id),
        origin=queries.origin_of(current_actor(), idea.id),
        states=STATE_LABELS,
        stages=_stage_words(),
        reasons=REASON_LABELS,
        revisions=_revisions(actor, idea),
    )


@bp.get("/ideas/<int:number>/revisions/<int:n>")
@access(PUBLIC)
def revision(number: int, n: int) -> Response:
    """One version of its words, against the one before it."""
    actor = current_actor()
    idea = queries.visible_to(actor).get(number)
    known = _revisions(actor, idea)
    change = queries.change_of(known, n)
    return page("ideas/revision.html", idea=idea, change=change, revisions=known)


def _last_days(idea_ids: list[int]) -> dict[int, datetime]:
    """By the end of which day each of these has its answer."""
    dues = queries.gate_dues(idea_ids)
    return {idea_id: _last_moment(due) for idea_id, due in dues.items()}


def _last_moment(due_at: datetime) -> datetime:
    """A working day ends at the midnight after it; people know it by its own name."""
    return due_at - timedelta(seconds=1)


def _revisions(actor: Actor, idea: Idea) -> list[IdeaRevision]:
    sees_all = policies.may_see_all_revisions(actor, idea)
    return queries.frozen_revisions(idea, from_public=not sees_all)


def _ladder(idea: Idea, rungs: list[IdeaRung]) -> list[Step]:
    if idea.next_rung is None:
        return []
    reached = {rung.threshold: rung.reached_at for rung in rungs}
    ladder = idea.rule_set.book.ideas.ladder
    return [
        Step(n, reached.get(n), n == idea.next_rung and n not in reached)
        for n in ladder
    ]


def _own_part(actor: Actor, idea: Idea) -> dict[str, Any]:
    """What only the author of an idea at the gate sees."""
    if idea.author_id != actor.id or idea.published_at is not None:
        return {"due_at": None, "place": None, "fixes": [], "last": None}
    is_waiting = idea.state == "submitted"
    told = queries.history_of(idea.id)
    due_at = queries.due_of(idea, "gate") if is_waiting else None
    return {
        "due_at": due_at,
        "due_on": _last_moment(due_at) if due_at else None,
        "place": queries.place_in_queue(idea) if is_waiting else None,
        "fixes": queries.fixes_of(idea.id, idea.tries),
        "last": told[-1] if told else None,
        "now": clock.now(),
    }


def _stage_words() -> dict[str, str]:
    return {key: _(label) for key, label in STAGE_LABELS.items()}

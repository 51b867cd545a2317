"""What ideas add to their way, to comments, to new rules, to what moderators read."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import format_decimal
from markupsafe import Markup

from app.comments.models import Comment
from app.ideas import policies, queries
from app.ideas.models import Idea, IdeaRung
from app.kernel.actor import Actor
from app.kernel.words import N_
from app.web import lineage, slot
from app.web.lineage import Link


@slot.fills("comment.made")
def made(actor: Actor, comments: Sequence[Comment]) -> Mapping[int, Any]:
    """What comments became: one statement for a page of them."""
    ideas = queries.made_of(actor, [comment.id for comment in comments])
    return {
        comment_id: slot.render("ideas/_made.html", idea=idea)
        for comment_id, idea in ideas.items()
    }


@slot.fills("rules.touches")
def touched(_actor: Actor, changes: Sequence[Any]) -> Mapping[int, Markup]:
    """How many ideas of a space are on their way and keep the rules they have."""
    found = queries.count_under_way([change.id for change in changes])
    return {
        change.id: slot.render("ideas/_touched.html", count=found.get(change.id, 0))
        for change in changes
    }


@lineage.links
def links(actor: Actor, idea_ids: Sequence[int]) -> list[Link]:
    """Sent, published, each goal, the last one: of ideas that the actor may see."""
    rows = queries.way_of(actor, idea_ids)
    ideas = {idea.id: idea for idea, _ in rows}
    found = [link for idea in ideas.values() for link in _of_idea(idea)]
    return found + [_of_rung(idea, rung) for idea, rung in rows if rung is not None]


@slot.fills("idea.staff")
def since_look(actor: Actor, ideas: Sequence[Idea]) -> Mapping[int, Markup]:
    """For those who check an idea again: what changed since one of them read it."""
    waiting = [
        idea
        for idea in ideas
        if idea.state == "submitted" and policies.may_rule(actor, idea)
    ]
    changes = {idea: queries.change_since_look(idea) for idea in waiting}
    return {
        idea.id: slot.render("ideas/_since_look.html", idea=idea, change=change)
        for idea, change in changes.items()
        if change is not None
    }


def _of_idea(idea: Idea) -> list[Link]:
    url = url_for("ideas.show", number=idea.number)
    values = {"title": idea.title}
    steps = (
        ("submitted", idea.submitted_at, N_("Idea sent: %(title)s")),
        ("published", idea.published_at, N_("Published: %(title)s")),
        ("goal", idea.topped_at, N_("Goal reached: %(title)s")),
    )
    return [Link(kind, at, url, text, values) for kind, at, text in steps if at]


def _of_rung(idea: Idea, rung: IdeaRung) -> Link:
    url = url_for("ideas.history", number=idea.number)
    values = {"count": format_decimal(rung.threshold)}
    text = N_("%(count)s supporters")
    return Link("rung", rung.reached_at, url, text, values)

"""Reporting beside every thing, decisions beside whom they are about."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import get_locale
from werkzeug.datastructures import MultiDict

from app.comments.models import Comment
from app.ideas import queries as idea_queries
from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.kernel.policies import is_suspended
from app.moderation import policies, queries
from app.moderation.forms import RulingForm
from app.people.models import Person
from app.web import slot


@slot.fills("idea.foot")
def idea_foot(actor: Actor, ideas: Sequence[Idea]) -> Mapping[int, Any]:
    """Report it; for its author a decision and its appeal; for moderators hiding."""
    return {idea.id: _foot(actor, idea) for idea in ideas if actor.is_person}


@slot.fills("idea.reason")
def idea_reason(_actor: Actor, ideas: Sequence[Idea]) -> Mapping[int, Any]:
    """Why an idea was refused, in the reader's language where the library said it."""
    return {idea.id: _reason(idea) for idea in ideas}


@slot.fills("comment.menu")
def comment_menu(actor: Actor, comments: Sequence[Comment]) -> Mapping[int, Any]:
    """Report it, or as a moderator decide: no statement, however many there are."""
    decides = policies.may_see_queue(actor)
    return {
        comment.id: slot.render(
            "moderation/_comment_menu.html", comment=comment, decides=decides
        )
        for comment in comments
        if actor.is_person and comment.author_id != actor.id and not comment.is_removed
    }


@slot.fills("profile.below")
def profile_below(actor: Actor, people: Sequence[Person]) -> Mapping[int, Any]:
    """Report a person."""
    return {
        person.id: _link("person", person.number, person.display_name)
        for person in people
        if actor.is_person and person.id != actor.id
    }


@slot.fills("me.below")
def me_below(_actor: Actor, people: Sequence[Person]) -> Mapping[int, Any]:
    """The way to the decisions about oneself, where there are any."""
    return {
        person.id: slot.render("moderation/_mine_link.html")
        for person in people
        if queries.about(person.id).items
    }


@slot.fills("shell.banner")
def banner(actor: Actor, _things: Sequence[Any]) -> Mapping[int, Any]:
    """A suspended person reads on every page until when, and where the reason is."""
    if not is_suspended(actor):
        return {}
    until = getattr(actor, "suspended_until", None)
    return {0: slot.render("moderation/_banner.html", until=until)}


def _link(kind: str, key: int, name: str) -> Any:
    return slot.render("moderation/_report_link.html", kind=kind, key=key, name=name)


def _foot(actor: Actor, idea: Idea) -> Any:
    """For most readers one link and no statement."""
    is_own = idea.author_id == actor.id
    may_rule = policies.moderates(actor, idea.space_id) and not is_own
    form = RulingForm(MultiDict()) if may_rule and idea.published_at else None
    if form is not None:
        form.offer()
    knows = is_own or form is not None
    return slot.render(
        "moderation/_foot.html",
        idea=idea,
        is_own=is_own,
        hidden=idea_queries.concealment_of(idea.id) if knows else None,
        decided=_decided(idea) if is_own else None,
        form=form,
    )


def _decided(idea: Idea) -> Any:
    """What stands against an idea: refused, hidden or removed."""
    return queries.last_on(("idea", idea.id), ("refuse", "hide", "remove"))


def _reason(idea: Idea) -> Any:
    ruling = queries.last_on(("idea", idea.id), ("refuse",))
    if ruling is None or ruling.text:
        return ""
    return queries.reason(ruling.code, str(get_locale()))

"""Who may do what with an idea; nobody rules in his own matter."""

from datetime import datetime

from app.comments.models import Comment
from app.ideas.models import SUPPORTABLE, Idea, Tag
from app.ideas.queries import moderated_by
from app.kernel.actor import SYSTEM_ID, Actor
from app.kernel.policies import even_suspended

EDITABLE = ("draft", "needs_work")


def may_draft(actor: Actor) -> bool:
    """Anyone signed in."""
    return actor.is_person


def may_draft_from(actor: Actor, comment: Comment) -> bool:
    """Who wrote it, as long as everyone reads it."""
    is_shown = comment.visibility == "everyone" and not comment.is_removed
    is_own = actor.is_person and comment.author_id == actor.id
    return is_own and is_shown and comment.concealment is None


def may_edit(actor: Actor, idea: Idea) -> bool:
    """Its author, while it is not with the moderators or public."""
    return _owns(actor, idea) and idea.state in EDITABLE


def may_submit(actor: Actor, idea: Idea) -> bool:
    """Its author."""
    return _owns(actor, idea)


@even_suspended
def may_take_back(actor: Actor, idea: Idea) -> bool:
    """Its author, until a moderator has opened it."""
    return _owns(actor, idea) and idea.opened_at is None


@even_suspended
def may_withdraw(actor: Actor, idea: Idea) -> bool:
    """Its author."""
    return _owns(actor, idea)


def may_follow(actor: Actor, idea: Idea) -> bool:
    """Anyone signed in, once it is public."""
    return actor.is_person and idea.published_at is not None


def may_see_queue(actor: Actor) -> bool:
    """Moderators, of the site or of a space."""
    return moderated_by(actor) != []


def may_keep_tag(actor: Actor, tag: Tag) -> bool:
    """A moderator of its space."""
    return actor.has_role("moderator", tag.space_id)


def may_rule(actor: Actor, idea: Idea) -> bool:
    """A moderator of its space, but never its author."""
    moderates = actor.has_role("moderator", idea.space_id)
    return moderates and not _owns(actor, idea)


def may_conceal(actor: Actor, idea: Idea) -> bool:
    """Whoever may rule, and the system where the rules say so."""
    return actor.id == SYSTEM_ID or may_rule(actor, idea)


def may_publish_terms(actor: Actor) -> bool:
    """Admins and the legal team."""
    return actor.has_role("admin") or actor.has_role("legal")


def may_switch_goals(actor: Actor) -> bool:
    """The system, when a space does so."""
    return actor.id == SYSTEM_ID


def may_see_all_revisions(actor: Actor, idea: Idea) -> bool:
    """Its author and the moderators of its space; others read the public ones."""
    return _owns(actor, idea) or actor.has_role("moderator", idea.space_id)


def may_sign_goal(actor: Actor, idea: Idea) -> bool:
    """A moderator or the product team, but never its author.

    Whether the signer supports the idea is asked where supports are known.
    """
    roles = ("moderator", "product")
    holds = any(actor.has_role(role, idea.space_id) for role in roles)
    return holds and not _owns(actor, idea)


def may_import(actor: Actor) -> bool:
    """Admins, and the system at set-up."""
    return actor.id == SYSTEM_ID or actor.has_role("admin")


def may_record(actor: Actor) -> bool:
    """The system, for what support counts."""
    return actor.id == SYSTEM_ID


def may_publish_by_rule(actor: Actor) -> bool:
    """The system, which only follows the rules of a space."""
    return actor.id == SYSTEM_ID


def may_confirm_outcome(actor: Actor, idea: Idea) -> bool:
    """Whoever decides on the idea, but never its author."""
    return not _owns(actor, idea) and (actor.is_person or actor.id == SYSTEM_ID)


def may_be_supported(idea: Idea, at: datetime) -> bool:
    """Whether a support made at an instant still counts for an idea."""
    if idea.state not in SUPPORTABLE:
        return False
    is_timed = idea.state == "supporting" and idea.topped_at is None
    return not is_timed or idea.deadline_at is None or at <= idea.deadline_at


def _owns(actor: Actor, idea: Idea) -> bool:
    return actor.is_person and idea.author_id == actor.id

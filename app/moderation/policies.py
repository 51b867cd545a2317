"""Who may report, rule, take back, appeal; nobody rules in his own matter."""

from app.ideas.queries import moderated_by
from app.kernel.actor import Actor
from app.kernel.policies import even_suspended
from app.moderation.models import AGAINST, Appeal, Ruling
from app.moderation.queries import Subject


def may_see_queue(actor: Actor) -> bool:
    """Moderators, of the site or of a space."""
    return moderated_by(actor) != []


def moderates(actor: Actor, space_id: int | None) -> bool:
    """Whether things of a space, or of none, are an actor's to look at."""
    return actor.has_role("moderator", space_id)


def may_report(actor: Actor, subject: Subject) -> bool:
    """Anyone signed in, what is not his own."""
    return actor.is_person and subject.author.id != actor.id


def may_rule(actor: Actor, subject: Subject) -> bool:
    """A moderator of its space, of the site for people; never on what is his own."""
    return moderates(actor, subject.space_id) and subject.author.id != actor.id


def may_undo(actor: Actor, ruling: Ruling) -> bool:
    """A moderator of its space, but never whom it is about."""
    return moderates(actor, ruling.space_id) and ruling.about_id != actor.id


@even_suspended
def may_appeal(actor: Actor, ruling: Ruling) -> bool:
    """Whom a ruling is against."""
    is_own = actor.is_person and ruling.about_id == actor.id
    return is_own and ruling.act in AGAINST


def may_answer(actor: Actor, appeal: Appeal, ruling: Ruling) -> bool:
    """A moderator of its space, but never whoever appealed.

    That it is another one than who ruled is asked where the others are known.
    """
    return moderates(actor, ruling.space_id) and appeal.by_id != actor.id


def may_edit_reasons(actor: Actor) -> bool:
    """Moderators and admins of the whole site."""
    return actor.has_role("moderator") or actor.has_role("admin")

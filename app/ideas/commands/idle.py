"""Drafts nobody touches: their author is warned, and later they go."""

from datetime import timedelta

from sqlalchemy import ColumnElement, select

from app.ideas.commands.erasure import let_go
from app.ideas.commands.moving import Reason, game_of, lock
from app.ideas.events import DraftLeftIdle
from app.ideas.models import Idea
from app.ideas.rules import IdeaRules
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.events import emit
from app.spaces.models import RuleSet

_BATCH = 200


def warn_idle(actor: Actor) -> int:
    """Tell authors of drafts that are about to go; each idle time is told once."""
    idle = [
        idea
        for rule_set in _rule_sets()
        for idea in _drafts(rule_set, _not_warned(rule_set.book.ideas))
    ]
    return sum(_warn(actor, idea) for idea in idle)


def purge_idle(actor: Actor) -> int:
    """Let go of drafts whose warning nobody heeded; running twice is no matter."""
    over = [
        idea
        for rule_set in _rule_sets()
        for idea in _drafts(rule_set, _warned(rule_set.book.ideas))
    ]
    return sum(_purge(actor, idea) for idea in over)


def _rule_sets() -> list[RuleSet]:
    """The rules under which drafts lie about: few, however many drafts there are."""
    used = select(Idea.rule_set_id).where(Idea.state == "draft").distinct()
    rule_sets = select(RuleSet).where(RuleSet.id.in_(used)).order_by(RuleSet.id)
    return list(db.session.scalars(rule_sets))


def _drafts(rule_set: RuleSet, condition: ColumnElement[bool]) -> list[Idea]:
    statement = select(Idea).where(
        Idea.state == "draft", Idea.rule_set_id == rule_set.id, condition
    )
    return list(db.session.scalars(statement.order_by(Idea.id).limit(_BATCH)))


def _not_warned(game: IdeaRules) -> ColumnElement[bool]:
    patience = timedelta(days=game.draft_idle_days - game.draft_warning_days)
    touched_long_ago = Idea.changed_at <= clock.now() - patience
    return Idea.purge_warned_at.is_(None) & touched_long_ago


def _warned(game: IdeaRules) -> ColumnElement[bool]:
    return Idea.purge_warned_at <= clock.now() - timedelta(days=game.draft_warning_days)


def _warn(actor: Actor, idea: Idea) -> bool:
    lock(idea)
    if idea.state != "draft" or idea.purge_warned_at is not None:
        return False
    idea.purge_warned_at = clock.now()
    audit.record(actor, "ideas.warn_idle", "idea", idea.id)
    goes = game_of(idea).purge_at(idea.purge_warned_at).isoformat()
    emit(DraftLeftIdle(idea.id, author_id=idea.author_id, purge_at=goes))
    db.session.flush()
    return True


def _purge(actor: Actor, idea: Idea) -> bool:
    lock(idea)
    if idea.state != "draft" or idea.purge_warned_at is None:
        return False
    let_go(actor, idea, Reason("left_idle"))
    return True

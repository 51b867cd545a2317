"""What moderators do: publish, ask for fixes, refuse, hide and show again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from app.comments import commands as comments
from app.comments.queries import is_team
from app.ideas import policies, queries
from app.ideas.commands import refusals
from app.ideas.commands.moving import Reason, game_of, lock, move_to, set_clock
from app.ideas.events import IdeaChanged
from app.ideas.models import (
    CRITERIA,
    Idea,
    IdeaConcealment,
    IdeaFix,
    IdeaStop,
)
from app.ideas.rules import IdeaRules, next_rung
from app.kernel import audit, clock, duties, site
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.events import emit
from app.kernel.policies import require
from app.people import queries as people
from app.spaces import queries as spaces

# The rules of the house that an idea can break so that it is not published at all.
HARD_RULES = (
    "not_own_work",
    "offensive",
    "dangerous",
    "advertising",
    "known_product",
    "off_topic",
)


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing to change: which rule it is about, and what to do."""

    criterion: str
    text: str


def open_item(actor: Actor, idea: Idea) -> None:
    """Note that a moderator looks at an idea: from now on it cannot be taken back.

    For one that its space's rules have published, this is the look that is owed.
    """
    require(policies.may_rule, actor, idea)
    _look(idea)
    if idea.state == "submitted" and idea.opened_at is None:
        _note_reading(idea)
        db.session.flush()


def publish(actor: Actor, idea: Idea) -> None:
    """Let an idea gather support; publishing is not endorsing. Its clock begins.

    Of one that its space's rules have published already, it says: looked at, and fine.
    """
    require(policies.may_rule, actor, idea)
    lock(idea)
    if not _look(idea):
        if idea.state != "submitted":
            raise refusals.NoSuchMove
        bring_out(actor, idea, Reason("published"))
    audit.record(actor, "ideas.publish", "idea", idea.id)
    db.session.flush()


def bring_out(actor: Actor, idea: Idea, reason: Reason) -> None:
    """Give an idea its goals, its conversation and its clock; the caller locked it."""
    idea.published_at = clock.now()
    idea.by_team = is_team(people.get(idea.author_id), idea.space_id)
    set_ladder(idea)
    if idea.thread_id is None:
        idea.thread_id = _thread(actor, idea)
    comments.unhide(actor, idea.thread_id)
    move_to(actor, idea, "supporting", reason)


def publish_by_rule(actor: Actor, idea: Idea) -> bool:
    """Publish what the rules let pass without waiting; whether they do.

    The team's own ideas pass; so do those of people whose first ones were published,
    and a moderator looks at these afterwards. What he sent back waits for him again.
    """
    require(policies.may_publish_by_rule, actor)
    lock(idea)
    game = game_of(idea)
    is_own = is_team(people.get(idea.author_id), idea.space_id)
    passes = is_own or game.gate == "none" or _is_known(game, idea)
    if idea.state != "submitted" or idea.tries > 1 or not passes:
        return False
    bring_out(actor, idea, Reason("published_by_rule"))
    if not is_own and game.gate == "first":
        days, zone = game.look_business_days, site.get("timezone")
        duties.open(
            kind="look",
            subject=("idea", idea.id),
            owner_role="moderator",
            due_at=duties.business_days(days, clock.now(), zone),
            space_id=idea.space_id,
        )
    return True


def ask_fixes(actor: Actor, idea: Idea, fixes: Sequence[Fix]) -> None:
    """Send an idea back with what to change, one thing each."""
    require(policies.may_rule, actor, idea)
    lock(idea)
    wanted = [fix for fix in fixes if fix.text.strip()]
    if not wanted or any(fix.criterion not in CRITERIA for fix in wanted):
        raise refusals.NothingToFix(field="fixes")
    for fix in wanted:
        db.session.add(
            IdeaFix(
                idea_id=idea.id,
                attempt=idea.tries,
                criterion=fix.criterion,
                text=fix.text.strip(),
                asked_by_id=actor.id,
                asked_at=clock.now(),
            )
        )
    _note_reading(idea)
    move_to(actor, idea, "needs_work", Reason("fixes_asked"))
    audit.record(actor, "ideas.ask_fixes", "idea", idea.id)
    db.session.flush()


def reject(actor: Actor, idea: Idea, code: str, text: str) -> None:
    """Refuse an idea for a rule it breaks, in words that its author reads."""
    require(policies.may_rule, actor, idea)
    lock(idea)
    if code not in HARD_RULES:
        raise refusals.UnknownReason(field="code")
    move_to(actor, idea, "rejected", Reason(code, text))
    audit.record(actor, "ideas.reject", "idea", idea.id, values={"code": code})
    db.session.flush()


def conceal(actor: Actor, idea: Idea, reason: str) -> None:
    """Hide an idea and stop its clock; nothing of it is lost."""
    require(policies.may_conceal, actor, idea)
    if not reason.strip():
        raise refusals.HideNeedsReason(field="reason")
    lock(idea)
    hidden = IdeaConcealment(
        idea_id=idea.id, by_id=actor.id, reason=reason.strip(), at=clock.now()
    )
    if insert_once(hidden) is None:
        return
    insert_once(IdeaStop(idea_id=idea.id, starts_at=clock.now(), cause="hidden"))
    if idea.thread_id is not None:
        comments.hide(actor, idea.thread_id)
    _look(idea)
    _after_hiding(actor, idea, "ideas.conceal")


def reveal(actor: Actor, idea: Idea) -> None:
    """Show a hidden idea again and give its clock back the time."""
    require(policies.may_conceal, actor, idea)
    lock(idea)
    hidden = queries.concealment_of(idea.id)
    if hidden is None:
        return
    hidden.revealed_at = clock.now()
    hidden.revealed_by_id = actor.id
    for stop in queries.stops_of(idea.id):
        stop.ends_at = stop.ends_at or clock.now()
    db.session.flush()
    set_clock(idea)
    if idea.thread_id is not None:
        comments.unhide(actor, idea.thread_id)
    _after_hiding(actor, idea, "ideas.reveal")


def return_stale(actor: Actor) -> int:
    """Give ideas back to their drafts whose fixes nobody answered in time."""
    asked = select(func.max(IdeaFix.asked_at)).where(IdeaFix.idea_id == Idea.id)
    waiting = select(Idea).where(
        Idea.state == "needs_work", asked.scalar_subquery() <= clock.now()
    )
    returned = 0
    for idea in db.session.scalars(waiting.order_by(Idea.id)).all():
        returned += _return_if_stale(actor, idea)
    return returned


def set_ladder(idea: Idea) -> None:
    """Take the goals of its rules over; a space without goals has none."""
    has_goals = spaces.get(idea.space_id).has_goals
    game = game_of(idea)
    ladder = game.ladder if has_goals else ()
    idea.top_rung = ladder[-1] if ladder else None
    idea.next_rung = next_rung(game, idea.rungs_crossed) if ladder else None
    idea.count(idea.support_count)


def _note_reading(idea: Idea) -> None:
    """These words were read by a moderator: the next ones are shown against them."""
    idea.opened_at = idea.opened_at or clock.now()
    revision = queries.revision_of(idea.id)
    revision.opened_at = revision.opened_at or clock.now()


def _look(idea: Idea) -> bool:
    """Meet the look that is owed on an idea; whether one was."""
    is_owed = duties.find("look", ("idea", idea.id)) is not None
    if is_owed:
        idea.opened_at = idea.opened_at or clock.now()
        duties.meet("look", ("idea", idea.id))
    return is_owed


def _is_known(game: IdeaRules, idea: Idea) -> bool:
    published = queries.count_published(idea.author_id)
    return game.gate == "first" and published >= game.gate_first_ideas


def _return_if_stale(actor: Actor, idea: Idea) -> bool:
    lock(idea)
    fixes = queries.fixes_of(idea.id, idea.tries)
    patience = timedelta(days=game_of(idea).fix_days)
    is_over = bool(fixes) and clock.now() >= fixes[-1].asked_at + patience
    if idea.state != "needs_work" or not is_over:
        return False
    move_to(actor, idea, "draft", Reason("fixes_unanswered"))
    return True


def _thread(actor: Actor, idea: Idea) -> int:
    url = f"/ideas/{idea.number}"
    thread = comments.open_thread(
        actor, idea.space_id, "idea", url, owner_id=idea.author_id
    )
    return thread.id


def _after_hiding(actor: Actor, idea: Idea, act: str) -> None:
    idea.version += 1
    audit.record(actor, act, "idea", idea.id)
    emit(IdeaChanged(idea_id=idea.id))
    db.session.flush()

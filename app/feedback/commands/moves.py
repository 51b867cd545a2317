"""From a report to a verified fix: each step by who may, with who did it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.commands import NewItem
from app.builds.models import Build, BuildItem
from app.feedback import policies, queries
from app.feedback.commands import owing, refusals
from app.feedback.commands.sightings import thank
from app.feedback.events import BugMoved
from app.feedback.models import CLOSED, FIXED, OPEN, Bug, BugMove
from app.kernel import clock
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db
from app.kernel.events import emit
from app.kernel.policies import require
from app.people.models import Person

# Who may leave which state; closing and asking start from any that is open.
MOVES = {
    "new": ("need_info", "confirmed", *CLOSED),
    "need_info": ("confirmed", "new", *CLOSED),
    "confirmed": ("need_info", "in_progress", "fixed", *CLOSED),
    "in_progress": ("confirmed", "need_info", "fixed", *CLOSED),
    "fixed": ("verified", "confirmed", "new"),
    "verified": ("confirmed",),
    **dict.fromkeys(CLOSED, ("confirmed", "new")),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One move of the team's form: where to, and what that needs.

    `change` is what a fix is called in the build, where not like the bug.
    """

    to: str
    engineer: Person | None = None
    build: Build | None = None
    item: BuildItem | None = None
    text: str = ""
    duplicate_of: Bug | None = None
    change: str = ""


def confirm(actor: Actor, bug: Bug, engineer: Person) -> Bug:
    """Confirm a bug: from then on it belongs to a named engineer.

    A blocker that is confirmed holds back every build of its space that is to come.
    """
    require(policies.may_triage, actor, bug)
    if not engineer.has_role("engineer", bug.space_id):
        raise refusals.NotAnEngineer(field="engineer_id")
    held = _hold(bug, "confirmed")
    held.assignee_id = engineer.id
    return _step(actor, held, "confirmed", engineer.display_name)


def ask(actor: Actor, bug: Bug, text: str) -> Bug:
    """Ask the reporter for what is missing."""
    require(policies.may_triage, actor, bug)
    if not text.strip():
        raise refusals.QuestionNeedsText(field="text")
    return _step(actor, _hold(bug, "need_info"), "need_info", text)


def answer(actor: Actor, bug: Bug) -> Bug:
    """The reporter said what was asked for: it is the team's turn again."""
    require(policies.may_answer, actor, bug)
    if bug.state != "need_info":
        raise refusals.AnswerNeedsQuestion
    return _step(actor, *_held_back_to_work(bug))


def start(actor: Actor, bug: Bug) -> Bug:
    """Say that the named engineer is at it."""
    require(policies.may_triage, actor, bug)
    return _step(actor, _hold(bug, "in_progress"), "in_progress")


def fix(
    actor: Actor,
    bug: Bug,
    build: Build,
    item: BuildItem | None = None,
    change: str = "",
) -> Bug:
    """Mended in a build, by the engineer named on it.

    In a build that is still to come it becomes a change, credited to everybody who
    reported it; that of a private bug needs a name of its own.
    """
    require(policies.may_fix, actor, bug)
    if build.space_id != bug.space_id or (item and item.build_id != build.id):
        raise refusals.FixNeedsBuild(field="build_id")
    held = _hold(bug, "fixed")
    if item is None and not build.is_published:
        item = builds.add_item(actor, build, _change(held, change))
    held.fixed_build_id = build.id
    held.fixed_item_id = item.id if item else None
    thank(held)
    return _step(actor, held, "fixed", build.version)


def verify(actor: Actor, bug: Bug) -> Bug:
    """Tried and found mended, by the reporter or another tester, never its fixer."""
    require(policies.may_verify, actor, bug)
    held = _hold(bug, "verified")
    build = queries.build_of(held)
    assert build is not None
    if not build.is_published:
        raise refusals.NotOutYet(version=build.version)
    held.verified_by_id = actor.id
    return _step(actor, held, "verified")


def close(
    actor: Actor, bug: Bug, state: str, text: str, duplicate_of: Bug | None = None
) -> Bug:
    """Close a bug without mending it; the text says why, and credit stays."""
    require(policies.may_triage, actor, bug)
    if state not in CLOSED:
        raise refusals.NoSuchMove
    if not text.strip():
        raise refusals.ClosingNeedsText(field="text")
    original = _original(bug, duplicate_of) if state == "duplicate" else None
    held = _hold(bug, state)
    held.closing_text = text.strip()
    held.duplicate_of_id = original.id if original else None
    moved = _step(actor, held, state, text)
    if original is not None:
        _lead_on(moved, original)
    return moved


def reopen(actor: Actor, bug: Bug, text: str = "") -> Bug:
    """It is still there: one click, by reporter, tester or team."""
    require(policies.may_reopen, actor, bug)
    if bug.state in OPEN:
        return bug
    held, to_state = _held_back_to_work(bug)
    return _step(actor, held, to_state, text)


def move(actor: Actor, bug: Bug, wanted: Move) -> Bug:
    """Do what the Move form asks: one door to the acts above."""
    acts: dict[str, Callable[[], Bug]] = {
        "need_info": lambda: ask(actor, bug, wanted.text),
        "confirmed": lambda: _confirm(actor, bug, wanted),
        "in_progress": lambda: start(actor, bug),
        "fixed": lambda: _fix(actor, bug, wanted),
    }
    if wanted.to in acts:
        return acts[wanted.to]()
    return close(actor, bug, wanted.to, wanted.text, wanted.duplicate_of)


def guard_build(build: Build) -> None:
    """Hold a newly planned build back for every blocker that is open; idempotent."""
    for bug in queries.blocking(build.space_id):
        builds.block(SYSTEM, build, _cause(bug), _reason(bug))


def hold_back_or_let_go(bug: Bug) -> None:
    """A blocker in work holds back what is to come; anything else lets it go."""
    if bug.is_blocking:
        for build in build_queries.waiting_builds(bug.space_id):
            builds.block(SYSTEM, build, _cause(bug), _reason(bug))
        return
    for build in build_queries.blocked_by(_cause(bug)):
        builds.unblock(SYSTEM, build, _cause(bug))


def _confirm(actor: Actor, bug: Bug, wanted: Move) -> Bug:
    if wanted.engineer is None:
        raise refusals.NotAnEngineer(field="engineer_id")
    return confirm(actor, bug, wanted.engineer)


def _fix(actor: Actor, bug: Bug, wanted: Move) -> Bug:
    if wanted.build is None:
        raise refusals.FixNeedsBuild(field="build_id")
    return fix(actor, bug, wanted.build, wanted.item, wanted.change)


def _original(bug: Bug, named: Bug | None) -> Bug:
    """The bug that is worked on: the end of the chain; it may not lead back here."""
    if named is None or named.id == bug.id or named.space_id != bug.space_id:
        raise refusals.DuplicateOfWhat(field="duplicate_of")
    last = queries.last_of(named)
    if last.id == bug.id:
        raise refusals.DuplicateOfItself(field="duplicate_of")
    return last


def _lead_on(bug: Bug, original: Bug) -> None:
    """Whatever was the same as this bug is the same as the original from now on."""
    for other in queries.duplicates_of(bug.id):
        other.duplicate_of_id = original.id
    db.session.flush()
    thank(original)


def _held_back_to_work(bug: Bug) -> tuple[Bug, str]:
    """The bug, held, and where it goes on: with its engineer, else at the start."""
    to_state = "confirmed" if bug.assignee_id else "new"
    return _hold(bug, to_state), to_state


def _hold(bug: Bug, to_state: str) -> Bug:
    """The bug as it is now, if it may go there; else it has moved on meanwhile."""
    held = queries.locked(bug.id)
    if to_state not in MOVES[held.state]:
        raise refusals.NoSuchMove
    return held


def _step(actor: Actor, bug: Bug, to_state: str, note: str = "") -> Bug:
    from_state = bug.state
    bug.state = to_state
    bug.moved_at = clock.now()
    _forget_what_no_longer_holds(bug)
    db.session.add(
        BugMove(
            bug_id=bug.id,
            from_state=from_state,
            to_state=to_state,
            actor_id=actor.id or 0,
            note=note.strip(),
            at=clock.now(),
        )
    )
    db.session.flush()
    owing.owe_move(bug)
    if policies.may_triage(actor, bug):
        owing.has_answered(bug)
    emit(
        BugMoved(
            bug_id=bug.id,
            from_state=from_state,
            to_state=to_state,
            actor_id=actor.id or 0,
        )
    )
    hold_back_or_let_go(bug)
    return bug


def _forget_what_no_longer_holds(bug: Bug) -> None:
    if bug.state not in FIXED:
        bug.fixed_build_id = None
        bug.fixed_item_id = None
    if bug.state != "verified":
        bug.verified_by_id = None
    if bug.state not in CLOSED:
        bug.closing_text = ""
    if bug.state != "duplicate":
        bug.duplicate_of_id = None


def _change(bug: Bug, name: str) -> NewItem:
    if not bug.is_public and not name.strip():
        raise refusals.ChangeNeedsName(field="change")
    parts = queries.thanked_for(bug)
    if bug.assignee_id is not None:
        parts.append((bug.assignee_id, "author"))
    return NewItem("fix", name.strip() or bug.title, credits=parts)


def _cause(bug: Bug) -> str:
    return f"bug:{bug.number}"


def _reason(bug: Bug) -> str:
    """Why a build is held back; a private bug is named by its number alone."""
    return bug.title if bug.is_public else f"#{bug.number}"

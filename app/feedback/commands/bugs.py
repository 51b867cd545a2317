"""From a report to a verified fix: each step by who may, with who did it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.commands import NewItem
from app.builds.models import Build, BuildItem
from app.comments import commands as comments
from app.feedback import policies, queries
from app.feedback.events import BugFiled, BugMoved
from app.feedback.models import CLOSED, FIXED, OPEN, SEVERITIES, Bug, BugMove
from app.kernel import audit, clock, duties, ids
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.people.models import Person

TRIAGE_DAYS = 2
# Who may leave which state; closing and asking start from any that is open.
MOVES = {
    "new": ("need_info", "confirmed", *CLOSED),
    "need_info": ("confirmed", *CLOSED),
    "confirmed": ("need_info", "in_progress", "fixed", *CLOSED),
    "in_progress": ("confirmed", "need_info", "fixed", *CLOSED),
    "fixed": ("verified", "confirmed", "new"),
    "verified": ("confirmed",),
    **dict.fromkeys(CLOSED, ("confirmed", "new")),
}


class BugNeedsWords(Invalid):
    code = "bug_needs_words"
    text = N_("Say what happens and what you did before.")


class UnknownSeverity(Invalid):
    code = "unknown_severity"
    text = N_("Say how bad it is.")


class NoSuchMove(Conflict):
    code = "no_such_move"
    text = N_("This bug has moved on meanwhile. Look again.")


class NotAnEngineer(Invalid):
    code = "not_an_engineer"
    text = N_("Name an engineer of this space: a confirmed bug belongs to somebody.")


class ClosingNeedsText(Invalid):
    code = "closing_needs_text"
    text = N_("Say why it is closed: the reporter reads it.")


class QuestionNeedsText(Invalid):
    code = "question_needs_text"
    text = N_("Say what you need to know.")


class DuplicateOfWhat(Invalid):
    code = "duplicate_of_what"
    text = N_("Give the number of the other bug that says the same.")


class FixNeedsBuild(Invalid):
    code = "fix_needs_build"
    text = N_("Say in which build of this space it is mended.")


class NotOutYet(Conflict):
    code = "fix_not_out_yet"
    text = N_("Build %(version)s is not out yet: nobody can try it.")


@dataclass(frozen=True, slots=True)
class NewBug:
    """A report in the reporter's words."""

    title: str
    steps: str = ""
    expected: str = ""
    actual: str = ""
    severity: str = "minor"
    device: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """One move of the team's form: where to, and what that needs."""

    to: str
    engineer: Person | None = None
    build: Build | None = None
    item: BuildItem | None = None
    text: str = ""
    duplicate_of: Bug | None = None


def file(actor: Actor, build: Build, new: NewBug) -> Bug:
    """Report what goes wrong in a build; the team owes a first look."""
    require(policies.may_file, actor, build)
    assert actor.id is not None
    if not new.title.strip() or not (new.steps.strip() or new.actual.strip()):
        raise BugNeedsWords(field="title" if not new.title.strip() else "actual")
    _one_of_severities(new.severity)
    number = ids.next_number("bug")
    thread = comments.open_thread(
        actor, build.space_id, "bug", f"/bugs/{number}", owner_id=actor.id
    )
    bug = Bug(
        number=number,
        space_id=build.space_id,
        build_id=build.id,
        thread_id=thread.id,
        reporter_id=actor.id,
        title=new.title.strip(),
        steps=new.steps.strip(),
        expected=new.expected.strip(),
        actual=new.actual.strip(),
        severity=new.severity,
        device_json=new.device,
    )
    db.session.add(bug)
    db.session.flush()
    _owe_a_look(bug)
    emit(BugFiled(bug_id=bug.id, build_id=build.id, reporter_id=actor.id))
    return bug


def confirm(actor: Actor, bug: Bug, engineer: Person) -> Bug:
    """Confirm a bug: from then on it belongs to a named engineer.

    A blocker that is confirmed holds back every build of its space that is to come.
    """
    require(policies.may_triage, actor, bug)
    if not engineer.has_role("engineer", bug.space_id):
        raise NotAnEngineer(field="engineer_id")
    held = _hold(bug, "confirmed")
    held.assignee_id = engineer.id
    return _step(actor, held, "confirmed", engineer.display_name)


def ask(actor: Actor, bug: Bug, text: str) -> Bug:
    """Ask the reporter for what is missing."""
    require(policies.may_triage, actor, bug)
    if not text.strip():
        raise QuestionNeedsText(field="text")
    return _step(actor, _hold(bug, "need_info"), "need_info", text)


def start(actor: Actor, bug: Bug) -> Bug:
    """Say that the named engineer is at it."""
    require(policies.may_triage, actor, bug)
    return _step(actor, _hold(bug, "in_progress"), "in_progress")


def fix(actor: Actor, bug: Bug, build: Build, item: BuildItem | None = None) -> Bug:
    """Mended in a build, by the engineer named on it.

    In a build that is still to come it becomes a change, credited to the reporter.
    """
    require(policies.may_fix, actor, bug)
    if build.space_id != bug.space_id or (item and item.build_id != build.id):
        raise FixNeedsBuild(field="build_id")
    held = _hold(bug, "fixed")
    if item is None and not build.is_published:
        item = builds.add_item(actor, build, _change(held))
    held.fixed_build_id = build.id
    held.fixed_item_id = item.id if item else None
    return _step(actor, held, "fixed", build.version)


def verify(actor: Actor, bug: Bug) -> Bug:
    """Tried and found mended, by the reporter or another tester, never its fixer."""
    require(policies.may_verify, actor, bug)
    held = _hold(bug, "verified")
    build = queries.build_of(held)
    assert build is not None
    if not build.is_published:
        raise NotOutYet(version=build.version)
    held.verified_by_id = actor.id
    return _step(actor, held, "verified")


def close(
    actor: Actor, bug: Bug, state: str, text: str, duplicate_of: Bug | None = None
) -> Bug:
    """Close a bug without mending it; the text says why, and credit stays."""
    require(policies.may_triage, actor, bug)
    if state not in CLOSED:
        raise NoSuchMove
    if not text.strip():
        raise ClosingNeedsText(field="text")
    is_duplicate = state == "duplicate"
    if is_duplicate and (duplicate_of is None or duplicate_of.id == bug.id):
        raise DuplicateOfWhat(field="duplicate_of")
    held = _hold(bug, state)
    held.closing_text = text.strip()
    held.duplicate_of_id = duplicate_of.id if is_duplicate and duplicate_of else None
    return _step(actor, held, state, text)


def reopen(actor: Actor, bug: Bug, text: str = "") -> Bug:
    """It is still there: one click, by reporter, tester or team."""
    require(policies.may_reopen, actor, bug)
    if bug.state in OPEN:
        return bug
    to_state = "confirmed" if bug.assignee_id else "new"
    held = _hold(bug, to_state)
    return _step(actor, held, to_state, text)


def set_severity(actor: Actor, bug: Bug, severity: str) -> Bug:
    """Say how bad it is; a confirmed blocker holds builds back at once."""
    require(policies.may_triage, actor, bug)
    _one_of_severities(severity)
    held = queries.locked(bug.id)
    held.severity = severity
    audit.record(actor, "feedback.severity", "bug", bug.id, values={"is": severity})
    db.session.flush()
    _hold_back_or_let_go(held)
    return held


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
        builds.block(SYSTEM, build, _cause(bug), bug.title)


def _confirm(actor: Actor, bug: Bug, wanted: Move) -> Bug:
    if wanted.engineer is None:
        raise NotAnEngineer(field="engineer_id")
    return confirm(actor, bug, wanted.engineer)


def _fix(actor: Actor, bug: Bug, wanted: Move) -> Bug:
    if wanted.build is None:
        raise FixNeedsBuild(field="build_id")
    return fix(actor, bug, wanted.build, wanted.item)


def _hold(bug: Bug, to_state: str) -> Bug:
    """The bug as it is now, if it may go there; else it has moved on meanwhile."""
    held = queries.locked(bug.id)
    if to_state not in MOVES[held.state]:
        raise NoSuchMove
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
    if to_state == "new":
        _owe_a_look(bug)
    else:
        duties.meet("bug_triage", ("bug", bug.id))
    emit(
        BugMoved(
            bug_id=bug.id,
            from_state=from_state,
            to_state=to_state,
            actor_id=actor.id or 0,
        )
    )
    _hold_back_or_let_go(bug)
    return bug


def _forget_what_no_longer_holds(bug: Bug) -> None:
    if bug.state not in FIXED:
        bug.fixed_build_id = None
        bug.fixed_item_id = None
    if bug.state != "verified":
        bug.verified_by_id = None
    if bug.state not in CLOSED:
        bug.closing_text = ""
        bug.duplicate_of_id = None


def _hold_back_or_let_go(bug: Bug) -> None:
    """A blocker in work holds back what is to come; anything else lets it go."""
    if bug.is_blocking:
        for build in build_queries.waiting_builds(bug.space_id):
            builds.block(SYSTEM, build, _cause(bug), bug.title)
        return
    for build in build_queries.blocked_by(_cause(bug)):
        builds.unblock(SYSTEM, build, _cause(bug))


def _change(bug: Bug) -> NewItem:
    parts = [(bug.reporter_id, "reporter")]
    if bug.assignee_id is not None:
        parts.append((bug.assignee_id, "author"))
    return NewItem("fix", bug.title, credits=parts)


def _owe_a_look(bug: Bug) -> None:
    duties.open(
        kind="bug_triage",
        subject=("bug", bug.id),
        owner_role="engineer",
        due_at=duties.business_days(TRIAGE_DAYS, clock.now()),
        space_id=bug.space_id,
        waiting_id=bug.reporter_id,
    )


def _cause(bug: Bug) -> str:
    return f"bug:{bug.number}"


def _one_of_severities(word: str) -> None:
    if word not in SEVERITIES:
        raise UnknownSeverity(field="severity")

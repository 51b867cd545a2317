"""A report, how bad it is, who reads it, and what hides it."""

from dataclasses import dataclass, field

from app.builds.models import Build
from app.comments import commands as comments
from app.feedback import policies, queries
from app.feedback.commands import logs, owing, refusals
from app.feedback.commands.logs import NewLog
from app.feedback.commands.moves import hold_back_or_let_go
from app.feedback.events import BugChanged, BugFiled
from app.feedback.models import SEVERITIES, Bug, BugConcealment
from app.kernel import audit, clock, ids
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.events import emit
from app.kernel.policies import require


@dataclass(frozen=True, slots=True)
class NewBug:
    """A report in the reporter's words."""

    title: str
    steps: str = ""
    expected: str = ""
    actual: str = ""
    severity: str = "minor"
    device: dict[str, str] = field(default_factory=dict)
    is_public: bool = True
    log: NewLog | None = None


def file(actor: Actor, build: Build, new: NewBug) -> Bug:
    """Report what goes wrong in a build; the team owes an answer and a move."""
    require(policies.may_file, actor, build)
    assert actor.id is not None
    if not new.title.strip() or not (new.steps.strip() or new.actual.strip()):
        raise refusals.BugNeedsWords(field="actual" if new.title.strip() else "title")
    _one_of_severities(new.severity)
    number = ids.next_number("bug")
    thread = comments.open_thread(
        actor,
        build.space_id,
        "bug",
        f"/bugs/{number}",
        owner_id=actor.id,
        visibility=_readers(is_public=new.is_public),
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
        is_public=new.is_public,
    )
    db.session.add(bug)
    db.session.flush()
    if new.log is not None:
        logs.attach(actor, bug, new.log)
    owing.owe_reply(bug)
    owing.owe_move(bug)
    emit(BugFiled(bug_id=bug.id, build_id=build.id, reporter_id=actor.id))
    return bug


def set_severity(actor: Actor, bug: Bug, severity: str) -> Bug:
    """Say how bad it is; a confirmed blocker holds builds back at once."""
    require(policies.may_triage, actor, bug)
    _one_of_severities(severity)
    held = queries.locked(bug.id)
    held.severity = severity
    audit.record(actor, "feedback.severity", "bug", bug.id, values={"is": severity})
    db.session.flush()
    hold_back_or_let_go(held)
    return held


def make_private(actor: Actor, bug: Bug) -> None:
    """Let only the reporter and the crew read it, and what was said under it."""
    require(policies.may_make_private, actor, bug)
    _set_public(actor, bug, is_public=False)


def make_public(actor: Actor, bug: Bug) -> None:
    """Let everybody read it; what was said while it was private stays so."""
    require(policies.may_make_public, actor, bug)
    _set_public(actor, bug, is_public=True)


def conceal(actor: Actor, bug: Bug, reason: str) -> None:
    """Hide a bug; nothing of it is lost. Twice is the same as once."""
    require(policies.may_conceal, actor)
    hidden = BugConcealment(
        bug_id=bug.id, by_id=actor.id, reason=reason, at=clock.now()
    )
    if insert_once(hidden) is None:
        return
    comments.hide(actor, bug.thread_id)
    audit.record(actor, "feedback.conceal", "bug", bug.id, values={"why": reason})
    emit(BugChanged(bug_id=bug.id))


def reveal(actor: Actor, bug: Bug) -> None:
    """Show a hidden bug again, exactly as it was."""
    require(policies.may_conceal, actor)
    hidden = queries.concealment_of(bug.id)
    if hidden is None:
        return
    hidden.revealed_at = clock.now()
    hidden.revealed_by_id = actor.id
    comments.unhide(actor, bug.thread_id)
    audit.record(actor, "feedback.reveal", "bug", bug.id)
    emit(BugChanged(bug_id=bug.id))
    db.session.flush()


def _set_public(actor: Actor, bug: Bug, *, is_public: bool) -> None:
    if bug.is_public == is_public:
        return
    bug.is_public = is_public
    readers = _readers(is_public=is_public)
    comments.set_readers(actor, bug.thread_id, readers)
    audit.record(actor, "feedback.readers", "bug", bug.id, values={"public": is_public})
    db.session.flush()


def _readers(*, is_public: bool) -> str:
    """Who reads the thread: with a private bug its reporter and the team."""
    return "everyone" if is_public else "author"


def _one_of_severities(word: str) -> None:
    if word not in SEVERITIES:
        raise refusals.UnknownSeverity(field="severity")

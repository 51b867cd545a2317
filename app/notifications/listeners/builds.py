"""Friday builds and their bugs."""

from typing import Any

from app.builds.events import BuildPublished, TrainRescheduled
from app.builds.models import Build
from app.feedback import queries as feedback
from app.feedback.events import AlarmRaised, BugFiled, BugMoved
from app.feedback.models import CLOSED, Bug
from app.kernel.db import db
from app.kernel.events import on
from app.notifications import queries
from app.notifications.listeners.telling import Word, path_of, tell


@on(BuildPublished)
def build_published(event: BuildPublished) -> None:
    """Who is credited hears that; all other testers that it is out."""
    build = db.session.get_one(Build, event.build_id)
    cause, url = f"build:{build.id}", path_of("builds.show", build.number)
    values = {"version": build.version}
    credited = queries.credited_in(build.id)
    tell(credited, "build", Word("build_credit", cause, url, values))
    testers = queries.testers_of(event.train_id)
    tell(testers, "build", Word("build_out", cause, url, values))


@on(BuildPublished)
def ask_to_try(event: BuildPublished) -> None:
    """Whoever reported or saw a bug that this build is said to have mended."""
    build = db.session.get_one(Build, event.build_id)
    for bug in feedback.fixed_in(build.id):
        values = {**_titled(bug), "version": build.version}
        cause = f"bug:{bug.id}:try:{build.id}"
        word = Word("bug_to_try", cause, _of_bug(bug), values)
        tell(feedback.people_behind(bug), "bug_state", word)


@on(TrainRescheduled)
def train_rescheduled(event: TrainRescheduled) -> None:
    """The testers of the train, with the public reason."""
    cause = f"train:{event.train_id}:{event.publish_at}"
    url, values = path_of("builds.index"), {"reason": event.reason}
    testers = queries.testers_of(event.train_id)
    tell(testers, "build", Word("build_moved", cause, url, values))


@on(BugFiled)
def bug_filed(event: BugFiled) -> None:
    """Engineers: sort it."""
    bug = db.session.get_one(Bug, event.bug_id)
    word = Word("bug_to_sort", f"bug:{bug.id}:filed", _of_bug(bug), _titled(bug))
    engineers = queries.holders("engineer", space_id=bug.space_id)
    tell(set(engineers) - {event.reporter_id}, "to_do", word)


@on(BugMoved)
def bug_moved(event: BugMoved) -> None:
    """Who reported or saw it of each move of another; the engineer of his new work."""
    bug = db.session.get_one(Bug, event.bug_id)
    what = _word_of(bug, event.to_state)
    place = f"{event.from_state}:{event.to_state}:{bug.moved_at.isoformat()}"
    cause, url = f"bug:{bug.id}:{place}", _of_bug(bug)
    others = set(feedback.people_behind(bug)) - {event.actor_id}
    tell(others, "bug_state", Word(what, cause, url, _titled(bug)))
    if event.to_state == "confirmed" and bug.assignee_id not in (None, event.actor_id):
        word = Word("bug_to_fix", f"{cause}:fix", url, _titled(bug))
        tell([bug.assignee_id], "to_do", word)


@on(AlarmRaised)
def alarm_raised(event: AlarmRaised) -> None:
    """The crew of the space, at once."""
    alarm = feedback.alarm(event.alarm_id)
    crew = queries.holders("product", "engineer", space_id=event.space_id)
    url = path_of("feedback_staff.triage")
    title = alarm.bug.title if alarm.bug else ""
    version = alarm.build.version if alarm.build else ""
    values = {"title": title, "version": version}
    word = Word(f"bug_alarm_{alarm.kind}", f"bug_alarm:{alarm.id}", url, values)
    tell(crew, "to_do", word)


def _word_of(bug: Bug, to_state: str) -> str:
    """The sentence for a state; what is mended may still have to come out."""
    if to_state in CLOSED:
        return "bug_closed"
    build = feedback.build_of(bug) if to_state == "fixed" else None
    is_to_come = build is not None and not build.is_published
    return "bug_fixed_soon" if is_to_come else f"bug_{to_state}"


def _of_bug(bug: Bug) -> str:
    return path_of("feedback.bug", bug.number)


def _titled(bug: Bug) -> dict[str, Any]:
    return {"title": bug.title}

"""Friday builds and their bugs."""

from typing import Any

from app.builds.events import BuildPublished, TrainRescheduled
from app.builds.models import Build
from app.feedback import queries as feedback
from app.feedback.events import AwardAnnounced, BugFiled, BugMoved
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
    """The reporter of each move of another; the named engineer of his new work."""
    bug = db.session.get_one(Bug, event.bug_id)
    closed = event.to_state in CLOSED
    what = "bug_closed" if closed else f"bug_{event.to_state}"
    place = f"{event.from_state}:{event.to_state}:{bug.moved_at.isoformat()}"
    cause, url = f"bug:{bug.id}:{place}", _of_bug(bug)
    if event.actor_id != bug.reporter_id:
        tell([bug.reporter_id], "bug_state", Word(what, cause, url, _titled(bug)))
    if event.to_state == "confirmed" and bug.assignee_id not in (None, event.actor_id):
        word = Word("bug_to_fix", f"{cause}:fix", url, _titled(bug))
        tell([bug.assignee_id], "to_do", word)


@on(AwardAnnounced)
def award_announced(event: AwardAnnounced) -> None:
    """Who has it hears what for."""
    award = feedback.award(event.award_id)
    if award is None:
        return
    values = {"version": award.build.version}
    if award.item is not None:
        values["title"] = award.item.title
    url = path_of("feedback.results", award.build.number)
    word = Word(f"award_{award.kind}", f"award:{award.id}", url, values)
    tell([event.person_id], "build", word)


def _of_bug(bug: Bug) -> str:
    return path_of("feedback.bug", bug.number)


def _titled(bug: Bug) -> dict[str, Any]:
    return {"title": bug.title}

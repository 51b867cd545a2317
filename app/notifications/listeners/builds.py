"""Friday builds and their bugs."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.builds import queries as builds
from app.builds.events import (
    BuildHalted,
    BuildPublished,
    BuildResumed,
    CandidateReady,
    GoodwillChosen,
    GoodwillDone,
    TrainLate,
    TrainRescheduled,
    TrainSkipped,
)
from app.builds.models import Build, Train
from app.feedback import queries as feedback
from app.feedback.events import AwardAnnounced, BugFiled, BugMoved
from app.feedback.models import CLOSED, Bug
from app.kernel import clock, site
from app.kernel.db import db
from app.kernel.events import on
from app.notifications import queries
from app.notifications.listeners.telling import Word, path_of, tell
from app.people.models import Person

# What is told of another time, by why it moved; the words of a person else.
MOVED = {
    "holiday": "build_holiday",
    "blocked": "build_blocked",
    "gate": "build_gate",
    "unsigned": "build_unsigned",
}
LATE = ("build_blocked", "build_gate", "build_unsigned")


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
    """The testers of the train, with the public reason; for a late one their choice."""
    cause = f"train:{event.train_id}:{event.publish_at}"
    url = path_of("builds.index")
    what = MOVED.get(event.code, "build_moved")
    values = {"reason": event.reason, "day": _day(clock.parse(event.publish_at))}
    if what in LATE:
        build = builds.of_train(event.train_id)
        values["version"] = build.version
        url = path_of("builds.goodwill", build.number)
    testers = queries.testers_of(event.train_id)
    tell(testers, "build", Word(what, cause, url, values))


@on(TrainSkipped)
def train_skipped(event: TrainSkipped) -> None:
    """The testers of a train that does not come; not of weeks that joined another."""
    train = db.session.get_one(Train, event.train_id)
    if event.code not in ("holiday", "empty") or _is_night(train):
        return
    cause, url = f"train:{train.id}:skipped:{event.code}", path_of("builds.calendar")
    values = {"day": _day(train.publish_at)}
    testers = queries.testers_of(train.id)
    tell(testers, "build", Word(f"build_skipped_{event.code}", cause, url, values))


@on(CandidateReady)
def candidate_ready(event: CandidateReady) -> None:
    """The inner testers of the space: their word opens the gate."""
    build = db.session.get_one(Build, event.build_id)
    word = _of_build("build_candidate", "candidate", build)
    tell(queries.inner_testers_of(build.space_id), "build", word)


@on(GoodwillChosen)
def goodwill_chosen(event: GoodwillChosen) -> None:
    """Whoever keeps it: the product team."""
    goodwill = builds.goodwill(event.goodwill_id)
    build = builds.of_train(goodwill.train_id)
    chooser = db.session.get_one(Person, goodwill.person_id)
    values = {"name": chooser.display_name, "version": build.version}
    cause = f"goodwill:{goodwill.id}:{goodwill.choice}"
    url = path_of("builds_staff.goodwills")
    product = queries.holders("product", space_id=build.space_id)
    tell(product, "to_do", Word("goodwill_chosen", cause, url, values))


@on(GoodwillDone)
def goodwill_done(event: GoodwillDone) -> None:
    """Whoever chose it."""
    goodwill = builds.goodwill(event.goodwill_id)
    build = builds.of_train(goodwill.train_id)
    cause, url = (
        f"goodwill:{goodwill.id}:done",
        path_of("builds.goodwill", build.number),
    )
    word = Word("goodwill_done", cause, url, {"version": build.version})
    tell([goodwill.person_id], "build", word)


@on(TrainLate)
def train_late(event: TrainLate) -> None:
    """The product team, who owes the build since its announced minute."""
    build = db.session.get_one(Build, event.build_id)
    url = path_of("builds_staff.show", build.number)
    cause, values = f"train:{event.train_id}:late", {"version": build.version}
    product = queries.holders("product", space_id=build.space_id)
    tell(product, "to_do", Word("build_is_late", cause, url, values))


@on(BuildHalted)
def build_halted(event: BuildHalted) -> None:
    """Whoever runs it."""
    _tell_runners("build_halted", event)


@on(BuildResumed)
def build_resumed(event: BuildResumed) -> None:
    """Whoever runs it."""
    _tell_runners("build_resumed", event)


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


def _tell_runners(what: str, event: BuildHalted | BuildResumed) -> None:
    build = db.session.get_one(Build, event.build_id)
    word = _of_build(what, f"{what}:{event.at}", build, reason=event.reason)
    tell(queries.runners_of(build.id), "build", word)


def _of_build(what: str, why: str, build: Build, **values: str) -> Word:
    url = path_of("builds.show", build.number)
    return Word(
        what, f"build:{build.id}:{why}", url, {"version": build.version, **values}
    )


def _day(at: datetime) -> str:
    """The day of an instant on the wall of the site."""
    return at.astimezone(ZoneInfo(site.get("timezone"))).date().isoformat()


def _is_night(train: Train) -> bool:
    return builds.channel_by_id(train.channel_id).code == "nightly"


def _of_bug(bug: Bug) -> str:
    return path_of("feedback.bug", bug.number)


def _titled(bug: Bug) -> dict[str, Any]:
    return {"title": bug.title}

"""Awards: what is due, who could be the tester of the week, who got what."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, select
from sqlalchemy.orm import joinedload

from app.builds import queries as builds
from app.builds.models import Build, BuildItemCredit
from app.feedback.models import (
    FIXED,
    IN_WORK,
    SEVERITIES,
    Award,
    Bug,
    FourSquare,
    Standing,
)
from app.feedback.queries import foursquares
from app.feedback.queries.standings import standings_of
from app.kernel import clock, pages, text
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.duties import Duty
from app.people.models import Person

# Whose part in a change is its making; who asked for it is credited elsewhere.
MAKERS = ("author", "designer", "translator")
AWARDS_DUTY = "build_awards"
CANDIDATES = 8
_READ = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who could be the tester of the week: for a bug, else for what was said."""

    person: Person
    bug: Bug | None = None
    said: FourSquare | None = None

    @property
    def key(self) -> str:
        """What a form sends for this choice."""
        return f"{self.person.id}-{self.bug.id if self.bug else 0}"


def builds_to_award() -> list[Build]:
    """The builds whose awards are due to be announced, oldest first."""
    due = select(Duty.subject_id).where(
        Duty.kind == AWARDS_DUTY, Duty.met_at.is_(None), Duty.due_at <= clock.now()
    )
    statement = select(Build).where(Build.id.in_(due)).order_by(Build.id)
    return list(db.session.scalars(statement))


def are_awards_waiting(build_id: int) -> bool:
    """Whether the awards of a build are still to be announced."""
    statement = select(Duty.id).where(
        Duty.kind == AWARDS_DUTY,
        Duty.subject_kind == "build",
        Duty.subject_id == build_id,
        Duty.met_at.is_(None),
    )
    return db.session.scalar(statement) is not None


def top_item_id(build_id: int, least: int) -> int | None:
    """The change that did best, where enough reported and anybody named it."""
    standings = standings_of(build_id)
    if not standings or standings[0].respondents < least or not standings[0].best_n:
        return None
    return standings[0].item_id


def makers_of(item_id: int) -> list[int]:
    """Who made a change."""
    statement = select(BuildItemCredit.person_id).where(
        BuildItemCredit.item_id == item_id, BuildItemCredit.role.in_(MAKERS)
    )
    return sorted(set(db.session.scalars(statement)))


def tester_award(build_id: int) -> Award | None:
    """The tester of a build's week, announced or still to be."""
    statement = select(Award).where(Award.build_id == build_id, Award.kind == "tester")
    return db.session.scalar(statement)


def testers_of_the_week(build_ids: Sequence[int]) -> dict[int, Award]:
    """The tester of each build's week, where one is named."""
    statement = (
        select(Award)
        .where(Award.build_id.in_(build_ids), Award.kind == "tester")
        .options(joinedload(Award.person))
    )
    return {award.build_id: award for award in db.session.scalars(statement)}


def unannounced_awards(build_id: int) -> list[Award]:
    """What a build's week gives and nobody has been told."""
    statement = select(Award).where(
        Award.build_id == build_id, Award.announced_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(Award.id)))


def awards_of_build(build_id: int) -> list[Award]:
    """The announced awards of a build, popcorn first."""
    statement = (
        select(Award)
        .where(Award.build_id == build_id, Award.announced_at.is_not(None))
        .options(
            joinedload(Award.person), joinedload(Award.item), joinedload(Award.bug)
        )
        .order_by(Award.kind, Award.id)
    )
    return list(db.session.scalars(statement))


def awards_of(actor: Actor, person_id: int, count: int = 12) -> list[Award]:
    """A person's awards in builds that this reader may see, the newest first."""
    seen = builds.visible_to(actor).select().with_only_columns(Build.id)
    statement = (
        select(Award)
        .where(Award.person_id == person_id, Award.announced_at.is_not(None))
        .where(Award.build_id.in_(seen))
        .options(joinedload(Award.build), joinedload(Award.item))
        .order_by(Award.id.desc())
        .limit(count)
    )
    return list(db.session.scalars(statement))


def personal_awards(person_id: int) -> list[dict[str, object]]:
    """A person's awards, for his own data."""
    statement = select(Award).where(
        Award.person_id == person_id, Award.announced_at.is_not(None)
    )
    return [
        {"build_id": award.build_id, "kind": award.kind, "text": award.text}
        for award in db.session.scalars(statement.order_by(Award.id))
    ]


def award(award_id: int) -> Award | None:
    """An award with its build and change; nothing once its bearer is forgotten."""
    wanted = select(Award).options(joinedload(Award.build), joinedload(Award.item))
    return db.session.scalar(wanted.where(Award.id == award_id))


def awarded_builds_page(actor: Actor, after: str | None = None) -> pages.Page[Build]:
    """The builds whose awards the actor may give, the newest first."""
    closed = select(Standing.build_id).where(Standing.place == 1)
    own = [
        space.id
        for space in builds.spaces_with_builds()
        if builds.is_crew(actor, space.id)
    ]
    statement = (
        builds.visible_to(actor)
        .select()
        .where(Build.id.in_(closed), Build.space_id.in_(own))
        .options(joinedload(Build.space))
    )
    return pages.page(statement, [Build.id.desc()], after=after, size=20)


def candidates_of(build: Build) -> list[Candidate]:
    """Who could be the tester of the week, the likeliest first; nobody of the crew.

    First whose accepted bug is worst, and of equals who reported early; then who said
    most in a four-square. Each person once.
    """
    found: dict[int, Candidate] = {}
    for each in [*_by_bugs(build), *_by_words(build)]:
        if not builds.is_crew(each.person, build.space_id):
            found.setdefault(each.person.id, each)
    return list(found.values())[:CANDIDATES]


def _by_bugs(build: Build) -> list[Candidate]:
    badness = case({name: n for n, name in enumerate(SEVERITIES)}, value=Bug.severity)
    statement = (
        select(Bug)
        .where(Bug.build_id == build.id, Bug.state.in_((*IN_WORK, *FIXED)))
        .options(joinedload(Bug.reporter).selectinload(Person.grants))
        .order_by(badness, Bug.created_at, Bug.id)
        .limit(_READ)
    )
    return [Candidate(bug.reporter, bug=bug) for bug in db.session.scalars(statement)]


def _by_words(build: Build) -> list[Candidate]:
    statement = foursquares.with_words(build.id, with_hidden=False)
    whole = joinedload(FourSquare.person).selectinload(Person.grants)
    newest = statement.options(whole).order_by(FourSquare.id.desc()).limit(_READ)
    said = list(db.session.scalars(newest))
    said.sort(key=lambda each: (-_weight(each), each.id))
    return [Candidate(each.person, said=each) for each in said]


def _weight(said: FourSquare) -> int:
    return text.weight(said.why_best + said.why_worst)

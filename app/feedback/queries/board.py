"""The triage board: columns by state, narrowed by build, severity, engineer, space."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from app.builds.models import Build
from app.feedback.models import CLOSED, SEVERITIES, Bug, BugSighting
from app.feedback.queries.bugs import frame, of_crew, visible_to
from app.kernel import pages
from app.kernel.actor import Actor
from app.kernel.db import db
from app.people.models import Person
from app.spaces.models import Space

# What the board shows side by side; the first state of a column is its own.
COLUMNS = {
    "new": ("new",),
    "need_info": ("need_info",),
    "confirmed": ("confirmed",),
    "in_progress": ("in_progress",),
    "fixed": ("fixed",),
    "done": ("verified", *CLOSED),
}
NOBODY = 0
_CARDS = 12
_BATCH = 500
_OFFERED = 30


@dataclass(frozen=True, slots=True)
class Filters:
    """What the board is narrowed to; `engineer` is a public number, 0 is nobody."""

    space: str = ""
    build: int | None = None
    severity: str = ""
    engineer: int | None = None

    @classmethod
    def asked(cls, args: Mapping[str, str]) -> "Filters":
        """What an address asks for; a word that is not known is passed over."""
        severity = args.get("severity", "")
        return cls(
            space=args.get("space", ""),
            build=_number(args.get("build")),
            severity=severity if severity in SEVERITIES else "",
            engineer=_number(args.get("engineer")),
        )

    @property
    def chosen(self) -> dict[str, Any]:
        """The same as the links of a page carry it on."""
        known = {
            "space": self.space or None,
            "build": self.build,
            "severity": self.severity or None,
            "engineer": self.engineer,
        }
        return {key: value for key, value in known.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: only what some bug has."""

    spaces: list[Space]
    builds: list[Build]
    engineers: list[Person]


def board(actor: Actor, filters: Filters) -> dict[str, pages.Page[Bug]]:
    """The first cards of each column, the oldest bug first."""
    return {name: column(actor, filters, name, size=_CARDS) for name in COLUMNS}


def column(
    actor: Actor, filters: Filters, name: str, after: str | None = None, size: int = 30
) -> pages.Page[Bug]:
    """One column; what is done stands there the newest first."""
    wanted = _narrowed(actor, filters).where(Bug.state.in_(COLUMNS[name]))
    order = [Bug.id.desc()] if name == "done" else [Bug.id]
    found: pages.Page[Bug] = pages.page(
        wanted.options(*frame()), order, after=after, size=size
    )
    return found


def count_columns(actor: Actor, filters: Filters) -> dict[str, int]:
    """How many bugs each column has."""
    wanted = _narrowed(actor, filters).with_only_columns(Bug.state, func.count())
    counts = {row[0]: row[1] for row in db.session.execute(wanted.group_by(Bug.state))}
    return {
        name: sum(counts.get(state, 0) for state in states)
        for name, states in COLUMNS.items()
    }


def every(actor: Actor, filters: Filters) -> Iterator[Bug]:
    """All that the board could show, by number, for a file."""
    wanted = _narrowed(actor, filters).options(*frame())
    after = None
    while True:
        found = pages.page(wanted, [Bug.id], after=after, size=_BATCH)
        yield from found.items
        if found.next is None:
            return
        after = found.next


def choices_of(actor: Actor) -> Choices:
    """The spaces, the latest builds and the engineers of the bugs one sorts."""
    seen = _narrowed(actor, Filters())
    spaces = select(Space).where(Space.id.in_(_keys(seen, Bug.space_id)))
    builds = select(Build).where(Build.id.in_(_keys(seen, Bug.build_id)))
    engineers = select(Person).where(Person.id.in_(_keys(seen, Bug.assignee_id)))
    return Choices(
        list(db.session.scalars(spaces.order_by(Space.name, Space.id))),
        list(db.session.scalars(builds.order_by(Build.id.desc()).limit(_OFFERED))),
        list(db.session.scalars(engineers.order_by(Person.display_name, Person.id))),
    )


def sightings_by(bug_ids: Sequence[int]) -> dict[int, int]:
    """How many others see each of these bugs, where there are any."""
    counted = select(BugSighting.bug_id, func.count()).where(
        BugSighting.bug_id.in_(bug_ids)
    )
    rows = db.session.execute(counted.group_by(BugSighting.bug_id))
    return {row[0]: row[1] for row in rows}


def _narrowed(actor: Actor, filters: Filters) -> Select[Any]:
    wanted = visible_to(actor).select().where(of_crew(actor))
    if filters.space:
        chosen = select(Space.id).where(Space.slug == filters.space)
        wanted = wanted.where(Bug.space_id.in_(chosen))
    if filters.build is not None:
        built = select(Build.id).where(Build.number == filters.build)
        wanted = wanted.where(Bug.build_id.in_(built))
    if filters.severity:
        wanted = wanted.where(Bug.severity == filters.severity)
    return _by_engineer(wanted, filters.engineer)


def _by_engineer(wanted: Select[Any], number: int | None) -> Select[Any]:
    if number is None:
        return wanted
    if number == NOBODY:
        return wanted.where(Bug.assignee_id.is_(None))
    named = select(Person.id).where(Person.number == number)
    return wanted.where(Bug.assignee_id.in_(named))


def _keys(seen: Select[Any], key: Any) -> Select[Any]:
    return seen.with_only_columns(key).where(key.is_not(None)).distinct()


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isascii() and words.isdigit() else None

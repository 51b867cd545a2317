"""The words of the demo world, kept as data in `texts/`, read into small values."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_TEXTS = Path(__file__).parent / "texts"
_EARLY = 460.0  # nobody is needed on a build before he joined


TALES = ("products", "young", "light", "room", "kitchen", "wishes", "unseen")


@dataclass(frozen=True, slots=True)
class Member:
    """One named person; `part` is what the view-as bar offers.

    Joined at the latest `since` days ago, earlier if he is heard of before.
    """

    key: str
    name: str
    bio: str
    born: int = 1990
    locale: str = "en"
    part: str = ""
    roles: tuple[str, ...] = ()
    since: float = _EARLY

    @property
    def is_founder(self) -> bool:
        """Whether the firm began with him."""
        return bool(self.roles) and self.since == _EARLY


@dataclass(frozen=True, slots=True)
class Picture:
    """A painted motif, and words for those who do not see it."""

    motif: str
    alt: str
    variant: int = 0


@dataclass(frozen=True, slots=True)
class Say:
    """A comment on an idea: who, how many days after it was published, what.

    `{@sam}` in the words names somebody. `before` is what an edited one said at first;
    `reactions` are kinds and how many of the crowd tapped them.
    """

    who: str
    day: float
    words: str
    is_official: bool = False
    is_pinned: bool = False
    wants_answer: bool = False
    before: str = ""
    reactions: tuple[tuple[str, int], ...] = ()
    answers: tuple["Say", ...] = ()

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "Say":
        """A comment with its answers."""
        answers = tuple(cls.of(each) for each in raw.pop("answers", ()))
        reactions = tuple(raw.pop("reactions", {}).items())
        return cls(**raw, answers=answers, reactions=reactions)


@dataclass(frozen=True, slots=True)
class Tale:
    """An idea: its words, since when it is public, how many stand behind it.

    `published` is in days ago; of what is not public, the days since it was sent.
    A small world leaves out what is only there to be `more`.
    """

    key: str
    space: str
    author: str
    title: str
    problem: str
    body: str
    picture: Picture
    published: float
    fate: str = "supporting"
    lang: str = "en"
    supporters: int = 0
    until: float = 0.0
    backers: tuple[str, ...] = ()
    talk: tuple[Say, ...] = ()
    tags: tuple[str, ...] = ()
    is_more: bool = False
    fixes: tuple[tuple[str, str], ...] = ()
    refusal: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Word:
    """A comment on a build, `at` a part of the time in which reports are open."""

    who: str
    at: float
    words: str
    about: str = ""
    ran: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a build; linked ones belong to the roadmap item of their idea."""

    kind: str
    title: str
    body: str = ""
    idea: str = ""
    is_linked: bool = False
    credits: tuple[tuple[str, ...], ...] = ()
    slipped: str = ""


@dataclass(frozen=True, slots=True)
class Friday:
    """A week's build; `week` counts back from last Friday, -1 is still to come.

    A late one goes out on the next try; `moved` and `halted` are public reasons.
    """

    space: str
    week: int
    title: str
    notes: str
    kind: str = "software"
    rollback: str = ""
    data: str = "unknown"
    keep: int = 0
    needs: int = 0
    picture: Picture | None = None
    changes: tuple[Change, ...] = ()
    talk: tuple[Word, ...] = ()
    is_late: bool = False
    moved: str = ""
    halted: str = ""
    halted_hours: float = 0.0

    @property
    def key(self) -> tuple[str, int]:
        """Which space and week it is of."""
        return self.space, self.week


@dataclass(frozen=True, slots=True)
class Report:
    """A Friday report in words; `tester` is what made somebody tester of the week."""

    space: str
    week: int
    who: str
    mood: str
    best: str = ""
    worst: str = ""
    why_best: str = ""
    why_worst: str = ""
    wants: str = ""
    tester: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A bug and how it went on; reported on a build, `seen_by` saw it, too.

    Mended `fixed_hours` after the hour of its build; `talk` is in hours after it was
    reported; `cleared` ends the alarm that its words raised.
    """

    key: str
    week: int
    at: float
    who: str
    title: str
    steps: str
    actual: str
    space: str = "app"
    expected: str = ""
    severity: str = "minor"
    device: str = ""
    log: str = ""
    is_public: bool = True
    asked: str = ""
    asked_by: str = ""
    engineer: str = ""
    is_started: bool = True
    fixed_week: int | None = None
    fixed_hours: float = -20.0
    change: str = ""
    verified_by: str = ""
    closed: str = ""
    closing: str = ""
    duplicate_of: str = ""
    seen_by: tuple[str, ...] = ()
    cleared: str = ""
    talk: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """One review: when the goal was signed, opened and decided, in days ago."""

    idea: str
    signed: float
    opened: float
    decided: float = 0.0
    marks: tuple[int, ...] = (4, 5, 4, 3, 5, 4)
    outcome: str = ""
    text: str = ""
    mind: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an improvement, so many days ago, with its public reason."""

    idea: str
    days: float
    words: str


@dataclass(frozen=True, slots=True)
class Case:
    """Words under an idea that somebody reported, and what was decided, if it was."""

    idea: str
    days: float
    words: str
    reporters: tuple[str, ...]
    code: str
    note: str = ""
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """Given and family names that go together."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    is_family_first: bool = field(default=False)


@cache
def members() -> dict[str, Member]:
    """The named people by key."""
    rows = _read("cast")["member"]
    return {
        row["key"]: Member(**{**row, "roles": tuple(row.get("roles", ()))})
        for row in rows
    }


@cache
def tales() -> tuple[Tale, ...]:
    """Every idea, those nobody but the gate has seen included."""
    return tuple(_tale(row) for name in TALES for row in _read(name)["tale"])


@cache
def fridays() -> tuple[Friday, ...]:
    """Every build, the oldest first."""
    rows = [*_read("builds")["build"], *_read("fridays")["build"]]
    return tuple(sorted(map(_friday, rows), key=lambda friday: -friday.week))


@cache
def faults() -> tuple[Fault, ...]:
    """Every bug."""
    rows = [*_read("fridays")["bug"], *_read("bugs")["bug"]]
    return tuple(_fault(row) for row in rows)


@cache
def reports() -> tuple[Report, ...]:
    """Every Friday report in words."""
    return tuple(Report(**row) for row in _read("weeks")["report"])


def taken() -> dict[str, str]:
    """What the team says when it takes up an idea that people chose, by idea."""
    found: dict[str, str] = _read("weeks")["taken"]
    return found


def none_taken(week: int) -> str:
    """What the team says in a week in which it takes up nothing."""
    known: list[str] = _read("weeks")["answers"]["none"]
    return known[week % len(known)]


@cache
def studies() -> tuple[Study, ...]:
    """Every review."""
    return tuple(Study(**row) for row in _read("decisions")["study"])


def steps(name: str) -> tuple[Step, ...]:
    """The improvements that were taken up, started or shipped."""
    return tuple(Step(**row) for row in _read("decisions")[name])


@cache
def cases() -> tuple[Case, ...]:
    """Everything that was reported."""
    rows = _read("reports")["case"]
    return tuple(Case(**{**row, "reporters": tuple(row["reporters"])}) for row in rows)


def said() -> dict[str, str]:
    """Longer words of the team, by name."""
    found: dict[str, str] = _read("decisions")["said"]
    return found


def crowd(rng: random.Random) -> Iterator[str]:
    """Natural names without end; two people may share one, as in life."""
    regions = [
        Region(
            tuple(row["given"].split()),
            tuple(row["family"].split()),
            is_family_first=row.get("is_family_first", False),
        )
        for row in _read("names")["region"]
    ]
    while True:
        region = rng.choice(regions)
        first, last = rng.choice(region.given), rng.choice(region.family)
        yield f"{last}{first}" if region.is_family_first else f"{first} {last}"


def _tale(row: dict[str, Any]) -> Tale:
    picture = Picture(**row.pop("picture"))
    talk = tuple(Say.of(each) for each in row.pop("talk", ()))
    lists = {name: tuple(row.pop(name, ())) for name in ("backers", "tags", "fixes")}
    return Tale(picture=picture, talk=talk, **{**row, **lists})


def _friday(row: dict[str, Any]) -> Friday:
    picture = row.pop("picture", None)
    return Friday(
        changes=tuple(_change(each) for each in row.pop("item")),
        talk=tuple(Word(**each) for each in row.pop("talk", ())),
        picture=Picture(**picture) if picture else None,
        **row,
    )


def _fault(row: dict[str, Any]) -> Fault:
    talk = tuple(Word(**each) for each in row.pop("talk", ()))
    return Fault(talk=talk, seen_by=tuple(row.pop("seen_by", ())), **row)


def _change(row: dict[str, Any]) -> Change:
    credits_ = tuple(tuple(each.split(":")) for each in row.pop("credits", ()))
    return Change(**row, credits=credits_)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_TEXTS / f"{name}.toml").read_text("utf-8"))

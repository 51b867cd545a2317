"""Ladders to begin with, and what one set of rules changes in another."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from app.kernel import rules

CUSTOM = "custom"
Deviations = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Goals, and the days that each adds to the clock; no days = no clock."""

    goals: tuple[int, ...]
    days: tuple[int, ...]


PRESETS = {
    "default": Ladder((100, 1_000, 5_000, 10_000), (60, 365, 182, 182)),
    "small": Ladder((10, 50, 250, 500), (60, 365, 182, 182)),
    "single": Ladder((10_000,), (365,)),
    "no_clock": Ladder((100, 1_000, 5_000, 10_000), ()),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One setting before and after."""

    name: str
    before: Any
    after: Any


def ladder_of(deviations: Deviations) -> Ladder:
    """The ladder that a set of deviations leads to."""
    game = rules.book(deviations).ideas
    return Ladder(tuple(game.ladder), tuple(game.ladder_days))


def preset_of(ladder: Ladder) -> str:
    """The name of a ladder, `custom` for numbers of one's own."""
    named = (name for name, preset in PRESETS.items() if preset == ladder)
    return next(named, CUSTOM)


def with_ladder(deviations: Deviations, ladder: Ladder) -> Deviations:
    """The deviations with another ladder; the default one is no deviation."""
    own = {
        key: value
        for key, value in deviations.get("ideas", {}).items()
        if key not in ("ladder", "ladder_days")
    }
    if ladder != PRESETS["default"]:
        own |= {"ladder": list(ladder.goals), "ladder_days": list(ladder.days)}
    rest = {name: part for name, part in deviations.items() if name != "ideas"}
    return {**rest, "ideas": own} if own else rest


def changes(old: Deviations, new: Deviations) -> list[Change]:
    """Every setting that differs between two sets of rules, defaults filled in."""
    before, after = _flat(old), _flat(new)
    return [
        Change(name, before[name], after[name])
        for name in sorted(before)
        if before[name] != after[name]
    ]


def _flat(deviations: Deviations) -> dict[str, Any]:
    book = vars(rules.book(deviations))
    return {
        f"{name}.{field.name}": getattr(section, field.name)
        for name, section in book.items()
        for field in dataclasses.fields(section)
    }

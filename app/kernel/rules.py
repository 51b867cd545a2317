"""The game's settings: each domain names its section, a RuleSet keeps deviations.

A section is a frozen dataclass whose fields have defaults; `book()` builds all of them
from the deviations that a RuleSet stores.
"""

import dataclasses
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, TypeVar

from app.kernel.errors import Invalid
from app.kernel.words import N_

T = TypeVar("T")
SCHEMA_VERSION = 1
_sections: dict[str, type[Any]] = {}


class UnknownRule(Invalid):
    code = "unknown_rule"
    text = N_("There is no setting called %(name)s.")


def section(name: str) -> Callable[[type[T]], type[T]]:
    """Register a domain's part of a RuleSet under a name."""

    def register(cls: type[T]) -> type[T]:
        _sections[name] = cls
        return cls

    return register


def sections() -> dict[str, type[Any]]:
    """Every registered section by its name."""
    return dict(_sections)


def book(deviations: dict[str, dict[str, Any]]) -> Any:
    """All sections with their deviations applied: `book.ideas.open_drafts`."""
    unknown = set(deviations) - set(_sections)
    if unknown:
        raise UnknownRule(name=min(unknown))
    return SimpleNamespace(
        **{
            name: _fill(cls, name, deviations.get(name, {}))
            for name, cls in _sections.items()
        }
    )


def _fill(cls: type[Any], name: str, changed: dict[str, Any]) -> Any:
    fields = {field.name for field in dataclasses.fields(cls)}
    for key in changed:
        if key not in fields:
            raise UnknownRule(name=f"{name}.{key}")
    plain = {key: tuple(v) if isinstance(v, list) else v for key, v in changed.items()}
    return cls(**plain)

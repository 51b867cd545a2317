"""Own data: each domain says what it holds of a person, and how it lets go."""

from collections.abc import Callable
from typing import Any

Export = Callable[[Any], Any]
Erase = Callable[[Any, Any], None]
_domains: dict[str, tuple[Export, Erase]] = {}


def register(domain: str, export: Export, erase: Erase) -> None:
    """Called by create_app for each domain with `personal` and `erase`."""
    _domains[domain] = (export, erase)


def domains() -> dict[str, tuple[Export, Erase]]:
    """Every registered domain, in the order of registration."""
    return dict(_domains)

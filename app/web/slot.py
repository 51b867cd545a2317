"""Slots: what a lower page shows of a higher domain, one query for the whole list.

A higher domain registers `@fills("idea.card")`; the low page asks `of`. Never writes.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, render_template
from markupsafe import Markup

from app.kernel.actor import Actor
from app.web.actor import current_actor

Fill = Callable[[Actor, Sequence[Any]], Mapping[int, Markup]]
_fills: dict[str, list[Fill]] = defaultdict(list)


def fills(name: str) -> Callable[[Fill], Fill]:
    """Register what a domain shows: `(actor, things) -> {thing.id: markup}`."""

    def register(fill: Fill) -> Fill:
        _fills[name].append(fill)
        return fill

    return register


def of(name: str, actor: Actor, things: Sequence[Any]) -> dict[int, Markup]:
    """Everything that higher domains show for these things, by id."""
    shown = {thing.id: Markup() for thing in things}
    if things:
        for fill in _fills[name]:
            for thing_id, piece in fill(actor, things).items():
                shown[thing_id] += piece
    return shown


def render(template: str, **context: Any) -> Markup:
    """A partial as markup that templates show as it is."""
    return Markup(render_template(template, **context))  # noqa: S704 - our own template


def init_app(app: Flask) -> None:
    """Give templates `slot(name, things)` and `slot_one(name, thing)`."""
    app.jinja_env.globals["slot"] = lambda name, things: of(
        name, current_actor(), things
    )
    app.jinja_env.globals["slot_one"] = _one


def _one(name: str, thing: Any) -> Markup:
    if not name.startswith("shell."):
        return of(name, current_actor(), [thing])[thing.id]
    pieces = (fill(current_actor(), []) for fill in _fills[name])
    return Markup().join(piece for filled in pieces for piece in filled.values())

"""Menus: each domain adds its own entries, shown to whom the policy lets in."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, g, request, url_for
from flask_babel import gettext

from app.kernel import site
from app.kernel.actor import Actor
from app.kernel.errors import Missing
from app.kernel.words import N_
from app.web.actor import current_actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a menu."""

    label: str
    endpoint: str
    policy: Callable[[Actor], bool]
    icon: str
    order: int
    switch: str = ""


# The headings of the team's menu, by the order of its entries.
GROUPS = ((30, N_("Work")), (50, N_("Plan")), (70, N_("Money")), (100, N_("Site")))
# g and then this letter goes there.
GO = {"discovery.home": "h", "roadmap.index": "r", "builds.index": "b"}
_menus: dict[str, list[Entry]] = {
    "main": [],
    "staff": [],
    "mine": [],
    "settings": [],
    "foot": [],
}
# Who keeps the pages of a blueprint when its switch is off.
_keepers: dict[str, Callable[[Actor], bool]] = {}


def add(  # noqa: PLR0913 - one argument a property of the entry
    menu: str,
    label: str,
    endpoint: str,
    policy: Callable[[Actor], bool],
    *,
    icon: str = "",
    order: int = 50,
    switch: str = "",
) -> None:
    """Add an entry; `label` is marked by N_ and translated when shown.

    With a switch (goals, builds, revenue) it is gone where no space has that on.
    """
    entry = Entry(label, endpoint, policy, icon, order, switch)
    if entry not in _menus[menu]:
        _menus[menu].append(entry)
        _menus[menu].sort(key=lambda known: (known.order, known.label))


def gone_without(
    blueprint: Blueprint, switch: str, *, but: Callable[[Actor], bool] | None = None
) -> None:
    """Let pages and their entries be gone where no space has a switch on.

    Not for whom `but` names.
    """
    if but is not None:
        _keepers[blueprint.name] = but

    @blueprint.before_request
    def _gone() -> None:
        if _is_gone(blueprint.name, switch, current_actor()):
            raise Missing


def of(menu: str) -> list[SimpleNamespace]:
    """The entries of a menu that the current actor may enter; made once a request."""
    made: dict[str, list[SimpleNamespace]] = g.setdefault("menus", {})
    if menu not in made:
        made[menu] = _made(menu, current_actor())
    return made[menu]


def _made(menu: str, actor: Actor) -> list[SimpleNamespace]:
    allowed = [entry for entry in _menus[menu] if entry.policy(actor)]
    shown = [_shown(entry) for entry in allowed if not _is_off(entry, actor)]
    here = max(
        (one for one in shown if one.current),
        key=lambda one: len(one.url),
        default=None,
    )
    for one in shown:
        one.current = one is here
    return shown


def _is_off(entry: Entry, actor: Actor) -> bool:
    return _is_gone(entry.endpoint.partition(".")[0], entry.switch, actor)


def _is_gone(blueprint: str, switch: str, actor: Actor) -> bool:
    if switch not in site.get("switched_off"):
        return False
    keeps = _keepers.get(blueprint)
    return keeps is None or not keeps(actor)


def init_app(app: Flask) -> None:
    """Give templates `nav.main`, `nav.foot` and so on, each made when asked for."""
    app.jinja_env.globals["nav"] = _Menus()


class _Menus:
    def __getattr__(self, menu: str) -> Any:
        if menu not in _menus:
            raise AttributeError(menu)
        return of(menu)


def _shown(entry: Entry) -> SimpleNamespace:
    url = url_for(entry.endpoint)
    current = request.path == url or (url != "/" and request.path.startswith(f"{url}/"))
    return SimpleNamespace(
        label=gettext(entry.label),
        url=url,
        icon=entry.icon,
        current=current,
        group=_group(entry.order),
        go=GO.get(entry.endpoint, ""),
    )


def _group(order: int) -> str:
    """The heading of a place in the team's menu."""
    for below, heading in GROUPS:
        if order < below:
            return str(gettext(heading))
    return ""

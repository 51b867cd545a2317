"""What an own site begins with: the first space, and the three screens that shape it.

The site setting `first_run` says which screen is next: `choice`, `team`, `space`, and
nothing once all is said. An older site never had one, so it is never asked.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any

from app.kernel import audit, site
from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid
from app.kernel.policies import require
from app.kernel.words import N_
from app.setup import policies, queries
from app.spaces import commands as spaces
from app.spaces import queries as space_queries
from app.spaces import rules
from app.spaces.commands import NewSpace
from app.spaces.models import AUDIENCES, Space

FIRST = NewSpace(slug="general", name="General")


@dataclass(frozen=True, slots=True)
class Crew:
    """What follows from how many run the site: votes of a review, and the goals."""

    quorum: int
    ladder: str


@dataclass(frozen=True, slots=True)
class Use:
    """What follows from what a space is for."""

    outcome: str
    has_goals: bool
    has_builds: bool
    has_revenue: bool


CREWS = {
    "just_me": Crew(1, "small"),
    "few": Crew(2, "small"),
    "more": Crew(4, "default"),
}
USES = {
    "wishes": Use("improvement", has_goals=False, has_builds=True, has_revenue=False),
    "products": Use("product", has_goals=True, has_builds=True, has_revenue=True),
}
USUAL_CREW, USUAL_AUDIENCE, USUAL_USE = "just_me", "everyone", "wishes"


class FirstRunOver(Conflict):
    code = "first_run_over"
    text = N_("This site is set up already. Its settings are in the team area.")


class UnknownChoice(Invalid):
    code = "unknown_choice"
    text = N_("Choose one of these.")


def first_space(actor: Actor) -> Space:
    """The space `general` for a site that has none yet, else its first space."""
    require(policies.may_set_up, actor)
    there = queries.first_space()
    if there is not None:
        return there
    site.put(actor, "first_run", "choice")
    return spaces.create(actor, FIRST)


def prepare() -> Space:
    """Make an own store ready for its first visitor; twice is the same as once."""
    return first_space(SYSTEM)


def say_site(actor: Actor, values: dict[str, Any]) -> None:
    """The first screen: what the site is called, its language, colour and clock."""
    require(policies.may_set_up, actor)
    _require_first_run()
    spaces.change_site(actor, values)
    if site.get("first_run") == "choice":
        site.put(actor, "first_run", "team")


def say_team(actor: Actor, crew: str, audience: str) -> None:
    """The second screen: who takes part, and how many run it."""
    require(policies.may_set_up, actor)
    _require_first_run()
    if crew not in CREWS or audience not in AUDIENCES:
        raise UnknownChoice
    chosen, space = CREWS[crew], first_space(actor)
    site.put(actor, "crew", crew)
    _change(actor, space, audience=audience)
    game = rules.with_ladder(
        {"reviews": {"quorum": chosen.quorum}}, rules.PRESETS[chosen.ladder]
    )
    current = space_queries.rule_set(space.id)
    if rules.changes(current.body, game):
        spaces.change_rules(actor, space, game, current.version)
    site.put(actor, "first_run", "space")


def say_space(actor: Actor, use: str, name: str = "") -> None:
    """The third screen: what the first space is for. From here on the site is open."""
    require(policies.may_set_up, actor)
    _require_first_run()
    if use not in USES:
        raise UnknownChoice
    space = first_space(actor)
    values = dataclasses.asdict(USES[use])
    _change(actor, space, name=name or space.name, **values)
    site.put(actor, "first_run", "")
    site.put(actor, "first_steps", "shown")
    audit.record(actor, "setup.finish", "space", space.id, values={"use": use})
    db.session.flush()


def put_steps_away(actor: Actor) -> None:
    """Show the list of first steps no more."""
    require(policies.may_set_up, actor)
    site.put(actor, "first_steps", "")


def _require_first_run() -> None:
    if not site.get("first_run"):
        raise FirstRunOver


def _change(actor: Actor, space: Space, **changed: Any) -> None:
    fields = [field.name for field in dataclasses.fields(spaces.SpaceValues)]
    known = {name: getattr(space, name) for name in fields}
    spaces.change(actor, space, spaces.SpaceValues(**{**known, **changed}))

"""What builds show on lower pages: on the idea, on the home page, on the way."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.builds import queries, rules
from app.builds.models import Build
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.words import N_
from app.web import lineage, slot
from app.web.lineage import Link

TOP = 3


@slot.fills("idea.below")
def builds_of(actor: Actor, ideas: Sequence[Any]) -> Mapping[int, Markup]:
    """The builds that carry an idea."""
    carried = defaultdict(list)
    for idea_id, title, build in queries.of_ideas(actor, [idea.id for idea in ideas]):
        carried[idea_id].append((title, build))
    return {
        idea_id: slot.render("builds/_of_idea.html", changes=changes)
        for idea_id, changes in carried.items()
    }


@slot.fills("rules.touches")
def touched(_actor: Actor, changes: Sequence[Any]) -> Mapping[int, Markup]:
    """The week from which other times of the build hold: the one not yet announced."""
    timed = [
        each for each in changes if any(key.startswith("builds.") for key in each.keys)
    ]
    return {each.id: slot.render("builds/_touched.html") for each in timed}


@slot.fills("shell.home_build")
def friday(actor: Actor, _things: Sequence[Any]) -> Mapping[int, Markup]:
    """The dark panel of the home page: the last build and what readers like best."""
    build = queries.latest(actor)
    if build is None:
        return {}
    until = build.train.report_close_at
    piece = slot.render(
        "builds/_home.html",
        build=build,
        items=queries.top_items(build.id, TOP),
        until=until,
        left=rules.left(until, clock.now()),
    )
    return {build.id: piece}


@lineage.links
def links(actor: Actor, idea_ids: Sequence[int]) -> list[Link]:
    """Each build that carries one of these ideas, once."""
    builds: dict[int, Build] = {}
    for _idea_id, _title, build in queries.of_ideas(actor, idea_ids):
        builds.setdefault(build.id, build)
    return [_link(build) for build in builds.values()]


def _link(build: Build) -> Link:
    url = url_for("builds.show", number=build.number)
    at = build.published_at or build.created_at
    return Link(
        "build", at, url, N_("Friday build %(version)s"), {"version": build.version}
    )

"""What is known to go wrong, under a build."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from app.feedback import policies, queries
from app.kernel.actor import Actor
from app.web import slot


@slot.fills("build.below")
def known_bugs(actor: Actor, builds: Sequence[Any]) -> Mapping[int, Markup]:
    """The bugs seen in each build or mended in it, and the way to report one."""
    known = defaultdict(list)
    for bug in queries.of_builds(actor, [build.id for build in builds]):
        for build_id in {bug.build_id, bug.fixed_build_id}:
            known[build_id].append(bug)
    return {
        build.id: slot.render(
            "feedback/_known.html",
            build=build,
            bugs=known[build.id],
            may_file=policies.may_file(actor, build),
        )
        for build in builds
    }

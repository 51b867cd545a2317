"""What feedback shows under a build: its four-square or results, its known bugs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from app.feedback import policies, queries
from app.feedback.forms import FourSquareForm
from app.kernel.actor import Actor
from app.web import slot

TOP = 3


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


@slot.fills("build.foursquare")
def foursquares(actor: Actor, builds: Sequence[Any]) -> Mapping[int, Markup]:
    """The Friday report while it is open, then what came of it."""
    shown = {build.id: _report_on(actor, build) for build in builds}
    return {
        build_id: slot.render("feedback/_foursquare.html", **context)
        for build_id, context in shown.items()
        if context
    }


def _report_on(actor: Actor, build: Any) -> dict[str, Any]:
    """The form, folded for who has nothing to do with the test; later the results.

    Nothing before it is out, nor where nobody reported.
    """
    if not build.is_published:
        return {}
    found = queries.reporting_of(actor, build)
    shown = {
        "build": build,
        "said": found.said,
        "respondents": found.respondents,
        "sees_live": policies.may_see_live(actor, build),
    }
    if found.is_closed and not found.respondents:
        return {}
    if found.is_closed:
        return shown | {"places": queries.top_places(build.id, TOP)}
    if not build.train.is_open:
        return shown | {"results_at": build.train.standings_at}
    if not policies.may_send_foursquare(actor, build):
        return shown
    wanted = found.said.want_idea_id if found.said else None
    ideas = queries.awaited_ideas(actor, build.space_id, wanted)
    items = queries.items_out(build.id)
    return shown | {
        "form": FourSquareForm.about(items, ideas, found.said),
        "has_run": found.has_run,
        "is_folded": not found.has_run and not found.is_enrolled,
    }


@slot.fills("shell.home_build")
def question(actor: Actor, _things: Sequence[Any]) -> Mapping[int, Markup]:
    """What is asked now, and what was answered these days, under the Friday panel."""
    asked = queries.asked_of(actor, queries.current(actor))
    may_choose = policies.may_choose(actor)
    return {
        one.question.train_id: slot.render(
            "feedback/_question.html", week=one, may_choose=may_choose
        )
        for one in asked
    }


@slot.fills("build.below")
def said(_actor: Actor, builds: Sequence[Any]) -> Mapping[int, Markup]:
    """The way to what came of what people said."""
    return {
        build.id: slot.render("feedback/_said_link.html", build=build)
        for build in builds
        if build.is_published
    }

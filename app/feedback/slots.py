"""What feedback shows under a build: its four-square or results, its known bugs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from app.builds import queries as build_queries
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
    return {
        build.id: slot.render("feedback/_foursquare.html", **_report_on(actor, build))
        for build in builds
        if build.is_published
    }


def _report_on(actor: Actor, build: Any) -> dict[str, Any]:
    """The form, folded for who has nothing to do with the test; later the results."""
    if not build.train.is_open:
        return _results_of(actor, build)
    said = queries.own_foursquare(actor, build.id)
    shown = {
        "build": build,
        "said": said,
        "respondents": queries.respondents_of(build.id),
        "sees_live": policies.may_see_live(actor, build),
    }
    if not policies.may_send_foursquare(actor, build):
        return shown
    has_run = build_queries.has_run(actor.id or 0, build.id)
    wanted = said.want_idea_id if said else None
    ideas = queries.awaited_ideas(actor, build.space_id, wanted)
    form = FourSquareForm.about(queries.items_out(build.id), ideas, said)
    return shown | {
        "form": form,
        "has_run": has_run,
        "is_folded": not has_run and not _is_enrolled(actor, build),
    }


def _is_enrolled(actor: Actor, build: Any) -> bool:
    row = build_queries.enrolment_of(build.train.channel_id, actor.id or 0)
    return row is not None and row.state == "active"


def _results_of(actor: Actor, build: Any) -> dict[str, Any]:
    return {
        "build": build,
        "respondents": queries.respondents_of(build.id),
        "places": queries.top_places(build.id, TOP),
        "is_closed": queries.are_closed(build.id),
        "results_at": queries.standings_at(build, build.train),
        "sees_live": policies.may_see_live(actor, build),
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

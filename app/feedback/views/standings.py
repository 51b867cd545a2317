"""What a week came to: standings, moods, what is awaited, and why."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.builds import queries as builds
from app.builds.models import Build
from app.feedback import commands, policies, queries
from app.feedback.forms import MOOD_LABELS, ConcealForm
from app.feedback.models import FourSquare
from app.feedback.views.blueprint import bp
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Missing
from app.kernel.policies import require
from app.web.actor import PUBLIC, SIGNED_IN, access, current_actor
from app.web.answers import csv_answer, csv_stream, done, page

HEADER = ("place", "change", "best", "weakest", "respondents", "wilson_low", "rank_by")
REPORTS_HEADER = (
    "person",
    "mood",
    "best",
    "weakest",
    "awaited",
    "why_best",
    "why_weakest",
)


@bp.get("/builds/<int:number>/results")
@access(PUBLIC)
def results(number: int) -> Response:
    """The week's results; while reports come in, only the crew sees how they stand."""
    actor = current_actor()
    build = _out(actor, number)
    return page("feedback/results.html", **_context(actor, build))


@bp.get("/builds/<int:number>/results.csv")
@access(PUBLIC)
def results_csv(number: int) -> Response:
    """The standings as a table for a spreadsheet."""
    actor = current_actor()
    build = _out(actor, number)
    if not _may_see(actor, build):
        raise Missing
    found = queries.results_of(actor, build)
    by = "difference" if found.few_voices else "wilson_low"
    rows = [
        (
            row.place,
            row.item.title,
            row.best,
            row.worst,
            found.respondents,
            f"{row.wilson_low:.4f}",
            by,
        )
        for row in found.rows
    ]
    return csv_answer(f"results-{build.version}", HEADER, rows)


@bp.get("/builds/<int:number>/reports.csv")
@access(SIGNED_IN)
def reports_csv(number: int) -> Response:
    """Every report in full, for the crew."""
    actor = current_actor()
    build = _out(actor, number)
    require(policies.may_see_live, actor, build)
    rows = [_csv_row(said) for said in queries.all_of(build.id)]
    return csv_stream(f"reports-{build.version}", REPORTS_HEADER, rows)


@bp.post("/builds/<int:number>/reports/<int:foursquare_id>/concealment")
@access(SIGNED_IN)
def conceal_why(number: int, foursquare_id: int) -> Response:
    """Hide the words of a report."""
    actor, form = current_actor(), ConcealForm()
    with atomic():
        build = builds.visible_to(actor).get(number)
        said = queries.foursquare(build, foursquare_id)
        commands.conceal_why(actor, build, said, form.reason.data or "")
    return done("feedback.results", number=number, message=_("Hidden."), anchor="whys")


@bp.post("/builds/<int:number>/reports/<int:foursquare_id>/concealment/end")
@access(SIGNED_IN)
def reveal_why(number: int, foursquare_id: int) -> Response:
    """Show the words of a report again."""
    actor = current_actor()
    with atomic():
        build = builds.visible_to(actor).get(number)
        said = queries.foursquare(build, foursquare_id)
        commands.reveal_why(actor, build, said)
    words = _("Shown again.")
    return done("feedback.results", number=number, message=words, anchor="whys")


def _out(actor: Actor, number: int) -> Build:
    """A build that is out: before that there is nothing to report on."""
    build = builds.visible_to(actor).get(number)
    if not build.is_published:
        raise Missing
    return build


def _may_see(actor: Actor, build: Build) -> bool:
    return queries.are_closed(build.id) or policies.may_see_live(actor, build)


def _context(actor: Actor, build: Build) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "build": build,
        "results_at": build.train.standings_at,
        "is_crew": policies.may_see_live(actor, build),
    }
    if not _may_see(actor, build):
        return shown | {"found": None, "respondents": queries.respondents_of(build.id)}
    sees_hidden = policies.may_see_hidden(actor, build)
    after = request.args.get("after")
    whys = queries.whys_page(build, after, with_hidden=sees_hidden)
    return shown | {
        "found": queries.results_of(actor, build),
        "awards": queries.awards_of_build(build.id),
        "moods": MOOD_LABELS,
        "whys": whys,
        "form": ConcealForm(formdata=None),
        "may_hide": {
            why.said.id: policies.may_conceal_words(actor, why.said, build)
            for why in whys.items
        },
    }


def _csv_row(said: FourSquare) -> tuple[str, ...]:
    return (
        said.person.display_name,
        said.mood,
        said.best.title if said.best else "",
        said.worst.title if said.worst else "",
        said.want.title if said.want else "",
        said.why_best,
        said.why_worst,
    )

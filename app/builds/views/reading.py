"""The Friday build: the changelog, and a build."""

from flask import Response, request, url_for

from app.builds import queries
from app.builds.forms import CHANNEL_LABELS, ITEM_KIND_LABELS
from app.builds.models import CREDIT_ROLES, Build, BuildItem
from app.builds.views.blueprint import bp, context_of, left_until
from app.kernel.errors import Missing
from app.web import lineage
from app.web.actor import PUBLIC, access, current_actor
from app.web.answers import csv_answer, leave_for, page

_WORDS = 100
CSV_HEADER = (
    "version",
    "published_at",
    "space",
    "channel",
    "kind",
    "change",
    "made_by",
    "asked_for_by",
    "reported_by",
    "drawn_by",
    "translated_by",
    "tested_by",
)


@bp.get("/builds")
@access(PUBLIC)
def index() -> Response:
    """What came out, week by week, and when the next build comes."""
    actor, filters = current_actor(), _filters()
    found = queries.index_page(actor, request.args.get("after"), filters)
    return page(
        "builds/index.html",
        page=found.builds,
        filters=filters,
        seen=queries.channels_seen(actor),
        channels=CHANNEL_LABELS,
        next_at=found.next_at,
        next_left=left_until(found.next_at),
        kinds=ITEM_KIND_LABELS,
    )


@bp.get("/builds/changes.csv")
@access(PUBLIC)
def changes_csv() -> Response:
    """Every change that came out, with whom to thank."""
    found = queries.changes(current_actor(), _filters())
    rows = (_csv_line(build, item) for build, item in found)
    return csv_answer("changes", CSV_HEADER, rows)


@bp.get("/builds/<int:number>")
@access(PUBLIC)
def show(number: int) -> Response:
    """A build: get it, go back, vote, changes, bugs, comments, the next one.

    Before it is out, everybody but the team reads its preview instead.
    """
    actor = current_actor()
    try:
        return page("builds/show.html", **context_of(actor, number))
    except Missing:
        queries.in_preview(actor, number)
        return leave_for(url_for("feedback.preview", number=number))


@bp.get("/builds/<int:number>/more")
@access(PUBLIC)
def more(number: int) -> Response:
    """The way of its ideas from the first draft on: asked for lazily."""
    actor = current_actor()
    shown = queries.page_of(actor, number)
    ideas = list(shown.ideas.values())
    asked = request.args.get("idea", type=int)
    chosen = next((idea for idea in ideas if idea.number == asked), None)
    chosen = chosen or (ideas[0] if ideas else None)
    is_fragment = request.headers.get("HX-Request") == "true"
    return page(
        "builds/_more.html" if is_fragment else "builds/more.html",
        build=shown.build,
        ideas=ideas,
        chosen=chosen,
        links=lineage.of(actor, [chosen.id]) if chosen else [],
    )


def _filters() -> queries.Filters:
    """What is asked for of the changelog."""
    asked = request.args
    return queries.Filters(
        asked.get("space", ""), asked.get("channel", ""), asked.get("q", "")[:_WORDS]
    )


def _csv_line(build: Build, item: BuildItem) -> list[object]:
    thanks = [
        "; ".join(c.person.display_name for c in item.credits if c.role == role)
        for role in CREDIT_ROLES
    ]
    at = build.published_at.isoformat() if build.published_at else ""
    place = [build.space.slug, build.train.channel.code]
    return [build.version, at, *place, item.kind, item.title, *thanks]

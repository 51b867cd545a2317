"""The triage board, its file, and the alarms above it."""

from collections.abc import Iterator
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.feedback import commands, policies, queries
from app.feedback.commands import MOVES
from app.feedback.forms import SEVERITY_LABELS, STATE_LABELS, ClearForm
from app.feedback.models import Bug
from app.feedback.staff_views.blueprint import bp
from app.kernel import clock
from app.kernel.db import atomic
from app.kernel.errors import Invalid
from app.kernel.words import N_
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import csv_stream, done, invalid, page

COLUMN_LABELS = STATE_LABELS | {"done": N_("Done")}
CSV_HEADER = (
    "number",
    "state",
    "severity",
    "title",
    "engineer",
    "reporter",
    "build",
    "fixed_in",
    "public",
    "reported_at",
    "moved_at",
)
# What a team moves a bug to; "new" and "verified" come by themselves.
BY_HAND = {
    state: [way for way in ways if way not in ("new", "verified")]
    for state, ways in MOVES.items()
}
nav.add(
    "staff",
    N_("Bugs"),
    "feedback_staff.triage",
    policies.may_see_triage,
    icon="bug",
    order=45,
    switch="builds",
)


@bp.get("/staff/bugs")
@access(policies.may_see_triage)
def triage() -> Response:
    """The board, or one of its columns; each card has a Move form of its own."""
    name = request.args.get("column", "")
    if name in queries.COLUMNS:
        return page("feedback/staff/column.html", name=name, **_column(name))
    return page("feedback/staff/triage.html", **_board())


@bp.get("/staff/bugs.csv")
@access(policies.may_see_triage)
def triage_csv() -> Response:
    """The same as a file, all of it."""
    found = queries.every(current_actor(), queries.Filters.asked(request.args))
    return csv_stream("bugs", CSV_HEADER, _rows(found))


@bp.get("/staff/bugs/alarms")
@access(policies.may_see_triage)
def alarms() -> Response:
    """Every alarm, the latest first, and why it was over."""
    where = queries.alarms_of_crew(current_actor())
    found = queries.past(where, request.args.get("after"))
    return page("feedback/staff/alarms.html", page=found, form=ClearForm())


@bp.post("/staff/bugs/alarms/<int:alarm_id>/clearing")
@access(policies.may_see_triage)
def clear(alarm_id: int) -> Response:
    """Say that an alarm is over, and why."""
    actor, form = current_actor(), ClearForm()
    try:
        with atomic():
            alarm = queries.alarm(alarm_id)
            commands.clear(actor, alarm, form.reason.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        found = queries.past(queries.alarms_of_crew(actor))
        return invalid("feedback/staff/alarms.html", page=found, form=form)
    return done("feedback_staff.triage", message=_("Cleared."))


def _board() -> dict[str, Any]:
    actor, filters = current_actor(), queries.Filters.asked(request.args)
    columns = queries.board(actor, filters)
    shown = [bug for one in columns.values() for bug in one.items]
    return {
        "columns": columns,
        "counts": queries.count_columns(actor, filters),
        "offered": queries.choices_of(actor),
        "alarms": queries.standing(queries.alarms_of_crew(actor)),
        "clear_form": ClearForm(),
        **_about(filters, shown),
    }


def _column(name: str) -> dict[str, Any]:
    actor, filters = current_actor(), queries.Filters.asked(request.args)
    found = queries.column(actor, filters, name, request.args.get("after"))
    return {"page": found, **_about(filters, found.items)}


def _about(filters: queries.Filters, shown: list[Bug]) -> dict[str, Any]:
    """What every card shows besides its bug."""
    keys = [bug.id for bug in shown]
    return {
        "filters": filters,
        "due": queries.due_of(keys),
        "sightings": queries.sightings_by(keys),
        "now": clock.now(),
        "ways": BY_HAND,
        "titles": COLUMN_LABELS,
        "states": STATE_LABELS,
        "severities": SEVERITY_LABELS,
    }


def _rows(bugs: Iterator[Bug]) -> Iterator[tuple[Any, ...]]:
    for bug in bugs:
        yield (
            bug.number,
            bug.state,
            bug.severity,
            bug.title,
            bug.assignee.display_name if bug.assignee else "",
            bug.reporter.display_name,
            bug.build.version if bug.build else "",
            bug.fixed_build.version if bug.fixed_build else "",
            "1" if bug.is_public else "0",
            bug.created_at.isoformat(),
            bug.moved_at.isoformat(),
        )

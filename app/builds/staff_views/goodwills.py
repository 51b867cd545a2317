"""What testers chose for late builds, for whoever keeps it."""

from flask import Response, request
from flask_babel import gettext as _

from app.builds import commands, policies, queries
from app.builds.forms import GOODWILL_LABELS
from app.builds.staff_views.blueprint import bp
from app.kernel.db import atomic
from app.web.actor import access, current_actor
from app.web.answers import csv_answer, done, page

_HEADER = ("chosen_at", "build", "person", "name", "choice", "question", "kept_at")


@bp.get("/staff/builds/goodwills")
@access(policies.may_see_trains)
def goodwills() -> Response:
    """What was chosen, the newest first."""
    actor = current_actor()
    found = queries.goodwills_page(actor, request.args.get("after"))
    builds = queries.builds_of_trains([one.train_id for one in found.items])
    return page(
        "builds/staff/goodwills.html",
        page=found,
        builds=builds,
        labels=GOODWILL_LABELS,
        may_keep={
            one.id: policies.may_keep(actor, builds[one.train_id])
            for one in found.items
        },
    )


@bp.get("/staff/builds/goodwills.csv")
@access(policies.may_see_trains)
def goodwills_csv() -> Response:
    """The same as a file."""
    found = queries.all_goodwills(current_actor())
    builds = queries.builds_of_trains([one.train_id for one in found])
    rows = [
        (
            one.chosen_at,
            builds[one.train_id].version,
            one.person.number,
            one.person.display_name,
            one.choice,
            one.question,
            one.kept_at,
        )
        for one in found
    ]
    return csv_answer("goodwills", _HEADER, rows)


@bp.post("/staff/builds/goodwills/<int:goodwill_id>/keeping")
@access(policies.may_see_trains)
def keep_goodwill(goodwill_id: int) -> Response:
    """Note that it was done."""
    with atomic():
        commands.keep_goodwill(current_actor(), queries.goodwill(goodwill_id))
    return done("builds_staff.goodwills", message=_("Noted as kept."))

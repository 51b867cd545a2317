"""The library of reasons."""

from flask import Response, request
from flask_babel import gettext as _

from app.ideas.models import REASON_LABELS
from app.kernel.db import atomic
from app.moderation import commands, policies, queries
from app.moderation.models import RulingReason
from app.moderation.staff_views.blueprint import bp
from app.web.actor import access, current_actor
from app.web.answers import done, page
from app.web.i18n import LANGUAGES


@bp.get("/staff/reasons")
@access(policies.may_edit_reasons)
def reasons() -> Response:
    """Each reason in four languages."""
    by_code: dict[str, list[RulingReason]] = {}
    for row in queries.library():
        by_code.setdefault(row.code, []).append(row)
    return page(
        "moderation/staff/reasons.html",
        library=by_code,
        labels=REASON_LABELS,
        languages=LANGUAGES,
        sees_queue=policies.may_see_queue(current_actor()),
    )


@bp.post("/staff/reasons")
@access(policies.may_edit_reasons)
def reword() -> Response:
    """Keep what was written in other words."""
    actor = current_actor()
    with atomic():
        for row in queries.library():
            words = request.form.get(f"text-{row.id}")
            if words is not None:
                commands.reword(actor, row, words)
    return done("moderation_staff.reasons", message=_("Saved."))

"""Reporting, the public log, a decision as its people read it, appeals."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.ideas.models import REASON_LABELS
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Invalid
from app.kernel.policies import require
from app.kernel.words import N_
from app.moderation import commands, policies, queries
from app.moderation.forms import AppealForm, ReportForm
from app.moderation.models import ACT_LABELS, Ruling
from app.moderation.queries import Subject
from app.web import nav
from app.web.actor import PUBLIC, SIGNED_IN, access, current_actor
from app.web.answers import done, leave_for, page

bp = Blueprint("moderation", __name__)
nav.add("foot", N_("What moderators decided"), "moderation.log", PUBLIC)


@bp.get("/reports/<kind>/<int:key>/new")
@access(SIGNED_IN)
def new_report(kind: str, key: int) -> Response:
    """Say what is wrong with a thing."""
    actor = current_actor()
    subject = queries.reportable(actor, kind, key)
    require(policies.may_report, actor, subject)
    return _report_page(actor, subject, key, ReportForm())


@bp.post("/reports/<kind>/<int:key>")
@access(SIGNED_IN)
def report(kind: str, key: int) -> Response:
    """Report it; what was written is never lost on a refusal."""
    actor, form = current_actor(), ReportForm()
    try:
        with atomic():
            subject = queries.reportable(actor, kind, key)
            code, text = form.code.data or "", form.text.data or ""
            commands.report(actor, subject, code, text)
    except Invalid as refusal:
        form.refuse(refusal)
        again = queries.reportable(actor, kind, key)
        return _report_page(actor, again, key, form)
    message = _("Thank you. A moderator looks at it within three working days.")
    return leave_for(_home(subject), message=message)


@bp.get("/rulings")
@access(PUBLIC)
def log() -> Response:
    """What was decided and why, without names."""
    found = queries.log(current_actor(), request.args.get("after"))
    keys = [row.id for row in found.items]
    return page(
        "moderation/log.html",
        page=found,
        undone=queries.undone(keys),
        solo=queries.solo(keys),
        reasons=_library(),
        rules=REASON_LABELS,
        acts=ACT_LABELS,
    )


@bp.get("/rulings/<int:ruling_id>")
@access(SIGNED_IN)
def ruling(ruling_id: int) -> Response:
    """One decision in full, for those whom it concerns."""
    actor = current_actor()
    return _ruling_page(actor, queries.readable(actor, ruling_id), AppealForm())


@bp.post("/rulings/<int:ruling_id>/appeal")
@access(SIGNED_IN)
def appeal(ruling_id: int) -> Response:
    """Ask for a second look."""
    actor, form = current_actor(), AppealForm()
    try:
        with atomic():
            found = queries.readable(actor, ruling_id)
            commands.appeal(actor, found, form.text.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return _ruling_page(actor, queries.readable(actor, ruling_id), form)
    message = _("Another moderator looks at it within five working days.")
    return done("moderation.ruling", ruling_id=ruling_id, message=message)


@bp.get("/me/rulings")
@access(SIGNED_IN)
def mine() -> Response:
    """Every decision on what is one's own."""
    found = queries.about(int(current_actor().id or 0), request.args.get("after"))
    return page(
        "moderation/mine.html",
        page=found,
        undone=queries.undone([row.id for row in found.items]),
        acts=ACT_LABELS,
    )


def _report_page(
    actor: Actor, subject: Subject, key: int, form: ReportForm
) -> Response:
    return page(
        "moderation/report.html",
        422 if form.errors else 200,
        subject=subject,
        key=key,
        form=form,
        home=_home(subject),
        before=queries.own_report(actor, subject.key),
    )


def _ruling_page(actor: Actor, row: Ruling, form: AppealForm) -> Response:
    asked = queries.appeal_of(row.id)
    is_undone = row.id in queries.undone([row.id])
    may_appeal = policies.may_appeal(actor, row) and asked is None and not is_undone
    return page(
        "moderation/ruling.html",
        422 if form.errors else 200,
        ruling=row,
        subject=queries.subject_of((row.subject_kind, row.subject_id)),
        reason=queries.reason(row.code, str(get_locale())),
        is_undone=is_undone,
        is_mine=row.about_id == actor.id,
        may_undo=policies.may_undo(actor, row) and row.act != "undo" and not is_undone,
        may_appeal=may_appeal,
        asked=asked,
        form=form,
        rules=REASON_LABELS,
        acts=ACT_LABELS,
        days=queries.game_of(row.space_id).appeal_days,
    )


def _library() -> dict[str, Any]:
    """Every reason that a decision may have, in the reader's language."""
    lang = str(get_locale())
    return {**queries.reasons("refusal", lang), **queries.reasons("ruling", lang)}


def _home(subject: Subject) -> str:
    """Where a reporter came from: a hidden thing has no page to go back to."""
    return subject.url if not subject.is_hidden else url_for("ideas.index")

"""Finance's pages: exceptions first, batches, payees, the bank's answers."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, request
from flask_babel import gettext as _

from app.kernel import clock
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.money import Money
from app.kernel.words import N_
from app.ledger import policies as books
from app.payouts import commands, forms, policies, queries
from app.payouts.models import Payee, Payout
from app.people import queries as people
from app.web import nav
from app.web.actor import access, current_actor, stepped_up
from app.web.answers import csv_answer, done, invalid, page

bp = Blueprint("payouts_staff", __name__, url_prefix="/staff")
nav.gone_without(bp, "revenue", but=books.keeps_books)
nav.add(
    "staff",
    N_("Payouts"),
    "payouts_staff.index",
    policies.may_read,
    icon="banknote",
    order=66,
    switch="revenue",
)
nav.add(
    "staff",
    N_("Payees"),
    "payouts_staff.payees",
    policies.may_read,
    icon="wallet",
    order=67,
    switch="revenue",
)
_REGISTER = (
    "payout_ref",
    "person",
    "currency",
    "amount",
    "state",
    "batch",
    "sent_on",
    "bank_reference",
    "value_on",
)


@bp.get("/payouts")
@access(policies.may_read)
def index() -> Response:
    waiting = queries.waiting()
    return _page(
        "payouts/staff/index.html",
        stopped=[each for each in waiting if each.stops],
        ready=[each for each in waiting if not each.stops],
        batches=queries.batches(request.args.get("after")),
    )


@bp.post("/payouts")
@access(policies.may_handle)
def plan() -> Response:
    with atomic():
        batch = commands.plan(current_actor())
    message = _("Planned. A second person approves it.")
    return done("payouts_staff.batch", batch_id=batch.id, message=message)


@bp.get("/payouts/register.csv")
@access(policies.may_read)
def register() -> Response:
    rows = (_registered(each) for each in queries.register())
    return csv_answer("payout-register", _REGISTER, rows)


@bp.get("/payouts/<int:batch_id>")
@access(policies.may_read)
def batch(batch_id: int) -> Response:
    found = queries.batch(batch_id)
    return _page("payouts/staff/batch.html", batch=found)


@bp.post("/payouts/<int:batch_id>/approval")
@access(policies.may_handle)
@stepped_up
def approve(batch_id: int) -> Response:
    sha256 = forms.ApproveForm().sha256.data or ""
    with atomic():
        commands.approve(current_actor(), queries.batch(batch_id), sha256)
    return done("payouts_staff.batch", batch_id=batch_id, message=_("Approved."))


@bp.post("/payouts/<int:batch_id>/file")
@access(policies.may_handle)
@stepped_up
def export(batch_id: int) -> Response:
    with atomic():
        commands.export(current_actor(), queries.batch(batch_id))
    message = _("The file is ready. Somebody else records the bank's answers.")
    return done("payouts_staff.batch", batch_id=batch_id, message=message)


@bp.post("/payouts/<int:batch_id>/file/<int:file_id>.csv")
@access(policies.may_handle)
@stepped_up
def download(batch_id: int, file_id: int) -> Response:
    with atomic():
        file = queries.file_of(batch_id, file_id)
        content = commands.read_file(current_actor(), file)
    answer = make_response(content)
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    name = f"bank-file-{batch_id}-{file_id}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.post("/payouts/<int:batch_id>/voiding")
@access(policies.may_handle)
@stepped_up
def void(batch_id: int) -> Response:
    with atomic():
        file = commands.void_file(current_actor(), queries.batch(batch_id))
    is_void = file.voided_at is not None
    message = _("Voided.") if is_void else _("A second person completes the voiding.")
    return done("payouts_staff.batch", batch_id=batch_id, message=message)


@bp.get("/payouts/lines/<int:payout_id>")
@access(policies.may_read)
def line(payout_id: int) -> Response:
    form = forms.ConfirmForm(value_on=clock.today())
    return _line(page, payout_id, form, forms.FailForm())


@bp.post("/payouts/lines/<int:payout_id>/confirmation")
@access(policies.may_handle)
@stepped_up
def confirm(payout_id: int) -> Response:
    form = forms.ConfirmForm()
    if form.validate():
        try:
            return _confirmed(payout_id, form)
        except Refusal as refusal:
            form.refuse(refusal)
    return _line(invalid, payout_id, form, forms.FailForm())


@bp.post("/payouts/lines/<int:payout_id>/refusal")
@access(policies.may_handle)
@stepped_up
def fail(payout_id: int) -> Response:
    form = forms.FailForm()
    if form.validate():
        with atomic():
            payout = queries.payout(payout_id)
            commands.fail(current_actor(), payout, form.reason.data or "")
        message = _("Recorded. The money is owed again, on hold.")
        return done("payouts_staff.batch", batch_id=payout.batch_id, message=message)
    return _line(invalid, payout_id, forms.ConfirmForm(), form)


@bp.post("/payouts/lines/<int:payout_id>/removal")
@access(policies.may_handle)
@stepped_up
def cancel(payout_id: int) -> Response:
    with atomic():
        batch = commands.cancel(current_actor(), queries.payout(payout_id))
    message = _("Taken out. The rest has to be approved anew.")
    return done("payouts_staff.batch", batch_id=batch.id, message=message)


@bp.get("/payees")
@access(policies.may_read)
def payees() -> Response:
    return _page("payouts/staff/payees.html", payees=queries.payees())


@bp.get("/payees/<int:number>")
@access(policies.may_handle)
@stepped_up
def payee(number: int) -> Response:
    return _payee(page, _payee_of(number), forms.TaxForm())


@bp.post("/payees/<int:number>/check")
@access(policies.may_handle)
@stepped_up
def check(number: int) -> Response:
    details_id = int(forms.CheckForm().details_id.data or 0)
    with atomic():
        commands.check_payee(current_actor(), _payee_of(number), details_id)
    return done("payouts_staff.payee", number=number, message=_("Checked."))


@bp.post("/payees/<int:number>/tax-papers")
@access(policies.may_handle)
@stepped_up
def tax_papers(number: int) -> Response:
    form = forms.TaxForm()
    if form.validate():
        try:
            return _recorded(number, form)
        except Refusal as refusal:
            form.refuse(refusal)
    return _payee(invalid, _payee_of(number), form)


@bp.post("/payees/<int:number>/holds/<int:hold_id>/release")
@access(policies.may_handle)
@stepped_up
def release(number: int, hold_id: int) -> Response:
    with atomic():
        hold = queries.hold_of(_payee_of(number), hold_id)
        commands.release_hold(current_actor(), _payee_of(number), hold)
    return done("payouts_staff.payee", number=number, message=_("Released."))


def _page(template: str, **context: Any) -> Response:
    return page(template, **_words(), **context)


def _words() -> dict[str, Any]:
    return {
        "may_act": policies.may_handle(current_actor()),
        "batch_labels": forms.BATCH_LABELS,
        "batch_tones": forms.BATCH_TONES,
        "states": forms.STATE_LABELS,
        "tones": forms.STATE_TONES,
        "stops": forms.STOP_LABELS,
        "tax_labels": forms.TAX_LABELS,
    }


def _line(
    answer: Callable[..., Response],
    payout_id: int,
    confirm_form: forms.ConfirmForm,
    fail_form: forms.FailForm,
) -> Response:
    return answer(
        "payouts/staff/line.html",
        payout=queries.payout(payout_id),
        form=confirm_form,
        fail_form=fail_form,
        **_words(),
    )


def _payee(
    answer: Callable[..., Response], found: Payee, form: forms.TaxForm
) -> Response:
    return answer(
        "payouts/staff/payee.html",
        payee=found,
        opened=queries.open_details(found.newest) if found.newest.sealed else {},
        names=people.by_ids(_seen_by(found)),
        form=form,
        **_words(),
    )


def _seen_by(found: Payee) -> list[int]:
    ids = [found.newest.checker_id, found.tax_recorder_id]
    return [each for each in [*ids, *(hold.maker_id for hold in found.holds)] if each]


def _payee_of(number: int) -> Payee:
    return queries.known_payee(people.by_number(number).id)


def _confirmed(payout_id: int, form: forms.ConfirmForm) -> Response:
    assert form.value_on.data is not None
    with atomic():
        payout = queries.payout(payout_id)
        reference = form.bank_reference.data or ""
        commands.confirm(current_actor(), payout, reference, form.value_on.data)
    return done(
        "payouts_staff.batch", batch_id=payout.batch_id, message=_("Recorded as paid.")
    )


def _recorded(number: int, form: forms.TaxForm) -> Response:
    assert form.signed_on.data is not None
    with atomic():
        commands.record_tax_papers(
            current_actor(), _payee_of(number), form.kind.data, form.signed_on.data
        )
    message = _("Recorded. A second person releases the hold.")
    return done("payouts_staff.payee", number=number, message=message)


def _registered(payout: Payout) -> tuple[Any, ...]:
    attempt = payout.attempt
    return (
        payout.ref,
        payout.person.display_name,
        payout.currency,
        Money(payout.minor, payout.currency).decimal,
        payout.state,
        payout.batch_id,
        attempt.sent_at.date().isoformat() if attempt else "",
        attempt.bank_reference if attempt else "",
        attempt.value_on.isoformat() if attempt and attempt.value_on else "",
    )

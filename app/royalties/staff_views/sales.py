"""Sales files: upload with a dry run, acceptance, where codes lead."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.money import Money
from app.royalties import commands, policies, queries
from app.royalties.commands import Upload
from app.royalties.engine.salesfile import HEADER
from app.royalties.forms import IMPORT_STATES, KINDS, MapForm, RejectForm, UploadForm
from app.royalties.models import SalesImport, SalesLine
from app.royalties.staff_views.blueprint import bp
from app.web.actor import access, current_actor
from app.web.answers import csv_answer, done, invalid, page
from app.web.errors import sentence

_INDEX = "royalties/staff/sales.html"


@bp.get("/staff/sales")
@access(policies.may_see_money)
def sales() -> Response:
    """Every sales file, the upload, and codes that lead nowhere yet."""
    return page(_INDEX, form=UploadForm(), **_context())


@bp.post("/staff/sales")
@access(policies.may_handle_money)
def upload() -> Response:
    """Check a file, and keep it unless this was a dry run."""
    actor, form = current_actor(), UploadForm()
    sent = request.files.get("file")
    if not form.validate() or not sent:
        form.file.errors = [] if sent else [_("Choose a file.")]
        return invalid(_INDEX, form=form, **_context())
    file = Upload(
        content=sent.read(),
        source=form.source.data or "",
        filename=sent.filename or "sales.csv",
        typed_totals=form.totals.data or "",
    )
    try:
        return _check_or_keep(actor, form, file)
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid(_INDEX, form=form, **_context())


@bp.get("/staff/sales/<int:import_id>")
@access(policies.may_see_money)
def sales_import(import_id: int) -> Response:
    """One file: totals, lines, and the decision of the second person."""
    one = queries.sales.import_(import_id)
    return page(
        "royalties/staff/sales_import.html", form=RejectForm(), **_import_page(one)
    )


@bp.get("/staff/sales/<int:import_id>.csv")
@access(policies.may_see_money)
def sales_csv(import_id: int) -> Response:
    """The lines of a file as they are kept."""
    one = queries.sales.import_(import_id)
    rows = [_csv_row(line) for line in queries.sales.all_lines_of(one.id)]
    return csv_answer(f"sales-{one.id}", HEADER, rows)


@bp.post("/staff/sales/<int:import_id>/acceptance")
@access(policies.may_handle_money)
def accept(import_id: int) -> Response:
    """Accept as the second person."""
    with atomic():
        commands.accept_sales(current_actor(), queries.sales.import_(import_id))
    message = _("Accepted. Its lines enter the next run.")
    return done("royalties_staff.sales_import", import_id=import_id, message=message)


@bp.post("/staff/sales/<int:import_id>/rejection")
@access(policies.may_handle_money)
def reject(import_id: int) -> Response:
    """Reject with a reason."""
    form = RejectForm()
    if not form.validate():
        one = queries.sales.import_(import_id)
        context = _import_page(one)
        return invalid("royalties/staff/sales_import.html", form=form, **context)
    with atomic():
        one = queries.sales.import_(import_id)
        commands.reject_sales(current_actor(), one, form.reason.data or "")
    message = _("Rejected. Its lines are gone.")
    return done("royalties_staff.sales_import", import_id=import_id, message=message)


@bp.get("/staff/sales/codes")
@access(policies.may_see_money)
def codes() -> Response:
    """Where every product code leads, and what is put forward."""
    return page("royalties/staff/codes.html", **_codes_page(_map_form()))


@bp.post("/staff/sales/codes")
@access(policies.may_handle_money)
def map_code() -> Response:
    """Put a mapping forward, or confirm the one that another person put forward."""
    form = _map_form()
    if not form.validate():
        return invalid("royalties/staff/codes.html", **_codes_page(form))
    try:
        with atomic():
            key = int(form.deed.data)
            deed = queries.deeds.deed(key) if key else None
            mapped = commands.map_sku(current_actor(), form.sku.data or "", deed)
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("royalties/staff/codes.html", **_codes_page(form))
    message = (
        _("The code leads there from now on.")
        if mapped.is_in_force
        else _("A second person has to confirm it.")
    )
    return done("royalties_staff.codes", message=message)


@bp.get("/staff/sales/codes.csv")
@access(policies.may_see_money)
def codes_csv() -> Response:
    """Where every product code leads."""
    rows = [
        (
            each.sku,
            each.deed.product.number if each.deed else "",
            each.deed.product.name if each.deed else "",
            "in force" if each.is_in_force else "proposed",
        )
        for each in queries.sales.sku_maps()
    ]
    return csv_answer("codes", ("sku", "product", "name", "state"), rows)


def _check_or_keep(actor: Actor, form: UploadForm, file: Upload) -> Response:
    """Show what a file says; keep it if that was asked and nothing is wrong."""
    checked = commands.check_sales(actor, file)
    if checked.faults or request.form.get("act") != "keep":
        faults = [sentence(fault) for fault in checked.faults]
        sums = [_total(row.currency, row) for row in checked.sums.values()]
        status = 422 if faults else 200
        report = {"checked": checked, "faults": faults, "sums": sums}
        return page(_INDEX, status, form=form, **{**_context(), **report})
    with atomic():
        kept = commands.upload_sales(actor, file)
    message = _("The file is here. A second person has to accept it.")
    return done("royalties_staff.sales_import", import_id=kept.id, message=message)


def _context() -> dict[str, Any]:
    found = queries.sales.imports(request.args.get("after"))
    people_ids = [
        key for each in found.items for key in (each.maker_id, each.checker_id)
    ]
    return {
        "found": found,
        "names": queries.sales.names_of(people_ids),
        "states": IMPORT_STATES,
        "open_skus": queries.sales.open_skus(),
        "may_handle": policies.may_handle_money(current_actor()),
        "checked": None,
        "faults": [],
        "sums": [],
    }


def _import_page(one: SalesImport) -> dict[str, Any]:
    actor = current_actor()
    handles = one.state == "validated" and policies.may_handle_money(actor)
    return {
        "sales": one,
        "lines": queries.sales.lines_of(one.id, request.args.get("after")),
        "names": queries.sales.names_of([one.maker_id, one.checker_id]),
        "sums": [_total(row["currency"], row) for row in one.totals],
        "states": IMPORT_STATES,
        "kinds": KINDS,
        "may_reject": handles,
        "may_accept": handles and one.maker_id != actor.id,
        "is_maker": handles and one.maker_id == actor.id,
    }


def _total(currency: str, row: Any) -> dict[str, Any]:
    """Rows, units, gross and net of one currency, from a Total or its stored form."""
    values = row if isinstance(row, dict) else {k: getattr(row, k) for k in _TOTAL}
    return {
        "currency": currency,
        "rows": values["rows"],
        "units": values["units"],
        "gross": Money(values["gross"], currency),
        "net": Money(values["net"], currency),
    }


_TOTAL = ("rows", "units", "gross", "net")


def _csv_row(line: SalesLine) -> tuple[Any, ...]:
    def money(minor: int) -> str:
        return Money(minor, line.currency).decimal

    return (
        line.external_line_id,
        line.period_start,
        line.period_end,
        line.sku,
        line.channel,
        line.territory,
        line.line_type,
        line.currency,
        line.units,
        money(line.gross_minor),
        money(line.discount_minor),
        money(line.tax_minor),
        money(line.freight_minor),
        money(line.other_minor),
        line.original_line_id,
        line.note,
    )


def _map_form() -> MapForm:
    offered = [(deed.id, deed.product.name) for deed in queries.deeds.deeds()]
    return MapForm().offer(offered)


def _codes_page(form: MapForm) -> dict[str, Any]:
    maps = queries.sales.sku_maps()
    return {
        "form": form,
        "maps": [each for each in maps if each.is_in_force],
        "proposed": [each for each in maps if not each.is_in_force],
        "open_skus": queries.sales.open_skus(),
        "names": queries.sales.names_of(
            [key for each in maps for key in (each.maker_id, each.checker_id)]
        ),
        "may_handle": policies.may_handle_money(current_actor()),
        "me": current_actor().id,
    }

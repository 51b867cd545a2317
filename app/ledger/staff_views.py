"""The books on the page: trial balance, transactions, one transaction."""

from collections.abc import Sequence

from flask import Blueprint, Response, request, url_for

from app.kernel.words import N_
from app.ledger import policies, queries
from app.ledger.forms import AsOf
from app.ledger.queries import AccountLine
from app.web import nav
from app.web.actor import access
from app.web.answers import csv_answer, invalid, page

bp = Blueprint("ledger_staff", __name__, url_prefix="/staff/ledger")
nav.gone_without(bp, "revenue", but=policies.keeps_books)
nav.add(
    "staff",
    N_("Ledger"),
    "ledger_staff.index",
    policies.may_read,
    icon="receipt",
    order=68,
    switch="revenue",
)
_TRIAL_HEADER = ("account", "currency", "debit", "credit")


@bp.get("")
@access(policies.may_read)
def index() -> Response:
    form = AsOf(request.args)
    if not form.validate():
        return invalid("ledger/index.html", form=form, books={}, seq=0, head="")
    seq, head = queries.head()
    books = _by_currency(queries.trial_balance(on=form.on.data))
    shown = queries.transactions(request.args.get("after"))
    return page(
        "ledger/index.html", form=form, books=books, seq=seq, head=head, shown=shown
    )


@bp.get("/trial-balance.csv")
@access(policies.may_read)
def trial_balance() -> Response:
    form = AsOf(request.args)
    if not form.validate():
        return invalid("ledger/index.html", form=form, books={}, seq=0, head="")
    lines = queries.trial_balance(on=form.on.data)
    rows = [(code, ccy, *queries.sides(amount, ccy)) for code, ccy, amount in lines]
    return csv_answer("trial-balance", _TRIAL_HEADER, rows)


@bp.get("/journal.csv")
@access(policies.may_read)
def journal() -> Response:
    return csv_answer("journal", queries.JOURNAL_HEADER, queries.journal_rows())


@bp.get("/<int:seq>")
@access(policies.may_read)
def show(seq: int) -> Response:
    tx = queries.by_seq(seq)
    return page(
        "ledger/show.html",
        tx=tx,
        legs=queries.entries_of(tx),
        actor_name=queries.name_of(tx.actor_id),
        reversed_by=queries.reversal_of(tx),
        back=url_for("ledger_staff.index"),
    )


def _by_currency(lines: Sequence[tuple[str, str, int]]) -> dict[str, list[AccountLine]]:
    books: dict[str, list[AccountLine]] = {}
    for line in lines:
        books.setdefault(line[1], []).append(AccountLine(*line))
    return books

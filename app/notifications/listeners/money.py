"""Agreements, sales, statements and payouts."""

from app.kernel.db import db
from app.kernel.events import on
from app.notifications import queries
from app.notifications.listeners.telling import Word, path_of, tell
from app.payouts.events import (
    BatchExported,
    BatchPlanned,
    PayeeChanged,
    PayeeEntered,
    PayoutFailed,
    PayoutPaid,
)
from app.payouts.models import Payout
from app.people.models import Person
from app.roadmap.models import Product
from app.royalties.events import (
    DeedDrafted,
    DeedFrozen,
    DeedSigned,
    RunPosted,
    SalesAccepted,
    SigningOpened,
    StatementIssued,
)
from app.royalties.models import Statement


@on(DeedDrafted)
def deed_drafted(event: DeedDrafted) -> None:
    """The product team: write the terms."""
    product, cause = _product(event.product_id), f"deed:{event.version_id}"
    url = path_of("royalties_staff.deed", event.version_id)
    word = Word("deed_to_write", f"{cause}:drafted", url, {"title": product.name})
    tell(queries.holders("product", space_id=product.space_id), "to_do", word)


@on(SigningOpened)
def signing_opened(event: SigningOpened) -> None:
    """The parties sign; product and finance sign beside them."""
    product, cause = _product(event.product_id), f"deed:{event.version_id}:signing"
    parties = queries.parties_of(event.version_id)
    word = _of_deed("deed_to_sign", cause, event.version_id, product)
    tell(parties, "deed_to_sign", word)
    staff = queries.holders("product", "finance", space_id=product.space_id)
    tell(set(staff) - set(parties), "to_do", word)


@on(DeedSigned)
def deed_signed(event: DeedSigned) -> None:
    """The parties, and the product team that may begin."""
    product, cause = _product(event.product_id), f"deed:{event.version_id}:signed"
    team = queries.holders("product", space_id=product.space_id)
    everyone = {*queries.parties_of(event.version_id), *team}
    word = _of_deed("deed_signed", cause, event.version_id, product)
    tell(everyone, "roadmap", word)


@on(DeedFrozen)
def deed_frozen(event: DeedFrozen) -> None:
    """The parties: nothing of it changes any more."""
    product, cause = _product(event.product_id), f"deed:{event.version_id}:frozen"
    word = _of_deed("deed_frozen", cause, event.version_id, product)
    tell(queries.parties_of(event.version_id), "roadmap", word)


@on(SalesAccepted)
def sales_accepted(event: SalesAccepted) -> None:
    """Finance: the run can be made."""
    cause, url = f"sales:{event.import_id}:accepted", path_of("royalties_staff.runs")
    tell(queries.holders("finance"), "to_do", Word("run_to_compute", cause, url))


@on(RunPosted)
def run_posted(event: RunPosted) -> None:
    """Finance: the payout can be planned."""
    cause, url = f"run:{event.run_id}:posted", path_of("payouts_staff.index")
    word = Word("payout_to_plan", cause, url, {"period": event.period})
    tell(queries.holders("finance"), "to_do", word)


@on(StatementIssued)
def statement_issued(event: StatementIssued) -> None:
    """Whoever earned: here is what and why."""
    statement = db.session.get_one(Statement, event.statement_id)
    url = path_of("royalties.statement", statement.id)
    word = Word(
        "statement", f"statement:{statement.id}", url, {"period": statement.period}
    )
    tell([event.person_id], "statement", word)


@on(PayeeEntered)
def payee_entered(event: PayeeEntered) -> None:
    """Finance: check where to pay."""
    _tell_of_payee(event.person_id, f"payee:{event.person_id}:entered")


@on(PayeeChanged)
def payee_changed(event: PayeeChanged) -> None:
    """The person, in case it was somebody else; finance checks it again."""
    cause, url = f"payee:details:{event.details_id}", path_of("payouts.payee")
    tell([event.person_id], "security", Word("payee_changed", cause, url))
    _tell_of_payee(event.person_id, f"{cause}:check")


@on(BatchPlanned)
def batch_planned(event: BatchPlanned) -> None:
    """Finance, but for its maker: look at it and approve it."""
    cause = f"batch:{event.batch_id}:planned"
    _tell_of_batch("batch_to_approve", cause, event.batch_id, event.maker_id)


@on(BatchExported)
def batch_exported(event: BatchExported) -> None:
    """Finance, but for the exporter: confirm what the bank did."""
    cause = f"batch:{event.batch_id}:exported"
    _tell_of_batch("batch_to_confirm", cause, event.batch_id, event.exporter_id)


@on(PayoutPaid)
def payout_paid(event: PayoutPaid) -> None:
    """Whoever was paid: how much."""
    payout = db.session.get_one(Payout, event.payout_id)
    cause, url = f"payout:{payout.id}:paid", path_of("royalties.earnings")
    values = {"minor": payout.minor, "currency": payout.currency}
    tell([event.person_id], "payout", Word("payout_paid", cause, url, values))


@on(PayoutFailed)
def payout_failed(event: PayoutFailed) -> None:
    """Whoever was to be paid: the money is kept, the details need a look."""
    cause, url = f"payout:{event.payout_id}:failed", path_of("payouts.payee")
    tell([event.person_id], "payout", Word("payout_failed", cause, url))


def _tell_of_payee(person_id: int, cause: str) -> None:
    payee = db.session.get_one(Person, person_id)
    url, values = path_of("payouts_staff.payees"), {"name": payee.display_name}
    finance = set(queries.holders("finance")) - {person_id}
    tell(finance, "to_do", Word("payee_to_check", cause, url, values))


def _tell_of_batch(what: str, cause: str, batch_id: int, but_id: int) -> None:
    url = path_of("payouts_staff.batch", batch_id)
    finance = set(queries.holders("finance")) - {but_id}
    tell(finance, "to_do", Word(what, cause, url))


def _of_deed(what: str, cause: str, version_id: int, product: Product) -> Word:
    url = path_of("royalties.deed", version_id)
    return Word(what, cause, url, {"title": product.name})


def _product(product_id: int) -> Product:
    return db.session.get_one(Product, product_id)

"""Money that is owed, and people who can be paid: short to write."""

from datetime import date

from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.ledger import commands as ledger
from app.ledger import queries as books
from app.payouts import commands, queries
from app.payouts.commands import Details
from app.royalties.models import RoyaltyRun, Statement

IBAN = "DE89 3704 0044 0532 0130 00"
OTHER_IBAN = "FR1420041010050500013M02606"


def details(**changed) -> Details:
    given = {
        "legal_name": "Ana Real",
        "address": "Am Markt 1\n10115 Berlin",
        "country": "DE",
        "iban": IBAN,
        "bic": "COBADEFFXXX",
    }
    return Details(**{**given, **changed})


def a_run(finn, fay, period: str = "2026Q3") -> RoyaltyRun:
    known = db.session.query(RoyaltyRun).filter_by(period=period).one_or_none()
    if known is not None:
        return known
    run = RoyaltyRun(
        period=period,
        state="posted",
        engine="1",
        input_sha256="x",
        approved_sha256="x",
        maker_id=finn.id,
        checker_id=fay.id,
        approved_at=clock.now(),
        posted_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    return run


def owe(person, finn, fay, minor: int = 27_312, currency: str = "EUR"):
    """A posted royalty and its statement."""
    run = a_run(finn, fay)
    code = f"liability:payable:P{person.number}:{currency}"
    expense = f"expense:royalty:PROD1:{currency}"
    ledger.account(code, "liability", currency, person.id)
    ledger.account(expense, "expense", currency)
    legs = (ledger.Leg(expense, minor, currency), ledger.Leg(code, -minor, currency))
    key = f"royalty:{run.id}:{person.id}:{currency}"
    posting = ledger.Posting(key, "royalty", date(2026, 9, 30), legs, "test")
    tx = ledger.post(SYSTEM, posting)
    statement = Statement(
        person_id=person.id,
        run_id=run.id,
        period=run.period,
        currency=currency,
        opening_minor=0,
        earned_minor=minor,
        paid_minor=0,
        closing_minor=minor,
        payable_minor=minor,
        minimum_minor=2_500,
        body="{}",
        sha256="x",
        ledger_seq=tx.seq,
        head_hash=tx.hash,
        issued_at=clock.now(),
    )
    db.session.add(statement)
    db.session.flush()
    return statement


def ready(person, finn, fay, **changed):
    """Details entered and checked, tax papers recorded and released."""
    commands.enter_payee(person, details(**changed))
    payee = queries.known_payee(person.id)
    commands.check_payee(finn, payee, payee.newest.id)
    commands.record_tax_papers(finn, payee, "residence", date(2026, 1, 5))
    commands.release_hold(fay, payee, payee.holds[0])
    db.session.commit()
    return queries.known_payee(person.id)


def planned(person, finn, fay):
    owe(person, finn, fay)
    ready(person, finn, fay)
    batch = commands.plan(finn)
    db.session.commit()
    return batch


def exported(person, finn, fay):
    """Planned by finn, approved and exported by fay."""
    batch = planned(person, finn, fay)
    commands.approve(fay, batch, batch.sha256)
    commands.export(fay, batch)
    db.session.commit()
    return queries.batch(batch.id)


def balance(person, kind: str, currency: str = "EUR") -> int:
    return books.balance(f"liability:{kind}:P{person.number}:{currency}", currency)

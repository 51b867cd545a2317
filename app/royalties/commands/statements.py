"""Issuing statements: in the transaction that posts their run."""

from app.kernel import clock
from app.kernel.db import db
from app.kernel.events import emit
from app.ledger import queries as ledger
from app.people import queries as people
from app.royalties import queries
from app.royalties.events import StatementIssued
from app.royalties.models import RoyaltyRun, Statement


def issue(run: RoyaltyRun) -> list[Statement]:
    """A statement for everyone who earned in this run, or carries something over."""
    shared = queries.bodies.issue_of(run)
    owed = queries.statements.owed_now()
    seq, head = ledger.head()
    stamp = queries.bodies.Stamp(seq, head, clock.now())
    keys = _with_parts(shared) | _with_balance() | set(owed)
    persons = people.by_ids(sorted({person_id for person_id, _ in keys}))
    issued = []
    for person_id, currency in sorted(keys):
        closing = owed.get((person_id, currency), 0)
        person = persons[person_id]
        issued.append(queries.bodies.build(shared, person, currency, closing, stamp))
    db.session.add_all(issued)
    db.session.flush()
    for each in issued:
        emit(StatementIssued(each.id, each.person_id))
    return issued


def _with_parts(shared: queries.bodies.Issue) -> set[tuple[int, str]]:
    return {
        (part.person_id, pool.currency) for pool in shared.pools for part in pool.parts
    }


def _with_balance() -> set[tuple[int, str]]:
    """Whoever carried something over from the statement before."""
    return {
        key for key, last in queries.statements.latest().items() if last.closing_minor
    }

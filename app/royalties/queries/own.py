"""What royalties holds of a person, and whether every byte can be made again."""

import json
from typing import Any

from app.kernel.actor import Actor
from app.ledger import queries as ledger
from app.royalties.models import RoyaltyRun, RunPool, Statement
from app.royalties.queries import basis, bodies, deeds, runs, statements


def personal(person: Actor) -> dict[str, Any]:
    """A person's agreements and statements, for the export of their own data."""
    if person.id is None:
        return {}
    return {
        "agreements": [
            json.loads(version.body)
            for version in deeds.versions_of_person(person.id)
            if version.body
        ],
        "statements": [
            json.loads(each.body) for each in statements.statements_of(person.id)
        ],
    }


STATEMENT_HEADER = ("person", "period", "currency", "part", "figure", "value")


def statement_rows(each: Statement) -> list[tuple[Any, ...]]:
    """A statement as rows of its CSV: every figure of its body, in a fixed order."""
    body = json.loads(each.body)
    head = (f"P{body['person']}", body["period"], body["currency"])
    lines = body.pop("lines")
    files = body.pop("sales_files")
    rows = [(*head, "statement", *each) for each in _flat(body)]
    for place, line in enumerate(lines, start=1):
        rows += [(*head, f"line {place}", *each) for each in _flat(line)]
    return rows + [(*head, "sales file", "sha256", sha256) for sha256 in files]


def _flat(values: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for key, value in sorted(values.items()):
        if isinstance(value, dict):
            rows += _flat(value, f"{prefix}{key}_")
        else:
            rows.append((f"{prefix}{key}", value))
    return rows


def differences(run: RoyaltyRun) -> list[str]:
    """What a posted run does not give again; empty when every byte is equal."""
    again = basis.taken(run)
    found = [] if again.sha256 == run.input_sha256 else ["the input hash differs"]
    stored = runs.pools_of([run.id])
    if [_of_stored(pool) for pool in stored] != [
        (*_key(pool), pool.net, pool.minor, tuple(part.minor for part in pool.parts))
        for pool in again.results
    ]:
        found.append("the pools differ")
    issue = bodies.issue_of(run)
    for each in statements.statements_of_run(run.id):
        if _again(issue, each).body != each.body:
            number, currency = each.person.number, each.currency
            found.append(f"the statement of P{number} in {currency} differs")
    return found


def _key(pool: Any) -> tuple[int, int, str]:
    return (pool.agreement.deed, pool.agreement.n, pool.currency)


def _of_stored(pool: RunPool) -> tuple[Any, ...]:
    parts = tuple(part.minor for part in pool.parts)
    version = pool.version
    return (
        version.deed_id,
        version.n,
        pool.currency,
        pool.net_minor,
        pool.pool_minor,
        parts,
    )


def _again(issue: bodies.Issue, each: Statement) -> Statement:
    """The same statement, made from the books as they stood then."""
    code = statements.payable_code(each.person.number, each.currency)
    closing = -ledger.balance(code, each.currency, seq=each.ledger_seq)
    # before the first transaction there is a head, but nothing at it
    head = ledger.by_seq(each.ledger_seq).hash if each.ledger_seq else each.head_hash
    stamp = bodies.Stamp(each.ledger_seq, head, each.issued_at, each.version)
    return bodies.build(issue, each.person, each.currency, closing, stamp)

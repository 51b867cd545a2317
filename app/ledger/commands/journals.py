"""Manual journals: a CSV file made by one person, checked and posted by another."""

import csv
import hashlib
import io
import re
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.approvals import SamePerson
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid
from app.kernel.money import BadAmount, Money
from app.kernel.policies import require
from app.kernel.words import N_
from app.ledger import policies
from app.ledger.commands import posting as ledger
from app.ledger.models import Journal

HEADER = (
    "key",
    "kind",
    "effective_on",
    "account",
    "currency",
    "debit",
    "credit",
    "memo",
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class BadJournal(Invalid):
    code = "bad_journal"
    text = N_("Line %(line)s, column %(column)s: %(words)s cannot be read.")


class JournalPosted(Conflict):
    code = "journal_posted"
    text = N_("This file was posted already.")


def keep_journal(actor: Actor, name: str, content: str) -> Journal:
    """Put a journal forward; the same file from a second person posts it whole.

    `posted_at` of the answer says which of the two it was.
    """
    require(policies.may_keep, actor)
    postings = _read(content)
    digest = hashlib.sha256(content.encode()).hexdigest()
    known = db.session.scalar(select(Journal).where(Journal.sha256 == digest))
    if known is None:
        return _make(actor, name, content, digest)
    if known.posted_at is not None:
        raise JournalPosted
    if known.maker_id == actor.id:
        raise SamePerson
    for each in postings:
        _post(actor, known, each)
    known.checker_id, known.posted_at = actor.id, clock.now()
    db.session.flush()
    audit.record(actor, "ledger.journal.checked", "ledger_journal", known.id)
    return known


def _make(actor: Actor, name: str, content: str, digest: str) -> Journal:
    journal = Journal(
        sha256=digest,
        name=name,
        content=content,
        maker_id=actor.id,
        made_at=clock.now(),
    )
    db.session.add(journal)
    db.session.flush()
    audit.record(actor, "ledger.journal.made", "ledger_journal", journal.id)
    return journal


def _post(actor: Actor, journal: Journal, posting: ledger.Posting) -> None:
    for leg in posting.entries:
        ledger.account(leg.code, leg.code.split(":")[0], leg.currency)
    ledger.post(actor, replace(posting, source=f"journal:{journal.sha256[:12]}"))


def _read(content: str) -> list[ledger.Posting]:
    """The postings of a file, one a key, in the order of their first lines."""
    rows = csv.reader(io.StringIO(content.removeprefix("\ufeff")))
    header = next(rows, [])
    if tuple(header) != HEADER:
        raise BadJournal(line=1, column=HEADER[0], words=",".join(header))
    postings: dict[str, ledger.Posting] = {}
    for line, row in enumerate(rows, start=2):
        if len(row) != len(HEADER):
            raise BadJournal(line=line, column=HEADER[-1], words=",".join(row))
        _add(postings, dict(zip(HEADER, row, strict=True)), line)
    if not postings:
        raise BadJournal(line=2, column=HEADER[0], words="")
    return list(postings.values())


def _add(postings: dict[str, ledger.Posting], cells: dict[str, str], line: int) -> None:
    for column in ("key", "kind"):
        if not cells[column].strip():
            raise BadJournal(line=line, column=column, words=cells[column])
    leg = ledger.Leg(
        cells["account"], _amount(cells, line), cells["currency"], cells["memo"]
    )
    first = ledger.Posting(
        key=cells["key"],
        kind=cells["kind"],
        on=_day(cells["effective_on"], line),
        entries=(),
        source="journal",
        memo=cells["memo"],
    )
    known = postings.get(first.key, first)
    if (known.kind, known.on) != (first.kind, first.on):
        raise BadJournal(line=line, column="effective_on", words=cells["effective_on"])
    postings[first.key] = replace(known, entries=(*known.entries, leg))


def _amount(cells: dict[str, str], line: int) -> int:
    debit, credit = cells["debit"].strip(), cells["credit"].strip()
    if bool(debit) == bool(credit):
        raise BadJournal(line=line, column="debit", words=f"{debit} {credit}".strip())
    column = "debit" if debit else "credit"
    try:
        minor = Money.parse(debit or credit, cells["currency"]).minor
    except BadAmount:
        minor = 0
    if minor <= 0:
        raise BadJournal(line=line, column=column, words=debit or credit)
    return minor if debit else -minor


def _day(words: str, line: int) -> date:
    try:
        return date.fromisoformat(words if _DAY.fullmatch(words) else "")
    except ValueError:
        raise BadJournal(line=line, column="effective_on", words=words) from None

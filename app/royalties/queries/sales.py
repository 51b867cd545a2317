"""Reading sales files, their lines and where their codes lead."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.kernel import pages
from app.kernel.db import db
from app.kernel.errors import Missing
from app.people.models import Person
from app.royalties.models import (
    Deed,
    RunLine,
    SalesImport,
    SalesLine,
    SkuMap,
)

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class OpenSku:
    """A code in accepted or waiting files that leads nowhere yet."""

    sku: str
    lines: int
    pending: SkuMap | None


def imports(after: str | None = None) -> pages.Page[SalesImport]:
    """Sales files, the newest first."""
    return pages.page(select(SalesImport), [SalesImport.id.desc()], after)


def import_(import_id: int) -> SalesImport:
    """A sales file; Missing when there is none."""
    found = db.session.get(SalesImport, import_id)
    if found is None:
        raise Missing
    return found


def by_sha256(sha256: str) -> SalesImport | None:
    """The upload of exactly this file."""
    return db.session.scalar(select(SalesImport).where(SalesImport.sha256 == sha256))


def waiting_imports() -> list[SalesImport]:
    """Files that a second person has yet to accept."""
    statement = select(SalesImport).where(SalesImport.state == "validated")
    return list(db.session.scalars(statement.order_by(SalesImport.id)))


def lines_of(import_id: int, after: str | None = None) -> pages.Page[SalesLine]:
    """The lines of a file in their order."""
    statement: Select[Any] = select(SalesLine).where(SalesLine.import_id == import_id)
    return pages.page(statement, [SalesLine.line_no, SalesLine.id], after, 50)


def all_lines_of(import_id: int) -> list[SalesLine]:
    """Every line of a file, for its CSV."""
    statement = select(SalesLine).where(SalesLine.import_id == import_id)
    return list(db.session.scalars(statement.order_by(SalesLine.line_no)))


def known_lines(source: str, external_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """(sku, currency) of the lines of a source that are in the books already."""
    known: dict[str, tuple[str, str]] = {}
    for chunk in chunks(external_ids):
        statement = select(
            SalesLine.external_line_id, SalesLine.sku, SalesLine.currency
        ).where(SalesLine.source == source, SalesLine.external_line_id.in_(chunk))
        for row in db.session.execute(statement):
            known[row.external_line_id] = (row.sku, row.currency)
    return known


def maps_in_force() -> dict[str, int | None]:
    """Code to deed, or to None where no agreement covers it."""
    statement = select(SkuMap.sku, SkuMap.deed_id).where(
        SkuMap.ended_at.is_(None), SkuMap.checker_id.is_not(None)
    )
    return {row.sku: row.deed_id for row in db.session.execute(statement)}


def living_map(sku: str) -> SkuMap | None:
    """Where a code leads, or is put forward to lead."""
    statement = select(SkuMap).where(SkuMap.sku == sku, SkuMap.ended_at.is_(None))
    return db.session.scalar(statement)


def sku_maps() -> list[SkuMap]:
    """Every living mapping with its deed's product, by code."""
    statement = (
        select(SkuMap)
        .options(joinedload(SkuMap.deed).joinedload(Deed.product))
        .where(SkuMap.ended_at.is_(None))
    )
    return list(db.session.scalars(statement.order_by(SkuMap.sku)))


def open_skus() -> list[OpenSku]:
    """Codes of lines in no posted run that lead nowhere yet, with what is proposed."""
    statement = (
        select(SalesLine.sku, func.count().label("lines"))
        .outerjoin(RunLine, RunLine.line_id == SalesLine.id)
        .where(RunLine.line_id.is_(None))
        .group_by(SalesLine.sku)
        .order_by(SalesLine.sku)
    )
    pending = {each.sku: each for each in sku_maps()}
    found = [
        OpenSku(row.sku, row.lines, pending.get(row.sku))
        for row in db.session.execute(statement)
    ]
    return [one for one in found if one.pending is None or not one.pending.is_in_force]


def names_of(person_ids: Iterable[int | None]) -> dict[int | None, str]:
    """Display names by key, for pages that show who made and who checked."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    statement = select(Person.id, Person.display_name).where(Person.id.in_(wanted))
    return {row.id: row.display_name for row in db.session.execute(statement)}


def chunks(values: Iterable[str]) -> Iterator[Sequence[str]]:
    """Keys in portions that one statement can ask for."""
    rest = iter(sorted(set(values)))
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk

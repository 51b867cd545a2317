"""Sales files: read, put forward, accepted by a second person; and where codes lead."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import delete, insert

from app.kernel import audit, clock, duties, site
from app.kernel.actor import Actor
from app.kernel.approvals import SamePerson, SubjectChanged
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.royalties import policies, queries
from app.royalties.engine import canonical, salesfile
from app.royalties.engine.faults import Fault
from app.royalties.engine.salesfile import Row, Total
from app.royalties.events import SalesAccepted
from app.royalties.models import Deed, SalesFile, SalesImport, SalesLine, SkuMap

ACCEPT_DUTY = "accept_sales"
_ACCEPT_DAYS = 5
_MAX_SOURCE = 100


class NoSource(Invalid):
    code = "no_source"
    text = N_("Say which shop or system the file comes from.")


class FileKnown(Conflict):
    code = "file_known"
    text = N_("This file is here already: upload %(number)s, %(filename)s.")


class LineKnown(Fault):
    code = "line_known"
    text = N_(
        "Line %(line)s, column %(column)s: “%(value)s” came with an earlier file of "
        "this source. Correct it by a later file of opposite lines."
    )


class OriginalUnknown(Fault):
    code = "original_unknown"
    text = N_(
        "Line %(line)s, column %(column)s: there is no line “%(value)s” of this "
        "source, code and currency."
    )


class ImportRuled(Conflict):
    code = "import_ruled"
    text = N_("This sales file was accepted or rejected before.")


class NoReason(Invalid):
    code = "no_reason"
    text = N_("Say why the file is rejected.")


class SkuMapped(Conflict):
    code = "sku_mapped"
    text = N_("The code %(sku)s leads somewhere already.")


class NoSku(Invalid):
    code = "no_sku"
    text = N_("Name a product code.")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came, and the control totals typed beside it, if any."""

    content: bytes
    source: str
    filename: str = "sales_report.csv"
    typed_totals: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file says and everything that is wrong with it; nothing is kept."""

    sha256: str
    rows: list[Row]
    sums: dict[str, Total]
    faults: list[Fault] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)


def check_sales(actor: Actor, upload: Upload) -> Checked:
    """The dry run: every check of an upload, without keeping anything."""
    require(policies.may_handle_money, actor)
    source = upload.source.strip()
    if not source or len(source) > _MAX_SOURCE:
        raise NoSource(field="source")
    digest = canonical.digest_bytes(upload.content)
    known = queries.sales.by_sha256(digest)
    if known is not None:
        raise FileKnown(number=known.id, filename=known.filename, field="file")
    parsed = salesfile.parse(upload.content, upload.typed_totals)
    faults = parsed.found or list(_against_books(source, parsed.rows))
    maps = queries.sales.maps_in_force()
    return Checked(
        sha256=digest,
        rows=parsed.rows,
        sums=salesfile.sums_of(parsed.rows),
        faults=faults,
        unmapped=sorted({row.sku for row in parsed.rows} - set(maps)),
    )


def upload_sales(actor: Actor, upload: Upload) -> SalesImport:
    """Keep a file that passes every check; the first fault is raised, nothing kept."""
    checked = check_sales(actor, upload)
    if checked.faults:
        raise checked.faults[0]
    kept = insert_once(
        SalesImport(
            source=upload.source.strip(),
            filename=upload.filename[:200],
            sha256=checked.sha256,
            state="validated",
            line_count=len(checked.rows),
            totals=[asdict(total) for total in checked.sums.values()],
            reason="",
            maker_id=actor.id,
            made_at=clock.now(),
        )
    )
    if kept is None:
        raise FileKnown(number="?", filename=upload.filename, field="file")
    db.session.add(SalesFile(import_id=kept.id, content=upload.content))
    db.session.execute(insert(SalesLine), [_line(kept, row) for row in checked.rows])
    due_at = duties.business_days(_ACCEPT_DAYS, clock.now(), site.get("timezone"))
    subject = ("sales_import", kept.id)
    duties.open(kind=ACCEPT_DUTY, subject=subject, owner_role="finance", due_at=due_at)
    values = {"sha256": kept.sha256, "lines": kept.line_count}
    audit.record(actor, "royalties.upload_sales", *subject, values=values)
    db.session.flush()
    return kept


def accept_sales(actor: Actor, sales: SalesImport) -> SalesImport:
    """Accept as the second person; from here on its lines enter runs."""
    require(policies.may_handle_money, actor)
    _refuse_ruled(sales)
    if sales.maker_id == actor.id:
        raise SamePerson
    sales.checker_id, sales.checked_at = actor.id, clock.now()
    sales.state = "accepted"
    duties.meet(ACCEPT_DUTY, ("sales_import", sales.id))
    audit.record(actor, "royalties.accept_sales", "sales_import", sales.id)
    emit(SalesAccepted(sales.id))
    db.session.flush()
    return sales


def reject_sales(actor: Actor, sales: SalesImport, reason: str) -> SalesImport:
    """Refuse a file with a reason; its lines go, so a right file may bring them."""
    require(policies.may_handle_money, actor)
    _refuse_ruled(sales)
    if not reason.strip():
        raise NoReason(field="reason")
    db.session.execute(delete(SalesLine).where(SalesLine.import_id == sales.id))
    sales.state, sales.reason = "rejected", reason.strip()
    sales.checked_at = clock.now()
    duties.meet(ACCEPT_DUTY, ("sales_import", sales.id))
    values = {"reason": sales.reason}
    audit.record(actor, "royalties.reject_sales", "sales_import", sales.id, values)
    db.session.flush()
    return sales


def map_sku(actor: Actor, sku: str, deed: Deed | None) -> SkuMap:
    """Let a code lead to a deed, or to none: one proposes, a second one confirms.

    The second call must name the same deed; the proposer may change his mind.
    """
    require(policies.may_handle_money, actor)
    deed_id = deed.id if deed is not None else None
    living = queries.sales.living_map(sku.strip())
    if living is not None and living.is_in_force:
        raise SkuMapped(sku=sku, field="sku")
    if living is None or living.maker_id == actor.id:
        return _propose(actor, living, sku.strip(), deed_id)
    if living.deed_id != deed_id:
        raise SubjectChanged
    living.checker_id, living.checked_at = actor.id, clock.now()
    audit.record(actor, "royalties.map_sku.checked", "sku_map", living.id)
    db.session.flush()
    return living


def _against_books(source: str, rows: list[Row]) -> Iterator[Fault]:
    """Lines that came before, and originals that nobody knows."""
    named = {row.original_line_id for row in rows if row.original_line_id}
    ids = [row.external_line_id for row in rows]
    known = queries.sales.known_lines(source, [*ids, *named])
    here = {row.external_line_id: (row.sku, row.currency) for row in rows}
    for row in rows:
        if row.external_line_id in known:
            yield LineKnown(
                line=row.line_no, column="external_line_id", value=row.external_line_id
            )
        original = row.original_line_id
        found = here.get(original) or known.get(original)
        if original and found != (row.sku, row.currency):
            yield OriginalUnknown(
                line=row.line_no, column="original_line_id", value=original
            )


def _line(sales: SalesImport, row: Row) -> dict[str, Any]:
    values = asdict(row)
    for name in ("gross", "discount", "tax", "freight", "other"):
        values[f"{name}_minor"] = values.pop(name)
    return {
        **values,
        "import_id": sales.id,
        "source": sales.source,
        "net_minor": row.net,
    }


def _refuse_ruled(sales: SalesImport) -> None:
    if sales.state != "validated":
        raise ImportRuled


def _propose(
    actor: Actor, living: SkuMap | None, sku: str, deed_id: int | None
) -> SkuMap:
    if not sku:
        raise NoSku(field="sku")
    if living is not None:
        living.ended_at = clock.now()
        db.session.flush()
    row = SkuMap(sku=sku, deed_id=deed_id, maker_id=actor.id)
    db.session.add(row)
    db.session.flush()
    values = {"sku": sku, "deed": deed_id}
    audit.record(actor, "royalties.map_sku.made", "sku_map", row.id, values=values)
    return row

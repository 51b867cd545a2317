"""A sales file: read strictly, every fault named by line and column.

Nothing is guessed: header order, ISO dates, decimals of the currency, signs by line
type and control totals must be as agreed, or the file is refused whole.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from app.kernel.money import BadAmount, Money
from app.royalties.engine import faults
from app.royalties.engine.currencies import CURRENCIES

HEADER = (
    "external_line_id",
    "period_start",
    "period_end",
    "sku",
    "channel",
    "territory",
    "line_type",
    "currency",
    "units",
    "gross_amount",
    "discount_amount",
    "tax_amount",
    "freight_amount",
    "other_deduction_amount",
    "original_line_id",
    "note",
)
AMOUNTS = tuple(name for name in HEADER if name.endswith("_amount"))
LINE_TYPES = ("sale", "return", "correction")
TOTAL = "#TOTAL"
TOTAL_COLUMNS = ("#TOTAL", "rows", "currency", "units", "gross", "net")
MAX_FAULTS = 20
_LIMITS = {"external_line_id": 200, "sku": 100, "note": 1_000}
_TEXT_LIMIT = 100
_AMOUNT = re.compile(r"-?\d{1,13}(\.\d{1,8})?")
_UNITS = re.compile(r"-?\d{1,12}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Row:
    """One sales line as the file says it, amounts in minor units."""

    line_no: int
    external_line_id: str
    period_start: date
    period_end: date
    sku: str
    channel: str
    territory: str
    line_type: str
    currency: str
    units: int
    gross: int
    discount: int
    tax: int
    freight: int
    other: int
    original_line_id: str
    note: str

    @property
    def net(self) -> int:
        return self.gross - self.discount - self.tax - self.freight - self.other


@dataclass(frozen=True, slots=True)
class Total:
    """What a currency's lines must sum to; `line_no` 0 when typed at the upload."""

    line_no: int
    rows: int
    currency: str
    units: int
    gross: int
    net: int


@dataclass(slots=True)
class Parsed:
    """What was read, and everything that is wrong with it."""

    rows: list[Row] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    found: list[faults.Fault] = field(default_factory=list)
    last_line: int = 1


class _Cells:
    """The cells of one row by column name; the first fault ends the row."""

    def __init__(self, line: int, cells: dict[str, str]) -> None:
        self.line = line
        self.cells = cells

    def fault(
        self, kind: type[faults.Fault], column: str, **values: object
    ) -> faults.Fault:
        shown = {"value": self.cells.get(column, ""), **values}
        return kind(line=self.line, column=column, **shown)

    def words(self, column: str, *, optional: bool = False) -> str:
        value = self.cells[column].strip()
        too_long = len(value) > _LIMITS.get(column, _TEXT_LIMIT)
        if too_long or not (value or optional) or not _is_plain(value):
            raise self.fault(faults.BadText, column)
        return value

    def day(self, column: str) -> date:
        value = self.cells[column]
        try:
            if _DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise self.fault(faults.BadDate, column)

    def currency(self, column: str = "currency") -> str:
        if self.cells[column] not in CURRENCIES:
            raise self.fault(faults.BadCurrency, column)
        return self.cells[column]

    def amount(self, column: str, currency: str) -> int:
        value = self.cells[column]
        try:
            if _AMOUNT.fullmatch(value):
                return Money.parse(value, currency).minor
        except BadAmount:
            pass
        raise self.fault(faults.BadNumber, column, currency=currency)

    def units(self, column: str, currency: str) -> int:
        if not _UNITS.fullmatch(self.cells[column]):
            raise self.fault(faults.BadNumber, column, currency=currency)
        return int(self.cells[column])


def parse(content: bytes, typed_totals: str = "") -> Parsed:
    """Read a whole file; what is wrong is in `found`, at most MAX_FAULTS of them."""
    parsed = Parsed()
    try:
        _read(parsed, content)
        _read_typed(parsed, typed_totals)
    except faults.Fault as fault:
        parsed.found.append(fault)
    if not parsed.found:
        parsed.found.extend(_control(parsed))
    return parsed


def _read(parsed: Parsed, content: bytes) -> None:
    lines = _rows(_decode(content))
    _read_header(lines)
    for line, cells in lines:
        parsed.last_line = line
        _read_line(parsed, line, cells)
        if len(parsed.found) >= MAX_FAULTS:
            return


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise faults.NotUtf8(line=line) from None


def _rows(words: str) -> Iterator[tuple[int, list[str]]]:
    """Each filled row with the line it begins on."""
    reader = csv.reader(io.StringIO(words, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if cells:
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise faults.BadTable(line=begins) from None


def _read_header(lines: Iterator[tuple[int, list[str]]]) -> None:
    line, cells = next(lines, (1, []))
    for place, wanted in enumerate(HEADER):
        found = cells[place].strip() if place < len(cells) else ""
        if found != wanted:
            raise faults.BadHeader(line=line, column=place + 1, wanted=wanted)
    if len(cells) != len(HEADER):
        raise faults.BadWidth(line=line, found=len(cells), wanted=len(HEADER))


def _read_line(parsed: Parsed, line: int, cells: list[str]) -> None:
    try:
        _take(parsed, line, cells)
    except faults.Fault as fault:
        parsed.found.append(fault)


def _take(parsed: Parsed, line: int, cells: list[str]) -> None:
    if cells[0] == TOTAL:
        parsed.totals.append(_total(line, cells))
        return
    if parsed.totals:
        raise faults.LineAfterTotal(line=line)
    if len(cells) != len(HEADER):
        raise faults.BadWidth(line=line, found=len(cells), wanted=len(HEADER))
    parsed.rows.append(_row(_Cells(line, dict(zip(HEADER, cells, strict=True)))))


def _row(cells: _Cells) -> Row:
    starts, ends = cells.day("period_start"), cells.day("period_end")
    if ends < starts:
        raise cells.fault(faults.EndsBeforeStart, "period_end")
    kind, currency = cells.cells["line_type"], cells.currency()
    if kind not in LINE_TYPES:
        raise cells.fault(faults.BadKind, "line_type")
    figures = _figures(cells, kind, currency)
    return Row(
        line_no=cells.line,
        external_line_id=cells.words("external_line_id"),
        period_start=starts,
        period_end=ends,
        sku=cells.words("sku"),
        channel=cells.words("channel", optional=True),
        territory=cells.words("territory", optional=True),
        line_type=kind,
        currency=currency,
        units=figures["units"],
        gross=figures["gross_amount"],
        discount=figures["discount_amount"],
        tax=figures["tax_amount"],
        freight=figures["freight_amount"],
        other=figures["other_deduction_amount"],
        original_line_id=cells.words("original_line_id", optional=True),
        note=cells.words("note", optional=True),
    )


def _figures(cells: _Cells, kind: str, currency: str) -> dict[str, int]:
    """Units and amounts, with the signs that the line type asks for."""
    found = {"units": cells.units("units", currency)}
    for column in AMOUNTS:
        found[column] = cells.amount(column, currency)
    if found["other_deduction_amount"]:
        raise cells.fault(faults.OtherNotAgreed, "other_deduction_amount")
    for column, value in found.items():
        if _is_wrong(kind, column, value):
            raise cells.fault(faults.BadSign, column)
    return found


def _is_wrong(kind: str, column: str, value: int) -> bool:
    """Sales go up; returns take units, gross and tax down; corrections may do both."""
    if kind == "sale":
        return value < 0
    is_taken_back = column in ("units", "gross_amount", "tax_amount")
    return kind == "return" and is_taken_back and value > 0


def _total(line: int, cells: list[str]) -> Total:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != len(TOTAL_COLUMNS):
        raise faults.BadWidth(line=line, found=len(cells), wanted=len(TOTAL_COLUMNS))
    named = _Cells(line, dict(zip(TOTAL_COLUMNS, cells, strict=True)))
    currency = named.currency()
    return Total(
        line_no=line,
        rows=named.units("rows", currency),
        currency=currency,
        units=named.units("units", currency),
        gross=named.amount("gross", currency),
        net=named.amount("net", currency),
    )


def _read_typed(parsed: Parsed, typed: str) -> None:
    """Totals typed at the upload, a row each: rows,currency,units,gross,net."""
    for words in typed.split():
        cells = words.removeprefix(f"{TOTAL},").split(",")
        parsed.totals.append(_total(0, [TOTAL, *cells]))


def _control(parsed: Parsed) -> Iterator[faults.Fault]:
    """Faults of the whole: lines that stand twice, totals that are missing or off."""
    if not parsed.rows:
        yield faults.EmptyFile(line=parsed.last_line)
    seen: set[str] = set()
    for row in parsed.rows:
        if row.external_line_id in seen:
            yield faults.TwiceInFile(
                line=row.line_no, column=HEADER[0], value=row.external_line_id
            )
        seen.add(row.external_line_id)
    yield from _compare(parsed)


def sums_of(rows: list[Row]) -> dict[str, Total]:
    """Rows, units, gross and net per currency, as the lines make them."""
    sums: dict[str, list[int]] = {}
    for row in rows:
        sum_ = sums.setdefault(row.currency, [0, 0, 0, 0])
        for place, value in enumerate((1, row.units, row.gross, row.net)):
            sum_[place] += value
    return {
        currency: Total(0, sum_[0], currency, sum_[1], sum_[2], sum_[3])
        for currency, sum_ in sorted(sums.items())
    }


def _compare(parsed: Parsed) -> Iterator[faults.Fault]:
    made = sums_of(parsed.rows)
    told: set[str] = set()
    for total in parsed.totals:
        if total.currency in told:
            yield faults.TwiceInFile(
                line=total.line_no, column="currency", value=total.currency
            )
        told.add(total.currency)
        empty = Total(0, 0, total.currency, 0, 0, 0)
        yield from _differences(total, made.get(total.currency, empty))
    for currency in made:
        if currency not in told:
            yield faults.TotalMissing(
                line=parsed.last_line, column="currency", value=currency
            )


def _differences(total: Total, made: Total) -> Iterator[faults.Fault]:
    for column in ("rows", "units", "gross", "net"):
        said, wanted = getattr(total, column), getattr(made, column)
        if said != wanted:
            yield faults.TotalDiffers(
                line=total.line_no,
                column=column,
                value=_shown(said, column, total.currency),
                wanted=_shown(wanted, column, total.currency),
            )


def _shown(value: int, column: str, currency: str) -> str:
    return Money(value, currency).decimal if column in ("gross", "net") else str(value)


def _is_plain(value: str) -> bool:
    return all(sign == "\n" or unicodedata.category(sign) != "Cc" for sign in value)

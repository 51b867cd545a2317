"""Reading sales files: every fault by line and column."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.royalties.engine import faults, salesfile
from tests.royalties.make import line, sales_file

pytestmark = pytest.mark.nodb
GOOD = line("1", "CL-1", "100.00", tax_amount="19.00")
TOTAL = "1,EUR,1,100.00,81.00"


def fault_of(content, typed=""):
    """The one thing that is wrong with a file."""
    (fault,) = salesfile.parse(content, typed).found
    return fault


def test_a_good_file_is_read_whole():
    parsed = salesfile.parse(sales_file(GOOD, totals=[TOTAL]))
    assert parsed.found == []
    (row,) = parsed.rows
    assert (row.line_no, row.gross, row.tax, row.net) == (2, 10_000, 1_900, 8_100)
    assert (row.period_start, row.period_end) == (date(2026, 1, 1), date(2026, 3, 31))
    assert salesfile.sums_of(parsed.rows)["EUR"].net == 8_100


def test_totals_may_be_typed_and_a_mark_in_front_is_fine():
    content = b"\xef\xbb\xbf" + sales_file(GOOD).replace(b"\n", b"\r\n")
    assert salesfile.parse(content, TOTAL).found == []
    assert salesfile.parse(content, f"#TOTAL,{TOTAL}").found == []


def test_spreadsheets_fill_total_rows_with_commas():
    content = sales_file(GOOD, totals=[TOTAL + "," * 10])
    assert salesfile.parse(content).found == []


def test_yen_have_no_decimals():
    yen = line(
        "1",
        "CL-1",
        "1200",
        currency="JPY",
        discount_amount="0",
        tax_amount="0",
        freight_amount="0",
    )
    assert salesfile.parse(sales_file(yen, totals=["1,JPY,1,1200,1200"])).found == []
    bad = line("1", "CL-1", "1200.50", currency="JPY")
    assert fault_of(sales_file(bad)).values["column"] == "gross_amount"


@pytest.mark.parametrize(
    ("cells", "kind", "column"),
    [
        ({"period_start": "2026-13-01"}, faults.BadDate, "period_start"),
        ({"period_start": "01.02.2026"}, faults.BadDate, "period_start"),
        ({"period_end": "2025-12-31"}, faults.EndsBeforeStart, "period_end"),
        ({"sku": ""}, faults.BadText, "sku"),
        ({"sku": "x" * 101}, faults.BadText, "sku"),
        ({"note": "a\x07b"}, faults.BadText, "note"),
        ({"line_type": "gift"}, faults.BadKind, "line_type"),
        ({"currency": "EUX"}, faults.BadCurrency, "currency"),
        ({"units": "1.5"}, faults.BadNumber, "units"),
        ({"gross_amount": "1,00"}, faults.BadWidth, None),
        ({"gross_amount": "100.001"}, faults.BadNumber, "gross_amount"),
        ({"gross_amount": "1e3"}, faults.BadNumber, "gross_amount"),
        ({"gross_amount": ""}, faults.BadNumber, "gross_amount"),
        ({"gross_amount": "-1.00"}, faults.BadSign, "gross_amount"),
        (
            {"other_deduction_amount": "1.00"},
            faults.OtherNotAgreed,
            "other_deduction_amount",
        ),
        (
            {"line_type": "return", "units": "1", "gross_amount": "-1.00"},
            faults.BadSign,
            "units",
        ),
        (
            {
                "line_type": "return",
                "units": "-1",
                "tax_amount": "1.00",
                "gross_amount": "-1.00",
            },
            faults.BadSign,
            "tax_amount",
        ),
    ],
)
def test_a_bad_cell_is_named(cells, kind, column):
    gross = cells.pop("gross_amount", "100.00")
    type_ = cells.pop("line_type", "sale")
    rows = [GOOD, line("2", cells.pop("sku", "CL-1"), gross, kind=type_, **cells)]
    fault = fault_of(sales_file(*rows))
    assert type(fault) is kind
    assert fault.values["line"] == 3
    assert fault.values.get("column") == column
    assert "Line 3" in str(fault)


def test_a_correction_goes_either_way():
    down = line("2", "CL-1", "-5.00", kind="correction", units="-1")
    up = line("3", "CL-1", "5.00", kind="correction")
    assert not salesfile.parse(sales_file(down, up), "2,EUR,0,0.00,0.00").found


@pytest.mark.parametrize(
    ("total", "column"),
    [
        ("1,EUR,1,100.01,81.00", "gross"),
        ("1,EUR,1,100.00,80.99", "net"),
        ("2,EUR,1,100.00,81.00", "rows"),
        ("1,EUR,2,100.00,81.00", "units"),
    ],
)
def test_a_total_off_by_one_is_refused(total, column):
    fault = fault_of(sales_file(GOOD, totals=[total]))
    assert type(fault) is faults.TotalDiffers
    assert (fault.values["line"], fault.values["column"]) == (3, column)


def test_totals_are_complete_and_stand_once_at_the_end():
    dollars = line("2", "CN-1", "5.00", currency="USD")
    missing = fault_of(sales_file(GOOD, dollars, totals=[TOTAL]))
    assert (type(missing), missing.values["value"]) == (faults.TotalMissing, "USD")
    twice = fault_of(sales_file(GOOD, totals=[TOTAL, TOTAL]))
    assert type(twice) is faults.TwiceInFile
    foreign = salesfile.parse(sales_file(GOOD, totals=[TOTAL, "0,USD,0,0.00,1.00"]))
    assert [type(f) for f in foreign.found] == [faults.TotalDiffers]
    after = sales_file(GOOD, totals=[TOTAL]) + line("9", "CL-1", "1.00").encode()
    assert type(fault_of(after)) is faults.LineAfterTotal
    assert type(fault_of(sales_file(GOOD, totals=["1,EUR,1"]))) is faults.BadWidth
    assert type(fault_of(sales_file(GOOD), "1;EUR")) is faults.BadWidth


def test_a_line_stands_once():
    fault = fault_of(sales_file(GOOD, GOOD, totals=["2,EUR,2,200.00,162.00"]))
    assert (type(fault), fault.values["line"]) == (faults.TwiceInFile, 3)


def test_the_header_is_as_agreed():
    assert fault_of(b"").values == {
        "line": 1,
        "column": 1,
        "wanted": "external_line_id",
    }
    swapped = sales_file(GOOD).replace(b"sku,channel", b"channel,sku")
    assert fault_of(swapped).values["column"] == 4
    wide = sales_file().replace(b"note", b"note,more")
    assert type(fault_of(wide)) is faults.BadWidth


def test_what_is_no_text_or_no_table_is_refused():
    latin = sales_file(GOOD, line("2", "L\xe4mp", "1.00"))
    assert type(fault_of(latin.decode().encode("latin-1"))) is faults.NotUtf8
    assert fault_of(latin.decode().encode("latin-1")).values["line"] == 3
    quoted = sales_file(GOOD, '"unclosed')
    assert type(fault_of(quoted)) is faults.BadTable
    assert type(fault_of(sales_file(), "0,EUR,0,0.00,0.00")) is faults.EmptyFile


def test_lines_are_counted_over_quoted_breaks():
    first = line("1", "CL-1", "1.00", note='"two\nlines"')
    fault = fault_of(sales_file(first, "", line("2", "CL-1", "x")))
    assert fault.values["line"] == 5


def test_many_faults_are_cut_short():
    rows = [line(str(n), "CL-1", "x") for n in range(40)]
    assert len(salesfile.parse(sales_file(*rows)).found) == salesfile.MAX_FAULTS


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_but_never_crash(content):
    assert salesfile.parse(content).found


@given(st.lists(st.text(max_size=12), min_size=16, max_size=16))
def test_any_cells_are_read_or_refused_but_never_crash(cells):
    row = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    salesfile.parse(sales_file(row))

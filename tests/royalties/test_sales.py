"""Sales files against the books; and where codes lead."""

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from app.kernel import approvals
from app.kernel.errors import Missing, NotAllowed
from app.royalties import commands, queries
from app.royalties.commands import Upload
from app.royalties.commands.sales import LineKnown, NoSku, OriginalUnknown
from app.royalties.engine.faults import BadDate
from app.royalties.models import SalesFile, SalesImport, SalesLine, SkuMap
from tests.royalties import make
from tests.royalties.make import line, sales_file

ONE = sales_file(line("1", "CL-1", "10.00"), totals=["1,EUR,1,10.00,10.00"])
BROKEN = ONE.replace(b"2026-03-31", b"2026-03-32")


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def kept(finn, session):
    sales = commands.upload_sales(finn, Upload(ONE, "shop", "march.csv"))
    session.commit()
    return sales


def test_a_dry_run_says_everything_and_keeps_nothing(finn, session):
    checked = commands.check_sales(finn, Upload(ONE, "shop"))
    assert (len(checked.rows), checked.faults) == (1, [])
    assert checked.unmapped == ["CL-1"]
    assert checked.sums["EUR"].gross == 1_000
    assert not commands.check_sales(finn, Upload(BROKEN, "shop")).rows
    assert count(session, SalesImport) == count(session, SalesLine) == 0


def test_an_upload_keeps_lines_totals_and_the_file(kept, session):
    assert (kept.state, kept.line_count, len(kept.sha256)) == ("validated", 1, 64)
    (one,) = queries.sales.all_lines_of(kept.id)
    assert (one.sku, one.net_minor, one.source) == ("CL-1", 1_000, "shop")
    assert queries.sales.lines_of(kept.id).items == [one]
    assert session.get(SalesFile, kept.id).content == ONE
    assert [i.id for i in queries.sales.waiting_imports()] == [kept.id]
    assert queries.sales.imports().items == [kept]


def test_a_bad_line_is_named_and_nothing_kept(finn, session):
    with pytest.raises(BadDate, match="Line 2, column period_end"):
        commands.upload_sales(finn, Upload(BROKEN, "shop"))
    assert count(session, SalesImport) == 0


def test_the_same_file_twice_is_refused(kept, finn):
    with pytest.raises(commands.FileKnown, match=r"march\.csv"):
        commands.upload_sales(finn, Upload(ONE, "elsewhere", "april.csv"))


def test_the_same_lines_in_another_file_are_refused(kept, finn, session):
    again = sales_file(line("1", "CL-1", "10.00"), totals=["1,EUR,1,10.00,10.0"])
    with pytest.raises(LineKnown, match="Line 2, column external_line_id"):
        commands.upload_sales(finn, Upload(again, "shop"))
    assert commands.check_sales(finn, Upload(again, "other shop")).faults == []


def test_a_return_names_a_line_that_is_known(kept, finn):
    def back(**cells):
        row = line("9", "CL-1", "-1.00", kind="return", **cells)
        currency = cells.get("currency", "EUR")
        total = f"1,{currency},-1,-1.00,-1.00"
        return commands.check_sales(
            finn, Upload(sales_file(row, totals=[total]), "shop")
        )

    assert back(original_line_id="1").faults == []
    for cells in (
        {"original_line_id": "7"},
        {"original_line_id": "1", "currency": "USD"},
    ):
        (fault,) = back(**cells).faults
        assert type(fault) is OriginalUnknown
        assert fault.values["column"] == "original_line_id"


def test_a_source_is_named(finn):
    for source in (" ", "x" * 101):
        with pytest.raises(commands.NoSource):
            commands.check_sales(finn, Upload(ONE, source))


def test_a_second_person_accepts(kept, finn, fay):
    with pytest.raises(approvals.SamePerson):
        commands.accept_sales(finn, kept)
    assert commands.accept_sales(fay, kept).state == "accepted"
    with pytest.raises(commands.ImportRuled):
        commands.accept_sales(fay, kept)
    with pytest.raises(commands.ImportRuled):
        commands.reject_sales(fay, kept, "late")


def test_the_maker_does_not_accept_by_sql(kept, finn, session):
    change = update(SalesImport).where(SalesImport.id == kept.id)
    for checker in (finn.id, None):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(change.values(state="accepted", checker_id=checker))


def test_a_rejected_file_gives_its_lines_free(kept, finn, fay, session):
    with pytest.raises(commands.NoReason):
        commands.reject_sales(fay, kept, "  ")
    assert commands.reject_sales(finn, kept, "Wrong month").state == "rejected"
    assert count(session, SalesLine) == 0
    right = sales_file(line("1", "CL-1", "11.00"), totals=["1,EUR,1,11.00,11.00"])
    assert commands.upload_sales(finn, Upload(right, "shop")).line_count == 1


CHANGES_OF_AN_ACCEPTED_FILE = [
    "UPDATE sales_lines SET gross_minor = 0, net_minor = 0",
    "DELETE FROM sales_lines",
    "UPDATE sales_imports SET state = 'rejected'",
    "DELETE FROM sales_imports",
    "DELETE FROM sales_files",
    "UPDATE sales_files SET content = ''",
]


def test_an_accepted_file_stays_by_sql_too(kept, fay, session):
    commands.accept_sales(fay, kept)
    session.commit()
    for change in CHANGES_OF_AN_ACCEPTED_FILE:
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(change))


def test_only_finance_without_a_share_handles_sales(kept, people, space, session):
    for name in ("ana", "priya", "ada", "mo"):
        with pytest.raises(NotAllowed, match="may_handle_money"):
            commands.upload_sales(people[name], Upload(ONE, "shop"))
    lamp = make.product(people["ana"], space)
    shares = [(people["ana"], 60), (people["fay"], 40)]
    make.draft(people["priya"], lamp, shares)
    assert not queries.has_share(people["fay"].id), "a draft binds nobody"
    make.open_for_signing(people["priya"], make.product(people["ana"], space), shares)
    for act in (
        lambda fay: commands.accept_sales(fay, kept),
        lambda fay: commands.reject_sales(fay, kept, "no"),
        lambda fay: commands.map_sku(fay, "CL-1", None),
        lambda fay: commands.compute(fay, "2026Q1"),
    ):
        with pytest.raises(NotAllowed, match="may_handle_money"):
            act(people["fay"])


def test_two_people_lead_a_code_somewhere(kept, people, space, ana, priya, session):
    finn, fay = people["finn"], people["fay"]
    deed = commands.draft_deed(priya, make.product(ana, space)).deed
    assert [one.sku for one in queries.sales.open_skus()] == ["CL-1"]
    first = commands.map_sku(finn, "CL-1", None)
    second = commands.map_sku(finn, " CL-1", deed)
    assert first.ended_at is not None
    assert not second.is_in_force
    with pytest.raises(approvals.SubjectChanged):
        commands.map_sku(fay, "CL-1", None)
    assert commands.map_sku(fay, "CL-1", deed).is_in_force
    assert queries.sales.maps_in_force() == {"CL-1": deed.id}
    assert queries.sales.open_skus() == []
    with pytest.raises(commands.SkuMapped):
        commands.map_sku(finn, "CL-1", None)
    with pytest.raises(NoSku):
        commands.map_sku(finn, " ", None)


def test_a_checked_mapping_stays_by_sql_too(finn, fay, session):
    made = commands.map_sku(finn, "CL-1", None)
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(update(SkuMap).values(checker_id=finn.id))
    commands.map_sku(fay, "CL-1", None)
    for change in ("UPDATE sku_maps SET sku = 'X'", "DELETE FROM sku_maps"):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(change))
    assert made.is_in_force


def test_an_unknown_file_is_missing(session):
    with pytest.raises(Missing):
        queries.sales.import_(9_999)

"""beancount accepts the export, and would not accept another."""

import subprocess
from datetime import date
from pathlib import Path

from app.kernel.actor import SYSTEM
from app.ledger import commands as ledger
from app.ledger import queries
from app.ledger.queries import balances
from tests.ledger.books import ANA, BANK, open_accounts, posting, royalty

BEAN_CHECK = Path(__file__).parents[2] / ".venv" / "bin" / "bean-check"


def bean_check(text: str, folder: Path) -> subprocess.CompletedProcess:
    book = folder / "book.beancount"
    book.write_text(text)
    return subprocess.run(  # noqa: S603 - our own tool on our own file
        [BEAN_CHECK, book], capture_output=True, text=True, check=False
    )


def test_an_empty_book_is_a_book(session, tmp_path):
    assert bean_check(queries.beancount(), tmp_path).returncode == 0


def test_beancount_accepts_the_book(session, finn, fay, tmp_path):
    royalty("a", on=date(2026, 3, 31), memo='a "quoted" \\ memo')
    for actor in (finn, fay):
        ledger.seal(actor, "2026Q1", date(2026, 1, 1), date(2026, 3, 31))
    royalty("b", -12_647, on=date(2026, 6, 30))
    ledger.post(SYSTEM, posting("c", (ANA, 100), (BANK, -100)))
    open_accounts("trading:fx:JPY", "expense:bad_debt:JPY")
    ledger.post(
        SYSTEM, posting("d", ("trading:fx:JPY", 100), ("expense:bad_debt:JPY", -100))
    )
    text = queries.beancount()
    checked = bean_check(text, tmp_path)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")
    assert "2026-04-01 balance Liabilities:Payable:P7:EUR -273.12 EUR" in text
    assert "Equity:Trading:Fx:JPY  100 JPY" in text


def test_beancount_refuses_a_changed_cent(session, tmp_path):
    royalty()
    text = queries.beancount().replace(" -273.12 EUR", " -273.13 EUR", 1)
    assert bean_check(text, tmp_path).returncode == 1


def test_the_journal_has_one_row_an_entry(session):
    tx = royalty()
    rows = list(queries.journal_rows())
    assert rows[0] == (
        1,
        "royalty:1",
        "royalty",
        "2026-09-30",
        "expense:royalty:PROD1:EUR",
        "EUR",
        "455.20",
        "",
        "",
        tx.hash,
    )
    assert [row[7] for row in rows] == ["", "273.12", "182.08"]


def test_the_book_is_read_in_batches(session):
    for key in "abc":
        royalty(key)
    assert [tx.seq for tx, _ in balances.in_order(size=2)] == [1, 2, 3]

"""`flask ledger`: the books from the shell."""

import pytest

from app.kernel.text import fold
from app.people.models import Credential
from tests.ledger.books import open_accounts, posting, royalty
from tests.ledger.test_chain import by_force
from tests.ledger.test_journals import HEADER, TOPUP


@pytest.fixture
def run(app, session, people):
    """Run a command; the cast signs in under its names."""
    for name, person in people.items():
        session.add(
            Credential(
                person_id=person.id, kind="password", name_key=fold(name), secret="x"
            )
        )
    session.commit()
    runner = app.test_cli_runner()

    def call(*words: str):
        return runner.invoke(args=["ledger", *words])

    return call


def test_verify_says_that_all_is_well(run):
    tx = royalty()
    answer = run("verify")
    assert answer.output == f"1 transactions, whole and in order; head {tx.hash}\n"
    assert answer.exit_code == 0


def test_verify_names_a_changed_cent(run):
    royalty()
    by_force("UPDATE ledger_entries SET amount = 1 WHERE line = 1", "ledger_entries")
    answer = run("verify")
    assert answer.exit_code == 1
    assert "seq 1: debits and credits differ" in answer.output


def test_balances(run):
    royalty()
    assert "-273.12 EUR  liability:payable:P7:EUR" in run("balances").output
    assert run("balances", "--on", "2026-09-29").output == ""
    assert "455.20" in run("balances", "--seq", "1").output


def test_export(run):
    royalty()
    assert "Liabilities:Payable:P7:EUR" in run("export").output
    assert run("export", "--format", "csv").output.startswith("seq,key,kind")


def test_a_journal_takes_two(run, tmp_path):
    path = tmp_path / "january.csv"
    path.write_text(HEADER + TOPUP)
    assert "A second person" in run("journal", str(path), "--as", "finn").output
    again = run("journal", str(path), "--as", "finn")
    assert (again.exit_code, "four_eyes" in again.output) == (1, True)
    assert (
        "Posted. The head is seq 1." in run("journal", str(path), "--as", "fay").output
    )
    assert "may_keep" in run("journal", str(path), "--as", "olaf").output
    assert "Nobody signs in" in run("journal", str(path), "--as", "zoe").output


def test_a_seal_takes_two(run):
    words = ("seal", "2026Q3", "2026-07-01", "2026-09-30", "--as")
    assert "waits for a second person" in run(*words, "finn").output
    assert "2026Q3 is sealed" in run(*words, "fay").output
    assert posting("x").key == "x"
    open_accounts()

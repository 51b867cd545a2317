"""`flask payouts`: the same acts and the same four eyes from the shell."""

import pytest

from app.kernel import clock
from app.kernel.text import fold
from app.payouts import commands, queries
from app.people.models import Credential
from tests.payouts.make import details, owe


@pytest.fixture
def run(app, session, people):
    for name, person in people.items():
        session.add(
            Credential(
                person_id=person.id,
                kind="password",
                name=name,
                name_key=fold(name),
                secret="x",
            )
        )
    session.commit()
    runner = app.test_cli_runner()

    def call(words: str, *more: str) -> str:
        return runner.invoke(args=["payouts", *words.split(), *more]).output

    return call


@pytest.fixture
def owed(session, ana, finn, fay):
    owe(ana, finn, fay)
    commands.enter_payee(ana, details())
    session.commit()
    return f"2026Q3-{ana.number}-EUR-1"


@pytest.fixture
def cleared(run, owed):
    assert "Checked" in run("check-payee ana --as finn")
    papers = "tax-papers ana --kind w8ben --signed-on 2026-01-05 --as"
    assert "second person" in run(f"{papers} finn")
    assert "four_eyes" in run("release ana tax_papers --as finn")
    assert "Released" in run("release ana tax_papers --as fay")
    return owed


def test_from_plan_to_paid(run, cleared, session, tmp_path):
    out = tmp_path / "bank.csv"
    plan = run("plan --as finn")
    assert f"{cleared}  273.12 EUR  Ana" in plan
    number, sha256 = queries.batches().items[0].id, plan.split()[-1]
    assert "four_eyes" in run(f"approve {number} --hash {sha256} --as finn")
    assert "subject_changed" in run(f"approve {number} --hash 0 --as fay")
    assert "is approved" in run(f"approve {number} --hash {sha256} --as fay")
    assert "may_export" in run(f"export {number} --as finn --out", str(out))
    assert "1 payments" in run(f"export {number} --as fay --out", str(out))
    assert "DE89370400440532013000" in out.read_text()
    assert out.stat().st_mode & 0o077 == 0
    day = clock.today()
    answer = f"confirm {cleared} --bank-reference B1 --value-on {day} --as"
    assert "four_eyes" in run(f"{answer} fay")
    assert f"{cleared} is paid" in run(f"{answer} finn")


def test_a_refused_line(run, cleared, tmp_path):
    ref = exported(run, tmp_path)
    assert "owed again" in run(f"fail {ref} --reason closed --as finn")


def test_a_voided_file(run, cleared, tmp_path):
    exported(run, tmp_path)
    number = queries.batches().items[0].id
    assert "waits for a second" in run(f"void {number} --as finn")
    assert "is void" in run(f"void {number} --as fay")


def exported(run, tmp_path) -> str:
    plan = run("plan --period 2026Q3 --as finn")
    number, sha256 = queries.batches().items[0].id, plan.split()[-1]
    run(f"approve {number} --hash {sha256} --as fay")
    run(f"export {number} --as fay --out", str(tmp_path / "bank.csv"))
    return plan.split()[0]


def test_nobody_and_nothing(run, owed):
    assert "no such thing" in run("plan --as zoe")
    assert "no such thing" in run("check-payee zoe --as finn")
    assert "may_handle" in run("plan --as olaf")

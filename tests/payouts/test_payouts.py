"""From payable to paid: by two and three people, never twice."""

import csv
import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.kernel import clock
from app.kernel.approvals import SamePerson, SubjectChanged
from app.kernel.errors import Missing, NotAllowed
from app.ledger import queries as books
from app.payouts import commands, policies, queries
from app.payouts.models import BankFile, PayoutBatch
from app.royalties.models import Statement
from tests.payouts.make import (
    OTHER_IBAN,
    balance,
    details,
    exported,
    owe,
    planned,
    ready,
)

TODAY = clock.today


def test_the_whole_way_to_paid(session, ana, ben, finn, fay):
    owe(ana, finn, fay)
    owe(ben, finn, fay, 18_208)
    owe(ben, finn, fay, 4_115, "USD")
    ready(ana, finn, fay)
    ready(ben, finn, fay, iban="", bic="", account="12345678", clearing="021000021")
    batch = commands.plan(finn)
    assert batch.sums == {"EUR": 45_520, "USD": 4_115}
    assert [p.ref for p in batch.payouts] == [
        f"2026Q3-{ana.number}-EUR-1",
        f"2026Q3-{ben.number}-EUR-1",
        f"2026Q3-{ben.number}-USD-1",
    ]
    commands.approve(fay, batch, batch.sha256)
    file = commands.export(fay, batch)
    assert balance(ana, "payable") == 0
    assert balance(ana, "intransit") == -27_312
    rows = list(csv.DictReader(io.StringIO(commands.read_file(fay, file))))
    assert rows[0] == {
        "payout_ref": f"2026Q3-{ana.number}-EUR-1",
        "beneficiary": "Ana Real",
        "iban_or_account": "DE89370400440532013000",
        "bic": "COBADEFFXXX",
        "currency": "EUR",
        "amount": "273.12",
        "reference": f"2026Q3-{ana.number}-EUR-1",
    }
    assert (rows[1]["iban_or_account"], rows[1]["bic"]) == ("12345678", "021000021")
    for place, payout in enumerate(queries.batch(batch.id).payouts):
        commands.confirm(finn, payout, f"BANK-{place}", TODAY())
    assert queries.batch(batch.id).state == "settled"
    assert balance(ana, "intransit") == 0
    assert books.balance("asset:bank:EUR", "EUR") == -45_520
    assert books.balance("asset:bank:USD", "USD") == -4_115
    assert queries.payouts_of(ana.id)[0].state == "transferred"
    assert books.verify() == []
    with pytest.raises(commands.NothingToPay):
        commands.plan(finn)


def test_who_is_stopped_stays_out(session, ana, ben, finn, fay):
    owe(ana, finn, fay)
    owe(ben, finn, fay)
    assert [each.stops for each in queries.waiting()] == [["no_details"]] * 2
    with pytest.raises(commands.NothingToPay):
        commands.plan(finn)
    commands.enter_payee(ana, details())
    ready(ben, finn, fay)
    waiting = queries.waiting()
    assert [(w.person.id, w.stops) for w in waiting] == [
        (ana.id, ["tax_papers", "unchecked"]),
        (ben.id, []),
    ]
    batch = commands.plan(finn)
    assert [p.person_id for p in batch.payouts] == [ben.id]


def test_what_is_planned_is_not_planned_twice(session, ana, finn, fay):
    planned(ana, finn, fay)
    assert queries.waiting() == []
    with pytest.raises(commands.NothingToPay):
        commands.plan(fay)


def test_nobody_approves_what_he_made(session, ana, finn, fay):
    batch = planned(ana, finn, fay)
    with pytest.raises(SamePerson):
        commands.approve(finn, batch, batch.sha256)
    change = "UPDATE payout_batches SET checker_id = maker_id"
    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.execute(sa.text(change))


def test_nobody_is_approved_by_sql_alone(session, ana, finn, fay):
    planned(ana, finn, fay)
    for change in ({}, {"checker_id": fay.id, "approved_sha256": "other"}):
        with pytest.raises(IntegrityError, match="approved"), session.begin_nested():
            session.execute(sa.update(PayoutBatch).values(state="approved", **change))


def test_another_hash_approves_nothing(session, ana, finn, fay):
    batch = planned(ana, finn, fay)
    with pytest.raises(SubjectChanged):
        commands.approve(fay, batch, "0" * 64)
    batch.payouts[0].minor += 1
    with pytest.raises(SubjectChanged):
        commands.approve(fay, batch, batch.sha256)


def test_a_change_voids_the_approval(session, ana, ben, finn, fay):
    owe(ben, finn, fay)
    ready(ben, finn, fay)
    batch = planned(ana, finn, fay)
    old = batch.sha256
    commands.approve(fay, batch, old)
    changed = commands.cancel(finn, batch.payouts[0])
    assert (changed.state, changed.checker_id) == ("planned", None)
    assert changed.sha256 != old
    with pytest.raises(commands.NotApproved):
        commands.export(fay, changed)
    with pytest.raises(SubjectChanged):
        commands.approve(fay, changed, old)
    commands.approve(fay, changed, changed.sha256)
    assert len(queries.waiting()) == 1


def test_the_last_one_out_ends_the_batch(session, ana, finn, fay):
    batch = planned(ana, finn, fay)
    assert commands.cancel(fay, batch.payouts[0]).state == "canceled"
    with pytest.raises(commands.NotPlanned):
        commands.cancel(fay, queries.payout(batch.payouts[0].id))
    with pytest.raises(commands.NotPlanned):
        commands.approve(fay, queries.batch(batch.id), batch.sha256)
    assert commands.plan(finn).payouts[0].ref.endswith("-2")


def test_the_maker_does_not_export(session, ana, finn, fay):
    batch = planned(ana, finn, fay)
    with pytest.raises(commands.NotApproved):
        commands.export(fay, batch)
    commands.approve(fay, batch, batch.sha256)
    with pytest.raises(NotAllowed, match="may_export"):
        commands.export(finn, batch)


def test_exporting_twice_is_exporting_once(session, ana, finn, fay):
    batch = exported(ana, finn, fay)
    assert commands.export(fay, batch).id == batch.file.id
    assert books.head()[0] == 2


def test_a_changed_batch_is_not_exported(session, ana, finn, fay):
    batch = planned(ana, finn, fay)
    commands.approve(fay, batch, batch.sha256)
    batch.payouts[0].minor -= 1
    with pytest.raises(SubjectChanged):
        commands.export(fay, batch)


def test_a_hold_after_approval_stops_the_payout(session, ana, ben, finn, fay):
    owe(ben, finn, fay)
    ready(ben, finn, fay)
    batch = planned(ana, finn, fay)
    commands.approve(fay, batch, batch.sha256)
    commands.enter_payee(ana, details(iban=OTHER_IBAN))
    file = commands.export(fay, queries.batch(batch.id))
    assert file.n_lines == 1
    states = {p.person_id: (p.state, p.stop) for p in queries.batch(batch.id).payouts}
    assert states == {
        ana.id: ("held", "bank_changed"),
        ben.id: ("submitting", ""),
    }
    assert balance(ana, "payable") == -27_312
    assert [w.person.id for w in queries.waiting()] == [ana.id]


def test_changed_details_stop_even_after_the_wait(session, ana, finn, fay):
    batch = planned(ana, finn, fay)
    commands.approve(fay, batch, batch.sha256)
    row = commands.enter_payee(ana, details(iban=OTHER_IBAN))
    commands.check_payee(finn, queries.known_payee(ana.id), row.id)
    with (
        clock.at(clock.now() + timedelta(hours=73)),
        pytest.raises(commands.NothingToPay),
    ):
        commands.export(fay, queries.batch(batch.id))
    assert queries.payout(batch.payouts[0].id).stop == "details_changed"


def test_no_more_is_paid_than_is_owed(session, ana, finn, fay):
    batch = planned(ana, finn, fay)
    commands.approve(fay, batch, batch.sha256)
    with session.begin_nested():
        session.execute(
            sa.text("UPDATE ledger_balances SET balance = 0 WHERE balance < 0")
        )
    with pytest.raises(commands.NothingToPay):
        commands.export(fay, batch)
    assert batch.payouts[0].stop == "balance"


def test_who_exported_confirms_nothing(session, ana, finn, fay):
    payout = exported(ana, finn, fay).payouts[0]
    for act in (
        lambda: commands.confirm(fay, payout, "B-1", TODAY()),
        lambda: commands.fail(fay, payout, "no such account"),
    ):
        with pytest.raises(SamePerson):
            act()
    change = (
        "UPDATE payout_attempts SET state = 'confirmed', settler_id = exporter_id,"
        " bank_reference = 'x', value_on = '2026-11-25'"
    )
    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.execute(sa.text(change))


def test_confirming_twice_is_confirming_once(session, ana, finn, fay):
    payout = exported(ana, finn, fay).payouts[0]
    commands.confirm(finn, payout, " B  1 ", TODAY())
    payout = queries.payout(payout.id)
    commands.confirm(finn, payout, "B 1", TODAY())
    assert books.head()[0] == 3
    with pytest.raises(commands.AlreadySettled):
        commands.confirm(finn, payout, "B 2", TODAY())
    with pytest.raises(commands.AlreadySettled):
        commands.fail(finn, payout, "late")


def test_a_bank_reference_pays_one_payout(session, ana, ben, finn, fay):
    owe(ben, finn, fay)
    ready(ben, finn, fay)
    first, second = exported(ana, finn, fay).payouts
    commands.confirm(finn, first, "B-1", TODAY())
    with pytest.raises(commands.ReferenceTaken):
        commands.confirm(finn, queries.payout(second.id), "B-1", TODAY())


def test_the_value_date_is_a_day_of_the_trip(session, ana, finn, fay):
    payout = exported(ana, finn, fay).payouts[0]
    for day in (date(2020, 1, 1), TODAY() + timedelta(days=1)):
        with pytest.raises(commands.BadValueDate):
            commands.confirm(finn, payout, "B-1", day)
    with pytest.raises(commands.DetailsMissing):
        commands.confirm(finn, payout, "  ", TODAY())


def test_a_refused_line_is_owed_again_on_hold(session, ana, finn, fay):
    batch = exported(ana, finn, fay)
    commands.fail(finn, batch.payouts[0], "account closed")
    payout = queries.payout(batch.payouts[0].id)
    commands.fail(finn, payout, "account closed")
    assert (payout.state, payout.attempt.state) == ("held", "rejected")
    assert queries.batch(batch.id).state == "settled"
    assert balance(ana, "payable") == -27_312
    assert balance(ana, "intransit") == 0
    assert queries.known_payee(ana.id).stops == ["rejected"]
    with pytest.raises(commands.NothingToPay):
        commands.plan(finn)
    payee = queries.known_payee(ana.id)
    commands.release_hold(fay, payee, queries.hold_of_kind(payee, "rejected"))
    again = commands.plan(finn)
    assert again.payouts[0].ref == f"2026Q3-{ana.number}-EUR-2"


def test_a_file_is_voided_by_two(session, ana, finn, fay):
    batch = exported(ana, finn, fay)
    assert commands.void_file(finn, batch).voided_at is None
    with pytest.raises(SamePerson):
        commands.void_file(finn, batch)
    assert commands.void_file(fay, batch).voided_at is not None
    assert balance(ana, "payable") == -27_312
    payout = queries.payout(batch.payouts[0].id)
    assert (payout.state, payout.attempt.state) == ("canceled", "voided")
    with pytest.raises(commands.NotExported):
        commands.confirm(finn, payout, "B-1", TODAY())
    with pytest.raises(commands.NoFile):
        commands.void_file(fay, queries.batch(batch.id))
    assert commands.plan(finn).payouts[0].minor == 27_312
    assert books.verify() == []


def test_voiding_leaves_out_what_was_held(session, ana, ben, finn, fay):
    owe(ben, finn, fay)
    ready(ben, finn, fay)
    batch = planned(ana, finn, fay)
    commands.approve(fay, batch, batch.sha256)
    commands.enter_payee(ana, details(iban=OTHER_IBAN))
    commands.export(fay, queries.batch(batch.id))
    for actor in (finn, fay):
        commands.void_file(actor, queries.batch(batch.id))
    states = {p.person_id: p.state for p in queries.batch(batch.id).payouts}
    assert states == {ana.id: "held", ben.id: "canceled"}


def test_a_used_file_is_not_voided(session, ana, ben, finn, fay):
    owe(ben, finn, fay)
    ready(ben, finn, fay)
    batch = exported(ana, finn, fay)
    commands.confirm(finn, batch.payouts[0], "B-1", TODAY())
    with pytest.raises(commands.FileSettled):
        commands.void_file(finn, queries.batch(batch.id))


def test_one_person_voids_no_file_by_sql(session, ana, finn, fay):
    exported(ana, finn, fay)
    change = {
        "void_maker_id": fay.id,
        "void_checker_id": fay.id,
        "voided_at": clock.now(),
    }
    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.execute(sa.update(BankFile).values(**change))


def test_a_payout_sits_in_one_living_file(session, ana, finn, fay):
    exported(ana, finn, fay)
    again = (
        "INSERT INTO payout_attempts (payout_id, n, file_id, state, exporter_id,"
        " sent_at, reason) SELECT payout_id, 2, file_id, 'open', exporter_id, sent_at,"
        " '' FROM payout_attempts"
    )
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(sa.text(again))


def test_nothing_is_settled_before_it_is_sent(session, ana, finn, fay):
    payout = queries.payout(planned(ana, finn, fay).payouts[0].id)
    with pytest.raises(commands.NotExported):
        commands.confirm(finn, payout, "B-1", TODAY())


def test_a_beneficiary_neither_makes_nor_checks(session, ana, finn, fay):
    batch = planned(ana, finn, fay)
    owe(fay, finn, ana)
    assert not policies.may_handle(fay)
    with pytest.raises(NotAllowed, match="may_approve"):
        commands.approve(fay, batch, batch.sha256)
    with pytest.raises(NotAllowed, match="may_handle"):
        commands.plan(fay)


@pytest.mark.parametrize("name", ["ana", "mo", "ada", "priya"])
def test_only_finance_handles_money(people, name):
    actor = people[name]
    assert not policies.may_handle(actor)
    assert not policies.may_read(actor)
    assert policies.may_have_payee(actor)


def test_formulas_are_quoted_in_the_file(session, ana, finn, fay):
    owe(ana, finn, fay)
    ready(ana, finn, fay, legal_name="=HYPERLINK(1)")
    batch = commands.plan(finn, "2026Q3")
    commands.approve(fay, batch, batch.sha256)
    assert "'=HYPERLINK(1)" in commands.read_file(fay, commands.export(fay, batch))


def test_what_is_not_there(session, ana):
    for look in (
        lambda: queries.batch(7),
        lambda: queries.payout(7),
        lambda: queries.payout_by_ref("x"),
        lambda: queries.file_of(1, 7),
    ):
        with pytest.raises(Missing):
            look()
    assert not queries.is_beneficiary(None)
    assert session.query(Statement).count() == 0

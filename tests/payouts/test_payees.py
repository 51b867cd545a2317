"""Where people are paid: checked, sealed, held."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.kernel import clock, vault
from app.kernel.actor import ANONYMOUS
from app.kernel.approvals import SamePerson
from app.kernel.errors import Missing, NotAllowed
from app.kernel.events import OutboxEvent
from app.payouts import commands, queries
from app.payouts.models import PayeeDetails, PayeeHold
from tests.payouts.make import IBAN, OTHER_IBAN, details, ready


def events(session, name: str) -> int:
    session.flush()
    return session.query(OutboxEvent).filter_by(name=name).count()


def test_details_are_sealed(session, ana):
    row = commands.enter_payee(ana, details())
    stored = session.execute(sa.text("SELECT * FROM payee_details")).one()
    assert not any("Ana" in str(cell) or "3704" in str(cell) for cell in stored)
    assert row.last4 == "3000"
    opened = queries.open_details(row)
    assert opened["iban"] == IBAN.replace(" ", "")
    assert opened["legal_name"] == "Ana Real"


def test_the_key_lies_apart_and_is_for_its_owner_only(session, app, ana):
    commands.enter_payee(ana, details())
    path = app.extensions["settings"].payee_key_file
    assert path.stat().st_mode & 0o777 == 0o600
    assert path != app.extensions["settings"].secret_file


def test_what_is_sealed_opens_nowhere_else(session, ana):
    row = commands.enter_payee(ana, details())
    with pytest.raises(vault.WrongKey):
        vault.unseal(row.sealed, "payee:0")


def test_a_new_payee_waits_for_finance(session, ana):
    commands.enter_payee(ana, details())
    assert queries.known_payee(ana.id).stops == ["tax_papers", "unchecked"]
    assert events(session, "payouts.payee_entered") == 1


def test_the_same_details_again_change_nothing(session, ana):
    first = commands.enter_payee(ana, details())
    assert commands.enter_payee(ana, details(legal_name=" Ana  Real ")) is first


def test_checked_and_released_by_two_one_can_be_paid(session, ana, finn, fay):
    assert ready(ana, finn, fay).stops == []
    assert events(session, "payouts.payee_checked") == 1


def test_a_change_waits_72_hours(session, ana, finn, fay):
    ready(ana, finn, fay)
    with clock.at("2026-11-01 09:00Z"):
        row = commands.enter_payee(ana, details(iban=OTHER_IBAN))
        payee = queries.known_payee(ana.id)
        assert payee.stops == ["bank_changed", "unchecked"]
        commands.check_payee(fay, payee, row.id)
        hold = queries.hold_of_kind(payee, "bank_changed")
        with pytest.raises(commands.HoldEnds):
            commands.release_hold(fay, payee, hold)
    with clock.at("2026-11-04 08:59Z"):
        assert queries.known_payee(ana.id).stops == ["bank_changed"]
    with clock.at("2026-11-04 09:00Z"):
        assert queries.known_payee(ana.id).stops == []
    assert events(session, "payouts.payee_changed") == 1


def test_a_second_change_begins_the_wait_again(session, ana, finn, fay):
    ready(ana, finn, fay)
    with clock.at("2026-11-01 09:00Z"):
        commands.enter_payee(ana, details(iban=OTHER_IBAN))
    with clock.at("2026-11-03 09:00Z"):
        commands.enter_payee(ana, details())
    with clock.at("2026-11-05 09:00Z"):
        assert "bank_changed" in queries.known_payee(ana.id).stops


def test_a_change_keeps_the_other_holds(session, ana):
    commands.enter_payee(ana, details())
    commands.enter_payee(ana, details(iban=OTHER_IBAN))
    commands.enter_payee(ana, details())
    stops = ["bank_changed", "tax_papers", "unchecked"]
    assert queries.known_payee(ana.id).stops == stops


def test_details_are_checked_once_and_as_seen(session, ana, finn, fay):
    row = commands.enter_payee(ana, details())
    payee = queries.known_payee(ana.id)
    with pytest.raises(commands.DetailsChecked):
        commands.check_payee(finn, payee, row.id + 1)
    commands.check_payee(finn, payee, row.id)
    with pytest.raises(commands.DetailsChecked):
        commands.check_payee(fay, payee, row.id)


def test_tax_papers_take_two(session, ana, finn):
    commands.enter_payee(ana, details())
    payee = queries.known_payee(ana.id)
    hold = payee.holds[0]
    with pytest.raises(commands.HoldUnready):
        commands.release_hold(finn, payee, hold)
    commands.record_tax_papers(finn, payee, "w8ben", date(2026, 1, 5))
    with pytest.raises(SamePerson):
        commands.release_hold(finn, payee, hold)


def test_a_hold_is_released_once(session, ana, finn, fay):
    payee = ready(ana, finn, fay)
    hold = session.query(PayeeHold).one()
    with pytest.raises(commands.AlreadyReleased):
        commands.release_hold(fay, payee, hold)
    with pytest.raises(Missing):
        queries.hold_of_kind(payee, "tax_papers")
    with pytest.raises(Missing):
        queries.hold_of(payee, hold.id + 1)


def test_papers_have_a_kind_and_a_past_day(session, ana, finn, fay):
    payee = ready(ana, finn, fay)
    with pytest.raises(commands.BadTaxKind):
        commands.record_tax_papers(finn, payee, "napkin", date(2026, 1, 5))
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(commands.BadSigningDay):
        commands.record_tax_papers(finn, payee, "w9", tomorrow)
    session.add(hold_of(ana, finn))
    session.flush()
    payee = queries.known_payee(ana.id)
    commands.record_tax_papers(fay, payee, "w9", date(2026, 1, 5))
    assert queries.hold_of_kind(payee, "rejected").maker_id == finn.id


def hold_of(person, maker):
    return PayeeHold(person_id=person.id, kind="rejected", maker_id=maker.id)


def test_nobody_checks_himself(session, finn, fay):
    row = commands.enter_payee(finn, details())
    payee = queries.known_payee(finn.id)
    for act in (
        lambda: commands.check_payee(finn, payee, row.id),
        lambda: commands.record_tax_papers(finn, payee, "w9", date(2026, 1, 5)),
        lambda: commands.release_hold(finn, payee, payee.holds[0]),
    ):
        with pytest.raises(NotAllowed, match="may_handle"):
            act()
    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.execute(
            sa.update(PayeeDetails).values(checker_id=finn.id, checked_at=clock.now())
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payee_holds SET maker_id = :a, checker_id = :a, released_at = :now",
        "UPDATE payee_holds SET checker_id = :a, released_at = :now",
        "UPDATE payee_holds SET maker_id = :p",
    ],
)
def test_one_person_releases_no_hold_by_sql(session, ana, finn, statement):
    commands.enter_payee(ana, details())
    session.flush()
    values = {"a": finn.id, "p": ana.id, "now": "2026-01-01"}
    used = {key: v for key, v in values.items() if f":{key}" in statement}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(sa.text(statement), used)


def test_strangers_and_visitors_do_nothing(session, ana, ben):
    commands.enter_payee(ana, details())
    payee = queries.known_payee(ana.id)
    for act in (
        lambda: commands.check_payee(ben, payee, payee.newest.id),
        lambda: commands.record_tax_papers(ben, payee, "w9", date(2026, 1, 5)),
        lambda: commands.release_hold(ben, payee, payee.holds[0]),
        lambda: commands.enter_payee(ANONYMOUS, details()),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"legal_name": "  "}, commands.DetailsMissing),
        ({"address": "\n"}, commands.DetailsMissing),
        ({"country": "Germany"}, commands.BadCountry),
        ({"iban": "DE89 3704 0044 0532 0130 01"}, commands.BadIban),
        ({"iban": "DE89 3704 0044 0532 0130"}, commands.BadIban),
        ({"iban": "hello"}, commands.BadIban),
        ({"bic": "COBA"}, commands.BadBic),
        ({"iban": "", "account": "1"}, commands.BadAccount),
        ({"iban": "", "account": "12345678"}, commands.BadClearing),
    ],
)
def test_bad_details_are_named(session, ana, changed, refusal):
    with pytest.raises(refusal) as refused:
        commands.enter_payee(ana, details(**changed))
    assert refused.value.values["field"]


@pytest.mark.parametrize(
    "changed",
    [
        {"iban": "GB82 WEST 1234 5698 7654 32", "bic": ""},
        {"iban": "SC18SSCB11010000000000001497USD", "bic": ""},
        {"iban": "", "account": "12-345 678", "clearing": "021000021"},
    ],
)
def test_good_details_are_taken(session, ana, changed):
    assert commands.enter_payee(ana, details(**changed)).n == 1


def test_own_data_and_erasure(session, ana, ben, finn, fay):
    assert queries.personal(ana) == {}
    assert queries.personal(ANONYMOUS) == {}
    ready(ana, finn, fay)
    assert queries.personal(ana)["details"]["legal_name"] == "Ana Real"
    commands.erase(ana, ana)
    commands.erase(ben, ben)
    assert queries.personal(ana)["details"] == {}
    again = commands.enter_payee(ana, details())
    assert again.n == 2


def test_an_unknown_payee_is_missing(session, ana):
    with pytest.raises(Missing):
        queries.known_payee(ana.id)

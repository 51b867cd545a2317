"""Where people are paid: entered by themselves, checked by finance, held for a time."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from app.kernel import audit, clock, duties, vault
from app.kernel.actor import Actor
from app.kernel.approvals import SamePerson
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid, NotAllowed
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.payouts import policies, queries
from app.payouts.events import PayeeChanged, PayeeChecked, PayeeEntered
from app.payouts.models import Payee, PayeeDetails, PayeeHold

CHANGE_WAITS = timedelta(hours=72)
CHECK_DAYS = 3
TAX_KINDS = ("w9", "w8ben", "w8bene", "residence", "other")
# Lengths of the IBANs we know; others are 15 to 34 signs.
_IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28,
    "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27,
    "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27,
}  # fmt: skip
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_ACCOUNT = re.compile(r"[A-Z0-9]{4,34}")
_CLEARING = re.compile(r"[A-Z0-9]{3,20}")
_COUNTRY = re.compile(r"[A-Z]{2}")


class DetailsMissing(Invalid):
    code = "details_missing"
    text = N_("Please fill this in.")


class BadCountry(Invalid):
    code = "bad_country"
    text = N_("Choose a country.")


class BadIban(Invalid):
    code = "bad_iban"
    text = N_("This IBAN cannot be right. Please check each sign.")


class BadBic(Invalid):
    code = "bad_bic"
    text = N_("A BIC has 8 or 11 letters and digits.")


class BadAccount(Invalid):
    code = "bad_account"
    text = N_("An account number has 4 to 34 letters and digits.")


class BadClearing(Invalid):
    code = "bad_clearing"
    text = N_("A bank's clearing code has 3 to 20 letters and digits.")


class BadTaxKind(Invalid):
    code = "bad_tax_kind"
    text = N_("Choose which tax papers these are.")


class BadSigningDay(Invalid):
    code = "bad_signing_day"
    text = N_("Papers cannot have been signed in the future.")


class DetailsChecked(Conflict):
    code = "details_checked"
    text = N_("These details were checked already, or were changed meanwhile.")


class HoldUnready(Conflict):
    code = "hold_unready"
    text = N_("Record the tax papers first. Then a second person releases the hold.")


class HoldEnds(Conflict):
    code = "hold_ends"
    text = N_("This hold cannot be released by hand: it ends after 72 hours.")


class AlreadyReleased(Conflict):
    code = "already_released"
    text = N_("This hold was released already.")


@dataclass(frozen=True, slots=True)
class Details:
    """Whom and where to pay: an IBAN, or an account with a clearing code."""

    legal_name: str
    address: str
    country: str
    iban: str = ""
    bic: str = ""
    account: str = ""
    clearing: str = ""

    @property
    def number(self) -> str:
        """The IBAN or the account."""
        return self.iban or self.account


def enter_payee(actor: Actor, details: Details) -> PayeeDetails:
    """Say where to be paid. The same again changes nothing; a change waits 72 hours."""
    require(policies.may_have_payee, actor)
    clean = _cleaned(details)
    _refuse(clean)
    assert actor.id is not None
    person_id = actor.id
    plain = json.dumps(asdict(clean), sort_keys=True)
    payee = queries.payee(person_id) or _first(person_id)
    last = _last(payee)
    if last is not None and plain == _plain(last):
        return last
    row = PayeeDetails(
        person_id=person_id,
        n=1 if last is None else last.n + 1,
        sealed=vault.seal(plain, queries.about(person_id)),
        sha256="",
        last4=clean.number[-4:],
    )
    row.sha256 = hashlib.sha256(row.sealed.encode()).hexdigest()
    db.session.add(row)
    db.session.flush()
    _after_entry(actor, row)
    return row


def check_payee(actor: Actor, payee: Payee, details_id: int) -> None:
    """Finance has looked at exactly these details and found them right."""
    require(policies.may_handle, actor)
    _refuse_own(actor, payee)
    details = payee.newest
    if details.id != details_id or details.checked_at is not None:
        raise DetailsChecked
    details.checker_id, details.checked_at = actor.id, clock.now()
    duties.meet("payee_check", ("payee", payee.person_id))
    audit.record(actor, "payouts.check_payee", "payee", payee.person_id)
    emit(PayeeChecked(payee.person_id, details.id))
    db.session.flush()


def record_tax_papers(actor: Actor, payee: Payee, kind: str, signed_on: date) -> None:
    """Note which tax papers were seen; a second person releases the hold."""
    require(policies.may_handle, actor)
    _refuse_own(actor, payee)
    if kind not in TAX_KINDS:
        raise BadTaxKind(field="kind")
    if signed_on > clock.today():
        raise BadSigningDay(field="signed_on")
    payee.tax_kind, payee.tax_signed_on = kind, signed_on
    payee.tax_recorder_id, payee.tax_recorded_at = actor.id, clock.now()
    for hold in payee.holds:
        if hold.kind == "tax_papers":
            hold.maker_id = actor.id
    audit.record(actor, "payouts.record_tax_papers", "payee", payee.person_id)
    db.session.flush()


def release_hold(actor: Actor, payee: Payee, hold: PayeeHold) -> None:
    """Let a person be paid again, as somebody else than who set or prepared it."""
    require(policies.may_handle, actor)
    _refuse_own(actor, payee)
    if hold.released_at is not None:
        raise AlreadyReleased
    if hold.until is not None:
        raise HoldEnds
    if hold.maker_id is None:
        raise HoldUnready
    if hold.maker_id == actor.id:
        raise SamePerson
    hold.checker_id, hold.released_at = actor.id, clock.now()
    audit.record(actor, "payouts.release_hold", "payee_hold", hold.id)
    db.session.flush()


def hold_rejected(actor: Actor, person_id: int, reason: str) -> None:
    """Stop paying somebody whose bank refused the money; once is enough."""
    insert_once(
        PayeeHold(
            person_id=person_id,
            kind="rejected",
            note=reason,
            opened_at=clock.now(),
            maker_id=actor.id,
        )
    )


def erase(actor: Actor, person: Actor) -> None:
    """Drop where to pay; payouts, papers and ledger stay as the law wants them."""
    payee = queries.payee(person.id or 0)
    for details in payee.details if payee else ():
        details.sealed, details.last4 = "", ""
    audit.record(actor, "payouts.erase", "payee", person.id)
    db.session.flush()


def _first(person_id: int) -> Payee:
    db.session.add(Payee(person_id=person_id))
    db.session.flush()
    return queries.known_payee(person_id)


def _last(payee: Payee) -> PayeeDetails | None:
    return payee.details[0] if payee.details else None


def _plain(details: PayeeDetails) -> str:
    return (
        vault.unseal(details.sealed, queries.about(details.person_id))
        if details.sealed
        else ""
    )


def _after_entry(actor: Actor, row: PayeeDetails) -> None:
    if row.n == 1:
        db.session.add(PayeeHold(person_id=row.person_id, kind="tax_papers"))
        emit(PayeeEntered(row.person_id))
    else:
        _restart_wait(row.person_id)
        emit(PayeeChanged(row.person_id, row.id))
    duties.open(
        kind="payee_check",
        subject=("payee", row.person_id),
        owner_role="finance",
        due_at=duties.business_days(CHECK_DAYS, clock.now()),
        waiting_id=row.person_id,
    )
    audit.record(actor, "payouts.enter_payee", "payee", row.person_id)
    db.session.flush()


def _restart_wait(person_id: int) -> None:
    for hold in queries.known_payee(person_id).holds:
        if hold.kind == "bank_changed":
            hold.released_at = clock.now()
    db.session.flush()
    until = clock.now() + CHANGE_WAITS
    db.session.add(PayeeHold(person_id=person_id, kind="bank_changed", until=until))


def _cleaned(details: Details) -> Details:
    def solid(words: str) -> str:
        return re.sub(r"[\s-]", "", words).upper()

    return replace(
        details,
        legal_name=" ".join(details.legal_name.split()),
        address="\n".join(" ".join(s.split()) for s in details.address.splitlines()),
        country=details.country.strip().upper(),
        iban=solid(details.iban),
        bic=solid(details.bic),
        account=solid(details.account),
        clearing=solid(details.clearing),
    )


def _refuse(details: Details) -> None:
    for field in ("legal_name", "address"):
        if not getattr(details, field).strip():
            raise DetailsMissing(field=field)
    if not _COUNTRY.fullmatch(details.country):
        raise BadCountry(field="country")
    if details.iban:
        _refuse_iban(details)
    else:
        _refuse_account(details)


def _refuse_account(details: Details) -> None:
    if not _ACCOUNT.fullmatch(details.account):
        raise BadAccount(field="account")
    if not _CLEARING.fullmatch(details.clearing):
        raise BadClearing(field="clearing")


def _refuse_iban(details: Details) -> None:
    if not is_iban(details.iban):
        raise BadIban(field="iban")
    if details.bic and not _BIC.fullmatch(details.bic):
        raise BadBic(field="bic")


def is_iban(words: str) -> bool:
    """Whether an IBAN has its country's length and a checksum of 1 modulo 97."""
    if not _IBAN.fullmatch(words):
        return False
    if len(words) != _IBAN_LENGTHS.get(words[:2], len(words)):
        return False
    turned = words[4:] + words[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _refuse_own(actor: Actor, payee: Payee) -> None:
    if payee.person_id == actor.id:
        raise NotAllowed("may_handle")

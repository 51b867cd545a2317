"""The bank file: exported, confirmed line by line by somebody else, or voided by two.

Exporting is submitting: the money leaves what is owed and is on its way, in the same
transaction, so nothing can be planned twice.
"""

import hashlib
from datetime import date, timedelta

from app.kernel import approvals, audit, clock, duties, vault
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.money import Money
from app.kernel.policies import require
from app.kernel.words import N_
from app.ledger import commands as ledger
from app.payouts import bank_gateway, policies, queries
from app.payouts.commands import batches, payees
from app.payouts.events import BatchExported, PayoutFailed, PayoutPaid
from app.payouts.models import Attempt, BankFile, Payout, PayoutBatch

CONFIRM_WITHIN = timedelta(days=5)
_VOID = "payouts.void_file"
_DONE = ("transferred", "held", "canceled")


class NoFile(Conflict):
    code = "no_file"
    text = N_("There is no file of this batch that could be voided.")


class NotExported(Conflict):
    code = "not_exported"
    text = N_("This payout is in no file that was sent.")


class AlreadySettled(Conflict):
    code = "already_settled"
    text = N_("The bank's answer on this payout was recorded already.")


class FileSettled(Conflict):
    code = "file_settled"
    text = N_("The bank answered on some lines already. Settle the others one by one.")


class ReferenceTaken(Conflict):
    code = "reference_taken"
    text = N_("The bank reference %(reference)s belongs to another payout.")


class BadValueDate(Invalid):
    code = "bad_value_date"
    text = N_("The value date lies between the day of the file and today.")


def export(actor: Actor, batch: PayoutBatch) -> BankFile:
    """Write the file of an approved batch; exporting twice returns the same file.

    Whoever came on hold since the approval is left out and waits.
    """
    require(policies.may_export, actor, batch)
    if batch.state == "exported" and batch.file is not None:
        return batch.file
    if batch.state != "approved":
        raise batches.NotApproved
    if queries.hash_of(batch) != batch.approved_sha256:
        raise approvals.SubjectChanged
    going = [each for each in batch.living if not _stopped(each)]
    if not going:
        raise batches.NothingToPay
    file = _write(actor, batch, going)
    batch.state = "exported"
    for payout in going:
        _submit(actor, payout, file)
    _after_export(actor, batch, file)
    return file


def read_file(actor: Actor, file: BankFile) -> str:
    """The text of a file, for the bank; each reading is recorded."""
    require(policies.may_handle, actor)
    audit.record(actor, "payouts.read_file", "bank_file", file.id)
    return vault.unseal(file.sealed, f"bank_file:{file.batch_id}")


def confirm(actor: Actor, payout: Payout, bank_reference: str, value_on: date) -> None:
    """Record that the bank paid; the same again is the same, anything else refused."""
    attempt = _attempt_of(payout)
    reference = " ".join(bank_reference.split())
    if (attempt.state, attempt.bank_reference) == ("confirmed", reference):
        return
    _refuse_settling(actor, payout, attempt)
    _refuse_facts(attempt, reference, value_on)
    attempt.state, attempt.settler_id, attempt.closed_at = (
        "confirmed",
        actor.id,
        clock.now(),
    )
    attempt.bank_reference, attempt.value_on = reference, value_on
    payout.state = "transferred"
    _settle_batch(payout.batch_id)
    audit.record(actor, "payouts.confirm", "payout", payout.id)
    emit(PayoutPaid(payout.id, payout.person_id))
    key = f"payout:{payout.ref}:bank:{reference}"
    bank = f"asset:bank:{payout.currency}"
    ledger.account(bank, "asset", payout.currency)
    _post(actor, payout, key, "payout_confirmed", (_transit(payout), bank), value_on)


def fail(actor: Actor, payout: Payout, reason: str) -> None:
    """Record that the bank refused: the money is owed again, its owner on hold."""
    attempt = _attempt_of(payout)
    if attempt.state == "rejected":
        return
    _refuse_settling(actor, payout, attempt)
    attempt.state, attempt.settler_id, attempt.closed_at = (
        "rejected",
        actor.id,
        clock.now(),
    )
    attempt.reason = reason
    payout.state, payout.stop = "held", "rejected"
    payees.hold_rejected(actor, payout.person_id, reason)
    _settle_batch(payout.batch_id)
    audit.record(actor, "payouts.fail", "payout", payout.id, {"reason": reason})
    emit(PayoutFailed(payout.id, payout.person_id))
    _post_back(actor, payout, attempt)


def void_file(actor: Actor, batch: PayoutBatch) -> BankFile:
    """Take a file back that was not used: one person asks, another completes it.

    Every payout of it is owed again and can be planned anew.
    """
    require(policies.may_handle, actor)
    file = _unused_file(batch)
    if file.void_maker_id is None:
        file.void_maker_id, file.void_asked_at = actor.id, clock.now()
        audit.record(actor, f"{_VOID}.made", "bank_file", file.id)
        db.session.flush()
        return file
    if file.void_maker_id == actor.id:
        raise approvals.SamePerson
    file.void_checker_id, file.voided_at = actor.id, clock.now()
    batch.state = "voided"
    duties.meet("payout_confirm", (batches.KIND, batch.id))
    audit.record(actor, f"{_VOID}.checked", "bank_file", file.id)
    for payout in batch.payouts:
        if payout.state == "submitting":
            _void(actor, payout)
    return file


def _unused_file(batch: PayoutBatch) -> BankFile:
    file = batch.file
    if batch.state != "exported" or file is None:
        raise NoFile
    attempts = [each.attempt for each in batch.payouts]
    if any(each is not None and each.state != "open" for each in attempts):
        raise FileSettled
    return file


def _stopped(payout: Payout) -> bool:
    """Test the holds again; a payout that is stopped now is held and waits."""
    payee = queries.known_payee(payout.person_id)
    stops = payee.stops
    if payee.newest.id != payout.details_id:
        stops = [*stops, "details_changed"]
    if queries.owed(payout.person.number, payout.currency) < payout.minor:
        stops = [*stops, "balance"]
    if stops:
        payout.state, payout.stop = "held", stops[0]
    return bool(stops)


def _write(actor: Actor, batch: PayoutBatch, going: list[Payout]) -> BankFile:
    content = bank_gateway.write(_line(payout) for payout in going)
    file = BankFile(
        batch_id=batch.id,
        batch_maker_id=batch.maker_id,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        sealed=vault.seal(content, f"bank_file:{batch.id}"),
        n_lines=len(going),
        exporter_id=actor.id,
    )
    db.session.add(file)
    db.session.flush()
    return file


def _line(payout: Payout) -> bank_gateway.Line:
    details = queries.open_details(payout.details)
    return bank_gateway.Line(
        payout_ref=payout.ref,
        beneficiary=details["legal_name"],
        iban_or_account=details["iban"] or details["account"],
        bic=details["bic"] or details["clearing"],
        currency=payout.currency,
        amount=Money(payout.minor, payout.currency).decimal,
    )


def _submit(actor: Actor, payout: Payout, file: BankFile) -> None:
    attempt = Attempt(
        payout_id=payout.id,
        n=len(payout.attempts) + 1,
        file_id=file.id,
        exporter_id=file.exporter_id,
    )
    db.session.add(attempt)
    payout.state = "submitting"
    db.session.flush()
    transit = _transit(payout)
    ledger.account(transit, "liability", payout.currency, payout.person_id)
    key = f"payout:{payout.ref}:{attempt.n}:submit"
    pair = (_payable(payout), transit)
    _post(actor, payout, key, "payout_submitted", pair, clock.today())


def _after_export(actor: Actor, batch: PayoutBatch, file: BankFile) -> None:
    duties.open(
        kind="payout_confirm",
        subject=(batches.KIND, batch.id),
        owner_role="finance",
        due_at=clock.now() + CONFIRM_WITHIN,
    )
    values = {"sha256": file.sha256}
    audit.record(actor, "payouts.export", batches.KIND, batch.id, values)
    emit(BatchExported(batch.id, file.exporter_id))


def _attempt_of(payout: Payout) -> Attempt:
    attempt = payout.attempt
    if attempt is None or attempt.state == "voided":
        raise NotExported
    return attempt


def _refuse_settling(actor: Actor, payout: Payout, attempt: Attempt) -> None:
    file = queries.file_of(payout.batch_id, attempt.file_id)
    if file.exporter_id == actor.id:
        raise approvals.SamePerson
    require(policies.may_settle, actor, file)
    if attempt.state != "open":
        raise AlreadySettled


def _refuse_facts(attempt: Attempt, reference: str, value_on: date) -> None:
    if not reference:
        raise payees.DetailsMissing(field="bank_reference")
    if queries.attempt_of_reference(reference) is not None:
        raise ReferenceTaken(reference=reference, field="bank_reference")
    if not attempt.sent_at.date() <= value_on <= clock.today():
        raise BadValueDate(field="value_on")


def _settle_batch(batch_id: int) -> None:
    """A batch is settled when the bank has answered on every line."""
    db.session.flush()
    batch = queries.batch(batch_id)
    if all(payout.state in _DONE for payout in batch.payouts):
        batch.state = "settled"
        duties.meet("payout_confirm", (batches.KIND, batch.id))


def _void(actor: Actor, payout: Payout) -> None:
    attempt = _attempt_of(payout)
    attempt.state, attempt.closed_at = "voided", clock.now()
    payout.state = "canceled"
    db.session.flush()
    _post_back(actor, payout, attempt)


def _post_back(actor: Actor, payout: Payout, attempt: Attempt) -> None:
    key = f"payout:{payout.ref}:{attempt.n}:back"
    pair = (_transit(payout), _payable(payout))
    _post(actor, payout, key, "payout_back", pair, clock.today())


def _post(
    actor: Actor, payout: Payout, key: str, kind: str, pair: tuple[str, str], on: date
) -> None:
    """Debit the first account of the pair, credit the second; the head comes last."""
    db.session.flush()
    debit, credit = pair
    legs = (
        ledger.Leg(debit, payout.minor, payout.currency),
        ledger.Leg(credit, -payout.minor, payout.currency),
    )
    posting = ledger.Posting(key, kind, on, legs, f"payout:{payout.ref}", payout.ref)
    ledger.post(actor, posting)


def _payable(payout: Payout) -> str:
    return f"liability:payable:P{payout.person.number}:{payout.currency}"


def _transit(payout: Payout) -> str:
    return f"liability:intransit:P{payout.person.number}:{payout.currency}"

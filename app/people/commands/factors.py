"""The second factor: begun, confirmed by a code, proved at sign-in and step-up."""

from sqlalchemy import delete, or_, update

from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.people import policies, queries
from app.people.events import SecurityChanged
from app.people.login import factors
from app.people.models import Credential, Person


class WrongCode(Invalid):
    code = "wrong_code"
    text = N_("This code is not right, or it was used already. Wait for the next one.")


class WrongProof(Invalid):
    code = "wrong_proof"
    text = N_("That was not right. Nothing was done.")


class AlreadyEnrolled(Conflict):
    code = "already_enrolled"
    text = N_("There is nothing to confirm: start again to use another phone.")


def begin_second_factor(actor: Actor, person: Person) -> Credential:
    """Make a secret for the app; an earlier one never confirmed is forgotten."""
    require(policies.may_change, actor, person)
    begun = queries.begun_second_factor(person)
    if begun is not None:
        db.session.delete(begun)
        db.session.flush()
    row = Credential(person_id=person.id, kind="totp", secret=factors.new_secret())
    db.session.add(row)
    db.session.flush()
    return row


def confirm_second_factor(actor: Actor, person: Person, code: str) -> list[str]:
    """The app's first code: its secret replaces the former one, rights begin.

    The ten recovery codes are returned this once; only their hashes are kept. Every
    other session of the person ends.
    """
    require(policies.may_change, actor, person)
    begun = queries.begun_second_factor(person)
    if begun is None:
        raise AlreadyEnrolled
    step = factors.matching_step(begun.secret, code, clock.now())
    if step is None:
        raise WrongCode(field="code")
    _forget(person, Credential.kind == "totp", Credential.id != begun.id)
    begun.confirmed_at = clock.now()
    begun.last_step = step
    person.second_factor_at = person.second_factor_at or clock.now()
    return _new_codes(actor, person, what="second_factor")


def renew_recovery_codes(actor: Actor, person: Person) -> list[str]:
    """Ten new recovery codes, shown this once; the former ones stop working."""
    require(policies.may_change, actor, person)
    if person.second_factor_at is None:
        raise AlreadyEnrolled
    return _new_codes(actor, person, what="recovery_codes")


def prove_second_factor(person: Person, code: str) -> None:
    """Take a code of the app or a recovery code, each once; WrongCode otherwise."""
    if not (_take_step(person, code) or _take_recovery_code(person, code)):
        raise WrongCode(field="code")


def reset_second_factor(actor: Actor, person: Person) -> None:
    """For someone who lost phone and codes: rights of finance and admin pause."""
    require(policies.may_reset_second_factor, actor, person)
    _forget(person, Credential.kind.in_(("totp", "recovery")))
    person.second_factor_at = None
    person.renew_stamp()
    audit.record(actor, "people.reset_second_factor", "person", person.id)
    emit(SecurityChanged(person_id=person.id, what="second_factor_removed"))
    db.session.flush()


def _new_codes(actor: Actor, person: Person, *, what: str) -> list[str]:
    _forget(person, Credential.kind == "recovery")
    codes = factors.new_recovery_codes()
    db.session.add_all(
        Credential(
            person_id=person.id,
            kind="recovery",
            secret=factors.recovery_hash(code),
            confirmed_at=clock.now(),
        )
        for code in codes
    )
    person.renew_stamp()
    audit.record(actor, f"people.{what}", "person", person.id)
    emit(SecurityChanged(person_id=person.id, what=what))
    db.session.flush()
    return codes


def _take_step(person: Person, code: str) -> bool:
    """Use a code of the app: a step counts once, whoever else sends it meanwhile."""
    known = queries.second_factor(person)
    if known is None:
        return False
    step = factors.matching_step(known.secret, code, clock.now())
    if step is None:
        return False
    is_new = or_(Credential.last_step.is_(None), Credential.last_step < step)
    change = update(Credential).where(Credential.id == known.id, is_new)
    values = change.values(last_step=step, used_at=clock.now())
    return db.session.execute(values.returning(Credential.id)).first() is not None


def _take_recovery_code(person: Person, code: str) -> bool:
    change = update(Credential).where(
        Credential.person_id == person.id,
        Credential.kind == "recovery",
        Credential.secret == factors.recovery_hash(code),
        Credential.used_at.is_(None),
    )
    used = change.values(used_at=clock.now()).returning(Credential.id)
    return db.session.execute(used).first() is not None


def _forget(person: Person, *which: object) -> None:
    own = delete(Credential).where(Credential.person_id == person.id, *which)  # type: ignore[arg-type]
    db.session.execute(own)

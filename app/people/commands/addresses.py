"""An own e-mail address: given, proved by a link sent to it, removed.

Nobody needs one. A new address waits beside the proved one and takes its place once
its link was opened; until then nothing but that link is sent there.
"""

from datetime import timedelta

from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.events import emit
from app.kernel.mail import is_address
from app.kernel.policies import require
from app.kernel.text import fold
from app.kernel.words import N_
from app.people import policies, queries
from app.people.commands.tokens import issue, use, void
from app.people.events import SecurityChanged
from app.people.models import EmailAddress, OneTimeLink, Person

PROOF = timedelta(hours=24)


class BadAddress(Invalid):
    code = "bad_address"
    text = N_("This does not look like an e-mail address.")


class AddressKnown(Conflict):
    code = "address_known"
    text = N_("This is your address already.")


class AddressTaken(Conflict):
    code = "address_taken"
    text = N_("This address belongs to somebody else here.")


def give_address(actor: Actor, person: Person, address: str) -> EmailAddress:
    """Keep an address that waits for its proof; an earlier waiting one goes."""
    require(policies.may_change, actor, person)
    clean = address.strip()
    if not is_address(clean):
        raise BadAddress(field="address")
    proved = queries.proved_address(person)
    if proved is not None and proved.address == clean:
        raise AddressKnown(field="address")
    _forget(queries.waiting_address(person))
    row = EmailAddress(person_id=person.id, address=clean, address_key=fold(clean))
    db.session.add(row)
    db.session.flush()
    return row


def address_link(actor: Actor, person: Person) -> tuple[str, str]:
    """The waiting address and the token of a new link for it; earlier ones stop."""
    require(policies.may_change, actor, person)
    waiting = queries.waiting_address(person)
    if waiting is None:
        raise Missing
    void(person, "address")
    token = issue("address", person, PROOF, address_key=waiting.address_key)
    return waiting.address, token


def prove_address(actor: Actor, person: Person, link: OneTimeLink) -> str | None:
    """Use the link that was sent to the waiting address; the former one is returned.

    The link works for its own person and its own address alone.
    """
    require(policies.may_change, actor, person)
    waiting = queries.waiting_address(person)
    is_bound = link.purpose == "address" and link.person_id == person.id
    if waiting is None or not is_bound or waiting.address_key != link.address_key:
        raise Missing
    use(link)
    former = queries.proved_address(person)
    _forget(former)
    _forget(waiting)
    if insert_once(_proved(waiting)) is None:
        raise AddressTaken
    _changed(actor, person)
    return former.address if former is not None else None


def remove_address(actor: Actor, person: Person) -> str | None:
    """Forget the addresses of a person; the proved one is returned, to be told."""
    require(policies.may_change, actor, person)
    former = queries.proved_address(person)
    _forget(queries.waiting_address(person))
    _forget(former)
    if former is None:
        void(person, "address")
        return None
    _changed(actor, person)
    return former.address


def _proved(waiting: EmailAddress) -> EmailAddress:
    return EmailAddress(
        person_id=waiting.person_id,
        address=waiting.address,
        address_key=waiting.address_key,
        verified_at=clock.now(),
    )


def _changed(actor: Actor, person: Person) -> None:
    """Links that were sent to the former address open nothing any more."""
    void(person, "address", "password")
    audit.record(actor, "people.change_address", "person", person.id)
    emit(SecurityChanged(person_id=person.id, what="address"))
    db.session.flush()


def _forget(row: EmailAddress | None) -> None:
    if row is not None:
        db.session.delete(row)
        db.session.flush()

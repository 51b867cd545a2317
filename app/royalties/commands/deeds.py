"""Drafting the revenue agreement of a product, up to the text that is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from app.kernel import audit, clock, duties, site
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.people import queries as people
from app.people.models import Person
from app.roadmap import queries as roadmap
from app.roadmap.models import Product
from app.royalties import policies, queries
from app.royalties.engine import canonical, pools
from app.royalties.engine.terms import Terms
from app.royalties.events import DeedDrafted, SigningOpened
from app.royalties.models import Deed, DeedShare, DeedVersion
from app.royalties.models.deeds import GROUPS, OPEN
from app.royalties.rules import DEFAULTS

SIGN_DUTY = "sign_deed"
_SIGN_DAYS = 10
_MAX_WEIGHT = 1_000_000_000


class VersionFixed(Conflict):
    code = "version_fixed"
    text = N_("This version is no draft any more. Make the next version from a copy.")


class VersionOpen(Conflict):
    code = "version_open"
    text = N_("Another version of this agreement is still open.")


class SharesWrong(Invalid):
    code = "shares_wrong"
    text = N_(
        "Each share names a person once per group, as creator or other, with a whole "
        "number above zero; and there is at least one creator."
    )


class UnknownParty(Invalid):
    code = "unknown_party"
    text = N_("There is nobody with the sign-in name or number %(name)s.")


class AuthorMissing(Invalid):
    code = "author_missing"
    text = N_("%(name)s is an author of this product's ideas and must have a share.")


class PartyTooYoung(Invalid):
    code = "party_too_young"
    text = N_("%(name)s must be 18 or older to sign an agreement.")


class CreatorFloor(Invalid):
    code = "creator_floor"
    text = N_("The creators must get at least %(percent)s %% of net sales.")


class RateFalls(Invalid):
    code = "rate_falls"
    text = N_("The rate of a product on sale may rise, never fall.")


class NoLegalEntity(Conflict):
    code = "no_legal_entity"
    text = N_("Name the firm's legal entity in the site settings first: it signs.")


@dataclass(frozen=True, slots=True)
class NewShare:
    """A line of the table: who, as what, with what weight."""

    person_id: int
    group: str
    weight: int


def draft_deed(actor: Actor, product: Product) -> DeedVersion:
    """Begin the deed of a product with its authors as equal creators; once."""
    require(policies.may_draft, actor)
    known = queries.deeds.deed_of_product(product.id)
    if known is not None:
        return queries.deeds.versions_of(known.id)[0]
    deed = Deed(product_id=product.id)
    db.session.add(deed)
    db.session.flush()
    authors = roadmap.creators_of(product.id)
    shares = [NewShare(author.id, "creator", 1) for author in authors]
    version = _new_version(actor, deed.id, 1, Terms().as_dict())
    _write_shares(version, shares)
    audit.record(actor, "royalties.draft_deed", "deed_version", version.id)
    emit(DeedDrafted(version.id, product.id))
    db.session.flush()
    return queries.deeds.version(version.id)


def set_terms(
    actor: Actor, version: DeedVersion, terms: Terms, shares: Sequence[NewShare]
) -> DeedVersion:
    """Write the terms and the whole share table of a draft."""
    require(policies.may_draft, actor)
    _refuse_fixed(version)
    terms.check()
    _refuse_shares(version, shares)
    _refuse_low(terms, _as_engine(shares))
    version.terms = terms.as_dict()
    db.session.execute(delete(DeedShare).where(DeedShare.version_id == version.id))
    _write_shares(version, shares)
    audit.record(actor, "royalties.set_terms", "deed_version", version.id)
    return queries.deeds.version(version.id)


def open_signing(actor: Actor, version: DeedVersion) -> DeedVersion:
    """Fix the text and its hash; from here on only signatures are added."""
    require(policies.may_draft, actor)
    _refuse_fixed(version)
    legal_entity = str(site.get("legal_entity")).strip()
    if not legal_entity:
        raise NoLegalEntity
    shares = [NewShare(s.person_id, s.group, s.weight) for s in version.shares]
    _refuse_shares(version, shares)
    terms = Terms.of(version.terms).check()
    _refuse_low(terms, _as_engine(shares))
    _refuse_falling(version, terms)
    version.legal_entity = legal_entity
    version.body = canonical.text(_text_of(version))
    version.sha256 = canonical.sha256(version.body)
    version.state, version.signing_at = "signing", clock.now()
    due_at = duties.business_days(_SIGN_DAYS, clock.now(), site.get("timezone"))
    subject = ("deed_version", version.id)
    duties.open(kind=SIGN_DUTY, subject=subject, owner_role="product", due_at=due_at)
    audit.record(
        actor, "royalties.open_signing", *subject, values={"sha256": version.sha256}
    )
    emit(SigningOpened(version.id, version.deed.product_id))
    db.session.flush()
    return version


def cancel(actor: Actor, version: DeedVersion) -> DeedVersion:
    """End a version that nobody is bound by yet."""
    require(policies.may_draft, actor)
    if version.state not in ("draft", "signing"):
        raise VersionFixed
    version.state = "cancelled"
    duties.meet(SIGN_DUTY, ("deed_version", version.id))
    audit.record(actor, "royalties.cancel", "deed_version", version.id)
    db.session.flush()
    return version


def next_version(actor: Actor, deed: Deed) -> DeedVersion:
    """The next draft, from a copy of the newest version."""
    require(policies.may_draft, actor)
    newest = queries.deeds.versions_of(deed.id)[0]
    if newest.state in OPEN:
        raise VersionOpen
    version = _new_version(actor, deed.id, newest.n + 1, newest.terms)
    shares = [NewShare(s.person_id, s.group, s.weight) for s in newest.shares]
    _write_shares(version, shares)
    audit.record(actor, "royalties.next_version", "deed_version", version.id)
    emit(DeedDrafted(version.id, deed.product_id))
    db.session.flush()
    return queries.deeds.version(version.id)


def _new_version(
    actor: Actor, deed_id: int, n: int, terms: dict[str, Any]
) -> DeedVersion:
    version = DeedVersion(deed_id=deed_id, n=n, terms=terms, created_by_id=actor.id)
    db.session.add(version)
    db.session.flush()
    return version


def _write_shares(version: DeedVersion, shares: Sequence[NewShare]) -> None:
    for line_no, share in enumerate(shares, start=1):
        row = DeedShare(
            version_id=version.id,
            line_no=line_no,
            person_id=share.person_id,
            group=share.group,
            weight=share.weight,
        )
        db.session.add(row)
    db.session.flush()


def _refuse_fixed(version: DeedVersion) -> None:
    if version.state != "draft":
        raise VersionFixed


def _refuse_shares(version: DeedVersion, shares: Sequence[NewShare]) -> None:
    keys = {(share.person_id, share.group) for share in shares}
    is_odd = any(
        share.group not in GROUPS or not 0 < share.weight <= _MAX_WEIGHT
        for share in shares
    )
    has_creator = any(share.group == pools.CREATOR for share in shares)
    if is_odd or len(keys) != len(shares) or not has_creator:
        raise SharesWrong(field="shares")
    _refuse_parties(version, {share.person_id for share in shares})


def _refuse_parties(version: DeedVersion, party_ids: set[int]) -> None:
    for author in roadmap.creators_of(version.deed.product_id):
        if author.id not in party_ids:
            raise AuthorMissing(name=author.display_name, field="shares")
    parties: dict[int, Person] = people.by_ids(sorted(party_ids))
    for party in parties.values():
        if party.age() < DEFAULTS.minimum_age:
            raise PartyTooYoung(name=party.display_name, field="shares")


def _as_engine(shares: Sequence[NewShare]) -> list[pools.Share]:
    return [
        pools.Share(line_no, share.person_id, share.group, share.weight)
        for line_no, share in enumerate(shares, start=1)
    ]


def _refuse_low(terms: Terms, shares: Sequence[pools.Share]) -> None:
    if not pools.holds_floor(terms.rate_bp, terms.creator_floor_bp, shares):
        percent = f"{terms.creator_floor_bp / 100:g}"
        raise CreatorFloor(percent=percent, field="rate_bp")


def _refuse_falling(version: DeedVersion, terms: Terms) -> None:
    earlier = queries.deeds.before(version)
    if earlier is not None and terms.rate_bp < Terms.of(earlier.terms).rate_bp:
        raise RateFalls(field="rate_bp")


def _text_of(version: DeedVersion) -> dict[str, Any]:
    """The whole agreement as values: what is hashed and signed."""
    product = version.deed.product
    linked = roadmap.ideas_of_items([product.item_id])[product.item_id]
    return {
        "product": product.number,
        "product_name": product.name,
        "version": version.n,
        "legal_entity": version.legal_entity,
        "terms": version.terms,
        "ideas": sorted(idea.number for idea in linked),
        "shares": [
            {
                "line": share.line_no,
                "person": share.person.number,
                "name": share.person.display_name,
                "group": share.group,
                "weight": share.weight,
            }
            for share in version.shares
        ],
    }

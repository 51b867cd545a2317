"""Signing an agreement, and freezing it with the product codes it covers."""

from collections.abc import Sequence

from app.ideas import commands as ideas
from app.kernel import approvals, audit, clock, duties
from app.kernel.actor import Actor
from app.kernel.approvals import SubjectChanged
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_
from app.roadmap import queries as roadmap
from app.royalties import policies, queries
from app.royalties.commands.deeds import SIGN_DUTY
from app.royalties.engine import canonical
from app.royalties.engine.periods import Period
from app.royalties.events import DeedFrozen, DeedSigned
from app.royalties.models import DeedSignature, DeedSku, DeedVersion, SkuMap

FREEZE = "royalties.freeze"
_MAX_SKU = 100


class NotOpenForSigning(Conflict):
    code = "not_open_for_signing"
    text = N_("This agreement is not open for signing.")


class FirmHasSigned(Conflict):
    code = "firm_has_signed"
    text = N_("Your role has signed for the firm already.")


class DeedUnsigned(Conflict):
    code = "deed_unsigned"
    text = N_("The agreement is not signed by everybody yet.")


class NoSkus(Invalid):
    code = "no_skus"
    text = N_("Name at least one product code as it stands in sales files.")


class SkuTaken(Conflict):
    code = "sku_taken"
    text = N_("The product code %(sku)s belongs to another agreement.")


def sign(actor: Actor, version: DeedVersion, sha256: str | None = None) -> DeedVersion:
    """Put one's name under exactly this text; twice is the same as once.

    When every party and one each of product and finance have signed, the agreement is
    signed, and each idea of the product is cleared for development.
    """
    require(policies.may_sign, actor, version)
    if any(each.person_id == actor.id for each in version.signatures):
        return version
    if version.state != "signing":
        raise NotOpenForSigning
    if sha256 is not None and sha256 != version.sha256:
        raise SubjectChanged
    row = DeedSignature(
        version_id=version.id,
        person_id=actor.id,
        as_role=_role_of(actor, version),
        sha256=version.sha256,
    )
    db.session.add(row)
    db.session.flush()
    values = {"sha256": version.sha256}
    audit.record(actor, "royalties.sign", "deed_version", version.id, values=values)
    fresh = queries.deeds.version(version.id)
    parties, roles = queries.deeds.missing_signers(fresh)
    return fresh if parties or roles else _complete(actor, fresh)


def freeze(actor: Actor, version: DeedVersion, skus: Sequence[str]) -> DeedVersion:
    """Name the product codes: one person puts them forward, a second one freezes.

    The second call must name exactly what the first one did.
    """
    require(policies.may_freeze, actor, version)
    if version.state != "signed":
        raise DeedUnsigned
    named = _named(skus)
    _refuse_taken(version, named)
    subject = ("deed_version", version.id)
    digest = canonical.digest([version.sha256, named])
    begun = approvals.of(FREEZE, *subject)
    if begun is None or begun.maker_id == actor.id:
        approvals.make(actor, FREEZE, *subject, digest)
        version.wanted_skus = named
        db.session.flush()
        return version
    approval = approvals.check(actor, FREEZE, *subject, digest)
    version.freeze_maker_id = approval.maker_id
    version.freeze_checker_id = approval.checker_id
    return _frozen(actor, version, named)


def _role_of(actor: Actor, version: DeedVersion) -> str:
    """As what somebody signs: as a party, else for the role that is still missing."""
    if actor.id in queries.deeds.signer_ids_of(version):
        return "party"
    _, roles = queries.deeds.missing_signers(version)
    for role in roles:
        if actor.has_role(role):
            return role
    raise FirmHasSigned


def _complete(actor: Actor, version: DeedVersion) -> DeedVersion:
    version.state, version.signed_at = "signed", clock.now()
    duties.meet(SIGN_DUTY, ("deed_version", version.id))
    _clear_ideas(actor, version, "deed_signed")
    emit(DeedSigned(version.id, version.deed.product_id))
    db.session.flush()
    return version


def _clear_ideas(actor: Actor, version: DeedVersion, kind: str) -> None:
    item_id = version.deed.product.item_id
    for idea in roadmap.ideas_of_items([item_id])[item_id]:
        ideas.clear(actor, idea, kind)


def _named(skus: Sequence[str]) -> list[str]:
    named = sorted({sku.strip() for sku in skus if sku.strip()})
    if not named or any(len(sku) > _MAX_SKU for sku in named):
        raise NoSkus(field="skus")
    return named


def _refuse_taken(version: DeedVersion, skus: Sequence[str]) -> None:
    """A code marked as under no agreement may come under one; never under two."""
    maps = queries.sales.maps_in_force()
    for sku in skus:
        if maps.get(sku) not in (None, version.deed_id):
            raise SkuTaken(sku=sku, field="skus")


def _frozen(actor: Actor, version: DeedVersion, skus: Sequence[str]) -> DeedVersion:
    now = clock.now()
    earlier = queries.deeds.before(version)
    if earlier is not None:
        earlier.state = "superseded"
        version.from_period = Period.of(now.date()).next.code
    version.state, version.frozen_at = "frozen", now
    for sku in skus:
        db.session.add(DeedSku(version_id=version.id, sku=sku))
        _lead(version, sku)
    _clear_ideas(actor, version, "deed_frozen")
    emit(DeedFrozen(version.id, version.deed.product_id))
    db.session.flush()
    return queries.deeds.version(version.id)


def _lead(version: DeedVersion, sku: str) -> None:
    """Let a code lead to this deed, by the two who froze it."""
    known = queries.sales.living_map(sku)
    if known is not None and known.is_in_force and known.deed_id == version.deed_id:
        return
    if known is not None:
        known.ended_at = clock.now()
        db.session.flush()
    row = SkuMap(
        sku=sku,
        deed_id=version.deed_id,
        maker_id=version.freeze_maker_id,
        checker_id=version.freeze_checker_id,
        checked_at=clock.now(),
    )
    insert_once(row)

"""Reading deeds and their versions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.roadmap.models import Product
from app.royalties.engine import pools
from app.royalties.engine.terms import Terms
from app.royalties.models import Deed, DeedShare, DeedSignature, DeedVersion
from app.royalties.models.deeds import FIRM_ROLES, IN_FORCE

_UNSIGNED = ("draft", "cancelled")


def _whole() -> Select[Any]:
    return select(DeedVersion).options(
        joinedload(DeedVersion.deed).joinedload(Deed.product),
        selectinload(DeedVersion.shares).joinedload(DeedShare.person),
        selectinload(DeedVersion.signatures).joinedload(DeedSignature.person),
        selectinload(DeedVersion.skus),
    )


def version(version_id: int) -> DeedVersion:
    """A version with its product, shares and signatures; Missing when there is none."""
    statement = _whole().where(DeedVersion.id == version_id)
    found: DeedVersion | None = db.session.scalar(
        statement.execution_options(populate_existing=True)
    )
    if found is None:
        raise Missing
    return found


def version_for(actor: Actor, version_id: int) -> DeedVersion:
    """A version that an actor may read: staff of deeds, auditors, or its signers."""
    found = version(version_id)
    if reads_all(actor) or (
        found.state != "draft" and actor.id in signer_ids_of(found)
    ):
        return found
    raise Missing


def reads_all(actor: Actor) -> bool:
    """Whether an actor reads every agreement."""
    return any(actor.has_role(role) for role in (*FIRM_ROLES, "legal", "auditor"))


def versions() -> list[DeedVersion]:
    """Every version, by product, the newest version first."""
    order = (DeedVersion.deed_id.desc(), DeedVersion.n.desc())
    return list(db.session.scalars(_whole().order_by(*order)))


def versions_of(deed_id: int) -> list[DeedVersion]:
    """The versions of a deed, the newest first."""
    statement = _whole().where(DeedVersion.deed_id == deed_id)
    return list(db.session.scalars(statement.order_by(DeedVersion.n.desc())))


def versions_in_force(deed_ids: Sequence[int] | None = None) -> list[DeedVersion]:
    """Frozen versions, those that a later one followed too, the newest first."""
    statement = _whole().where(DeedVersion.state.in_(IN_FORCE))
    if deed_ids is not None:
        statement = statement.where(DeedVersion.deed_id.in_(deed_ids))
    return list(db.session.scalars(statement.order_by(DeedVersion.n.desc())))


def before(one: DeedVersion) -> DeedVersion | None:
    """The version in force that this one would follow."""
    if one.n == 1:
        return None
    earlier = (each for each in versions_in_force([one.deed_id]) if each.n < one.n)
    return next(earlier, None)


def signer_ids_of(one: DeedVersion) -> set[int]:
    """The parties who must sign: of this version, and of the one it follows.

    Whoever would earn less, or nothing any more, is among them.
    """
    earlier = before(one)
    return one.party_ids | (earlier.party_ids if earlier else set())


def missing_signers(one: DeedVersion) -> tuple[set[int], list[str]]:
    """The parties and the firm's roles that have not signed yet."""
    signed = {signature.person_id for signature in one.signatures}
    roles = {signature.as_role for signature in one.signatures}
    return signer_ids_of(one) - signed, [r for r in FIRM_ROLES if r not in roles]


def deed_of_product(product_id: int) -> Deed | None:
    """The deed of a product, if it was drafted."""
    return db.session.scalar(select(Deed).where(Deed.product_id == product_id))


def deeds() -> list[Deed]:
    """Every deed with its product, by product number."""
    statement = select(Deed).join(Deed.product).options(joinedload(Deed.product))
    return list(db.session.scalars(statement.order_by(Product.number)))


def deed(deed_id: int) -> Deed:
    """A deed with its product; Missing when there is none."""
    statement = select(Deed).options(joinedload(Deed.product))
    found = db.session.scalar(statement.where(Deed.id == deed_id))
    if found is None:
        raise Missing
    return found


def versions_of_products(product_ids: Sequence[int]) -> list[DeedVersion]:
    """The signed versions of products, oldest first."""
    statement = (
        _whole()
        .join(Deed, Deed.id == DeedVersion.deed_id)
        .where(Deed.product_id.in_(product_ids), DeedVersion.signed_at.is_not(None))
    )
    return list(db.session.scalars(statement.order_by(DeedVersion.id)))


def newest_of_products(product_ids: Sequence[int]) -> dict[int, DeedVersion]:
    """The newest version of each product that has a deed."""
    statement = (
        _whole()
        .join(Deed, Deed.id == DeedVersion.deed_id)
        .where(Deed.product_id.in_(product_ids))
    )
    oldest_first = db.session.scalars(statement.order_by(DeedVersion.n))
    return {version.deed.product_id: version for version in oldest_first}


def versions_of_person(person_id: int) -> list[DeedVersion]:
    """What a person is party to, the newest first; drafts are not shown yet."""
    mine = select(DeedShare.version_id).where(DeedShare.person_id == person_id)
    hidden = ("draft", "cancelled", "superseded")
    statement = _whole().where(
        DeedVersion.id.in_(mine), DeedVersion.state.not_in(hidden)
    )
    return list(db.session.scalars(statement.order_by(DeedVersion.id.desc())))


def has_share(person_id: int | None) -> bool:
    """Whether a person has a share in any agreement that is signed or being signed."""
    shares = exists().where(
        DeedShare.person_id == person_id,
        DeedShare.version_id == DeedVersion.id,
        DeedVersion.state.not_in(_UNSIGNED),
    )
    return bool(db.session.scalar(select(shares)))


def is_any_signed() -> bool:
    """Whether any agreement is signed or being signed."""
    signed = exists().where(DeedVersion.state.not_in(_UNSIGNED))
    return bool(db.session.scalar(select(signed)))


def is_party(one: DeedVersion, person_id: int | None) -> bool:
    """Whether a person has a share in any version of this deed, or must sign it."""
    mine = exists().where(
        DeedShare.person_id == person_id,
        DeedShare.version_id == DeedVersion.id,
        DeedVersion.deed_id == one.deed_id,
    )
    return bool(db.session.scalar(select(mine)))


def agreement_of(one: DeedVersion) -> pools.Agreement:
    """What the engine needs to know of a version."""
    terms = Terms.of(one.terms)
    return pools.Agreement(
        deed=one.deed_id,
        n=one.n,
        sha256=one.sha256 or "",
        rate_bp=terms.rate_bp,
        floor_bp=terms.creator_floor_bp,
        cap_bp=terms.deduction_cap_bp,
        shares=tuple(
            pools.Share(s.line_no, s.person_id, s.group, s.weight) for s in one.shares
        ),
    )

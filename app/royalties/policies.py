"""Who may make and check money; nobody with a share in it may do either."""

from app.kernel.actor import SYSTEM_ID, Actor
from app.royalties import queries
from app.royalties.models import DeedVersion
from app.royalties.models.deeds import FIRM_ROLES


def may_see_deeds(actor: Actor) -> bool:
    """Whoever drafts and signs for the firm, and those who read along."""
    return queries.deeds.reads_all(actor)


def may_draft(actor: Actor) -> bool:
    """Product and finance write agreements; the system begins them."""
    is_system = actor.id == SYSTEM_ID
    return is_system or any(actor.has_role(role) for role in FIRM_ROLES)


def may_sign(actor: Actor, version: DeedVersion) -> bool:
    """The parties, and one each of product and finance who are none."""
    return actor.id in queries.deeds.signer_ids_of(version) or may_sign_for_firm(
        actor, version
    )


def may_sign_for_firm(actor: Actor, version: DeedVersion) -> bool:
    """Product or finance, without a share in this deed."""
    holds_role = any(actor.has_role(role) for role in FIRM_ROLES)
    return holds_role and not queries.is_party(version, actor.id)


def may_freeze(actor: Actor, version: DeedVersion) -> bool:
    """Two people of the firm name the codes, neither a party."""
    return may_sign_for_firm(actor, version)


def keeps_papers(actor: Actor) -> bool:
    """Whoever has a share reads his papers where no more revenue is shared."""
    return queries.has_share(actor.id) or keeps_agreements(actor)


def keeps_agreements(actor: Actor) -> bool:
    """Staff goes on with what was agreed, also where no more revenue is shared."""
    reads = may_see_money(actor) or may_see_deeds(actor)
    return reads and queries.deeds.is_any_signed()


def may_see_money(actor: Actor) -> bool:
    """Finance works on sales and runs; auditors read."""
    return actor.has_role("finance") or actor.has_role("auditor")


def may_handle_money(actor: Actor) -> bool:
    """Import, map, accept, compute, approve, post: finance without a share."""
    return actor.has_role("finance") and not queries.has_share(actor.id)

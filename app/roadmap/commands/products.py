"""Products: a price, the credits their creators accepted, and the launch."""

from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.money import Money
from app.kernel.policies import require
from app.kernel.words import N_
from app.roadmap import policies, queries
from app.roadmap.commands.items import carry
from app.roadmap.events import ProductLaunched
from app.roadmap.models import Product


class BadPrice(Invalid):
    code = "bad_price"
    text = N_("A price is more than nothing.")


class PriceMissing(Conflict):
    code = "price_missing"
    text = N_("Set a price before the launch.")


class CreditsNotAccepted(Conflict):
    code = "credits_not_accepted"
    text = N_("The creator has not accepted the credits yet.")


class AlreadyLaunched(Conflict):
    code = "already_launched"
    text = N_("This product is out already.")


def set_price(actor: Actor, product: Product, price: Money) -> None:
    """Say what the product costs."""
    require(policies.may_move, actor, queries.by_id(product.item_id))
    if price.minor <= 0:
        raise BadPrice(field="price")
    product.price_minor = price.minor
    product.currency = price.currency
    audit.record(actor, "roadmap.set_price", "product", product.id)
    db.session.flush()


def accept_credits(actor: Actor, product: Product) -> None:
    """A creator says that the names on the product are right; once is enough."""
    creator_ids = {person.id for person in queries.creators_of(product.id)}
    require(policies.may_accept_credits, actor, creator_ids)
    if product.credits_accepted_at is None:
        product.credits_accepted_at = clock.now()
        product.credits_accepted_by_id = actor.id
        audit.record(actor, "roadmap.accept_credits", "product", product.id)
        db.session.flush()


def launch(actor: Actor, product: Product, reason: str) -> None:
    """Put a product on sale: its item is shipped and its ideas are out.

    Refused without a price, accepted credits, or the clearance of the frozen deed.
    """
    item = queries.by_id(product.item_id)
    require(policies.may_move, actor, item)
    if product.state != "planned":
        raise AlreadyLaunched
    if product.price_minor is None:
        raise PriceMissing
    if product.credits_accepted_at is None:
        raise CreditsNotAccepted
    carry(actor, item, "shipped", reason)
    product.state = "launched"
    product.launched_at = clock.now()
    emit(ProductLaunched(product_id=product.id))
    audit.record(actor, "roadmap.launch", "product", product.id)
    db.session.flush()

"""What royalties makes of the roadmap's news."""

from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.events import on
from app.roadmap.events import ProductPlanned
from app.roadmap.models import Product
from app.royalties import commands
from app.spaces import queries as spaces


@on(ProductPlanned)
def draft(event: ProductPlanned) -> None:
    """A planned product has a deed in draft, its authors as parties.

    Where the space shares no revenue there is nothing to sign.
    """
    product = db.session.get(Product, event.product_id)
    if product is not None and spaces.is_on(spaces.get(product.space_id), "revenue"):
        commands.draft_deed(SYSTEM, product)

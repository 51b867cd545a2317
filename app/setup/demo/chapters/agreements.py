"""Agreements on products: drafted, signed, frozen; and how Fold came on sale."""

from collections.abc import Sequence
from functools import partial

from app.kernel.money import Money
from app.roadmap import commands as roadmap
from app.roadmap import queries as roadmap_queries
from app.roadmap.models import Product
from app.royalties import commands as royalties
from app.royalties import queries
from app.royalties.commands import NewShare
from app.royalties.engine.terms import Terms
from app.royalties.models import DeedVersion
from app.setup.demo.chapters.decisions import item_of
from app.setup.demo.story import Story
from app.setup.demo.world import World

FOLD_SKU = "HL-FOLD-01"
PRICE = Money(47_60, "EUR")
FOLD_TERMS = Terms(rate_bp=100, creator_floor_bp=100, wait_days=30)
_STARTED = (
    ("toolroll", 231, "The workshop has the pattern. First sample in three weeks."),
    ("nightlight", 178, "Foam first, then light. The corridor is Hanna's."),
)


def tell(world: World, story: Story) -> None:
    """Add the acts of this chapter."""
    _fold(world, story)
    for key, days, words in _STARTED:
        _open(world, story, key, days + 20)
        author = {"toolroll": "callum", "nightlight": "farid"}[key]
        for place, who in enumerate((author, "ines", "faye")):
            sign = partial(_sign, world, key, who)
            story.at(world.ago(days + 15 - 3 * place, 13), sign)
        start = partial(_start, world, key, words)
        story.at(world.ago(days, 10), start)
    _open(world, story, "waterer", 4)
    story.at(world.ago(3, 13), partial(_sign, world, "waterer", "ines"))


def product_of(world: World, key: str) -> Product:
    """The product that an idea leads to."""
    return roadmap_queries.products_of_ideas([world.ideas[key].id])[0]


def _fold(world: World, story: Story) -> None:
    story.at(world.ago(606, 10), partial(_write_terms, world))
    _open(world, story, "fold", 604)
    for place, who in enumerate(("wren", "sam", "ines", "finn")):
        story.at(world.ago(602 - 2 * place, 12), partial(_sign, world, "fold", who))
    words = "Everyone signed. The hinge is on the bench since this morning."
    start = partial(_start, world, "fold", words)
    story.at(world.ago(590, 10), start)
    skus = (FOLD_SKU,)
    story.at(world.ago(331, 10), partial(_freeze, world, "fold", "ines", skus))
    story.at(world.ago(329, 10), partial(_freeze, world, "fold", "finn", skus))
    story.at(world.ago(327, 10), partial(_price, world))
    story.at(world.ago(325, 19), partial(_accept, world))
    story.at(world.ago(320, 9), partial(_launch, world))


def _version(world: World, key: str) -> DeedVersion:
    deed = queries.deeds.deed_of_product(product_of(world, key).id)
    assert deed is not None
    return queries.deeds.versions_of(deed.id)[0]


def _write_terms(world: World) -> None:
    """60 to Wren for the idea, 40 to Sam for the hinge."""
    shares = [
        NewShare(world.people["wren"].id, "creator", 60),
        NewShare(world.people["sam"].id, "creator", 40),
    ]
    ines, version = world.people["ines"], _version(world, "fold")
    royalties.set_terms(ines, version, FOLD_TERMS, shares)


def _open(world: World, story: Story, key: str, days: float) -> None:
    story.at(world.ago(days, 11), partial(_open_signing, world, key))


def _open_signing(world: World, key: str) -> None:
    royalties.open_signing(world.people["ines"], _version(world, key))


def _sign(world: World, key: str, who: str) -> None:
    royalties.sign(world.people[who], _version(world, key))


def _start(world: World, key: str, words: str) -> None:
    roadmap.move(world.people["ines"], item_of(world, key), "in_progress", words)


def _freeze(world: World, key: str, who: str, skus: Sequence[str]) -> None:
    royalties.freeze(world.people[who], _version(world, key), skus)


def _price(world: World) -> None:
    roadmap.set_price(world.people["ines"], product_of(world, "fold"), PRICE)


def _accept(world: World) -> None:
    roadmap.accept_credits(world.people["wren"], product_of(world, "fold"))


def _launch(world: World) -> None:
    words = "On sale from today, in two colours, with a bag of spare parts."
    roadmap.launch(world.people["ines"], product_of(world, "fold"), words)

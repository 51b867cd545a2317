"""Where Wren and Sam are paid, and the batch that paid them."""

from datetime import timedelta
from functools import partial

from app.kernel import clock
from app.payouts import commands as payouts
from app.payouts import queries
from app.payouts.commands import Details
from app.payouts.models import PayoutBatch
from app.setup.demo.chapters.money import noon_after, paid_period
from app.setup.demo.story import Story
from app.setup.demo.world import World

# Account numbers from the standard's own examples: they belong to nobody.
PAYEES = (
    (
        "wren",
        Details(
            legal_name="Wren Castellan",
            address="14 Mill Lane\nHarlow CM20 2QR",
            country="GB",
            iban="GB82 WEST 1234 5698 7654 32",
        ),
    ),
    (
        "sam",
        Details(
            legal_name="Samuil Petrov",
            address="Kanaalstraat 7\n3531 CA Utrecht",
            country="NL",
            iban="NL91 ABNA 0417 1643 00",
        ),
    ),
)


def tell(world: World, story: Story) -> None:
    """Add the acts of this chapter."""
    for place, (who, details) in enumerate(PAYEES):
        day = 316 - place
        story.at(world.ago(day, 20), partial(_enter, world, who, details))
        story.at(world.ago(day - 3, 9), partial(_look, world, who))
        story.at(world.ago(day - 5, 9), partial(_release, world, who))
    over = noon_after(paid_period(world))
    for days, act in ((31, _plan), (32, _approve), (32.2, _export), (35, _confirm)):
        story.at(over + timedelta(days=days), partial(act, world))


def _enter(world: World, who: str, details: Details) -> None:
    payouts.enter_payee(world.people[who], details)


def _look(world: World, who: str) -> None:
    """Finn looks at the details and records the tax papers."""
    finn, payee = world.people["finn"], queries.known_payee(world.people[who].id)
    payouts.check_payee(finn, payee, payee.newest.id)
    signed_on = clock.today() - timedelta(days=1)
    payouts.record_tax_papers(finn, payee, "residence", signed_on)


def _release(world: World, who: str) -> None:
    payee = queries.known_payee(world.people[who].id)
    hold = queries.hold_of_kind(payee, "tax_papers")
    payouts.release_hold(world.people["faye"], payee, hold)


def _plan(world: World) -> None:
    payouts.plan(world.people["finn"], paid_period(world).code)


def _approve(world: World) -> None:
    batch = _batch()
    payouts.approve(world.people["faye"], batch, batch.sha256)


def _export(world: World) -> None:
    payouts.export(world.people["faye"], _batch())


def _confirm(world: World) -> None:
    """Finn, who did not export, reads the bank's answer line by line."""
    value_on = clock.today() - timedelta(days=1)
    for place, payout in enumerate(_batch().payouts, start=1):
        reference = f"HB-{value_on:%Y%m%d}-{place:04}"
        payouts.confirm(world.people["finn"], payout, reference, value_on)


def _batch() -> PayoutBatch:
    newest: PayoutBatch = queries.batches().items[0]
    return newest

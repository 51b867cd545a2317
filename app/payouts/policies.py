"""Who may handle other people's money, and who may not touch his own."""

from app.kernel.actor import Actor
from app.kernel.policies import even_suspended
from app.payouts import queries
from app.payouts.models import BankFile, PayoutBatch


def may_read(actor: Actor) -> bool:
    """Finance and auditors."""
    return actor.has_role("finance") or actor.has_role("auditor")


def may_handle(actor: Actor) -> bool:
    """Finance, but nobody with a share: beneficiaries neither make nor check."""
    return actor.has_role("finance") and not queries.is_beneficiary(actor.id)


@even_suspended
def may_have_payee(actor: Actor) -> bool:
    """Every person says where to be paid, for himself."""
    return actor.is_person


def keeps_payee(actor: Actor) -> bool:
    """Whoever has a share is still paid where no more revenue is shared."""
    return queries.is_beneficiary(actor.id)


def may_approve(actor: Actor, batch: PayoutBatch) -> bool:
    """A second handler."""
    return may_handle(actor) and batch.maker_id != actor.id


def may_export(actor: Actor, batch: PayoutBatch) -> bool:
    """A handler other than who planned the batch."""
    return may_handle(actor) and batch.maker_id != actor.id


def may_settle(actor: Actor, file: BankFile) -> bool:
    """A handler other than who exported the file."""
    return may_handle(actor) and file.exporter_id != actor.id

"""What happened to agreements, sales, runs and statements."""

from dataclasses import dataclass
from typing import ClassVar

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class DeedDrafted(Event):
    name: ClassVar[str] = "royalties.deed_drafted"
    version_id: int
    product_id: int


@dataclass(frozen=True, slots=True)
class SigningOpened(Event):
    name: ClassVar[str] = "royalties.signing_opened"
    version_id: int
    product_id: int


@dataclass(frozen=True, slots=True)
class DeedSigned(Event):
    name: ClassVar[str] = "royalties.deed_signed"
    version_id: int
    product_id: int


@dataclass(frozen=True, slots=True)
class DeedFrozen(Event):
    name: ClassVar[str] = "royalties.deed_frozen"
    version_id: int
    product_id: int


@dataclass(frozen=True, slots=True)
class SalesAccepted(Event):
    name: ClassVar[str] = "royalties.sales_accepted"
    import_id: int


@dataclass(frozen=True, slots=True)
class RunPosted(Event):
    name: ClassVar[str] = "royalties.run_posted"
    run_id: int
    period: str


@dataclass(frozen=True, slots=True)
class StatementIssued(Event):
    name: ClassVar[str] = "royalties.statement_issued"
    statement_id: int
    person_id: int

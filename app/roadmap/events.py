"""What happened on the roadmap."""

from dataclasses import dataclass
from typing import ClassVar

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ItemPlanned(Event):
    """A decision made a roadmap item."""

    name: ClassVar[str] = "roadmap.item_planned"
    item_id: int


@dataclass(frozen=True, slots=True)
class ProductPlanned(Event):
    """An approved product idea has its product row; the deed is due."""

    name: ClassVar[str] = "roadmap.product_planned"
    product_id: int
    item_id: int


@dataclass(frozen=True, slots=True)
class ItemMoved(Event):
    """An item went from one stage to another, with its ideas."""

    name: ClassVar[str] = "roadmap.item_moved"
    item_id: int
    from_stage: str
    to_stage: str


@dataclass(frozen=True, slots=True)
class ProductLaunched(Event):
    """A product is on sale."""

    name: ClassVar[str] = "roadmap.product_launched"
    product_id: int

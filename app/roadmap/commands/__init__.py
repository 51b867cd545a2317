"""Acts on the roadmap: taking ideas up, moving items, launching products."""

from app.roadmap.commands.items import (
    MoveRefused,
    follow,
    link_build_item,
    move,
    move_shipped,
    plan,
    set_plan,
    unfollow,
    unlink,
)
from app.roadmap.commands.products import (
    accept_credits,
    launch,
    set_price,
)
from app.roadmap.commands.verdicts import (
    Reason,
    decline,
    propose,
    sign_take_up,
    take_up,
)

__all__ = [
    "MoveRefused",
    "Reason",
    "accept_credits",
    "decline",
    "follow",
    "launch",
    "link_build_item",
    "move",
    "move_shipped",
    "plan",
    "propose",
    "set_plan",
    "set_price",
    "sign_take_up",
    "take_up",
    "unfollow",
    "unlink",
]

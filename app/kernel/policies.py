"""Asking who may: a policy is a pure function with a name."""

from collections.abc import Callable
from typing import Any

from app.kernel.actor import Actor
from app.kernel.errors import NotAllowed


def require(policy: Callable[..., bool], actor: Actor, *things: Any) -> None:
    """Refuse by the policy's name unless it says yes."""
    if not policy(actor, *things):
        raise NotAllowed(policy.__name__)

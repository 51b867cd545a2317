"""Asking who may: a policy is a pure function with a name."""

from collections.abc import Callable
from typing import Any, TypeVar

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.errors import NotAllowed, Suspended

P = TypeVar("P", bound=Callable[..., bool])


def require(policy: Callable[..., bool], actor: Actor, *things: Any) -> None:
    """Refuse by the policy's name unless it says yes.

    The one place where suspended people are stopped: they read, but do not write.
    """
    if not policy(actor, *things):
        raise NotAllowed(policy.__name__)
    if is_suspended(actor) and not getattr(policy, "is_for_suspended", False):
        raise Suspended(policy.__name__, until=getattr(actor, "suspended_until", None))


def even_suspended(policy: P) -> P:
    """Mark what a suspended person may still do: his account, and taking back."""
    policy.is_for_suspended = True  # type: ignore[attr-defined]
    return policy


def is_suspended(actor: Actor) -> bool:
    """Whether an actor may only read for now."""
    until = getattr(actor, "suspended_until", None)
    return until is not None and bool(until > clock.now())

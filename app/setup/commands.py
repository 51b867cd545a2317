"""What an own site begins with: the first space, made once."""

from sqlalchemy import select

from app.kernel.actor import SYSTEM, Actor
from app.kernel.db import db
from app.kernel.policies import require
from app.spaces import commands as spaces
from app.spaces import policies
from app.spaces.commands import NewSpace
from app.spaces.models import Space

FIRST = NewSpace(slug="general", name="General")


def first_space(actor: Actor) -> Space:
    """The space `general` for a site that has none yet, else its first space."""
    require(policies.may_manage, actor)
    there = db.session.scalar(select(Space).order_by(Space.id).limit(1))
    return there or spaces.create(actor, FIRST)


def prepare() -> Space:
    """Make an own store ready for its first visitor; twice is the same as once."""
    return first_space(SYSTEM)

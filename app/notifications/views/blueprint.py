"""The blueprint that the pages of notices share."""

from typing import cast

from flask import Blueprint

from app.people.models import Person
from app.web.actor import current_actor

bp = Blueprint("notifications", __name__)


def me() -> Person:
    """Whoever is signed in."""
    return cast("Person", current_actor())

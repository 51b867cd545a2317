"""The blueprint that all pages of this domain hang on, and what they share."""

from typing import cast

from flask import Blueprint, Response

from app.people.models import Person
from app.web.actor import current_actor

bp = Blueprint("people", __name__)


def me() -> Person:
    """The person of a request that only the signed in enter."""
    return cast("Person", current_actor())


def failed(answer: Response) -> bool:
    """Whether a try was wrong: only these count against the limits."""
    return answer.status_code == 422


def limit_key() -> str:
    """Second factors are counted per person, wherever he sits."""
    return f"person:{current_actor().id}"

"""Pages and acts of testers, one module a subject."""

from app.feedback.views import (
    bugs,
    digests,
    filing,
    foursquares,
    questions,
    standings,
    testing,
)
from app.feedback.views.blueprint import (
    bp,
)

__all__ = [
    "bp",
    "bugs",
    "digests",
    "filing",
    "foursquares",
    "questions",
    "standings",
    "testing",
]

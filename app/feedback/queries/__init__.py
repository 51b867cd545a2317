"""Reading bugs: what an actor may see, lists, history."""

from app.feedback.queries.bugs import (
    GROUPS,
    Visible,
    blocking,
    build_of,
    by_number,
    due_of,
    get,
    history_of,
    list_page,
    locked,
    of_builds,
    triage_page,
    visible_to,
)
from app.feedback.queries.people import (
    personal,
    reported_by,
)

__all__ = [
    "GROUPS",
    "Visible",
    "blocking",
    "build_of",
    "by_number",
    "due_of",
    "get",
    "history_of",
    "list_page",
    "locked",
    "of_builds",
    "personal",
    "reported_by",
    "triage_page",
    "visible_to",
]

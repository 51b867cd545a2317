"""Reading across the house: search, the front page, the feeds."""

from app.discovery.queries.bugs import (
    bug_candidates,
    similar_bugs,
)
from app.discovery.queries.feeds import (
    Told,
    newest_ideas,
    talk_of,
)
from app.discovery.queries.rails import (
    RAIL_SIZE,
    RAILS,
    Rail,
    Since,
    last_friday,
    rails,
    since_friday,
)
from app.discovery.queries.search import (
    ALL,
    CANDIDATES,
    MOST_TERMS,
    SHOWN,
    Counted,
    Found,
    Term,
    bm25,
    candidates,
    search,
    similar,
    terms_of,
)

__all__ = [
    "ALL",
    "CANDIDATES",
    "MOST_TERMS",
    "RAILS",
    "RAIL_SIZE",
    "SHOWN",
    "Counted",
    "Found",
    "Rail",
    "Since",
    "Term",
    "Told",
    "bm25",
    "bug_candidates",
    "candidates",
    "last_friday",
    "newest_ideas",
    "rails",
    "search",
    "similar",
    "similar_bugs",
    "since_friday",
    "talk_of",
    "terms_of",
]

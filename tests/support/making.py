"""Ideas ready to be supported, for the tests of three domains."""

from datetime import timedelta

from app.ideas.models import Idea, IdeaRevision
from app.kernel import clock, ids
from app.kernel.db import db
from app.people.models import Person
from app.spaces import queries as spaces

LADDER = {"ideas": {"ladder": [1, 2, 3], "ladder_days": [60, 365, 182]}}


def idea(author, space, title="A lamp that folds", body="", **changed) -> Idea:
    """An idea that gathers support, published now; flushes."""
    rules = spaces.rule_set(space.id)
    ladder = rules.book.ideas.ladder
    now = clock.now()
    values = {
        "number": ids.next_number("idea"),
        "space_id": space.id,
        "rule_set_id": rules.id,
        "author_id": author.id,
        "state": "supporting",
        "outcome": "product",
        "title": title,
        "problem": "",
        "lang": "en",
        "next_rung": ladder[0],
        "top_rung": ladder[-1],
        "published_at": now,
        "deadline_at": now + timedelta(days=60),
    }
    made = Idea(**(values | changed))
    db.session.add(made)
    db.session.flush()
    revision = IdeaRevision(idea_id=made.id, n=1, title=title, problem="", lang="en")
    revision.set_body(body)
    db.session.add(revision)
    db.session.flush()
    return made


def crowd(size: int) -> list[Person]:
    """So many people; flushes."""
    first = ids.next_number("person")
    found = [
        Person(
            number=first if k == 0 else ids.next_number("person"),
            display_name=f"Fan {k}",
            birth_year=1990,
        )
        for k in range(size)
    ]
    db.session.add_all(found)
    db.session.flush()
    return found

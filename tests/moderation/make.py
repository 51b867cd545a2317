"""People and things to be moderated, brought about by the real commands."""

from datetime import timedelta

from app.comments import commands as comments
from app.comments import queries as comment_queries
from app.kernel import clock, ids
from app.kernel.db import db
from app.moderation import commands, queries
from app.people.models import Person
from app.support import commands as support

WHY = (
    "This attacks somebody by name and says nothing about the lamp at all, so it does "
    "not help anybody here."
)


def subject(thing, kind="idea"):
    """A thing afresh, as a moderator sees it."""
    return queries.subject_of((kind, thing.id))


def person(name, days_old=30):
    """Somebody who joined some days ago and did nothing since."""
    made = Person(
        number=ids.next_number("person"),
        display_name=name,
        birth_year=1990,
        created_at=clock.now() - timedelta(days=days_old),
    )
    db.session.add(made)
    db.session.flush()
    return made


def known(name, idea, days_old=30):
    """Somebody who joined some days ago and supports an idea."""
    made = person(name, days_old)
    support.give(made, idea)
    return made


def comment(author, idea, words="You are a fool."):
    thread = comment_queries.thread(author, idea.thread_id)
    made = comments.write(author, thread, words)
    db.session.commit()
    return made


def report(by, thing, kind="idea", code="insult", text=""):
    commands.report(by, subject(thing, kind), code, text)
    db.session.commit()


def is_hidden(thing, kind="idea"):
    return subject(thing, kind).is_hidden

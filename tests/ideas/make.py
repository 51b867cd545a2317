"""Ideas for tests, brought to a state by the real commands."""

from datetime import timedelta

from app.ideas import commands as ideas
from app.ideas import queries
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.pictures import Picture

COVER = Picture("0" * 64 + ".webp", 640, 480)
REASON = (
    "We looked at it with care: it breaks a rule of the house that we cannot bend for "
    "anybody, so it stays off the site."
)


def draft(author, space, title="A lamp that folds flat", **changes):
    words = ideas.Words(
        title=title,
        problem=changes.pop("problem", "My desk is small and the lamp is in the way."),
        body=changes.pop("body", "It **folds** flat.\n\n- one\n- two"),
        lang=changes.pop("lang", "en"),
    )
    return ideas.draft(author, space, words, **changes)


def with_picture(author, space, title="A lamp that folds flat", **changes):
    idea = draft(author, space, title, **changes)
    ideas.attach(author, idea, COVER, "A folded lamp")
    return idea


def submitted(author, space, title="A lamp that folds flat", **changes):
    idea = with_picture(author, space, title, **changes)
    ideas.submit(author, idea, idea.version)
    return idea


def published(author, mo, space, title="A lamp that folds flat", **changes):
    idea = submitted(author, space, title, **changes)
    ideas.publish(mo, idea)
    db.session.commit()
    return idea


def at_goal(author, mo, space, **changes):
    """An idea whose last goal was just reached, waiting for two signatures."""
    idea = published(author, mo, space, **changes)
    ladder = idea_ladder(idea)
    now = clock.now()
    crossings = [(n, now) for n in range(1, len(ladder) + 1)]
    ideas.record_tally(SYSTEM, idea.id, ladder[-1], crossings)
    db.session.commit()
    return idea


def achieved(author, signers, space, **changes):
    """An idea confirmed by two signers, the first of whom published it."""
    idea = at_goal(author, signers[0], space, **changes)
    for signer in signers:
        ideas.sign_goal(signer, idea)
    db.session.commit()
    return idea


def idea_ladder(idea):
    return queries.game_of(idea).ladder


def days(number):
    return timedelta(days=number)

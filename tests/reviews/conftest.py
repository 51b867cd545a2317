"""An achieved idea, its review, and complete score cards."""

import pytest

from app.ideas.models import Idea
from app.kernel.db import db
from app.reviews import commands, queries
from app.reviews.models import CRITERIA
from tests.ideas import make

WHY = (
    "Ten thousand people asked for it, the joints hold four kilograms, and we can make "
    "it at the price that you named: we will build it together, Friday by Friday."
)
MARKS = dict.fromkeys(CRITERIA, 4)


@pytest.fixture
def idea(ana, mo, priya, space) -> Idea:
    return make.achieved(ana, [mo, priya], space)


@pytest.fixture
def review(idea, priya, session):
    made = commands.open_review(priya, idea)
    session.commit()
    return queries.get(made.id)


@pytest.fixture
def scored(review, priya, paul, eddy, finn, session):
    for judge in (priya, paul, eddy, finn):
        commands.score(judge, review, MARKS, "Looks right to me.")
    session.commit()
    return review


def verdict(outcome="approve", **changes):
    return commands.Verdict(outcome=outcome, **{"text": WHY, **changes})


def fresh(idea_id: int) -> Idea:
    return db.session.get_one(Idea, idea_id)

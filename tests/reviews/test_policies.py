"""Who may review: role by act."""

from types import SimpleNamespace

import pytest

from app.kernel.actor import SYSTEM
from app.reviews import policies

IDEA = SimpleNamespace(author_id=-1, space_id=1)


@pytest.mark.parametrize(
    ("who", "sees", "scores", "proposes"),
    [
        ("priya", True, True, True),
        ("eddy", True, True, False),
        ("finn", True, True, False),
        ("ada", True, False, False),
        ("mo", False, False, False),
        ("ben", False, False, False),
    ],
)
def test_roles(people, who, sees, scores, proposes):
    actor = people[who]
    assert policies.may_see_reviews(actor) is sees
    assert policies.may_score(actor, IDEA) is scores
    assert policies.may_propose(actor, IDEA) is proposes
    assert policies.may_open(actor, IDEA) is proposes


def test_the_system_opens_reviews():
    assert policies.may_open(SYSTEM, IDEA)


def test_authors_stay_out(priya):
    own = SimpleNamespace(author_id=priya.id, space_id=1)
    decision = SimpleNamespace(maker_id=-2, outcome="approve")
    space = SimpleNamespace(budget_owner_id=None)
    assert not policies.may_score(priya, own)
    assert not policies.may_propose(priya, own)
    assert not policies.may_sign(priya, own, decision, space)


@pytest.mark.parametrize(
    ("signer", "maker", "outcome", "owner", "may"),
    [
        ("paul", "priya", "approve", "paul", True),
        ("eddy", "priya", "approve", "paul", False),
        ("priya", "paul", "approve", "paul", True),
        ("eddy", "paul", "approve", "paul", False),
        ("priya", "priya", "decline", "paul", False),
        ("priya", "eddy", "decline", "paul", True),
        ("finn", "priya", "decline", "finn", True),
        ("ben", "priya", "decline", "paul", False),
        ("priya", "paul", "approve", None, True),
    ],
)
def test_signatures(people, signer, maker, outcome, owner, may):
    decision = SimpleNamespace(maker_id=people[maker].id, outcome=outcome)
    space = SimpleNamespace(budget_owner_id=people[owner].id if owner else None)
    assert policies.may_sign(people[signer], IDEA, decision, space) is may

"""Who may do what on the roadmap: role by act."""

from types import SimpleNamespace

import pytest

from app.kernel.actor import ANONYMOUS, SYSTEM
from app.roadmap import policies

ITEM = SimpleNamespace(space_id=1)
IDEA = SimpleNamespace(author_id=-1, space_id=1)


@pytest.mark.parametrize(
    ("who", "board", "moves", "takes_up"),
    [
        ("priya", True, True, True),
        ("ada", True, False, False),
        ("eddy", False, False, False),
        ("ben", False, False, False),
    ],
)
def test_roles(people, who, board, moves, takes_up):
    actor = people[who]
    assert policies.may_see_board(actor) is board
    assert policies.may_move(actor, ITEM) is moves
    assert policies.may_take_up(actor, IDEA) is takes_up
    assert policies.may_follow(actor)


def test_the_system_moves_and_nobody_follows():
    assert policies.may_move(SYSTEM, ITEM)
    assert not policies.may_follow(ANONYMOUS)


def test_authors_stay_out(priya):
    assert not policies.may_take_up(
        priya, SimpleNamespace(author_id=priya.id, space_id=1)
    )


@pytest.mark.parametrize(
    ("signer", "maker", "owner", "may"),
    [
        ("priya", "paul", "priya", True),
        ("paul", "priya", "priya", True),
        ("paul", "eddy", "priya", False),
        ("paul", "eddy", None, True),
        ("paul", "paul", None, False),
        ("ben", "paul", None, False),
    ],
)
def test_signatures(people, signer, maker, owner, may):
    row = SimpleNamespace(maker_id=people[maker].id)
    space = SimpleNamespace(product_owner_id=people[owner].id if owner else None)
    assert policies.may_sign_take_up(people[signer], IDEA, row, space) is may


def test_creators_accept_credits(ana, ben):
    assert policies.may_accept_credits(ana, {ana.id})
    assert not policies.may_accept_credits(ben, {ana.id})

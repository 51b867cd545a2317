"""The state table is whole and says what the design says."""

import pytest

from app.ideas.models import CATEGORIES, MOVES, STAGE_OF, STAGES, STATE_LABELS, STATES

pytestmark = pytest.mark.nodb


def test_seventeen_states_in_five_categories_and_eight_stages():
    assert len(STATES) == len(set(STATES)) == 17
    assert set(CATEGORIES) == {"open", "active", "done", "declined", "duplicate"}
    assert set(STAGE_OF) == set(STATES) == set(STATE_LABELS)
    assert len(STAGES) == 8


def test_every_move_is_between_known_states():
    for (source, target), move in MOVES.items():
        assert {source, target} <= set(STATES)
        assert (move.source, move.target) == (source, target)
        assert move.door in ("ideas", "move", "clock", "later")


def test_all_rows_of_the_table_are_there():
    # 1 writes no transition, 10 is a rung, 27 goes wherever the idea came from
    assert {move.row for move in MOVES.values()} == set(range(2, 30)) - {27}


def test_every_state_but_the_first_can_be_reached():
    targets = {target for _, target in MOVES}
    assert set(STATES) - targets == set()


@pytest.mark.parametrize(
    ("source", "target", "product", "improvement"),
    [
        ("approved", "in_development", "deed_signed", "item_started"),
        ("in_development", "launched", "deed_frozen", "item_public"),
        ("in_beta", "launched", "deed_frozen", "item_public"),
        ("supporting", "achieved", "audit_clean", "audit_clean"),
        ("supporting", "approved", None, None),
    ],
)
def test_what_moves_wait_for(source, target, product, improvement):
    move = MOVES[source, target]
    assert move.clearance("product") == product
    assert move.clearance("improvement") == improvement

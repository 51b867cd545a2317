"""Whatever changes the count reaches the idea through the relay."""

import pytest

from app.ideas.models import Idea
from app.kernel import relay
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.support import commands


@pytest.fixture
def tell(session, lamp):
    """Commit, let the relay speak, and say what the idea counts."""

    def count() -> int:
        session.commit()
        relay.drain()
        return db.session.get_one(Idea, lamp.id).support_count

    return count


def test_each_change_is_folded(ben, tess, mo, priya, lamp, tell):
    support = commands.give(ben, lamp)
    commands.give(tess, lamp)
    assert tell() == 2
    commands.withdraw(tess, lamp)
    assert tell() == 1
    commands.hold(SYSTEM, lamp, [support.id], "burst")
    assert tell() == 0
    for verdict, reason, count in (
        ("release", "genuine", 1),
        ("void", "bought", 0),
        ("restore", "mistaken", 1),
    ):
        proposal = commands.Proposal(verdict, reason, "We looked.", [support.id])
        commands.confirm(priya, lamp, commands.propose(mo, lamp, proposal))
        assert tell() == count, verdict

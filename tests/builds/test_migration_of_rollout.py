"""The migration of the roll-out: down and up again, on both databases."""

from alembic import command

from app.builds import commands, queries
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from tests.builds.conftest import FRIDAY
from tests.builds.test_twice import planned
from tests.conftest import alembic_config


def test_what_is_out_is_with_all_and_what_comes_with_nobody(world):
    train_id, _ = planned(world)
    with world.app_context():
        with clock.at(FRIDAY), atomic():
            commands.publish_due(SYSTEM)
            (coming,) = commands.plan_coming(SYSTEM)
        db.session.remove()
        command.downgrade(alembic_config(), "0025")
        command.upgrade(alembic_config(), "head")
        shares = [queries.of_train(one).rollout_pct for one in (train_id, coming.id)]
        assert shares == [100, 0]
        db.session.remove()

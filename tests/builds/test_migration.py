"""What was planned, moved, out and halted before keeps its state and its words."""

from datetime import timedelta

from alembic import command
from sqlalchemy import select, text

from app.builds import commands, queries
from app.builds.commands import NewItem
from app.builds.models import Train
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.spaces import commands as spaces
from tests import cast
from tests.builds.conftest import EVENING, FRIDAY, MONDAY, TUESDAY
from tests.conftest import alembic_config

WEEKS = ("published", "delayed", "halted", "skipped")


def test_down_and_up_again(world):
    with world.app_context():
        with clock.at("2026-10-01 09:00Z"), atomic():
            cast.people()
            made = spaces.create(
                SYSTEM, spaces.NewSpace(slug="lamps", name="Lamps"), {}
            )
        for place, state in enumerate(WEEKS):
            _week(made, MONDAY + timedelta(days=7 * place), state)
        before = _states()
        assert [row[0] for row in before] == list(WEEKS)
        db.session.remove()
        command.downgrade(alembic_config(), "0025")
        old = db.session.execute(text("SELECT state, reason FROM trains ORDER BY id"))
        assert [row.state for row in old] == list(WEEKS)
        db.session.remove()
        command.upgrade(alembic_config(), "head")
        assert _states() == before
        late = select(Train.standings_at == Train.report_close_at)
        assert set(db.session.scalars(late)) == {True}
        db.session.remove()


def _states():
    found = select(Train.state, Train.reason_code, Train.reason).order_by(Train.id)
    return [tuple(row) for row in db.session.execute(found)]


def _week(space, monday, state):
    """One week's train that ends in a state."""
    days = monday - MONDAY
    with clock.at(clock.parse(TUESDAY) + days), atomic():
        train = commands.plan_train(SYSTEM, space, monday)
        if state == "skipped":
            build = None
        else:
            build = queries.of_train(train.id)
            commands.add_item(SYSTEM, build, NewItem("fix", "Darker"))
        if state == "delayed":
            later = clock.parse(FRIDAY) + days + timedelta(days=365)
            commands.reschedule(SYSTEM, train, later, "The lab is closed.")
    with clock.at(clock.parse(EVENING) + days), atomic():
        commands.publish_due(SYSTEM)
        if state == "halted":
            commands.halt(SYSTEM, build, "It drains the battery.")

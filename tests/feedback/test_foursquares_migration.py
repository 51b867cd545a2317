"""The tables of reports go, and come back with their guards."""

import pytest
from alembic import command
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from app.kernel import clock
from app.kernel.db import atomic, db
from tests import cast
from tests.conftest import alembic_config
from tests.feedback import reporting

BEFORE = "0026"


def test_down_and_up_again(world):
    with world.app_context(), clock.at(reporting.TUESDAY):
        command.downgrade(alembic_config(), BEFORE)
        assert not inspect(db.engine).has_table("four_squares")
        db.session.remove()
        command.upgrade(alembic_config(), "head")
        db.session.info["loose"] = True
        people = cast.people()
        week = reporting.week_of(people, cast.space(people))
        with clock.at(reporting.FRIDAY):
            reporting.say(people["tess"], week, 0)
        reporting.close(week)
        db.session.info.pop("loose")
        for change in ("DELETE FROM four_squares", "DELETE FROM standings"):
            with pytest.raises(DBAPIError), atomic():
                db.session.execute(text(change))

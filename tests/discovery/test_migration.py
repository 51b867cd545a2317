"""The migration of the trend: down and up again, on both databases."""

from alembic import command
from sqlalchemy import select

from app.ideas.models import Idea
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.spaces import commands as spaces
from tests import cast
from tests.conftest import alembic_config
from tests.support import making


def test_what_was_there_trends_as_if_it_had_been_counted(world):
    with world.app_context():
        with atomic():
            ana = cast.people()["ana"]
            place = spaces.NewSpace(slug="lamps", name="Lamps")
            with clock.at(cast.LONG_AGO):
                space = spaces.create(SYSTEM, place, {})
            idea = making.idea(ana, space)
            idea.count(7)
            making.idea(ana, space, state="draft", published_at=None)
            wanted = idea.trend
        db.session.remove()
        command.downgrade(alembic_config(), "0022")
        command.upgrade(alembic_config(), "head")
        trends = select(Idea.trend).order_by(Idea.id)
        assert list(db.session.scalars(trends)) == [wanted, 0]
        db.session.remove()

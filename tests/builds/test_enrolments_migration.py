"""The migration of testers: down and up again, on both databases."""

from alembic import command
from sqlalchemy import func, select

from app.builds import commands, queries
from app.builds.commands import Entry
from app.builds.models import Channel, Enrolment
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.spaces import commands as spaces
from tests import cast
from tests.conftest import alembic_config


def test_who_is_in_is_counted_and_who_came_first_stands_first(world):
    with world.app_context():
        with atomic():
            people = cast.people()
            with clock.at(cast.LONG_AGO):
                place = spaces.NewSpace(slug="lamps", name="Lamps")
                space = spaces.create(SYSTEM, place, {})
            channel = commands.ensure_channel(space, "weekly")
            for day, name in enumerate(("tess", "ben", "mei"), start=3):
                with clock.at(f"2026-11-0{day} 09:00Z"):
                    commands.enrol(people[name], channel)
            commands.change_entry(people["priya"], channel, Entry("open", 3))
            with clock.at("2026-11-09 09:00Z"):
                commands.leave(people["tess"], channel)
            space_id = space.id
        db.session.remove()
        command.downgrade(alembic_config(), "0026")
        command.upgrade(alembic_config(), "head")
        (again,) = db.session.scalars(select(Channel))
        assert (again.taken, again.capacity) == (2, 3)
        never = select(func.count()).where(Enrolment.active_at.is_(None))
        assert db.session.scalar(never) == 0
        names = [row.person.display_name for row in queries.founders(space_id)]
        # when she first came is no longer known: her row says when she left
        assert names == ["Ben", "Mei", "Tess"]
        db.session.remove()

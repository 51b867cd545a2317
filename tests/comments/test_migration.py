"""The migration of comment pictures: down and up again, on both databases."""

from alembic import command
from sqlalchemy import select

from app.comments import commands
from app.comments.models import Comment, CommentPicture
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.kernel.pictures import Picture
from app.spaces import commands as spaces
from tests import cast
from tests.conftest import alembic_config


def test_what_was_shown_stays_and_what_waits_goes(world):
    with world.app_context():
        with atomic():
            ana = cast.people()["ana"]
            with clock.at(cast.LONG_AGO):
                place = spaces.NewSpace(slug="lamps", name="Lamps")
                space = spaces.create(SYSTEM, place, {})
            thread = commands.open_thread(ana, space.id, "bug", "/bugs/1")
            comment = commands.write(ana, thread, "Look:")
            sent = [
                commands.send_picture(ana, comment, "0" * 32, "a.png", alt)
                for alt in ("shown", "waits")
            ]
            sizes = [Picture("s.webp", 40, 30), Picture("l.webp", 80, 60)]
            commands.finish_picture(SYSTEM, sent[0].id, sizes)
        db.session.remove()
        command.downgrade(alembic_config(), "0024")
        command.upgrade(alembic_config(), "head")
        (row,) = db.session.scalars(select(CommentPicture))
        assert (row.alt, row.state, row.sizes) == (
            "shown",
            "ready",
            [[80, 60, "l.webp"]],
        )
        assert db.session.scalars(select(Comment.picture_count)).one() == 1
        db.session.remove()

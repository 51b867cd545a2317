"""A village with ideas of its own, and files to bring in."""

import pytest

from app.imports import commands, queries, runner
from app.imports.commands import Reading, Source
from app.kernel import relay
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.spaces import commands as spaces
from tests import cast
from tests.support import making

HEADER = "id,title,description,cached_votes_up,created_at,retired_at\n"
GOOD = (
    HEADER
    + '1,A tree,"<p>Plant <b>one</b>.</p><script>alert(1)</script>",15,01/02/2024,\n'
    + "2,A bench,,3,02/02/2024,05/02/2024\n"
    + '3,"A fountain, with water","Two\nlines",0,03/02/2024,\n'
)
READING = Reading(date_format="%d/%m/%Y")


class Village:
    """People, a space, one idea of ana's that ben stands behind; real commits."""

    def __init__(self):
        with atomic():
            self.people = cast.people()
            self.space = spaces.create(SYSTEM, spaces.NewSpace("lamps", "Lamps"), {})
            self.idea = making.idea(self.people["ana"], self.space)

    def keep(self, words: str, reading: Reading = READING):
        """Upload a file: the run that waits."""
        source = Source("ideas.csv", words.encode())
        with atomic():
            return commands.keep(SYSTEM, self.space, source, reading)

    def begin(self, words: str):
        """Let a file in: the run that is on its way."""
        run = self.keep(words)
        found = queries.scan(run)
        with atomic():
            commands.begin(SYSTEM, run, found)
        return run

    def bring_in(self, words: str):
        """Bring a file in to the end: the run."""
        run = runner.carry_on(self.begin(words).id)
        relay.drain()
        return run

    def undo(self, run):
        """Take a run back to the end."""
        with atomic():
            commands.undo(self.people["ada"], queries.run(run.id))
        run = runner.carry_on(run.id)
        relay.drain()
        return run


@pytest.fixture
def village(world):
    """Within the application's context."""
    with world.app_context():
        yield Village()
        db.session.remove()

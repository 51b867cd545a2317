"""A state machine walks testers about: whatever is done, the laws of a test hold."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from app.builds import commands, queries
from app.builds.commands import Entry, NewPass
from app.builds.models import JOINS
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import db, is_sqlite
from app.kernel.errors import Refusal
from tests import cast

FANS = ("ana", "ben", "tess", "mei", "ken", "olaf")
WHO = st.sampled_from(FANS)
RUNS, DEEP = 30, 500


class Life(RuleBasedStateMachine):
    """A channel, six fans, its crew, a moderator and time."""

    cast: dict
    space: object

    def __init__(self):
        super().__init__()
        self.now = clock.parse("2026-11-03 09:00Z")
        self.savepoint = db.session.begin_nested()
        self.points = {}
        with clock.at(self.now):
            priya = self.cast["priya"]
            entry = Entry("open", 2)
            self.channel = commands.open_channel(priya, self.space, "inner", entry)

    def teardown(self):
        self.savepoint.rollback()
        # keys are given anew: nothing of this walk may be taken for the next one's
        db.session.expire_all()

    def do(self, act):
        """Do it at this time, or be refused and change nothing."""
        with clock.at(self.now):
            nested = db.session.begin_nested()
            try:
                found = act()
                nested.commit()
            except Refusal as refusal:
                nested.rollback()
                db.session.expire_all()
                return refusal
            return found

    def row(self, who):
        return queries.enrolment_of(self.channel.id, self.cast[who].id)

    @rule(hours=st.integers(1, 24 * 30))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule(who=WHO)
    def one_click(self, who):
        """In, in line, or back: never refused but for want of a first pass."""
        before = self.row(who)
        state = before.state if before else None
        found = self.do(lambda: commands.enrol(self.cast[who], self.channel))
        if state == "removed":
            assert isinstance(found, commands.WasRemoved)
        elif state is None:
            asks = self.channel.joins in ("invite", "device")
            assert isinstance(found, commands.ChannelIsClosed) == asks
        else:
            assert found.state in ("active", "waiting", "applied")
            is_there = self.channel.free is None or self.channel.free > 0
            assert found.state != "waiting" or not is_there

    @rule(who=WHO)
    def by_a_pass(self, who):
        def act():
            priya, channel = self.cast["priya"], self.channel
            if channel.joins == "device":
                token = commands.make_codes(priya, channel, 1)[0]
            else:
                token = commands.make_link(priya, channel, NewPass())
            return commands.enrol(self.cast[who], channel, token)

        self.do(act)

    @rule(who=WHO)
    def leave(self, who):
        self.do(lambda: commands.leave(self.cast[who], self.channel))

    @rule(joins=st.sampled_from(JOINS), places=st.sampled_from([None, 1, 2, 3]))
    def the_door_changes(self, joins, places):
        entry = Entry(joins, places)
        self.do(lambda: commands.change_entry(self.cast["priya"], self.channel, entry))

    @rule(who=WHO, points=st.integers(-3, 9))
    def scores_are_worked_out(self, who, points):
        self.points[self.cast[who].id] = points
        told = dict(self.points)
        self.do(lambda: commands.set_scores(SYSTEM, self.space.id, told, {}))
        applied = queries.applied_in(self.channel.id)
        assert applied == []

    @rule(who=WHO)
    def a_sign_of_testing(self, who):
        seen = {self.cast[who].id: self.now}
        told = dict(self.points)
        self.do(lambda: commands.set_scores(SYSTEM, self.space.id, told, seen))

    @rule(times=st.integers(1, 2))
    def the_clock_looks(self, times):
        for _time in range(times):
            self.do(lambda: commands.let_idle_rest(SYSTEM))

    @rule(who=WHO)
    def removed(self, who):
        row = self.row(who)
        if row is not None:
            self.do(lambda: commands.remove(self.cast["mo"], row, "A reason."))

    @rule(who=WHO, outcome=st.sampled_from(["upheld", "dismissed"]))
    def a_second_look(self, who, outcome):
        row = self.row(who)
        standing = queries.removal_of(row.id) if row else None
        if standing is None:
            return
        fan, ada, key = self.cast[who], self.cast["ada"], standing.id
        self.do(lambda: commands.appeal(fan, queries.removal(key), "No."))
        self.do(lambda: commands.answer(ada, queries.removal(key), outcome, "Looked."))

    @rule(who=WHO)
    def erased(self, who):
        self.do(lambda: commands.erase(SYSTEM, self.cast[who]))
        assert self.row(who) is None

    @invariant()
    def the_laws_hold(self):
        rows = list(queries.everyone_in(self.channel.id))
        db.session.refresh(self.channel)
        self.places_are_kept_and_counted([row.state for row in rows])
        self.the_line_stands_by_score_then_time(rows)
        assert len({row.person_id for row in rows}) == len(rows)
        for row in rows:
            if row.state == "removed":
                assert queries.removal_of(row.id) is not None

    def places_are_kept_and_counted(self, states):
        """Never more than there are, and none left empty while somebody waits."""
        free = self.channel.free
        assert self.channel.taken == states.count("active")
        assert free is None or free >= 0
        assert "waiting" not in states or free == 0

    def the_line_stands_by_score_then_time(self, rows):
        line = queries.members_page(self.channel.id, "queue", None).items
        keys = [(-row.score, row.at, row.id) for row in line]
        assert keys == sorted(keys)
        assert len(line) == sum(row.is_queued for row in rows)
        if line:
            assert queries.turn_of(line[-1]) == len(line)


@pytest.mark.slow
def test_the_life_of_a_test(session, people, deep):
    class Here(Life):
        cast = people
        space = cast_space(people)

    # the second database has the same rules to keep and walks a quarter as often
    runs = (DEEP if deep else RUNS) // (1 if is_sqlite() else 4)
    walk = settings(stateful_step_count=25 if deep else 15, max_examples=runs)
    run_state_machine_as_test(Here, settings=walk)


def cast_space(people):
    return cast.space(people)

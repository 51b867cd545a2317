"""A state machine walks ideas about: whatever is done, the laws of the life hold.

Clocks jump, jobs run late and twice, events are heard late and twice, ideas are hidden
and shown, supports come, go and return.
"""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from app.ideas import commands as ideas
from app.ideas import policies, queries
from app.ideas.commands.moving import DUTIES
from app.ideas.models import MOVES
from app.ideas.rules import deadline
from app.kernel import clock, duties, events
from app.kernel.actor import SYSTEM
from app.kernel.db import db, is_sqlite
from app.kernel.errors import Refusal
from app.kernel.events import OutboxEvent
from app.notifications.models import Notice
from app.support import commands as support
from app.support import queries as supports
from app.support.models import Support, SupportEvent
from tests import cast
from tests.ideas import make

FANS = ("ben", "tess", "mei", "ken", "olaf", "eddy")
GAME = {"ladder": [1, 2, 4, 5], "ladder_days": [60, 365, 182, 182]}
WORTH = {"cast": 1, "withdraw": -1}

WHY = (
    "A public reason that is long enough to be read by everybody who supported it. Yes."
)


class Life(RuleBasedStateMachine):
    """One idea, its author, its moderators and the product team, and time."""

    cast: dict
    space: object

    def __init__(self):
        super().__init__()
        self.now = clock.parse("2026-01-05 09:30Z")
        self.savepoint = db.session.begin_nested()
        self.heard = self._last_event()
        self.to_tell: dict[str, set[int]] = {}
        with clock.at(self.now):
            self.idea = make.with_picture(self.cast["ana"], self.space)

    @initialize(is_public=st.sampled_from([True, True, True, False]))
    def begins(self, is_public):
        """Most walks begin where people support."""
        if is_public:
            ana, idea = self.cast["ana"], self.idea
            self.attempt(lambda: ideas.submit(ana, idea, idea.version))
            self.attempt(lambda: ideas.publish(self.cast["mo"], idea))

    def teardown(self):
        self.savepoint.rollback()

    def attempt(self, act):
        """Do it, or be refused and change nothing."""
        with clock.at(self.now):
            before = self.idea.state
            nested = db.session.begin_nested()
            try:
                act()
                nested.commit()
            except Refusal:
                nested.rollback()
                db.session.refresh(self.idea)
                assert self.idea.state == before

    @rule(hours=st.integers(1, 24 * 40))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule(times=st.integers(1, 2))
    def jobs_run(self, times):
        with clock.at(self.now):
            done = [self._run_jobs() for _ in range(times)]
        assert not any(done[1:])

    @rule(times=st.integers(1, 2))
    def events_are_heard(self, times):
        """As the relay does, but inside this thrown-away transaction."""
        with clock.at(self.now):
            rows = self._unheard()
            for row in rows * times:
                self._hand_over(row)
            self.heard = max([self.heard, *(row.id for row in rows)])

    @rule()
    def send(self):
        ana, idea = self.cast["ana"], self.idea
        self.attempt(lambda: ideas.submit(ana, idea, idea.version))

    @rule(back=st.booleans())
    def leave(self, back):
        act = ideas.take_back if back else ideas.withdraw
        if not back and self.now < clock.parse("2026-06-01 00:00Z"):
            return
        self.attempt(lambda: act(self.cast["ana"], self.idea))

    @rule(who=st.sampled_from(["ana", "mo", "priya"]))
    def gate_opens(self, who):
        self.attempt(lambda: ideas.publish(self.cast[who], self.idea))

    @rule()
    def changes_are_asked_and_answered(self):
        mo, ana, idea = self.cast["mo"], self.cast["ana"], self.idea

        def act():
            ideas.ask_fixes(mo, idea, [ideas.Fix("other", "More.")])
            fixes = queries.fixes_of(idea.id, idea.tries)
            ideas.answer_fixes(ana, idea, {fix.id: "Done." for fix in fixes})

        self.attempt(act)

    @rule(
        come=st.lists(st.sampled_from(FANS), min_size=1, unique=True),
        go=st.lists(st.sampled_from(FANS), max_size=1),
    )
    def people_come_and_go(self, come, go):
        for who in come:
            self.attempt(lambda who=who: support.give(self.cast[who], self.idea))
        for who in go:
            self.attempt(lambda who=who: support.withdraw(self.cast[who], self.idea))

    @rule(held=st.integers(0, 3))
    def some_are_doubted(self, held):
        self.attempt(lambda: ideas.record_held(SYSTEM, self.idea.id, held))

    @rule()
    def rules_may_publish(self):
        self.attempt(lambda: ideas.publish_by_rule(SYSTEM, self.idea))

    @rule(who=st.sampled_from(["ana", "mo", "priya", "ben"]))
    def goal_is_signed(self, who):
        self.attempt(lambda: ideas.sign_goal(self.cast[who], self.idea))

    @rule(hide=st.booleans())
    def hidden_or_shown(self, hide):
        mo, idea = self.cast["mo"], self.idea
        if hide:
            self.attempt(lambda: ideas.conceal(mo, idea, "A notice"))
        else:
            self.attempt(lambda: ideas.reveal(mo, idea))

    @precondition(lambda self: self.idea.published_at is not None)
    @rule(
        state=st.sampled_from(sorted({state for _, state in MOVES})),
        kind=st.sampled_from(["deed_signed", "deed_frozen", "item_started", None]),
    )
    def higher_domains_move_it(self, state, kind):
        priya, idea = self.cast["priya"], self.idea
        if kind is not None:
            self.attempt(lambda: ideas.clear(priya, idea, kind))
        self.attempt(lambda: ideas.move(priya, idea, state, "walk", WHY))

    def _run_jobs(self):
        return [
            job(SYSTEM)
            for job in (ideas.expire_due, ideas.return_stale, ideas.warn_idle)
        ].count(1)

    def _last_event(self):
        return db.session.scalar(select(func.max(OutboxEvent.id))) or 0

    def _unheard(self):
        db.session.flush()
        rows = select(OutboxEvent).where(OutboxEvent.id > self.heard)
        return list(db.session.scalars(rows.order_by(OutboxEvent.id)))

    def _hand_over(self, row):
        for kind, listener in events.listeners().values():
            if kind.name == row.name:
                listener(events.revive(kind, row.body))
        if row.name == "ideas.rung_reached":
            cause = f"idea:{self.idea.id}:rung:{row.body['rung']}"
            backers = set(supports.supporters_of(self.idea.id))
            self.to_tell.setdefault(cause, backers)

    @invariant()
    def count_is_rows_is_events(self):
        counted = supports.count_of(self.idea.id)
        of_idea = select(Support).where(Support.idea_id == self.idea.id)
        rows = list(db.session.scalars(of_idea))
        kinds = db.session.scalars(
            select(SupportEvent.kind).where(
                SupportEvent.support_id.in_([row.id for row in rows])
            )
        )
        assert counted == sum(row.state == "counted" for row in rows)
        assert counted == sum(WORTH[kind] for kind in kinds)
        if not self._unheard():
            assert self.idea.support_count == counted

    @invariant()
    def each_supporter_is_told_once(self):
        for cause, backers in self.to_tell.items():
            told = select(Notice.person_id).where(Notice.cause == cause)
            people = list(db.session.scalars(told))
            assert len(people) == len(set(people))
            assert backers <= set(people)

    @invariant()
    def the_deadline_is_what_the_pure_function_says(self):
        idea = self.idea
        if idea.state != "supporting":
            return
        reached = [rung.reached_at for rung in queries.rungs_of([idea.id])]
        spans = [(stop.starts_at, stop.ends_at) for stop in queries.stops_of(idea.id)]
        closed = [span for span in spans if span[1] is not None]
        game = queries.game_of(idea)
        assert idea.deadline_at == deadline(game, idea.published_at, reached, closed)

    @invariant()
    def nothing_ends_before_its_grace(self):
        grace = timedelta(hours=queries.game_of(self.idea).grace_hours)
        for step in queries.history_of(self.idea.id):
            if step.to_state == "expired":
                assert step.created_at > step.clock_before + grace

    @invariant()
    def history_leads_here(self):
        steps = queries.history_of(self.idea.id)
        states = ["draft", *(step.to_state for step in steps)]
        assert states[-1] == self.idea.state
        assert [step.from_state for step in steps] == states[:-1]
        assert all((s.from_state, s.to_state) in MOVES for s in steps)

    @invariant()
    def the_firm_owes_what_it_must(self):
        wanted = DUTIES.get(self.idea.state)
        kinds = {kind for kind, _ in DUTIES.values()}
        owed = {k for k in kinds if duties.find(k, ("idea", self.idea.id))}
        assert owed == ({wanted[0]} if wanted else set())
        if self.idea.state != "supporting":
            for kind in ("goal", "look"):
                assert duties.find(kind, ("idea", self.idea.id)) is None

    @invariant()
    def only_gathering_ideas_have_a_clock(self):
        has_clock = self.idea.deadline_at is not None
        assert has_clock == (self.idea.state == "supporting")

    @invariant()
    def rungs_stand_in_order_and_in_time(self):
        rungs = queries.rungs_of([self.idea.id])
        assert [rung.n for rung in rungs] == list(range(1, self.idea.rungs_crossed + 1))
        assert self.idea.has_reached_top == (len(rungs) == 4)

    @invariant()
    def nothing_is_launched_without_its_deed(self):
        if self.idea.state in ("launched", "retired"):
            assert "deed_frozen" in queries.clearances_of(self.idea.id)
        if self.idea.state in ("in_review", "achieved"):
            assert queries.clearances_of(self.idea.id) >= {"audit_clean"}

    @invariant()
    def an_ended_idea_takes_no_support(self):
        if self.idea.stage in ("ended", "draft", "checked", "out"):
            assert not policies.may_be_supported(self.idea, self.now)


@pytest.mark.slow
@pytest.mark.unmeasured
def test_the_life_of_an_idea(session, people):
    class Here(Life):
        cast = people
        space = cast_space(people)

    # how many runs is the profile's: a hundred, two thousand in the long form; the
    # second database, which has the same rules to keep, walks a quarter as often
    runs = settings.default.max_examples // (1 if is_sqlite() else 4)
    walk = settings(stateful_step_count=25, max_examples=runs)
    run_state_machine_as_test(Here, settings=walk)


def cast_space(people):
    return cast.space(people, ideas=GAME)

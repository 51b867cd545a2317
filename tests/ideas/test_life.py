"""A state machine walks ideas about: whatever is done, the laws of the life hold."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.ideas import commands as ideas
from app.ideas import policies, queries
from app.ideas.commands.moving import DUTIES
from app.ideas.models import MOVES
from app.kernel import clock, duties
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.errors import Refusal
from tests.ideas import make

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
        with clock.at(self.now):
            self.idea = make.with_picture(self.cast["ana"], self.space)

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
        with clock.at(self.now):
            ideas.expire_due(SYSTEM)
            ideas.return_stale(SYSTEM)

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

    @rule(n=st.integers(1, 4), count=st.integers(0, 12_000))
    def people_support(self, n, count):
        at = self.now
        self.attempt(lambda: ideas.record_tally(SYSTEM, self.idea.id, count, [(n, at)]))

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


def test_the_life_of_an_idea(session, people, space, deep):
    class Here(Life):
        cast = people

    Here.space = space
    runs = settings(max_examples=200 if deep else 6, stateful_step_count=25)
    run_state_machine_as_test(Here, settings=runs)

"""A state machine walks bugs about: whatever is done, the laws of bugs hold.

Three bugs of three reporters, two engineers, two builds; people report, ask, answer,
fix, try, reopen, merge, see the same, hide; events are heard late and twice.
"""

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
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.builds import queries as build_queries
from app.builds.models import BuildItemCredit
from app.comments import commands as talk
from app.comments.models import Thread
from app.feedback import commands, queries
from app.feedback.commands import MOVES, Move, NewBug
from app.feedback.models import (
    CLOSED,
    FIXED,
    IN_WORK,
    OPEN,
    SEVERITIES,
    STATES,
    Bug,
    BugMove,
)
from app.kernel import clock, duties, events
from app.kernel.actor import SYSTEM
from app.kernel.db import db, is_sqlite
from app.kernel.errors import Refusal
from app.kernel.events import OutboxEvent
from tests.feedback.conftest import SATURDAY

FANS = ("tess", "ben", "mei", "ken")
CREW = ("priya", "eddy", "olaf")
ALL = (*FANS, *CREW)
WHICH = st.integers(0, 2)
# What no update of a bug may do, by the name of the constraint that refuses it.
FORBIDDEN = {
    "named_engineer": "state = 'confirmed', assignee_id = NULL",
    "fixed_in": "state = 'fixed', assignee_id = 1, fixed_build_id = NULL",
    "four_eyes": "assignee_id = reporter_id, verified_by_id = reporter_id",
    "verified_by": "state = 'new', verified_by_id = reporter_id, assignee_id = NULL",
    "closing_text": "state = 'by_design', closing_text = ''",
    "not_itself": "duplicate_of_id = id",
}


class Bugs(RuleBasedStateMachine):
    """Three bugs, and everybody who has to do with them."""

    cast: dict
    builds: list

    def __init__(self):
        super().__init__()
        self.now = clock.parse(SATURDAY)
        self.savepoint = db.session.begin_nested()
        self.heard = db.session.scalar(select(func.max(OutboxEvent.id))) or 0
        with clock.at(self.now):
            self.bugs = [
                commands.file(self.cast[who], self.builds[0], NewBug(who, "Look"))
                for who in FANS[:3]
            ]
        # the reporters that a duplicate brought to a fix: their credit stays
        self.earned: set[tuple[int, int]] = set()
        self.steps_seen: list[tuple[int, str, str]] = []

    def teardown(self):
        self.savepoint.rollback()

    def attempt(self, act):
        """Do it, or be refused and change nothing."""
        with clock.at(self.now):
            before = [(bug.state, bug.assignee_id) for bug in self.bugs]
            nested = db.session.begin_nested()
            try:
                act()
                nested.commit()
            except Refusal:
                nested.rollback()
                for bug in self.bugs:
                    db.session.refresh(bug)
                after = [(bug.state, bug.assignee_id) for bug in self.bugs]
                assert after == before

    @rule(hours=st.integers(1, 24 * 10))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule(times=st.integers(1, 2))
    def events_are_heard(self, times):
        with clock.at(self.now):
            rows = self._unheard()
            for row in rows * times:
                for kind, listener in events.listeners().values():
                    if kind.name == row.name:
                        listener(events.revive(kind, row.body))
            self.heard = max([self.heard, *(row.id for row in rows)])

    @rule(
        which=WHICH,
        who=st.sampled_from(ALL),
        to=st.sampled_from(STATES),
        engineer=st.sampled_from(("eddy", "olaf", "priya", None)),
        build=st.sampled_from((0, 1, None)),
        other=st.one_of(st.none(), WHICH),
        words=st.sampled_from(("Because.", "")),
    )
    def the_move_form(self, which, who, to, engineer, build, other, words):
        wanted = Move(
            to=to,
            engineer=self.cast[engineer] if engineer else None,
            build=self.builds[build] if build is not None else None,
            text=words,
            duplicate_of=self.bugs[other] if other is not None else None,
        )
        self.attempt(lambda: commands.move(self.cast[who], self.bugs[which], wanted))

    @rule(which=WHICH, fixer=st.sampled_from(("eddy", "olaf")))
    def goes_on(self, which, fixer):
        """The next good step of an engineer, so that walks reach the end."""
        bug, engineer = self.bugs[which], self.cast[fixer]
        if bug.state in ("new", "need_info"):
            self.attempt(lambda: commands.confirm(engineer, bug, engineer))
        else:
            self.attempt(lambda: commands.start(engineer, bug))

    @rule(which=WHICH, build=st.sampled_from((0, 1)))
    def is_mended(self, which, build):
        """By whoever has it, in a build that is out or in one that is to come."""
        bug, out = self.bugs[which], self.builds[build]
        self.goes_on(which, "eddy")
        for engineer in (self.cast["eddy"], self.cast["olaf"]):
            self.attempt(lambda one=engineer: commands.fix(one, bug, out))

    @rule(which=WHICH, other=WHICH)
    def is_the_same(self, which, other):
        """Closed as a duplicate, so that chains come about."""
        bug, named = self.bugs[which], self.bugs[other]
        act = commands.close
        self.attempt(lambda: act(self.cast["priya"], bug, "duplicate", "Same", named))

    @rule(which=WHICH, who=st.sampled_from(ALL))
    def tried(self, which, who):
        self.attempt(lambda: commands.verify(self.cast[who], self.bugs[which]))

    @rule(which=WHICH, who=st.sampled_from(ALL))
    def opened_again(self, which, who):
        self.attempt(lambda: commands.reopen(self.cast[who], self.bugs[which]))

    @rule(which=WHICH, who=st.sampled_from(ALL), back=st.booleans())
    def seen_too(self, which, who, back):
        act = commands.lose_sight if back else commands.sight
        self.attempt(lambda: act(self.cast[who], self.bugs[which]))

    @rule(which=WHICH, who=st.sampled_from(ALL), severity=st.sampled_from(SEVERITIES))
    def how_bad(self, which, who, severity):
        bug = self.bugs[which]
        self.attempt(lambda: commands.set_severity(self.cast[who], bug, severity))

    @rule(which=WHICH, who=st.sampled_from(ALL), public=st.booleans())
    def who_reads(self, which, who, public):
        act = commands.make_public if public else commands.make_private
        self.attempt(lambda: act(self.cast[who], self.bugs[which]))

    @rule(which=WHICH, who=st.sampled_from(ALL))
    def something_is_said(self, which, who):
        thread = db.session.get_one(Thread, self.bugs[which].thread_id)
        self.attempt(lambda: talk.write(self.cast[who], thread, "It is the blue one."))

    @rule(which=WHICH, hide=st.booleans())
    def hidden_or_shown(self, which, hide):
        bug = self.bugs[which]
        if hide:
            self.attempt(lambda: commands.conceal(SYSTEM, bug, "spam"))
        else:
            self.attempt(lambda: commands.reveal(SYSTEM, bug))

    @rule(which=WHICH, broken=st.sampled_from(sorted(FORBIDDEN)))
    def the_database_refuses(self, which, broken):
        change = f"UPDATE bugs SET {FORBIDDEN[broken]} WHERE id = :id"  # noqa: S608
        self._refused(IntegrityError, change, self.bugs[which].id)

    @rule(
        change=st.sampled_from(
            ("UPDATE bug_moves SET note = ''", "DELETE FROM bug_moves")
        )
    )
    def history_is_never_rewritten(self, change):
        if self._history():
            self._refused(DBAPIError, f"{change} WHERE id > :id", 0)

    @invariant()
    def the_laws_hold(self):
        """Read once a step: the bugs, their history, what is owed for them."""
        self.now_bugs = [db.session.get_one(Bug, bug.id) for bug in self.bugs]
        self.history = self._history()
        self.work_has_a_name()
        self.nobody_tries_his_own_fix()
        self.closing_says_why()
        self.duplicates_lead_to_the_last()
        self.duplicates_keep_credit()
        self.history_leads_here()
        self.the_team_owes_what_it_must()
        self.blockers_and_only_blockers_hold_builds_back()

    def work_has_a_name(self):
        by_id = {person.id: person for person in self.cast.values()}
        for bug in self.now_bugs:
            if bug.state in (*IN_WORK, *FIXED):
                assert by_id[bug.assignee_id].has_role("engineer", bug.space_id)

    def nobody_tries_his_own_fix(self):
        for bug in self.now_bugs:
            assert (bug.state == "verified") == (bug.verified_by_id is not None)
            assert bug.verified_by_id is None or bug.verified_by_id != bug.assignee_id
        fixers = {}
        for step in self.history:
            if step.to_state == "fixed":
                fixers[step.bug_id] = step.actor_id
            if step.to_state == "verified":
                assert fixers[step.bug_id] != step.actor_id

    def closing_says_why(self):
        for bug in self.now_bugs:
            assert (bug.state in CLOSED) == bool(bug.closing_text)
            assert (bug.state in FIXED) == (bug.fixed_build_id is not None)

    def duplicates_lead_to_the_last(self):
        by_id = {bug.id: bug for bug in self.now_bugs}
        for bug in by_id.values():
            assert (bug.state == "duplicate") == (bug.duplicate_of_id is not None)
            if bug.duplicate_of_id is not None:
                assert by_id[bug.duplicate_of_id].duplicate_of_id is None

    def duplicates_keep_credit(self):
        """Once thanked on a change, for good; and thanked as soon as there is one."""
        for bug in self.now_bugs:
            if bug.fixed_item_id is not None:
                same = [one for one in self.now_bugs if one.duplicate_of_id == bug.id]
                self.earned |= {
                    (bug.fixed_item_id, one.reporter_id) for one in (bug, *same)
                }
        credited = db.session.execute(
            select(BuildItemCredit.item_id, BuildItemCredit.person_id).where(
                BuildItemCredit.role == "reporter"
            )
        )
        assert self.earned <= {(row[0], row[1]) for row in credited}

    def history_leads_here(self):
        plain = [(step.bug_id, step.from_state, step.to_state) for step in self.history]
        assert plain[: len(self.steps_seen)] == self.steps_seen
        self.steps_seen = plain
        for bug in self.now_bugs:
            own = self._steps_of(bug)
            states = ["new", *(step.to_state for step in own)]
            assert states[-1] == bug.state
            assert [step.from_state for step in own] == states[:-1]
            assert all(step.to_state in MOVES[step.from_state] for step in own)

    def the_team_owes_what_it_must(self):
        ids = [bug.id for bug in self.bugs]
        open_ones = duties.open_ones(queries.OWED)
        owed = {(d.kind, d.subject_id) for d in open_ones if d.subject_id in ids}
        crew = self._crew()
        for bug in self.now_bugs:
            is_ours = bug.state in OPEN and bug.state != "need_info"
            assert (("bug_state", bug.id) in owed) == is_ours
            if any(step.actor_id in crew for step in self._steps_of(bug)):
                assert ("bug_reply", bug.id) not in owed

    def blockers_and_only_blockers_hold_builds_back(self):
        held = {row.cause for row in build_queries.open_blocks(self.builds[1].id)}
        blocking = {f"bug:{bug.number}" for bug in self.now_bugs if bug.is_blocking}
        assert held == blocking

    def _history(self):
        """As plain rows: what a walk has read may not outlive its rollback."""
        columns = (BugMove.bug_id, BugMove.from_state, BugMove.to_state)
        ids = [bug.id for bug in self.bugs]
        statement = select(*columns, BugMove.actor_id).where(BugMove.bug_id.in_(ids))
        return list(db.session.execute(statement.order_by(BugMove.id)))

    def _steps_of(self, bug):
        return [step for step in self.history if step.bug_id == bug.id]

    def _crew(self):
        own = {bug.reporter_id for bug in self.bugs}
        return {self.cast[name].id for name in CREW} - own

    def _unheard(self):
        db.session.flush()
        rows = select(OutboxEvent).where(OutboxEvent.id > self.heard)
        return list(db.session.scalars(rows.order_by(OutboxEvent.id)))

    def _refused(self, error, change, key):
        nested = db.session.begin_nested()
        with pytest.raises(error):
            db.session.execute(text(change), {"id": key})
        nested.rollback()


@pytest.mark.slow
def test_the_life_of_bugs(session, people, build, following, erik):
    class Here(Bugs):
        cast = people
        builds = [build, following]

    # thirty walks, in the long form six hundred; the second database, which has the
    # same rules to keep, walks less
    runs = settings.default.max_examples * 3 // 10
    few = runs if is_sqlite() else max(5, runs // 4)
    walk = settings(stateful_step_count=25, max_examples=few)
    run_state_machine_as_test(Here, settings=walk)

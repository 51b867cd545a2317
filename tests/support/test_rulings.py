"""A machine may only hold; two people void; each step can be undone and adds up."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.kernel import approvals, duties
from app.kernel.actor import SYSTEM
from app.kernel.audit import AuditEvent
from app.kernel.db import db
from app.kernel.errors import NotAllowed
from app.kernel.events import OutboxEvent
from app.support import commands, queries
from app.support.models import Support, SupportEvent, SupportRuling
from tests.support import making

WHY = "Five accounts, one telephone."


def states(idea) -> list[str]:
    rows = select(Support.state).where(Support.idea_id == idea.id)
    return list(db.session.scalars(rows.order_by(Support.id)))


def kinds(support) -> list[tuple[str, int]]:
    return [(event.kind, event.delta) for event in queries.events_of(support)]


def deltas(idea) -> int:
    joined = select(func.coalesce(func.sum(SupportEvent.delta), 0)).join(
        Support, Support.id == SupportEvent.support_id
    )
    return db.session.scalar(joined.where(Support.idea_id == idea.id))


def counted(idea) -> int:
    return states(idea).count("counted")


def adds_up(idea) -> bool:
    return queries.count_of(idea.id) == counted(idea) == deltas(idea)


def proposal(verdict, *supports, reason=None, note=WHY):
    reasons = {"release": "genuine", "void": "several_accounts", "restore": "mistaken"}
    ids = tuple(support.id for support in supports)
    return commands.Proposal(verdict, reason or reasons[verdict], note, ids)


def rule(mo, priya, idea, verdict, *supports) -> int:
    """Both people in turn."""
    ruling = commands.propose(mo, idea, proposal(verdict, *supports))
    return commands.confirm(priya, idea, ruling)


@pytest.fixture
def doubted(ben, tess, lamp):
    """Ben's and tess's supports; a machine held ben's."""
    support = commands.give(ben, lamp)
    commands.give(tess, lamp)
    assert commands.hold(SYSTEM, lamp, [support.id], "lockstep") == 1
    return support


def test_a_held_support_leaves_the_count_and_stays_its_givers(ben, lamp, doubted):
    assert (doubted.state, doubted.held_for) == ("held", "lockstep")
    assert queries.standing(ben, lamp.id) == queries.Standing(1, 1, "held")
    assert kinds(doubted) == [("cast", 1), ("hold", -1)]
    assert queries.events_of(doubted)[-1].reason_code == "lockstep"
    assert adds_up(lamp)
    commands.fold(lamp.id)
    assert lamp.support_count == 1


def test_holding_twice_is_holding_once(lamp, doubted):
    assert commands.hold(SYSTEM, lamp, [doubted.id], "young") == 0
    assert doubted.held_for == "lockstep"
    assert adds_up(lamp)


@pytest.mark.parametrize("name", ["mo", "priya", "ada", "ben"])
def test_no_person_holds(name, people, lamp, doubted):
    with pytest.raises(NotAllowed, match="may_hold"):
        commands.hold(people[name], lamp, [doubted.id], "young")


def test_a_machine_says_why(tess, lamp):
    support = commands.give(tess, lamp)
    with pytest.raises(commands.UnknownReason):
        commands.hold(SYSTEM, lamp, [support.id], "because")


def test_a_machine_may_not_void(lamp, doubted):
    with pytest.raises(NotAllowed, match="may_rule"):
        commands.propose(SYSTEM, lamp, proposal("void", doubted))


def test_a_check_is_owed_until_nothing_is_held(mo, priya, lamp, doubted):
    subject = ("idea", lamp.id)
    duty = duties.find(commands.CHECK, subject)
    assert (duty.owner_role, duty.waiting_id) == ("moderator", lamp.author_id)
    rule(mo, priya, lamp, "release", doubted)
    assert duties.find(commands.CHECK, subject) is None


def test_one_person_changes_nothing(mo, lamp, doubted):
    ruling = commands.propose(mo, lamp, proposal("void", doubted))
    assert doubted.state == "held"
    with pytest.raises(approvals.SamePerson):
        commands.confirm(mo, lamp, ruling)
    assert doubted.state == "held"


def test_two_people_void_a_held_support(mo, priya, lamp, doubted):
    assert rule(mo, priya, lamp, "void", doubted) == 1
    assert doubted.state == "voided"
    assert kinds(doubted)[-1] == ("void", 0)
    assert adds_up(lamp)
    (row,) = db.session.scalars(
        select(AuditEvent).where(AuditEvent.act == "support.rule")
    )
    assert (row.actor_id, row.values["supports"]) == (priya.id, 1)


def test_two_people_void_a_counted_support(mo, priya, tess, lamp, doubted):
    support = queries.receipt_of(tess, lamp.id)
    rule(mo, priya, lamp, "void", support)
    assert kinds(support)[-1] == ("void", -1)
    assert adds_up(lamp)


def test_two_people_release(mo, priya, lamp, doubted):
    since = doubted.counted_at
    rule(mo, priya, lamp, "release", doubted)
    assert (doubted.state, doubted.held_for) == ("counted", None)
    assert doubted.counted_at == since, "it counts from when it was given"
    assert adds_up(lamp)


def test_two_people_undo_what_two_people_did(mo, priya, lamp, doubted):
    rule(mo, priya, lamp, "void", doubted)
    rule(priya, mo, lamp, "restore", doubted)
    assert doubted.state == "counted"
    assert [delta for _, delta in kinds(doubted)] == [1, -1, 0, 1]
    assert adds_up(lamp)


def test_what_is_over_is_not_decided_again(mo, priya, lamp, doubted):
    ruling = commands.propose(mo, lamp, proposal("void", doubted))
    commands.drop(mo, lamp, ruling)
    for act in (commands.confirm, commands.drop):
        with pytest.raises(commands.RulingOver):
            act(priya, lamp, ruling)
    assert doubted.state == "held"


def test_a_support_taken_back_meanwhile_is_left_alone(mo, priya, ben, lamp, doubted):
    ruling = commands.propose(mo, lamp, proposal("void", doubted))
    commands.withdraw(ben, lamp)
    assert commands.confirm(priya, lamp, ruling) == ruling.size == 0
    assert doubted.state == "withdrawn"
    assert adds_up(lamp)


def test_a_held_support_is_withdrawn_without_touching_the_count(ben, lamp, doubted):
    commands.withdraw(ben, lamp)
    assert kinds(doubted)[-1] == ("withdraw", 0)
    assert adds_up(lamp)


def test_nobody_sheds_a_doubt_by_coming_back(ben, lamp, doubted):
    commands.withdraw(ben, lamp)
    assert commands.give(ben, lamp).state == "held"
    assert kinds(doubted)[-1] == ("cast", 0)
    assert adds_up(lamp)


def test_a_voided_support_stays_voided(mo, priya, ben, lamp, doubted):
    rule(mo, priya, lamp, "void", doubted)
    commands.withdraw(ben, lamp)
    with pytest.raises(commands.Voided):
        commands.give(ben, lamp)
    assert doubted.state == "voided"
    assert queries.standing(ben, lamp.id).is_voided


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"reason": "genuine"}, commands.UnknownReason),
        ({"note": "  "}, commands.NoteMissing),
    ],
)
def test_a_verdict_has_its_reason_and_a_note(changed, refusal, mo, lamp, doubted):
    with pytest.raises(refusal):
        commands.propose(mo, lamp, proposal("void", doubted, **changed))


def test_only_supports_of_this_idea_in_the_right_state(mo, ben, ana, space, doubted):
    other = making.idea(ana, space)
    with pytest.raises(commands.NothingToRule):
        commands.propose(mo, other, proposal("void", doubted))
    mine = commands.give(ben, other)
    with pytest.raises(commands.NothingToRule):
        commands.propose(mo, other, proposal("release", mine))


@pytest.mark.parametrize("name", ["ana", "ben", "tess", "finn", "ada"])
def test_who_has_no_say(name, people, lamp, doubted):
    with pytest.raises(NotAllowed, match="may_rule"):
        commands.propose(people[name], lamp, proposal("void", doubted))


def test_a_voided_supporter_does_not_restore_himself(mo, priya, paul, lamp):
    support = commands.give(mo, lamp)
    rule(priya, paul, lamp, "void", support)
    with pytest.raises(NotAllowed, match="may_rule"):
        commands.propose(mo, lamp, proposal("restore", support))


def test_each_step_is_told(mo, priya, ben, lamp, doubted):
    rule(mo, priya, lamp, "void", doubted)
    rule(mo, priya, lamp, "restore", doubted)
    names = ("support.held", "support.voided", "support.restored")
    rows = select(OutboxEvent).where(OutboxEvent.name.in_(names))
    said = [
        (row.name, row.body["person_id"], row.body["reason"])
        for row in db.session.scalars(rows.order_by(OutboxEvent.id))
    ]
    reasons = ("lockstep", "several_accounts", "mistaken")
    expected = zip(names, [ben.id] * 3, reasons, strict=True)
    assert said == list(expected)


@pytest.mark.parametrize("state", ["held", "voided"])
def test_the_database_keeps_no_doubt_without_its_reason(state, tess, lamp, session):
    commands.give(tess, lamp)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Support).values(state=state))


def test_the_database_wants_a_note(mo, lamp, session):
    row = {
        "idea_id": lamp.id,
        "verdict": "void",
        "reason_code": "bought",
        "note": "",
        "size": 1,
        "made_at": lamp.published_at,
    }
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(SupportRuling), [row])


acts = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(
            ["give", "withdraw", "hold", "release", "void", "restore", "fold"]
        ),
    ),
    max_size=25,
)


@given(acts)
def test_count_rows_and_events_always_agree(session, people, space, acts):
    idea = making.idea(people["ana"], space)
    fans = making.crowd(3)
    two = people["mo"], people["priya"]
    for who, what in acts:
        _do(what, fans[who], idea, two)
        assert adds_up(idea)
    commands.fold(idea.id)
    assert idea.support_count == counted(idea)


def _do(what, fan, idea, two) -> None:
    """One act; a verdict that fits no support is refused, which is as well."""
    if what in ("give", "withdraw"):
        with contextlib.suppress(commands.Voided):
            getattr(commands, what)(fan, idea)
    elif what == "fold":
        commands.fold(idea.id)
    else:
        support = db.session.scalar(
            select(Support).where(
                Support.idea_id == idea.id, Support.person_id == fan.id
            )
        )
        if support is not None and what == "hold":
            commands.hold(SYSTEM, idea, [support.id], "burst")
        elif support is not None:
            _try_to_rule(what, support, idea, two)


def _try_to_rule(verdict, support, idea, two) -> None:
    try:
        rule(*two, idea, verdict, support)
    except commands.NothingToRule:
        assert support.state not in {"release": ("held",), "restore": ("voided",)}.get(
            verdict, ("held", "counted")
        )

"""Taken out only by a decision with a reason, and a second look by somebody else."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.builds import commands, queries
from app.builds.commands import Entry
from app.builds.models import EnrolmentRemoval
from app.kernel import clock, duties
from app.kernel.errors import NotAllowed, Suspended
from tests.builds.conftest import TUESDAY
from tests.builds.test_enrolments import state_of, told

WHY = "Posted the files of the early build elsewhere."


@pytest.fixture(autouse=True)
def tuesday():
    with clock.at(TUESDAY):
        yield


@pytest.fixture
def channel(space, priya):
    return commands.open_channel(priya, space, "inner", Entry("open", 1))


@pytest.fixture
def removal(session, channel, ben, mo):
    row = commands.enrol(ben, channel)
    made = commands.remove(mo, row, WHY)
    session.commit()
    return queries.removal(made.id)


def test_the_place_goes_on_and_the_door_stays_shut(channel, ben, tess, mo):
    row = commands.enrol(ben, channel)
    commands.enrol(tess, channel)
    commands.remove(mo, row, WHY)
    assert (state_of(channel, ben), state_of(channel, tess)) == ("removed", "active")
    with pytest.raises(commands.WasRemoved):
        commands.enrol(ben, channel)
    commands.leave(ben, channel)
    assert state_of(channel, ben) == "removed"
    assert [one["person_id"] for one in told("builds.tester_removed")] == [ben.id]


def test_a_removal_has_a_reason_and_happens_once(channel, ben, mo):
    row = commands.enrol(ben, channel)
    with pytest.raises(commands.RemovalNeedsReason):
        commands.remove(mo, row, "  ")
    commands.remove(mo, row, WHY)
    with pytest.raises(commands.RemovedAlready):
        commands.remove(mo, row, WHY)


def test_only_moderators_and_none_about_himself(channel, ben, priya, eddy, mo):
    row = commands.enrol(ben, channel)
    for actor in (ben, priya, eddy):
        with pytest.raises(NotAllowed, match="may_remove"):
            commands.remove(actor, row, WHY)
    commands.leave(ben, channel)
    with pytest.raises(NotAllowed, match="may_remove"):
        commands.remove(mo, commands.enrol(mo, channel), WHY)


def test_an_appeal_is_asked_once_and_owed(removal, ben, tess):
    with pytest.raises(NotAllowed, match="may_appeal"):
        commands.appeal(tess, removal, "Not fair.")
    with pytest.raises(commands.AppealNeedsWords):
        commands.appeal(ben, removal, " ")
    commands.appeal(ben, removal, "It was not me.")
    with pytest.raises(commands.AppealedAlready):
        commands.appeal(ben, removal, "Really.")
    duty = duties.find("removal_appeal", ("enrolment_removal", removal.id))
    assert (duty.owner_role, duty.waiting_id) == ("moderator", ben.id)


def test_somebody_else_looks_again(removal, channel, ben, mo, moira, tess):
    with pytest.raises(commands.NothingToAnswer):
        commands.answer(moira, removal, "upheld", "You are right.")
    commands.appeal(ben, removal, "It was not me.")
    for actor in (mo, ben, tess):
        with pytest.raises(NotAllowed, match="may_answer"):
            commands.answer(actor, removal, "upheld", "You are right.")
    with pytest.raises(commands.AnswerNeedsWords):
        commands.answer(moira, removal, "dismissed", "")
    with pytest.raises(commands.NothingToAnswer):
        commands.answer(moira, removal, "maybe", "Hm.")
    commands.answer(moira, removal, "upheld", "You are right.")
    assert state_of(channel, ben) == "active"
    assert duties.find("removal_appeal", ("enrolment_removal", removal.id)) is None
    assert queries.removal_of(removal.enrolment_id) is None


def test_a_dismissed_appeal_leaves_the_door_shut(removal, channel, ben, ada):
    commands.appeal(ben, removal, "It was not me.")
    commands.answer(ada, removal, "dismissed", "Your name is in the file.")
    assert state_of(channel, ben) == "removed"
    assert queries.removal_of(removal.enrolment_id).answer.startswith("Your name")
    (said,) = told("builds.removal_answered")
    assert said["outcome"] == "dismissed"


def test_removed_again_after_an_upheld_appeal(removal, channel, ben, mo, moira):
    commands.appeal(ben, removal, "It was not me.")
    commands.answer(moira, removal, "upheld", "You are right.")
    again = commands.remove(mo, queries.enrolment_of(channel.id, ben.id), WHY)
    assert queries.removal_of(removal.enrolment_id).id == again.id


def test_who_comes_back_to_a_full_test_stands_in_line(
    removal, channel, ben, tess, moira
):
    commands.enrol(tess, channel)
    commands.appeal(ben, removal, "It was not me.")
    commands.answer(moira, removal, "upheld", "You are right.")
    assert state_of(channel, ben) == "waiting"


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("reason", {"reason": ""}),
        ("own_matter", {"by_id": "person_id"}),
        ("appeal", {"appeal": "It was not me."}),
        ("outcome", {"outcome": "perhaps"}),
        ("four_eyes", {"answered_by_id": "by_id"}),
        ("standing", {"second": True}),
    ],
)
def test_the_database_keeps_the_rules(session, removal, rule, wrong):
    values = {
        "enrolment_id": removal.enrolment_id,
        "person_id": removal.person_id,
        "by_id": removal.by_id,
        "reason": WHY,
    }
    if not wrong.pop("second", False):
        removal.outcome = None
        session.delete(removal)
        session.flush()
    for key, value in wrong.items():
        values[key] = values.get(value, value)
    if rule == "four_eyes":
        now = clock.now()
        values |= {"appeal": "No.", "appealed_at": now, "outcome": "upheld"}
        values |= {"answer": "Yes.", "answered_at": now}
    if rule == "outcome":
        now = clock.now()
        values |= {"appeal": "No.", "appealed_at": now, "answered_by_id": 1}
        values |= {"answer": "Yes.", "answered_at": now}
    session.add(EnrolmentRemoval(**values))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_own_data_and_letting_go(session, removal, channel, ben):
    commands.appeal(ben, removal, "It was not me.")
    (held,) = queries.personal(ben)["removed_from_tests"]
    assert (held["reason"], held["appeal"]) == (WHY, "It was not me.")
    commands.erase(ben, ben)
    assert queries.removals_of(ben.id) == []
    assert state_of(channel, ben) is None


def test_the_list_of_decisions(removal, channel, chairs, mo, tess):
    other = commands.enrol(tess, commands.ensure_channel(chairs, "weekly"))
    commands.remove(mo, other, WHY)
    found = queries.removals_page([channel.id], None)
    assert [row.person.display_name for row in found.items] == ["Ben"]


def test_who_may_only_read_for_now_still_leaves_and_appeals(
    session, removal, channel, ben, tess
):
    commands.enrol(tess, channel)
    for person in (ben, tess):
        person.suspended_until = clock.now() + timedelta(days=3)
    session.commit()
    commands.appeal(ben, removal, "It was not me.")
    commands.leave(tess, channel)
    assert state_of(channel, tess) == "left"
    with pytest.raises(Suspended):
        commands.enrol(tess, channel)

"""The steps before a build, and the gate that inner testers open."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.builds import commands, policies, queries
from app.builds.commands import NewItem
from app.builds.models import BuildVote, Enrolment, TrainGate
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.errors import Missing, NotAllowed
from app.kernel.events import OutboxEvent
from tests import cast
from tests.builds.conftest import FRIDAY, MONDAY, TUESDAY

THURSDAY = "2026-11-05 17:00Z"
NOON = "2026-11-06 12:00Z"
AGAIN = "2026-11-09 17:00Z"


@pytest.fixture
def space(session, people):
    """A space whose builds are tried early."""
    with clock.at("2026-10-01 09:00Z"):
        return cast.space(people, builds={"inner": True})


@pytest.fixture
def inner(session, space, ana, ben, tess):
    """Three inner testers."""
    way = commands.ensure_channel(space, "inner")
    for person in (ana, ben, tess):
        session.add(Enrolment(channel_id=way.id, person_id=person.id))
    session.commit()
    return [ana, ben, tess]


@pytest.fixture
def candidate(session, train, build, item, inner):
    """The build on Thursday evening, with its early testers."""
    with clock.at(THURSDAY):
        commands.advance(SYSTEM)
        session.commit()
    return build


def events(session, name):
    wanted = select(OutboxEvent.body).where(OutboxEvent.name == name)
    return list(session.scalars(wanted))


def keep(candidate, *people, verdict="keep", ran=True):
    with clock.at("2026-11-06 09:00Z"):
        for person in people:
            build = queries.visible_to(person).get(candidate.number)
            commands.vote(person, build, verdict, ran=ran)


def test_a_train_goes_from_step_to_step(session, train, build, item):
    states = []
    for at in ("2026-11-05 16:59Z", THURSDAY, NOON):
        with clock.at(at):
            commands.advance(SYSTEM)
        states.append(train.state)
    assert states == ["frozen", "rc", "delayed"]
    assert len(events(session, "builds.train_frozen")) == 1
    (ready,) = events(session, "builds.candidate_ready")
    assert ready == {"train_id": train.id, "build_id": build.id}


def test_after_a_stop_the_steps_are_taken_together(session, train, item):
    with clock.at(THURSDAY):
        commands.advance(SYSTEM)
        commands.advance(SYSTEM)
    assert train.state == "rc"
    assert len(events(session, "builds.train_frozen")) == 1
    assert len(events(session, "builds.candidate_ready")) == 1


def test_a_candidate_is_seen_and_voted_on_by_its_testers_alone(candidate, ana, mei):
    with clock.at("2026-11-06 09:00Z"):
        seen = queries.visible_to(ana).get(candidate.number)
        assert policies.may_vote(ana, seen)
        with pytest.raises(Missing):
            queries.visible_to(mei).get(candidate.number)
        assert not policies.may_vote(mei, seen)


def test_before_it_is_a_candidate_testers_do_not_see_it(build, item, inner, ana):
    with clock.at(TUESDAY), pytest.raises(Missing):
        queries.visible_to(ana).get(build.number)


def test_two_of_three_who_keep_it_open_the_gate(session, candidate, train, ana, ben):
    keep(candidate, ana, ben)
    with clock.at(NOON):
        commands.advance(SYSTEM)
        commands.advance(SYSTEM)
    (row,) = queries.gates_of(train.id)
    assert (row.testers, row.needed, row.ok, row.blockers) == (3, 2, 2, 0)
    assert row.is_go
    with clock.at(FRIDAY):
        assert [out.id for out in commands.publish_due(SYSTEM)] == [candidate.id]


def test_too_few_mean_no_go_with_a_reason_and_a_next_try(
    session, candidate, train, ana
):
    version = candidate.version
    keep(candidate, ana)
    with clock.at(NOON):
        commands.advance(SYSTEM)
        commands.advance(SYSTEM)
    (row,) = queries.gates_of(train.id)
    assert (row.ok, row.needed, row.is_go) == (1, 2, False)
    assert (train.state, train.reason_code, train.reason) == ("delayed", "gate", "1/2")
    assert train.publish_at == train.gate_at == clock.parse(AGAIN)
    assert candidate.version == version
    (event,) = events(session, "builds.train_rescheduled")
    assert event["code"] == "gate"


@pytest.mark.parametrize("said", [{"ran": False}, {"verdict": "needs_work"}])
def test_only_keep_by_those_who_ran_it_counts(candidate, train, space, said, inner):
    keep(candidate, *inner, **said)
    with clock.at(NOON):
        commands.advance(SYSTEM)
    assert queries.gates_of(train.id)[0].ok == 0
    assert train.state == "delayed"


def test_votes_of_others_and_of_who_left_do_not_count(
    session, candidate, train, ana, ben, mei
):
    session.add(
        BuildVote(build_id=candidate.id, person_id=mei.id, verdict="keep", ran=True)
    )
    keep(candidate, ana, ben)
    way = queries.channel(candidate.space_id, "inner")
    queries.enrolment_of(way.id, ben.id).state = "left"
    with clock.at(NOON):
        commands.advance(SYSTEM)
    (row,) = queries.gates_of(train.id)
    assert (row.testers, row.ok) == (2, 1)


def test_a_blocker_shuts_the_gate_whatever_the_votes(candidate, train, inner, eddy):
    keep(candidate, *inner)
    commands.block(eddy, candidate, "bug:7", "Lamps go dark")
    with clock.at(NOON):
        commands.advance(SYSTEM)
    (row,) = queries.gates_of(train.id)
    assert (row.ok, row.blockers, row.is_go) == (3, 1, False)
    assert (train.reason_code, train.reason) == ("blocked", "Lamps go dark")


def test_the_next_try_asks_again_and_lets_it_out_the_same_minute(
    candidate, train, inner, ana
):
    keep(candidate, ana)
    with clock.at(NOON):
        commands.advance(SYSTEM)
    keep(candidate, *inner)
    with clock.at(AGAIN):
        commands.advance(SYSTEM)
        assert [out.id for out in commands.publish_due(SYSTEM)] == [candidate.id]
    assert [row.is_go for row in queries.gates_of(train.id)] == [True, False]


def test_a_blocker_after_the_gate_still_holds_it_back(candidate, train, inner, eddy):
    keep(candidate, *inner)
    with clock.at(NOON):
        commands.advance(SYSTEM)
    commands.block(eddy, candidate, "bug:7", "Lamps go dark")
    with clock.at(FRIDAY):
        assert commands.publish_due(SYSTEM) == []
    assert (train.state, train.gate_passed_at) == ("delayed", None)
    assert train.publish_at == clock.parse(AGAIN)


def test_nobody_gets_past_the_gate_by_hand(candidate, train, priya):
    with clock.at(FRIDAY), pytest.raises(commands.GateIsShut):
        commands.publish(priya, train)


def test_nobody_gets_past_the_gate_in_the_database(session, candidate, train):
    out = "UPDATE trains SET state = 'published', published_at = publish_at"
    with pytest.raises(IntegrityError, match="gate_first"):
        session.execute(text(out))


def test_where_nobody_tries_it_the_product_owner_signs(
    session, train, build, item, priya, paul
):
    with clock.at(THURSDAY):
        commands.advance(SYSTEM)
        with pytest.raises(NotAllowed, match="may_sign_gate"):
            commands.sign_gate(paul, build)
        commands.sign_gate(priya, build)
        with pytest.raises(commands.NoGateHere):
            commands.sign_gate(priya, build)
    (row,) = session.scalars(select(TrainGate))
    assert (row.is_go, row.signed_by_id) == (True, priya.id)
    with clock.at(FRIDAY):
        commands.advance(SYSTEM)
        assert [out.id for out in commands.publish_due(SYSTEM)] == [build.id]


def test_without_testers_and_a_signature_it_does_not_go(client, train, build, item):
    with clock.at(NOON):
        commands.advance(SYSTEM)
        words = client.get("/builds/calendar").text
    assert (train.state, train.reason_code) == ("delayed", "unsigned")
    assert "nobody tried it early, and the owner did not sign" in words


def test_the_reason_of_a_no_has_its_figures(client, candidate, ana):
    keep(candidate, ana)
    with clock.at(NOON):
        commands.advance(SYSTEM)
        words = client.get("/builds/calendar").text
    assert "too few who try it early said keep (1/2)." in words


def test_without_an_owner_any_of_the_product_team_signs(space, build, item, paul, eddy):
    space.product_owner_id = None
    assert policies.may_sign_gate(paul, build)
    assert not policies.may_sign_gate(eddy, build)


def test_a_signature_outdoes_neither_testers_nor_blockers(
    session, candidate, build, priya, eddy
):
    with clock.at("2026-11-06 09:00Z"):
        with pytest.raises(commands.TestersDecide):
            commands.sign_gate(priya, candidate)
        way = queries.channel(candidate.space_id, "inner")
        for row in session.scalars(
            select(Enrolment).where(Enrolment.channel_id == way.id)
        ):
            row.state = "left"
        commands.block(eddy, build, "bug:7", "Lamps go dark")
        with pytest.raises(commands.StillBlocked):
            commands.sign_gate(priya, candidate)


def test_a_week_without_changes_is_left_out_not_late(train, build, inner):
    for at in (NOON, FRIDAY):
        with clock.at(at):
            commands.advance(SYSTEM)
            commands.publish_due(SYSTEM)
    assert (train.state, train.reason_code) == ("skipped", "empty")
    assert queries.gates_of(train.id) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_go": True, "blockers": 1, "testers": 3, "ok": 3},
        {"is_go": True, "blockers": 0, "testers": 3, "ok": 1},
        {"is_go": True, "blockers": 0, "testers": 0, "ok": 0},
    ],
)
def test_no_row_says_go_against_its_figures(session, train, wrong):
    session.add(
        TrainGate(train_id=train.id, due_at=train.publish_at, needed=2, **wrong)
    )
    with pytest.raises(IntegrityError, match="train_gates"):
        session.flush()


def test_without_inner_testers_there_is_no_gate(chairs, eddy, priya):
    with clock.at(TUESDAY):
        train = commands.plan_train(eddy, chairs, MONDAY)
        build = queries.of_train(train.id)
        commands.add_item(eddy, build, NewItem("fix", "It stands"))
        with pytest.raises(commands.NoGateHere):
            commands.sign_gate(priya, build)
    with clock.at(FRIDAY):
        commands.advance(SYSTEM)
        assert [out.id for out in commands.publish_due(SYSTEM)] == [build.id]
    assert (train.gate_at, queries.gates_of(train.id)) == (None, [])


def test_the_team_sees_the_figures_and_signs(
    sign_in, session, train, build, item, priya
):
    browser = sign_in(priya)
    with clock.at(THURSDAY):
        commands.advance(SYSTEM)
        session.commit()
        words = browser.get(f"/staff/builds/{build.number}").get_data(as_text=True)
        assert "0 of 0" in words
        assert "Let it go out" in words
        answer = browser.post(f"/staff/builds/{build.number}/gate/signature")
        assert answer.status_code == 303
        words = browser.get(f"/staff/builds/{build.number}").get_data(as_text=True)
    assert "Passed" in words


def test_the_calendar_shows_the_steps_where_there_are_early_testers(client, train):
    with clock.at(TUESDAY):
        words = client.get("/builds/calendar").get_data(as_text=True)
    assert "Early testers get it" in words

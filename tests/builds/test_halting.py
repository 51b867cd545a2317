"""Taking back what is out, and letting it go on."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.builds import commands, queries
from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.audit import AuditEvent
from app.kernel.errors import NotAllowed
from app.kernel.events import OutboxEvent
from tests.builds.conftest import EVENING, FRIDAY

WHY = "It can drain the battery."


def events(session, name):
    wanted = select(OutboxEvent.body).where(OutboxEvent.name == name)
    return list(session.scalars(wanted))


def test_a_halted_build_is_offered_to_nobody(session, out, train, eddy, assert_queries):
    with clock.at(EVENING):
        assert queries.latest(ANONYMOUS).id == out.id
        commands.halt(eddy, out, f" {WHY} ")
        assert queries.latest(ANONYMOUS) is None
    assert (train.state, train.reason) == ("halted", WHY)
    assert out.halted_at == clock.parse(EVENING)
    assert out.published_at == clock.parse(FRIDAY)
    (event,) = events(session, "builds.halted")
    assert (event["build_id"], event["reason"]) == (out.id, WHY)


def test_halting_twice_is_halting_once(session, out, train, eddy):
    with clock.at(EVENING):
        commands.halt(eddy, out, WHY)
        commands.halt(eddy, out, "Another word.")
    assert train.reason == WHY
    assert len(events(session, "builds.halted")) == 1


def test_it_goes_on_with_a_reason(session, out, train, eddy, priya):
    with clock.at(EVENING):
        commands.halt(eddy, out, WHY)
        commands.resume(priya, out, "It was the charger.")
        commands.resume(priya, out, "Again.")
        assert queries.latest(ANONYMOUS).id == out.id
    assert (train.state, train.reason_code) == ("published", "resumed")
    assert train.reason == "It was the charger."
    assert out.halted_at is None
    assert len(events(session, "builds.resumed")) == 1
    acts = select(AuditEvent.act).where(AuditEvent.subject_kind == "build")
    assert {"builds.halt", "builds.resume"} <= set(session.scalars(acts))


def test_halting_needs_a_reason_and_the_crew(out, eddy, ana):
    with clock.at(EVENING):
        for act in (commands.halt, commands.resume):
            with pytest.raises(commands.HaltNeedsReason):
                act(eddy, out, "  ")
            with pytest.raises(NotAllowed, match="may_halt"):
                act(ana, out, WHY)


def test_what_is_not_out_is_held_back_instead(build, eddy):
    with pytest.raises(commands.NotOutYet):
        commands.halt(eddy, build, WHY)


def test_a_halted_build_is_not_published_again(out, train, eddy):
    with clock.at(EVENING):
        commands.halt(eddy, out, WHY)
        with pytest.raises(commands.BuildIsHalted):
            commands.publish(eddy, train)
        assert commands.publish_due(SYSTEM) == []


def test_no_halt_without_a_reason_in_the_database(session, out):
    with pytest.raises(IntegrityError, match="ck_trains_reason"):
        session.execute(text("UPDATE trains SET state = 'halted', reason_code = ''"))


def test_the_page_says_why_and_offers_no_file(sign_in, client, session, out, eddy, ben):
    browser = sign_in(ben)
    with clock.at(EVENING):
        browser.post(f"/builds/{out.number}/enrolment")
        url = f"/builds/{out.number}"
        assert "https://example.org/lamp.bin" in browser.get(url).text
        commands.halt(eddy, out, WHY)
        session.commit()
        words = browser.get(url).text
    assert f"Taken back: {WHY}" in words
    assert "https://example.org/lamp.bin" not in words


def test_the_team_takes_it_back_and_lets_it_go_on(sign_in, out, train, eddy):
    browser, url = sign_in(eddy), f"/staff/builds/{out.number}"
    with clock.at(EVENING):
        assert "Take the build back" in browser.get(f"{url}/halt").text
        assert browser.post(f"{url}/halt", data={"reason": ""}).status_code == 422
        answer = browser.post(f"{url}/halt", data={"reason": WHY})
        assert (answer.status_code, answer.location) == (303, url)
        assert f"Taken back: {WHY}" in browser.get(url).text
        answer = browser.post(f"{url}/resumption", data={"reason": "Found it."})
        assert answer.status_code == 303
    assert train.state == "published"

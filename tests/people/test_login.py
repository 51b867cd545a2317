"""Session rows: how long, how often written, when they end."""

from datetime import timedelta

import pytest

from app.kernel import clock
from app.people import commands, login
from app.people.models import Session
from tests.people.helpers import LONG, join

START = "2026-08-21 09:00Z"


def _alive(browser) -> bool:
    return browser.get("/me/security").status_code == 200


@pytest.fixture
def at(session):
    """Stand still some time after START."""
    start = clock.parse(START)
    return lambda later: clock.at(start + later)


def test_a_fan_is_forgotten_after_14_idle_days(sign_in, ana, at):
    with clock.at(START):
        browser = sign_in(ana)
    with at(login.IDLE):
        assert _alive(browser)
    with at(2 * login.IDLE):
        assert _alive(browser)
    with at(3 * login.IDLE + timedelta(seconds=1)):
        assert not _alive(browser)


def test_a_fan_signs_in_again_after_90_days(sign_in, ana, at):
    with clock.at(START):
        browser = sign_in(ana)
    for day in range(10, 91, 10):
        with at(timedelta(days=day)):
            assert _alive(browser)
    with at(login.ABSOLUTE + timedelta(seconds=1)):
        assert not _alive(browser)


def test_staff_is_forgotten_after_30_idle_minutes(sign_in, mo, at):
    with clock.at(START):
        browser = sign_in(mo)
    with at(timedelta(minutes=30)):
        assert _alive(browser)
    with at(timedelta(minutes=60, seconds=1)):
        assert not _alive(browser)


def test_staff_signs_in_again_after_12_hours(sign_in, mo, at):
    with clock.at(START):
        browser = sign_in(mo)
    for minutes in range(25, 12 * 60, 25):
        with at(timedelta(minutes=minutes)):
            assert _alive(browser)
    with at(login.STAFF_ABSOLUTE + timedelta(seconds=1)):
        assert not _alive(browser)


def test_a_demo_session_of_staff_lasts_as_a_fans(session, sign_in, mo, at):
    with clock.at(START):
        browser = sign_in(mo)
        session.get(Session, browser.session_id).is_demo = True
        session.commit()
    with at(timedelta(days=2)):
        assert _alive(browser)


def test_seen_is_written_at_most_every_5_minutes(session, sign_in, ana, at):
    with clock.at(START) as start:
        browser = sign_in(ana)
    row = session.get(Session, browser.session_id)
    with at(timedelta(minutes=4, seconds=59)):
        _alive(browser)
        assert row.last_seen_at == start
    with at(timedelta(minutes=5)):
        browser.get("/static/v-0/css/app.css")
        assert row.last_seen_at == start
        _alive(browser)
        assert row.last_seen_at == clock.now()


def test_a_language_chosen_stays_with_the_person(session, sign_in, ana):
    browser = sign_in(ana)
    assert ana.locale is None
    browser.get("/me/security?lang=ja")
    assert ana.locale == "ja"
    assert 'lang="ja"' in browser.get("/me/security").text
    browser.get("/me/security?lang=ja")
    browser.get("/me/security?lang=klingon")
    assert ana.locale == "ja"


def test_a_new_stamp_ends_all_sessions(session, sign_in, ana):
    one, other = sign_in(ana), sign_in(ana)
    ana.renew_stamp()
    session.commit()
    assert not _alive(one)
    assert not _alive(other)


def test_a_changed_role_acts_at_the_next_request(session, sign_in, ada, ana):
    browser = sign_in(ada)
    assert browser.get("/staff/people").status_code == 200
    commands.grant_role(ada, ana, "admin")
    session.commit()
    stale = sign_in(ana)
    assert stale.get("/staff/people").status_code == 403  # no second factor yet
    for grant in list(ada.grants):
        grant.ended_at = clock.now()
    session.commit()
    assert browser.get("/staff/people").status_code == 403


def test_someone_shut_out_is_out_at_once(session, sign_in, ada, ben):
    browser = sign_in(ben)
    assert _alive(browser)
    commands.disable(ada, ben)
    session.commit()
    assert not _alive(browser)
    commands.enable(ada, ben)
    session.commit()
    assert not _alive(browser)


def test_a_session_that_was_ended_is_over(session, sign_in, ana):
    browser = sign_in(ana)
    session.get(Session, browser.session_id).ended_at = clock.now()
    session.commit()
    assert not _alive(browser)


def test_a_made_up_cookie_is_nobody(client, app):
    client.set_cookie(app.config["COOKIE_NAME"], "made up")
    assert not _alive(client)


def test_the_cookie_is_kept_from_scripts_and_strangers(client, session):
    join()
    session.commit()
    answer = client.post("/sign-in", data={"name": "Nora", "password": LONG})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert cookie.startswith("cobuild=")


def test_over_https_the_cookie_is_bound_to_the_host(app):
    app.config["ORIGIN"], kept = "https://ideas.example.org", app.config["ORIGIN"]
    try:
        assert login.sessions._is_secure(app)
    finally:
        app.config["ORIGIN"] = kept


def test_ending_without_a_session_is_nothing(app, session, ana):
    with app.test_request_context("/"):
        login.end_current()
        login.keep_current(ana)

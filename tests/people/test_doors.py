"""Someone shut out is out at the next request, at every door; so is a lost role."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.errors import NotAllowed
from app.kernel.mail import MailRow
from app.people import commands, login, queries
from tests.people.helpers import LONG, NOON, SHORT, code_of, enrol, hidden, join, prove


@pytest.fixture
def nora(session):
    person = join()
    session.commit()
    return person


@pytest.fixture
def shut_out(session, ada, nora):
    def act():
        commands.disable(ada, nora)
        session.commit()

    return act


@pytest.fixture
def let_in(session, ada, nora):
    def act():
        commands.enable(ada, nora)
        session.commit()

    return act


def _sign_in(client, password=LONG):
    return client.post("/sign-in", data={"name": "Nora", "password": password})


def test_the_session_ends_for_good(sign_in, nora, shut_out, let_in):
    browser = sign_in(nora, stepped_up=True)
    assert browser.get("/me/address").status_code == 200
    shut_out()
    assert browser.get("/me/address").location.startswith("/sign-in")
    assert browser.post("/me/settings", data={"display_name": "X Y"}).status_code == 403
    assert nora.display_name == "Nora"
    let_in()
    assert browser.get("/me/address").location.startswith("/sign-in")


def test_nobody_steps_up_any_more(sign_in, nora, shut_out):
    browser = sign_in(nora)
    shut_out()
    assert browser.get("/step-up").location.startswith("/sign-in")
    assert browser.post("/step-up", data={"password": LONG}).status_code == 403


def test_the_right_password_says_no_more_than_a_wrong_one(client, nora, shut_out):
    shut_out()
    right, wrong = _sign_in(client), _sign_in(client, SHORT)
    assert right.status_code == wrong.status_code == 422
    assert right.text == wrong.text


def test_a_password_that_waits_for_its_code_waits_in_vain(
    client, session, nora, shut_out, let_in
):
    with clock.at(clock.parse(NOON) - timedelta(hours=1)):
        secret, codes = enrol(nora)
    session.commit()
    with clock.at(NOON):
        sent = {"token": hidden(_sign_in(client), "token"), "code": code_of(secret)}
        shut_out()
        assert client.post("/sign-in/code", data=sent).status_code == 422
        let_in()
        late = client.post("/sign-in/code", data={**sent, "code": codes[0]})
        assert late.status_code == 422
        assert client.get("/me/mail").status_code == 303


def test_no_link_opens_a_door(app, client, session, ada, nora, shut_out, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:9")
    prove(nora, "nora@example.org")
    path = f"/password/{commands.password_link(ada, nora)}"
    shut_out()
    mails = select(func.count(MailRow.id))
    before = session.scalar(mails)
    assert client.post("/forgotten", data={"name": "Nora"}).status_code == 200
    assert session.scalar(mails) == before
    assert client.post(path, data={"password": SHORT}).status_code == 404


def test_the_printed_link_does_not_let_a_former_admin_in(
    client, session, ada, no_admin
):
    token = commands.admin_link(SYSTEM)
    first = commands.first_admin(queries.link("admin", token), _new())
    path = f"/welcome/{commands.admin_link(SYSTEM)}"
    session.commit()
    assert "Come in as First" in client.get(path).text
    commands.disable(SYSTEM, first)
    session.commit()
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


@pytest.mark.parametrize("state", ["placeholder", "erased", "system"])
def test_a_session_begins_for_those_alone_who_are_there(app, session, nora, state):
    nora.state = state
    with app.test_request_context("/"), pytest.raises(NotAllowed, match="may_sign_in"):
        login.begin(nora)
    session.rollback()


def test_a_lost_role_closes_its_pages_at_once(session, sign_in, ada, nora):
    grant = commands.grant_role(ada, nora, "moderator")
    session.commit()
    browser = sign_in(nora, stepped_up=True)
    assert browser.get("/staff").status_code == 200
    commands.end_role(ada, grant)
    session.commit()
    assert browser.get("/staff").location.startswith("/sign-in")
    assert sign_in(nora).get("/staff").status_code == 403


def test_a_given_role_opens_its_pages_at_the_next_sign_in(session, sign_in, ada, nora):
    browser = sign_in(nora)
    assert browser.get("/staff").status_code == 403
    commands.grant_role(ada, nora, "moderator")
    session.commit()
    assert browser.get("/staff").location.startswith("/sign-in")
    assert sign_in(nora).get("/staff").status_code == 200


def test_a_role_of_finance_begins_with_the_second_factor(session, sign_in, ada, nora):
    commands.grant_role(ada, nora, "finance")
    session.commit()
    assert not nora.has_role("finance")
    enrol(nora)
    session.commit()
    assert nora.has_role("finance")
    commands.reset_second_factor(ada, nora)
    session.commit()
    assert not nora.has_role("finance")


def _new():
    return commands.SignUp("First", login.hash_password(LONG), 1980)

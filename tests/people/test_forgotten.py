"""A forgotten password: by mail to a proved address, or by a link an admin gives."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.audit import AuditEvent
from app.kernel.errors import Missing, NotAllowed
from app.kernel.mail import MailRow
from app.people import commands, login, queries
from tests.people.helpers import (
    LONG,
    NOON,
    SHORT,
    code_of,
    enrol,
    hidden,
    join,
    mailed,
    prove,
)

HOME = "nora@example.org"


@pytest.fixture
def nora(session):
    person = join()
    session.commit()
    return person


@pytest.fixture
def reachable(app, session, nora, monkeypatch):
    """Nora has a proved address, and mail works."""
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:9")
    prove(nora, HOME)
    session.commit()
    return nora


def _link(token):
    return queries.link("password", token)


def _ask(client, name):
    return client.post("/forgotten", data={"name": name})


def _mails(session):
    return session.scalar(select(func.count(MailRow.id)))


# --- the rules -------------------------------------------------------------------


def test_a_link_replaces_the_password_once(session, nora):
    prove(nora, HOME)
    asked = commands.forgotten_link("NORA")
    assert (asked.person, asked.address) == (nora, HOME)
    stamp, link = nora.security_stamp, _link(asked.token)
    commands.renew_password(link, login.hash_password(SHORT))
    assert nora.security_stamp != stamp
    assert login.verify("Nora", SHORT) is nora
    with pytest.raises(Missing):
        commands.renew_password(link, login.hash_password(LONG))
    assert login.verify("Nora", SHORT) is nora


def test_the_address_finds_its_person_too(session, nora):
    prove(nora, HOME)
    assert commands.forgotten_link(HOME.upper()).person is nora


def test_who_gets_no_link(session, nora, ada):
    assert commands.forgotten_link("nobody") is None
    assert commands.forgotten_link("Nora") is None  # no address
    commands.give_address(nora, nora, HOME)
    assert commands.forgotten_link("Nora") is None  # not proved
    assert commands.forgotten_link(HOME) is None
    prove(nora, HOME)
    commands.disable(ada, nora)
    assert commands.forgotten_link("Nora") is None


def test_a_newer_link_ends_the_former_and_an_hour_ends_all(session, nora):
    prove(nora, HOME)
    with clock.at(NOON):
        old, new = (commands.forgotten_link("nora").token for _ in range(2))
        with pytest.raises(Missing):
            _link(old)
    with clock.at(clock.parse(NOON) + timedelta(minutes=59)):
        assert _link(new).person_id == nora.id
    with clock.at(clock.parse(NOON) + timedelta(hours=1)), pytest.raises(Missing):
        _link(new)


def test_three_mails_within_six_hours(session, nora):
    prove(nora, HOME)
    with clock.at(NOON):
        asked = [commands.forgotten_link("nora" if n % 2 else HOME) for n in range(5)]
        assert [one is None for one in asked] == [False, False, False, True, True]
    with clock.at(clock.parse(NOON) + timedelta(hours=6)):
        assert commands.forgotten_link("nora") is not None


def test_a_mailed_link_ends_with_its_address(session, nora):
    prove(nora, HOME)
    link = _link(commands.forgotten_link("nora").token)
    prove(nora, "nora@example.net")
    link.used_at = None  # even if it had not been voided
    with pytest.raises(Missing):
        commands.renew_password(link, "fan$x")


def test_a_link_of_another_purpose_opens_nothing(session, nora):
    commands.give_address(nora, nora, HOME)
    token = commands.address_link(nora, nora)[1]
    with pytest.raises(Missing):
        _link(token)
    with pytest.raises(Missing):
        commands.renew_password(queries.link("address", token), "fan$x")
    prove(nora, HOME)
    waiting = queries.link("second_factor", commands.second_factor_link(nora))
    with pytest.raises(Missing):
        commands.renew_password(waiting, "fan$x")


def test_an_admin_gives_a_link_for_24_hours(session, ada, nora):
    with clock.at(NOON):
        old, new = (commands.password_link(ada, nora) for _ in range(2))
        with pytest.raises(Missing):
            _link(old)
    event = session.scalar(
        select(AuditEvent).where(AuditEvent.act == "people.password_link")
    )
    assert (event.actor_id, event.subject_id, event.values) == (ada.id, nora.id, {})
    with clock.at(clock.parse(NOON) + timedelta(hours=24)), pytest.raises(Missing):
        _link(new)
    with clock.at(clock.parse(NOON) + timedelta(hours=23)):
        commands.renew_password(_link(new), login.hash_password(SHORT))
    assert login.verify("Nora", SHORT) is nora


def test_who_gives_links_to_whom(session, ada, mo, finn, nora):
    for actor in (mo, finn, nora):
        with pytest.raises(NotAllowed, match="may_give_password_link"):
            commands.password_link(actor, nora)
    with pytest.raises(NotAllowed, match="may_give_password_link"):
        commands.password_link(ada, ada)
    with pytest.raises(Missing):  # mo does not sign in with a password here
        commands.password_link(ada, mo)
    commands.disable(ada, nora)
    with pytest.raises(NotAllowed, match="may_give_password_link"):
        commands.password_link(SYSTEM, nora)


@pytest.mark.parametrize("act", ["disable", "change_password", "erase"])
def test_what_happens_meanwhile_ends_a_link(session, ada, nora, act):
    token = commands.password_link(ada, nora)
    link = _link(token)
    if act == "disable":
        commands.disable(ada, nora)
    elif act == "erase":
        commands.erase(SYSTEM, nora)
    else:
        commands.change_password(nora, nora, login.hash_password(SHORT))
    with pytest.raises(Missing):
        _link(token)
    if act == "disable":
        with pytest.raises(Missing):
            commands.renew_password(link, "fan$x")


# --- the pages ---------------------------------------------------------------------


def test_from_the_sign_in_page_to_a_new_password(client, session, reachable, sign_in):
    elsewhere = sign_in(reachable)
    assert 'href="/forgotten"' in client.get("/sign-in").text
    assert "Did you give us an e-mail address?" in client.get("/forgotten").text
    assert "on its way" in _ask(client, "Nora").text
    letter = mailed(reachable, HOME)
    assert letter.is_secret
    assert "within an hour" in letter.text
    assert "You sign in as Nora." in client.get(letter.url).text
    weak = client.post(letter.url, data={"password": "q7#Lm"})
    assert (weak.status_code, "Use 8 or more" in weak.text) == (422, True)
    assert client.post(letter.url, data={"password": ""}).status_code == 422
    assert elsewhere.get("/me/mail").status_code == 200
    assert client.post(letter.url, data={"password": SHORT}).location == "/"
    assert client.get("/me/security").status_code == 200
    assert elsewhere.get("/me/mail").status_code == 303
    assert client.get(letter.url).status_code == 404


def test_the_answer_is_the_same_whoever_is_asked_for(client, session, reachable):
    known = _ask(client, "Nora")
    count = _mails(session)
    unknown = _ask(client, "Nobody")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert _mails(session) == count
    assert _ask(client, "").status_code == 422


def test_the_second_factor_is_still_asked_for(client, session, reachable):
    with clock.at(clock.parse(NOON) - timedelta(hours=1)):
        secret, _codes = enrol(reachable)
    session.commit()
    with clock.at(NOON):
        _ask(client, "Nora")
        asked = client.post(mailed(reachable, HOME).url, data={"password": SHORT})
        assert client.get("/me/mail").status_code == 303
        sent = {"token": hidden(asked, "token"), "code": code_of(secret)}
        assert client.post("/sign-in/code", data=sent).status_code == 303
        assert client.get("/me/mail").status_code == 200


def test_staff_chooses_a_long_one(client, session, ada, reachable):
    commands.grant_role(SYSTEM, reachable, "moderator")
    session.commit()
    _ask(client, "Nora")
    path = mailed(reachable, HOME).url
    assert "15 or more characters" in client.get(path).text
    assert client.post(path, data={"password": SHORT}).status_code == 422
    assert client.post(path, data={"password": f"{LONG} 2"}).status_code == 303


def test_without_mail_an_admin_is_named_as_the_way(client, session, nora):
    prove(nora, HOME)
    session.commit()
    for answer in (client.get("/forgotten"), _ask(client, "Nora")):
        assert answer.status_code == 200
        assert "sends no mail" in answer.text
    assert _mails(session) == 0


def test_ten_askings_an_address_then_wait(client, reachable):
    for n in range(10):
        assert _ask(client, f"name {n}").status_code == 200
    assert _ask(client, "Nora").status_code == 429


def test_an_admin_copies_a_link(client, sign_in, session, ada, nora):
    browser = sign_in(ada, stepped_up=True)
    path = f"/staff/people/{nora.number}"
    assert "Make a link" in browser.get(path).text
    shown = browser.post(f"{path}/password-link")
    assert shown.headers["Cache-Control"] == "no-store"
    url = hidden_value(shown.text, "password-link")
    assert url.startswith("http")
    path = url[url.index("/password/") :]
    assert client.post(path, data={"password": SHORT}).location == "/"
    assert login.verify("Nora", SHORT) is nora


def test_only_admins_who_proved_themselves_make_links(sign_in, session, ada, mo, nora):
    path = f"/staff/people/{nora.number}/password-link"
    assert sign_in(ada).post(path).location.startswith("/step-up")
    assert sign_in(mo, stepped_up=True).post(path).status_code == 403
    own = f"/staff/people/{ada.number}"
    browser = sign_in(ada, stepped_up=True)
    assert browser.post(f"{own}/password-link").status_code == 403
    assert "Make a link" not in browser.get(own).text


def test_a_made_up_link_is_over(client, session):
    for answer in (client.get("/password/made-up"), client.post("/password/made-up")):
        assert answer.status_code == 404
        assert "This link is over" in answer.text


def hidden_value(words, field):
    return words.partition(f'id="{field}"')[2].partition('value="')[2].partition('"')[0]

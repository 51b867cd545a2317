"""The pages: one happy path each, refusals in place, access, limits."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel import clock, mail
from app.kernel.actor import ROLES, SYSTEM
from app.kernel.db import db
from app.people import commands, queries
from app.people.models import Person, Session
from app.people.staff_views import ROLE_WORDS
from tests.people.helpers import (
    LONG,
    NOON,
    SHORT,
    code_of,
    enrol,
    hidden,
    join,
    token_of,
)


@pytest.fixture
def nora(session):
    person = join()
    session.commit()
    return person


@pytest.fixture
def phone(session, nora):
    """Nora's second factor, set up an hour before NOON."""
    with clock.at(clock.parse(NOON) - timedelta(hours=1)):
        secret, codes = enrol(nora)
    session.commit()
    return secret, codes


def _sign_in(client, name="Nora", password=LONG, **more):
    return client.post("/sign-in", data={"name": name, "password": password, **more})


# --- joining, signing in and out ---------------------------------------------


def test_joining_signs_in(client):
    assert client.get("/join").status_code == 200
    sent = {"name": "Nora", "password": LONG, "birth_year": "1990", "next": "/me/mail"}
    answer = client.post("/join", data=sent)
    assert (answer.status_code, answer.location) == (303, "/me/mail")
    shown = client.get("/me/security").text
    assert "Welcome, Nora." in shown
    assert "You sign in as Nora." in shown


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": "nora"}, "“nora2” is free"),
        ({"birth_year": "2020"}, "13 or older"),
        ({"birth_year": "20x"}, "Not a valid integer"),
        ({"birth_year": "1850"}, "between 1900 and"),
        ({"password": "q7#Lm"}, "Use 8 or more"),
        ({"password": "password1"}, "Many people use this password"),
        ({"name": ""}, "required"),
    ],
)
def test_a_bad_form_comes_back_filled(client, nora, changed, words):
    count = db.session.scalar(select(func.count(Person.id)))
    sent = {"name": "Ole", "password": LONG, "birth_year": "1990", **changed}
    answer = client.post("/join", data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{sent["name"]}"' in answer.text
    assert LONG not in answer.text
    assert db.session.scalar(select(func.count(Person.id))) == count
    assert "Set-Cookie" not in answer.headers


def test_signing_in_leads_where_one_was_going(client, nora):
    assert client.get("/me/mail").location == "/sign-in?next=/me/mail"
    page = client.get("/sign-in?next=/me/mail")
    assert hidden(page, "next") == "/me/mail"
    assert _sign_in(client, next="/me/mail").location == "/me/mail"
    assert client.get("/sign-in?next=/me/security").location == "/me/security"


def test_no_other_site_is_led_to(client, nora):
    assert _sign_in(client, next="https://evil.example").location == "/"
    assert client.get("/sign-in?next=//evil.example").location == "/"


def test_the_answer_is_the_same_for_unknown_names(client, nora):
    wrong = _sign_in(client, password="something else")
    unknown = _sign_in(client, name="Nobody")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace("Nora", "X") == unknown.text.replace("Nobody", "X")
    empty = _sign_in(client, password="")
    assert empty.status_code == 422


def test_a_new_id_at_each_sign_in(app, client, nora):
    _sign_in(client)
    first = client.get_cookie(app.config["COOKIE_NAME"]).value
    token_of(client, "/me/security")
    _sign_in(client)
    assert client.get_cookie(app.config["COOKIE_NAME"]).value != first
    thief = app.test_client()
    thief.set_cookie(app.config["COOKIE_NAME"], first)
    assert thief.get("/me/security").status_code == 303


def test_signing_out(client, nora):
    _sign_in(client)
    token_of(client, "/me/security")
    assert client.post("/sign-out").location == "/"
    assert client.get("/me/security").status_code == 303
    assert client.post("/sign-out").location == "/"


def test_ten_wrong_tries_a_name_then_wait(app, client, nora):
    for n in range(10):
        address = {"REMOTE_ADDR": f"10.0.0.{n}"}
        data = {
            "name": "nora" if n % 2 else "\uff2e\uff2f\uff32\uff21",
            "password": "wrong wrong",
        }
        assert (
            client.post("/sign-in", data=data, environ_base=address).status_code == 422
        )
    data = {"name": "Nora", "password": LONG}
    answer = client.post(
        "/sign-in", data=data, environ_base={"REMOTE_ADDR": "10.0.0.99"}
    )
    assert answer.status_code == 429
    assert "slower" in answer.text
    join("Ole")
    db.session.commit()
    assert _sign_in(client, "Ole").status_code == 303


def test_ten_wrong_tries_an_address_then_wait(client, nora):
    for n in range(10):
        assert _sign_in(client, f"name {n}").status_code == 422
    assert _sign_in(client).status_code == 429


def test_right_ones_are_not_counted(app, nora):
    for _ in range(12):
        assert _sign_in(app.test_client()).status_code == 303


# --- the second factor ---------------------------------------------------------


def test_a_code_is_asked_for_after_the_password(client, nora, phone):
    with clock.at(NOON):
        asked = _sign_in(client, next="/me/mail")
        assert asked.status_code == 200
        assert client.get("/me/mail").status_code == 303
        sent = {"token": hidden(asked, "token"), "next": hidden(asked, "next")}
        for code in ("", "000000"):
            again = client.post("/sign-in/code", data={**sent, "code": code})
            assert again.status_code == 422
            assert hidden(again, "token") == sent["token"]
        done = client.post("/sign-in/code", data={**sent, "code": code_of(phone[0])})
        assert done.location == "/me/mail"
        assert client.get("/me/mail").status_code == 200
        token_of(client, "/me/mail")
        used = client.post("/sign-in/code", data={**sent, "code": phone[1][0]})
        assert used.status_code == 422
        assert "That took too long" in used.text


def test_a_recovery_code_does_too(client, nora, phone):
    with clock.at(NOON):
        asked = _sign_in(client)
        sent = {"token": hidden(asked, "token"), "code": phone[1][0]}
        assert client.post("/sign-in/code", data=sent).status_code == 303


def test_the_password_waits_five_minutes(client, nora, phone):
    with clock.at(NOON):
        sent = {"token": hidden(_sign_in(client), "token"), "code": phone[1][0]}
    with clock.at(clock.parse(NOON) + timedelta(minutes=5)):
        assert client.post("/sign-in/code", data=sent).status_code == 422


def test_five_wrong_codes_a_person_then_wait(client, nora, phone):
    with clock.at(NOON):
        for n in range(5):
            asked = _sign_in(client)
            sent = {"token": hidden(asked, "token"), "code": "000000"}
            address = {"REMOTE_ADDR": f"10.0.1.{n}"}
            wrong = client.post("/sign-in/code", data=sent, environ_base=address)
            assert wrong.status_code == 422
        sent = {"token": hidden(_sign_in(client), "token"), "code": phone[1][0]}
        assert client.post("/sign-in/code", data=sent).status_code == 429


def test_wrong_codes_count_together_on_both_pages(client, sign_in, nora, phone):
    with clock.at(NOON):
        browser = sign_in(nora)
        for n in range(5):
            address = {"REMOTE_ADDR": f"10.0.3.{n}"}
            if n % 2:
                sent = {"token": hidden(_sign_in(client), "token"), "code": "000000"}
                answer = client.post("/sign-in/code", data=sent, environ_base=address)
            else:
                sent = {"password": LONG, "code": "000000"}
                answer = browser.post("/step-up", data=sent, environ_base=address)
            assert answer.status_code == 422
        sent = {"token": hidden(_sign_in(client), "token"), "code": phone[1][0]}
        assert client.post("/sign-in/code", data=sent).status_code == 429
        sent = {"password": LONG, "code": code_of(phone[0])}
        assert browser.post("/step-up", data=sent).status_code == 429


def test_ten_wrong_codes_an_address_then_wait(app, session, client):
    crowd = [join(f"Nora {n}") for n in range(3)]
    with clock.at(clock.parse(NOON) - timedelta(hours=1)):
        codes = [enrol(person)[1] for person in crowd]
    session.commit()
    with clock.at(NOON):
        for n in range(10):
            sent = {"token": hidden(_sign_in(client, f"Nora {n % 3}"), "token")}
            wrong = client.post("/sign-in/code", data={**sent, "code": "000000"})
            assert wrong.status_code == 422
        sent = {"token": hidden(_sign_in(client, "Nora 2"), "token")}
        answer = client.post("/sign-in/code", data={**sent, "code": codes[2][0]})
        assert answer.status_code == 429


def test_thirty_joinings_an_address_then_wait(app, client, session):
    sent = {"password": LONG, "birth_year": "1990"}
    for n in range(30):
        answer = client.post("/join", data={"name": f"Nora {n}", **sent})
        assert answer.status_code == 303
        client.delete_cookie(app.config["COOKIE_NAME"])
    assert client.post("/join", data={"name": "Nora", **sent}).status_code == 429
    elsewhere = {"REMOTE_ADDR": "10.0.4.1"}
    answer = client.post("/join", data={"name": "Nora", **sent}, environ_base=elsewhere)
    assert answer.status_code == 303


@pytest.fixture
def begun(client, nora):
    """Nora, signed in, has begun with a second factor: the path of its page."""
    _sign_in(client)
    path = "/me/security/second-factor"
    assert "It takes a minute" in token_of(client, path)
    assert client.get(f"{path}.svg").status_code == 404
    assert client.post(f"{path}/secret").location == path
    return path


def test_the_secret_is_shown_as_picture_and_key(client, nora, begun):
    picture = client.get(f"{begun}.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    secret = queries.begun_second_factor(nora).secret
    assert f"{secret[:4]} {secret[4:8]}" in client.get(begun).text


def test_enrolling_shows_the_codes_once(client, nora, begun):
    code = code_of(queries.begun_second_factor(nora).secret)
    for wrong in ("", "000000"):
        assert client.post(begun, data={"code": wrong}).status_code == 422
    shown = client.post(begun, data={"code": code})
    assert (shown.status_code, shown.text.count("<code>")) == (200, 10)
    assert nora.second_factor_at is not None
    assert "10 recovery codes are left" in token_of(client, "/me/security")
    assert client.post(begun, data={"code": code}).status_code == 422
    assert "is on" in client.get(begun).text
    codes = client.post("/me/security/recovery-codes")
    assert codes.text.count("<code>") == 10
    assert client.get("/me/security").status_code == 200


def test_enrolling_asks_for_the_password_again(sign_in, nora):
    browser = sign_in(nora)
    away = browser.get("/me/security/second-factor")
    assert away.location == "/step-up?next=/me/security/second-factor"


def test_stepping_up_by_password(app, session, sign_in, nora):
    browser = sign_in(nora)
    old = browser.session_id
    page = browser.get("/step-up?next=/me/security/second-factor")
    assert 'name="code"' not in page.text
    for wrong in ("", "wrong wrong"):
        assert browser.post("/step-up", data={"password": wrong}).status_code == 422
    sent = {"password": LONG, "next": "/me/security/second-factor"}
    assert browser.post("/step-up", data=sent).location == "/me/security/second-factor"
    assert session.get(Session, old).ended_at is not None
    assert browser.get("/me/security/second-factor").status_code == 200
    with clock.at(clock.now() + timedelta(minutes=5, seconds=1)):
        assert browser.get("/me/security/second-factor").status_code == 303


def test_stepping_up_needs_the_code_as_well(sign_in, nora, phone):
    with clock.at(NOON):
        browser = sign_in(nora)
        assert 'name="code"' in browser.get("/step-up").text
        for code in ("", "000000"):
            sent = {"password": LONG, "code": code}
            wrong = browser.post("/step-up", data=sent)
            assert wrong.status_code == 422
            assert "That was not right" in wrong.text
        sent = {"password": LONG, "code": code_of(phone[0])}
        assert browser.post("/step-up", data=sent).location == "/"


def test_five_wrong_proofs_then_wait(sign_in, nora):
    browser = sign_in(nora)
    for n in range(5):
        sent = {"data": {"password": "wrong wrong"}}
        address = {"REMOTE_ADDR": f"10.0.2.{n}"}
        assert browser.post("/step-up", environ_base=address, **sent).status_code == 422
    assert browser.post("/step-up", data={"password": LONG}).status_code == 429


# --- own password, devices, settings, mail ------------------------------------


def test_changing_the_password_signs_other_devices_out(client, sign_in, nora):
    other = sign_in(nora)
    _sign_in(client)
    token_of(client, "/me/security")
    sent = {"old": LONG, "password": SHORT}
    assert client.post("/me/security/password", data=sent).status_code == 303
    assert client.get("/me/security").status_code == 200
    assert other.get("/me/security").status_code == 303


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"old": "not mine", "password": SHORT}, "This is not your password."),
        ({"old": LONG, "password": "q7#Lm"}, "Use 8 or more"),
        ({"old": LONG}, "required"),
    ],
)
def test_a_password_is_not_changed_lightly(sign_in, nora, sent, words):
    answer = sign_in(nora).post("/me/security/password", data=sent)
    assert answer.status_code == 422
    assert words in answer.text


def test_staff_keeps_a_long_password(session, sign_in, nora):
    commands.grant_role(SYSTEM, nora, "moderator")
    session.commit()
    sent = {"old": LONG, "password": SHORT}
    answer = sign_in(nora).post("/me/security/password", data=sent)
    assert "Use 15 or more" in answer.text


def test_who_has_no_password_is_not_asked_for_one(sign_in, ana):
    shown = sign_in(ana).get("/me/security").text
    assert "You do not sign in with a password here." in shown


def test_devices_are_listed_and_signed_out(session, sign_in, nora, ben):
    one, other = sign_in(nora), sign_in(nora)
    row = session.get(Session, other.session_id)
    row.device = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0"
    session.commit()
    shown = one.get("/me/security").text
    assert "Firefox, Linux" in shown
    assert "this one" in shown
    path = f"/me/sessions/{other.session_id}/ending"
    assert sign_in(ben).post(path).status_code == 404
    assert one.post(path).status_code == 303
    assert other.get("/me/security").status_code == 303
    third = sign_in(nora)
    assert one.post("/me/sessions/ending").status_code == 303
    assert third.get("/me/security").status_code == 303
    assert one.get("/me/security").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "(X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        ("(Linux; Android 16) Chrome/150.0 Mobile Safari/537.36", "Chrome, Android"),
        ("(iPhone; CPU OS 19 like Mac OS X) CriOS/150 Safari/604", "Chrome, iPhone"),
        ("(iPad; CPU OS 19 like Mac OS X) FxiOS/150 Safari/605", "Firefox, iPad"),
        ("(Windows NT 10.0) Chrome/150.0 Safari/537.36 Edg/150.0", "Edge, Windows"),
        ("(Macintosh; Intel Mac OS X 15) Version/19 Safari/605", "Safari, macOS"),
        ("curl/8.0", "Unknown device"),
    ],
)
def test_a_device_has_words(session, sign_in, nora, agent, words):
    browser = sign_in(nora)
    session.get(Session, browser.session_id).device = f"Mozilla/5.0 {agent}"
    session.commit()
    assert f"<b>{words}</b>" in browser.get("/me/security").text


def test_the_list_of_devices_is_bounded(session, sign_in, nora, ben, assert_queries):
    session.add_all(
        Session(token_hash=f"t{n}", person_id=nora.id, stamp=nora.security_stamp)
        for n in range(60)
    )
    browser = sign_in(nora)
    sign_in(ben)
    with assert_queries(9):
        shown = browser.get("/me/security").text
    assert shown.count("<b>Unknown device</b>") == 51
    assert shown.count("this one") == 1


def test_settings_are_saved(sign_in, ana):
    browser = sign_in(ana)
    assert browser.get("/me/settings").status_code == 200
    sent = {
        "display_name": "Ana Lima",
        "bio": "Lamps.",
        "locale": "",
        "timezone": "Asia/Tokyo",
        "theme": "dark",
    }
    assert browser.post("/me/settings", data=sent).status_code == 303
    shown = browser.get("/me/settings").text
    assert 'value="Ana Lima"' in shown
    assert 'data-theme="dark"' in shown
    assert '<option selected value="dark">' in shown
    assert not ana.shows_supports
    for wrong in ({"timezone": "Mars/Base"}, {"theme": "pink"}):
        answer = browser.post("/me/settings", data={**sent, **wrong})
        assert answer.status_code == 422


def test_single_keys_are_switched_off_on_every_page(sign_in, ana):
    browser = sign_in(ana)
    assert 'data-keys="off"' not in browser.get("/me/settings").text
    sent = {"display_name": "Ana", "theme": "auto", "single_keys": ""}
    browser.post("/me/settings", data=sent)
    assert 'data-keys="off"' in browser.get("/me/mail").text
    browser.post("/me/settings", data={**sent, "single_keys": "y"})
    assert 'data-keys="off"' not in browser.get("/me/mail").text


def test_the_question_about_supports_leads_back(sign_in, ana):
    browser = sign_in(ana)
    sent = {"shows": "no", "next": "/ideas/7"}
    assert browser.post("/me/settings/supports", data=sent).location == "/ideas/7"
    assert not ana.shows_supports
    sent = {"shows": "yes", "next": "https://evil.example"}
    away = browser.post("/me/settings/supports", data=sent)
    assert away.location == "/me/settings"
    assert ana.shows_supports


def test_mails_are_read_in_the_site(session, sign_in, ana, ben):
    browser = sign_in(ana)
    assert "No mail yet" in browser.get("/me/mail").text
    text = "Look at https://ideas.example.org/ideas/7 <now>"
    mail.send(ana.id, None, mail.Mail("A goal is reached", text), cause="a")
    mail.send(ana.id, "ana@example.org", mail.Mail("Sent", "x"), cause="b")
    mail.send(ben.id, None, mail.Mail("For Ben", "x"), cause="a")
    row = session.scalar(select(mail.MailRow).where(mail.MailRow.cause == "b"))
    row.sent_at = clock.now()
    session.commit()
    shown = browser.get("/me/mail").text
    assert "A goal is reached" in shown
    assert 'href="https://ideas.example.org/ideas/7"' in shown
    assert "&lt;now&gt;" in shown
    assert "sent to ana@example.org" in shown
    assert "For Ben" not in shown


# --- the admin's first door ------------------------------------------------------


@pytest.fixture
def empty_site(session, no_admin):
    token = commands.admin_link(SYSTEM)
    session.commit()
    return f"/welcome/{token}"


def test_the_first_admin_walks_to_the_second_factor(client, empty_site):
    assert "You are the first" in client.get(empty_site).text
    for wrong in ({"password": SHORT}, {"birth_year": "2020"}, {"name": ""}):
        sent = {"name": "First", "password": LONG, "birth_year": "1980", **wrong}
        assert client.post(empty_site, data=sent).status_code == 422
    sent = {"name": "First", "password": LONG, "birth_year": "1980"}
    done = client.post(empty_site, data=sent)
    assert done.location == "/me/security/second-factor"
    assert client.get("/staff/people").status_code == 403
    token_of(client, done.location)
    person = queries.by_sign_in_name("first")
    secret = queries.begun_second_factor(person).secret
    shown = client.post("/me/security/second-factor", data={"code": code_of(secret)})
    assert 'href="/staff"' in shown.text
    assert client.get("/staff/people").status_code == 200
    over = client.get(empty_site)
    assert over.status_code == 404
    assert "This link is over" in over.text


def test_an_admin_who_stopped_half_way_comes_back(app, client, session, empty_site):
    sent = {"name": "First", "password": LONG, "birth_year": "1980"}
    client.post(empty_site, data=sent)
    path = f"/welcome/{commands.admin_link(SYSTEM)}"
    session.commit()
    other = app.test_client()
    assert "Come in as First" in other.get(path).text
    assert other.post(path).location == "/me/security/second-factor"
    assert other.get("/me/security/second-factor").status_code == 200


def test_in_the_demo_the_link_opens_the_house(app, client, session, ada, monkeypatch):
    monkeypatch.setitem(app.config, "STORE", "demo")
    path = f"/welcome/{commands.admin_link(SYSTEM, is_demo=True)}"
    session.commit()
    assert "This is the demo" in client.get(path).text
    assert client.post(path).location == "/"
    assert client.get("/staff/people").status_code == 200


# --- the admin's page of people -----------------------------------------------------


def test_every_role_has_words():
    assert set(ROLE_WORDS) == set(ROLES)


def test_an_admin_finds_grants_and_ends(sign_in, ada, ana):
    browser = sign_in(ada, stepped_up=True)
    assert "Ana" in browser.get("/staff/people?q=AN").text
    assert "Nobody like that" in browser.get("/staff/people?q=xyz").text
    path = f"/staff/people/{ana.number}"
    assert "a fan like everyone else" in browser.get(path).text
    assert (
        browser.post(
            f"{path}/roles", data={"role": "finance", "space": "site"}
        ).location
        == path
    )
    shown = browser.get(path).text
    assert "Granted: Finance." in shown
    assert "Waits for a second factor" in shown
    assert (
        browser.post(
            f"{path}/roles", data={"role": "finance", "space": "site"}
        ).status_code
        == 422
    )
    assert (
        browser.post(
            f"{path}/roles", data={"role": "king", "space": "site"}
        ).status_code
        == 422
    )
    grant = queries.grants_of(ana)[0]
    other = f"/staff/people/{ada.number}/roles/{grant.id}/ending"
    assert browser.post(other).status_code == 404
    assert browser.post(f"{path}/roles/{grant.id}/ending").location == path
    assert browser.post(f"{path}/roles/{grant.id}/ending").status_code == 404
    assert not ana.was_granted("finance")


@pytest.mark.parametrize("audience", ["everyone", "invited"])
def test_a_role_is_given_for_one_space(session, sign_in, ada, ana, space, audience):
    space.audience = audience
    session.commit()
    browser = sign_in(ada, stepped_up=True)
    path = f"/staff/people/{ana.number}"
    assert f'<option value="{space.id}">Lamps</option>' in browser.get(path).text
    sent = {"role": "product", "space": str(space.id)}
    assert browser.post(f"{path}/roles", data=sent).location == path
    assert "Product team in Lamps" in browser.get(path).text
    assert "Product team in Lamps" in browser.get("/staff/people?q=ana").text
    assert ana.has_role("product", space.id)
    assert not ana.has_role("product")
    for wrong in ({"role": "finance"}, {"space": "0"}, {"space": "lamps"}):
        answer = browser.post(f"{path}/roles", data={**sent, **wrong})
        assert answer.status_code == 422
    assert (
        "roles of the whole site"
        in browser.post(f"{path}/roles", data={**sent, "role": "admin"}).text
    )


def test_an_admin_keeps_the_session_in_which_he_changes_himself(sign_in, ada):
    browser, other = sign_in(ada, stepped_up=True), sign_in(ada)
    path = f"/staff/people/{ada.number}"
    browser.post(f"{path}/roles", data={"role": "design", "space": "site"})
    assert browser.get(path).status_code == 200
    assert other.get(path).status_code == 303


def test_shutting_out_letting_in_and_a_lost_phone(sign_in, ada, ben, finn):
    browser = sign_in(ada, stepped_up=True)
    path = f"/staff/people/{ben.number}"
    assert browser.post(f"{path}/disabling").location == path
    assert "cannot sign in" in browser.get(path).text
    assert "shut out" in browser.get("/staff/people?q=ben").text
    assert browser.post(f"{path}/enabling").location == path
    lost = f"/staff/people/{finn.number}"
    assert browser.post(f"{lost}/second-factor/removal").location == lost
    assert not finn.has_role("finance")
    own = f"/staff/people/{ada.number}/disabling"
    assert browser.post(own).status_code == 403


def test_weighty_acts_ask_again(sign_in, ada, ana):
    browser = sign_in(ada)
    path = f"/staff/people/{ana.number}"
    for act in ("roles", "roles/1/ending", "disabling", "enabling"):
        answer = browser.post(
            f"{path}/{act}", data={"role": "finance", "space": "site"}
        )
        assert answer.location.startswith("/step-up")
    answer = browser.post(f"{path}/second-factor/removal")
    assert answer.location.startswith("/step-up")


@pytest.mark.parametrize("role", ["finance", "admin"])
def test_over_lan_no_money_role_is_granted(app, sign_in, ada, ana, monkeypatch, role):
    monkeypatch.setitem(app.config, "LAN", True)
    browser = sign_in(ada, stepped_up=True)
    path = f"/staff/people/{ana.number}/roles"
    answer = browser.post(path, data={"role": role, "space": "site"})
    assert answer.status_code == 422
    assert "local network" in answer.text
    assert (
        browser.post(path, data={"role": "moderator", "space": "site"}).status_code
        == 303
    )


@pytest.mark.parametrize("name", ["mo", "priya", "finn", "ana"])
def test_only_admins_see_the_page_of_people(people, sign_in, name):
    browser = sign_in(people[name])
    one = f"/staff/people/{people['ben'].number}"
    for path in ("/staff/people", "/staff/people.csv", one):
        assert browser.get(path).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client, people):
    for path in (
        "/staff/people",
        "/me/security",
        "/me/settings",
        "/me/mail",
        "/step-up",
    ):
        assert client.get(path).location.startswith("/sign-in")
    for path in ("/me/security/password", "/me/sessions/ending", "/step-up"):
        assert client.post(path).status_code == 403

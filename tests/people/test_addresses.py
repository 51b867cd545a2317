"""An address is given, proved by its own link alone, told when it goes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import Missing, NotAllowed
from app.kernel.events import OutboxEvent
from app.kernel.mail import MailRow
from app.people import commands, queries
from app.people.models import EmailAddress, OneTimeLink
from tests.people.helpers import LONG, NOON, join, mailed, prove

OLD, NEW = "nora@example.org", "nora@example.net"


@pytest.fixture
def nora(session):
    person = join()
    session.commit()
    return person


@pytest.fixture
def mail_works(app, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:9")


def _link(token, purpose="address"):
    return queries.link(purpose, token)


def _given(person, address=NEW):
    commands.give_address(person, person, address)
    return commands.address_link(person, person)[1]


# --- the rules -----------------------------------------------------------------


def test_an_address_counts_once_it_is_proved(session, nora):
    token = _given(nora, f" {OLD} ")
    assert queries.current_email(nora.id) is None
    assert queries.waiting_address(nora).address == OLD
    assert commands.prove_address(nora, nora, _link(token)) is None
    assert queries.current_email(nora.id) == OLD
    assert queries.waiting_address(nora) is None
    assert queries.by_address("NORA@example.org") is nora
    event = session.scalar(select(OutboxEvent).order_by(OutboxEvent.id.desc()))
    assert event.body == {"person_id": nora.id, "what": "address"}


def test_the_former_one_stays_until_the_new_one_is_proved(session, nora):
    prove(nora, OLD)
    token = _given(nora, NEW)
    assert queries.current_email(nora.id) == OLD
    assert commands.prove_address(nora, nora, _link(token)) == OLD
    assert queries.current_email(nora.id) == NEW
    assert [row.address for row in queries.addresses_of(nora)] == [NEW]
    assert queries.by_address(OLD) is None


@pytest.mark.parametrize(
    "wrong", ["", "no address", "a@b@c", "a@b c", "a\n@b", "<a@b>", "a@" + "b" * 254]
)
def test_what_is_no_address_is_refused(session, nora, wrong):
    with pytest.raises(commands.BadAddress):
        commands.give_address(nora, nora, wrong)


def test_the_same_address_is_not_asked_for_again(session, nora):
    prove(nora, OLD)
    with pytest.raises(commands.AddressKnown):
        commands.give_address(nora, nora, OLD)


def test_an_address_is_ones_own_business(session, nora, ada, people):
    token = _given(nora)
    for act in (
        lambda: commands.give_address(ada, nora, OLD),
        lambda: commands.address_link(ada, nora),
        lambda: commands.prove_address(ada, nora, _link(token)),
        lambda: commands.remove_address(ada, nora),
    ):
        with pytest.raises(NotAllowed, match="may_change"):
            act()


def test_a_link_is_for_one_person_one_purpose_one_address(session, nora):
    """Swap each of the three: nothing is proved."""
    ole = join("Ole")
    prove(ole, "ole@example.com")
    reset = commands.forgotten_link("ole").token
    of_ole = _given(ole, NEW)
    stale = _given(nora, OLD)
    commands.give_address(nora, nora, NEW)  # another address waits now
    for link in (_link(of_ole, "address"), _link(stale), _link(reset, "password")):
        with pytest.raises(Missing):
            commands.prove_address(nora, nora, link)
    assert queries.current_email(nora.id) is None
    with pytest.raises(Missing):
        queries.own_link("address", of_ole, nora)


def test_a_link_works_once_and_for_24_hours(session, nora):
    with clock.at(NOON):
        first, token = _given(nora), commands.address_link(nora, nora)[1]
        with pytest.raises(Missing):
            _link(first)
        link = _link(token)
    with clock.at(clock.parse(NOON) + timedelta(hours=24)), pytest.raises(Missing):
        _link(token)
    commands.prove_address(nora, nora, link)
    commands.give_address(nora, nora, OLD)
    with pytest.raises(Missing):
        commands.prove_address(nora, nora, link)


def test_nothing_waits_so_there_is_no_link(session, nora):
    with pytest.raises(Missing):
        commands.address_link(nora, nora)


def test_who_proves_an_address_first_has_it(session, nora):
    ole = join("Ole")
    late = _given(ole, NEW.upper())
    prove(nora, NEW)
    with pytest.raises(commands.AddressTaken):
        commands.prove_address(ole, ole, _link(late))


def test_an_address_is_removed_with_its_links(session, nora):
    prove(nora, OLD)
    reset = commands.forgotten_link("nora").token
    token = _given(nora)
    assert commands.remove_address(nora, nora) == OLD
    assert queries.addresses_of(nora) == []
    for purpose, gone in (("address", token), ("password", reset)):
        with pytest.raises(Missing):
            queries.link(purpose, gone)
    assert commands.remove_address(nora, nora) is None


def test_one_that_only_waited_goes_quietly(session, nora):
    token = _given(nora)
    assert commands.remove_address(nora, nora) is None
    with pytest.raises(Missing):
        _link(token)


def test_the_database_keeps_one_proved_and_one_waiting(session, nora):
    ole = join("Ole")
    at = clock.now()

    def row(person, address, verified_at):
        return EmailAddress(
            person_id=person.id,
            address=address,
            address_key=address,
            verified_at=verified_at,
        )

    session.commit()
    for rows in (
        [row(nora, "a@b", None), row(nora, "c@d", None)],
        [row(nora, "a@b", at), row(nora, "c@d", at)],
        [row(nora, "a@b", at), row(ole, "a@b", at)],
    ):
        session.add_all(rows)
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


@pytest.mark.parametrize(
    "bound",
    [
        {"purpose": "address", "address_key": "a@b"},
        {"purpose": "password", "address_key": "a@b"},
        {"purpose": "address", "person_id": 1},
    ],
)
def test_the_database_binds_links(session, bound):
    session.add(OneTimeLink(token_hash="x", expires_at=clock.now(), **bound))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
    assert db.session.scalar(select(func.count(OneTimeLink.id))) == 0


# --- the pages -------------------------------------------------------------------


def test_from_the_settings_to_a_confirmed_address(session, sign_in, nora, mail_works):
    browser = sign_in(nora, stepped_up=True)
    assert "none is needed" in browser.get("/me/settings").text
    assert "Add an address" in browser.get("/me/address").text
    answer = browser.post("/me/address", data={"address": OLD})
    assert answer.location == "/me/address"
    shown = browser.get("/me/address").text
    assert "We sent a link there." in shown
    assert "waits for you to open the link" in shown
    letter = mailed(nora, OLD)
    assert letter.url.startswith("/me/address/proof/")
    assert OLD in browser.get(letter.url).text
    assert queries.current_email(nora.id) is None
    assert browser.post(letter.url).location == "/me/settings"
    assert queries.current_email(nora.id) == OLD
    assert "Your address is confirmed." in browser.get("/me/settings").text
    for again in (browser.get(letter.url), browser.post(letter.url)):
        assert again.status_code == 404
        assert "This link is over" in again.text


def test_the_link_is_kept_from_the_site(session, sign_in, nora, mail_works):
    """Whoever only has the session must not prove an address by reading it here."""
    browser = sign_in(nora, stepped_up=True)
    browser.post("/me/address", data={"address": OLD})
    shown = browser.get("/me/mail").text
    assert "Is this your address?" in shown
    assert "/proof/" not in shown


def test_somebody_elses_link_is_over(session, sign_in, client, nora, ben, mail_works):
    sign_in(nora, stepped_up=True).post("/me/address", data={"address": OLD})
    path = mailed(nora, OLD).url
    assert sign_in(ben).get(path).status_code == 404
    assert sign_in(ben).post(path).status_code == 404
    assert client.get(path).location == f"/sign-in?next={path}"
    assert client.post(path).status_code == 403
    assert queries.current_email(nora.id) is None


def test_the_former_address_is_told(session, sign_in, nora, mail_works):
    prove(nora, OLD)
    browser = sign_in(nora, stepped_up=True)
    browser.post("/me/address", data={"address": NEW})
    browser.post(mailed(nora, NEW).url)
    letter = mailed(nora, OLD)
    assert letter.subject.endswith("This address is no longer used")
    assert not letter.is_secret
    assert browser.post("/me/address/removal").location == "/me/address"
    assert mailed(nora, NEW).url == "/me/security"
    assert "is removed" in browser.get("/me/address").text


def test_an_address_taken_meanwhile_is_said(session, sign_in, nora, mail_works):
    browser = sign_in(nora, stepped_up=True)
    browser.post("/me/address", data={"address": OLD})
    prove(join("Ole"), OLD)
    session.commit()
    answer = browser.post(mailed(nora, OLD).url)
    assert answer.status_code == 422
    assert "belongs to somebody else" in answer.text


def test_without_mail_an_address_waits(session, sign_in, nora):
    browser = sign_in(nora, stepped_up=True)
    assert "sends no mail yet" in browser.get("/me/address").text
    assert browser.post("/me/address", data={"address": OLD}).status_code == 303
    assert "can be confirmed once this site sends mail" in browser.get("/me/mail").text
    assert queries.waiting_address(nora).address == OLD
    assert session.scalar(select(func.count(MailRow.id))) == 0
    assert "Send it again" not in browser.get("/me/address").text


def test_an_address_asks_for_the_password_again(sign_in, nora):
    browser = sign_in(nora)
    assert browser.get("/me/address").location == "/step-up?next=/me/address"
    for path in ("/me/address", "/me/address/link", "/me/address/removal"):
        answer = browser.post(path, data={"address": OLD})
        assert answer.location.startswith("/step-up")
    assert queries.waiting_address(nora) is None


def test_two_addresses_a_day_and_three_mails_in_six_hours(
    session, sign_in, nora, mail_works
):
    browser = sign_in(nora, stepped_up=True)

    def give(address):
        return browser.post("/me/address", data={"address": address}).status_code

    assert give("nothing") == 422  # a slip counts for nothing but the five
    assert give(OLD) == 303
    assert browser.post("/me/address/link").status_code == 303
    assert give(NEW) == 303
    assert browser.post("/me/address/link").status_code == 429
    assert give("third@example.org") == 429
    assert queries.waiting_address(nora).address == NEW


def test_five_changes_in_five_minutes(session, sign_in, nora, ben):
    browser = sign_in(nora, stepped_up=True)
    for _ in range(5):
        assert browser.post("/me/address/removal").status_code == 303
    assert browser.post("/me/address/removal").status_code == 429
    other = sign_in(ben, stepped_up=True)
    assert other.post("/me/address/removal").status_code == 303


def test_a_wrong_address_comes_back_filled(sign_in, nora):
    browser = sign_in(nora, stepped_up=True)
    for wrong in ("", "nothing"):
        answer = browser.post("/me/address", data={"address": wrong})
        assert answer.status_code == 422
        assert f'value="{wrong}"' in answer.text
    assert LONG not in answer.text

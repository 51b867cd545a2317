"""Joining, passwords, sessions, placeholders, erasure."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.kernel import clock, mail
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import db
from app.kernel.errors import Conflict, NotAllowed
from app.kernel.events import OutboxEvent
from app.people import commands, login, queries
from app.people.models import (
    Credential,
    EmailAddress,
    OneTimeLink,
    Person,
    RoleGrant,
    Session,
)
from tests.people.helpers import SHORT, enrol, join


def test_who_joins_is_a_person_with_a_name_to_sign_in(session):
    nora = join("Nora  Lindqvist")
    assert nora.display_name == "Nora Lindqvist"
    assert queries.sign_in_name(nora) == "Nora Lindqvist"
    assert queries.by_sign_in_name("nora lindqvist") is nora
    assert nora.number == nora.number
    assert not nora.is_staff
    event = session.scalar(
        select(OutboxEvent).where(OutboxEvent.name == "people.joined")
    )
    assert event.body == {"person_id": nora.id}


@pytest.mark.parametrize(
    "taken", ["NORA", "\uff4e\uff4f\uff52\uff41", " nora ", "Nora"]
)
def test_a_taken_name_is_said_with_a_free_one(session, taken):
    join("Nora")
    join("Nora2")
    with pytest.raises(commands.NameTaken) as refused:
        join(taken)
    assert refused.value.values["field"] == "name"
    assert refused.value.values["suggestion"].strip().endswith("3")


def test_shown_names_need_not_be_unique(session):
    one, other = join("Nora"), join("Nora2")
    other.display_name = "Nora"
    session.commit()
    assert one.name_key == other.name_key == "nora"


def test_the_database_keeps_names_unique(session):
    one, other = join("Nora"), join("Ole")
    row = session.scalar(select(Credential).where(Credential.person_id == other.id))
    row.name_key = "nora"
    with pytest.raises(IntegrityError):
        session.flush()
    assert one.id != other.id


def test_a_name_taken_in_the_same_moment_is_refused(session, monkeypatch):
    join("Nora")
    monkeypatch.setattr(commands.accounts, "_is_taken", lambda _name: False)
    with pytest.raises(commands.NameTaken):
        join("nora")


@pytest.mark.parametrize("age_year", [2014, 2013, 2026])
def test_under_13_nothing_is_kept(session, age_year):
    count = session.scalar(select(func.count(Person.id)))
    with clock.at("2026-11-25 12:00Z"), pytest.raises(commands.TooYoung):
        join(birth_year=age_year)
    assert session.scalar(select(func.count(Person.id))) == count


def test_13_is_old_enough(session):
    with clock.at("2026-11-25 12:00Z"):
        assert join(birth_year=2012).age() == 13


@pytest.mark.parametrize("name", ["x", " ", "a\u200bna", "a\u202ena", "n" * 41, "\t"])
def test_names_nobody_can_read_are_refused(session, name):
    with pytest.raises(commands.BadName):
        join(name)


def test_a_new_password_ends_every_other_session(session):
    nora = join()
    stamp = nora.security_stamp
    commands.change_password(nora, nora, login.hash_password(SHORT))
    assert nora.security_stamp != stamp
    assert login.verify("Nora", SHORT) is nora
    with pytest.raises(NotAllowed, match="may_change"):
        commands.change_password(join("Ole"), nora, "x")


def test_without_a_password_there_is_none_to_change(session, ana):
    with pytest.raises(Conflict):
        commands.change_password(ana, ana, "x")


def test_own_sessions_are_ended_once(session, ana, ben):
    row = Session(token_hash="t", person_id=ana.id, stamp=ana.security_stamp)
    session.add(row)
    session.commit()
    with pytest.raises(NotAllowed, match="may_change_own"):
        commands.end_session(ben, row)
    assert queries.sessions_of(ana) == [row]
    commands.end_session(ana, row)
    first = row.ended_at
    commands.end_session(ana, row)
    assert row.ended_at == first
    assert queries.sessions_of(ana) == []


def test_signing_out_elsewhere_renews_the_stamp(session, ana):
    before = ana.security_stamp
    commands.end_other_sessions(ana, ana)
    assert ana.security_stamp != before


def test_a_placeholder_is_made_once(session, ada, ana):
    one = commands.make_placeholder(ada, "Someone", "fider", "7")
    again = commands.make_placeholder(SYSTEM, "Someone Else", "fider", "7")
    assert one is again
    assert one.state == "placeholder"
    assert one.name_key == "someone"
    with pytest.raises(NotAllowed, match="may_manage_people"):
        commands.make_placeholder(ana, "Someone", "fider", "8")


def test_erasure_leaves_a_tombstone(session, ada):
    nora = join()
    enrol(nora)
    commands.grant_role(ada, nora, "moderator")
    session.add(
        EmailAddress(person_id=nora.id, address="n@x.org", address_key="n@x.org")
    )
    session.add(Session(token_hash="t", person_id=nora.id, stamp=nora.security_stamp))
    commands.address_link(nora, nora)
    commands.show_supports(nora, nora, shows=True)
    mail.send(nora.id, "n@x.org", mail.Mail("Hello", "Nora"), cause="a")
    session.commit()
    commands.erase(SYSTEM, nora)
    assert (nora.shows_supports, nora.supports_asked_at) == (False, None)
    assert (nora.state, nora.display_name, nora.birth_year) == ("erased", "", None)
    for table in (Credential, EmailAddress, OneTimeLink, mail.MailRow):
        rows = select(func.count()).where(table.person_id == nora.id)
        assert session.scalar(rows) == 0
    for table in (Session, RoleGrant):
        living = select(table.id).where(table.person_id == nora.id)
        assert session.scalars(living.where(table.ended_at.is_(None))).all() == []


def test_own_data_is_told_whole(session, ada):
    nora = join()
    commands.grant_role(ada, nora, "moderator")
    session.add(
        EmailAddress(person_id=nora.id, address="n@x.org", address_key="n@x.org")
    )
    session.add(Session(token_hash="t", person_id=nora.id, stamp=nora.security_stamp))
    session.commit()
    told = queries.personal(nora)
    assert told["sign_in_name"] == "Nora"
    assert told["addresses"] == [{"address": "n@x.org", "proved": None}]
    assert told["roles"] == [{"role": "moderator", "space_id": None}]
    assert (told["single_keys"], told["supports_asked"]) == (True, None)
    assert told["mails"] == []
    assert len(told["sessions"]) == 1


def test_own_data_holds_the_mails_but_no_link_that_opens_a_door(session, ana, ben):
    with clock.at("2026-08-21 09:00Z"):
        mail.send(ana.id, "a@b", mail.Mail("Out now", "Look."), cause="a")
        mail.send(
            ana.id, "a@b", mail.Mail("A link", "t0k3n"), cause="b", is_secret=True
        )
        mail.send(ben.id, None, mail.Mail("For Ben", "x"), cause="a")
    at = "2026-08-21T09:00:00+00:00"
    assert queries.personal(ana)["mails"] == [
        {"at": at, "to": "a@b", "subject": "Out now", "text": "Look."},
        {"at": at, "to": "a@b", "subject": "A link", "text": None},
    ]


def test_settings_change_what_others_see(session):
    nora = join()
    new = commands.OwnSettings("N. Lindqvist", " Lamps. ", "ja", "Asia/Tokyo", False)
    commands.change_settings(nora, nora, new)
    assert (nora.display_name, nora.name_key) == ("N. Lindqvist", "n. lindqvist")
    assert (nora.bio, nora.locale, nora.timezone) == ("Lamps.", "ja", "Asia/Tokyo")
    assert (nora.shows_supports, nora.single_keys) == (False, True)
    assert queries.sign_in_name(nora) == "Nora"
    none = commands.OwnSettings("Nora", "", "", "", True, single_keys=False)
    commands.change_settings(nora, nora, none)
    assert (nora.locale, nora.timezone) == (None, None)
    assert (nora.shows_supports, nora.single_keys) == (True, False)


def test_whether_supports_are_shown_is_asked_once(session, ana, ben):
    assert (ana.shows_supports, ana.supports_asked_at) == (True, None)
    with clock.at("2026-08-21 09:00Z") as first:
        commands.show_supports(ana, ana, shows=False)
    assert (ana.shows_supports, ana.supports_asked_at) == (False, first)
    with clock.at("2026-08-22 09:00Z"):
        commands.show_supports(ana, ana, shows=True)
    assert (ana.shows_supports, ana.supports_asked_at) == (True, first)
    with pytest.raises(NotAllowed, match="may_change"):
        commands.show_supports(ben, ana, shows=False)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"timezone": "Mars/Base"}, "unknown_zone"),
        ({"bio": "x" * 501}, "bio_too_long"),
        ({"display_name": "x"}, "bad_name"),
    ],
)
def test_settings_that_make_no_sense(session, ana, changed, code):
    good = {
        "display_name": "Ana",
        "bio": "",
        "locale": "",
        "timezone": "",
        "shows_supports": True,
    }
    with pytest.raises(Exception, match=code):
        commands.change_settings(ana, ana, commands.OwnSettings(**{**good, **changed}))


def test_settings_are_ones_own(session, ana, ada):
    new = commands.OwnSettings("X Y", "", "", "", True)
    with pytest.raises(NotAllowed, match="may_change"):
        commands.change_settings(ada, ana, new)


def test_anyone_may_join_but_only_once_a_name(session):
    new = commands.SignUp("Nora", "fan$x", 1990, locale="ja")
    assert commands.sign_up(ANONYMOUS, new).locale == "ja"
    assert db.session.scalar(select(func.count()).where(Credential.kind == "totp")) == 0

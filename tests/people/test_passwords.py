"""Argon2id, grades, and what is too weak."""

import pytest
from argon2 import PasswordHasher

from app.people import login
from app.people.commands import note_sign_in
from app.people.login import passwords
from app.people.models import Credential
from tests.conftest import REAL_HASHER
from tests.people.helpers import LONG, SHORT, join


@pytest.fixture
def real_hasher(monkeypatch):
    """The hasher that the site uses; the other tests use a cheap one."""
    monkeypatch.setattr(passwords, "_hasher", REAL_HASHER)


def test_the_hash_says_how_it_was_made(real_hasher):
    kept = login.hash_password(SHORT)
    assert kept.startswith("fan$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.is_long_enough_for_staff(kept)
    assert passwords.is_long_enough_for_staff(login.hash_password(LONG))


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "Passw0rd!",
        "P@ssword2026",
        "12345678",
        "qwertyuiop",
        "09876543",
        "aaaaaaaaaa",
        "dragondragon",
        "!!dragon99",
        "iloveyou",
        "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44",
    ],
)
def test_common_passwords_are_refused(password):
    with pytest.raises(login.PasswordCommon):
        login.refuse_weak(password)


def test_short_ones_are_refused_and_staff_needs_more():
    with pytest.raises(login.PasswordTooShort) as refused:
        login.refuse_weak("q8#Lm2z")
    assert refused.value.values == {"shortest": 8, "field": "password"}
    login.refuse_weak("q8#Lm2zt")
    with pytest.raises(login.PasswordTooShort):
        login.refuse_weak("q8#Lm2zt vB4x.", is_staff=True)
    login.refuse_weak("q8#Lm2zt vB4x.k", is_staff=True)
    login.refuse_weak("x" * 20 + "lamp quiet hill seven" * 3, is_staff=True)


def test_the_own_name_is_no_password():
    with pytest.raises(login.PasswordCommon):
        login.refuse_weak("Nora Lindqvist", name="nora  lindqvist")


def test_a_right_password_gives_the_person(session):
    nora = join()
    assert login.verify("  NORA ", LONG) is nora
    assert login.verify("nora", "something else") is None


def test_an_unknown_name_costs_a_hash_too(session, monkeypatch):
    asked = []
    monkeypatch.setattr(
        passwords, "_matches", lambda kept, _given: bool(asked.append(kept))
    )
    assert login.verify("nobody here", LONG) is None
    assert asked[0].split("$")[1] == "argon2id"


def test_a_person_shut_out_is_not_let_in(session):
    nora = join()
    nora.disabled_at = nora.created_at
    session.commit()
    assert login.verify("nora", LONG) is None


def test_a_broken_hash_lets_nobody_in(session):
    nora = join()
    row = session.query(Credential).filter_by(person_id=nora.id).one()
    row.secret = "fan$nonsense"
    session.commit()
    assert login.verify("nora", LONG) is None


def test_an_aged_hash_is_made_anew_at_sign_in(session, real_hasher):
    nora = join()
    row = session.query(Credential).filter_by(person_id=nora.id).one()
    assert login.fresh_hash("nora", LONG) is None
    row.secret = "staff" + PasswordHasher(
        time_cost=1, memory_cost=64, parallelism=1
    ).hash(LONG)
    session.commit()
    assert login.verify("nora", LONG) is nora
    note_sign_in(nora, login.fresh_hash("nora", LONG))
    assert "m=19456,t=2" in row.secret
    assert row.used_at is not None
    assert login.verify("nora", LONG) is nora


def test_a_hash_without_a_grade_gets_one(session):
    nora = join()
    row = session.query(Credential).filter_by(person_id=nora.id).one()
    row.secret = row.secret.removeprefix("staff")
    session.commit()
    assert login.verify("nora", LONG) is nora
    assert passwords.is_long_enough_for_staff(login.fresh_hash("nora", LONG))


def test_nothing_to_make_anew_without_a_password(session, ana):
    assert login.fresh_hash("ana", LONG) is None
    note_sign_in(ana, None)


def test_the_list_is_kept_folded():
    words = passwords._common()
    assert len(words) > 1000
    assert all(word == word.casefold() for word in words)

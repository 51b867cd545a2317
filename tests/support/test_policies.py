"""Who may support and who may sign: each act against each person."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.people.models import RoleGrant
from app.support import commands, policies
from tests.support import making

EVERYBODY = ("ana", "ben", "mo", "priya", "finn", "ada")


@pytest.mark.parametrize(
    ("name", "supports", "signs", "enters"),
    [
        ("ana", False, False, False),
        ("ben", True, False, False),
        ("mo", True, True, True),
        ("priya", True, True, True),
        ("finn", True, False, False),
        ("ada", True, False, False),
    ],
)
def test_who_may(name, supports, signs, enters, people, lamp):
    person = people[name]
    assert policies.may_support(person, lamp) is supports
    assert policies.may_sign_goal(person, lamp) is signs
    assert policies.may_look_at_supports(person) is enters


@pytest.mark.parametrize("actor", [ANONYMOUS, SYSTEM])
def test_what_is_no_person_may_nothing(actor, lamp):
    assert not policies.may_support(actor, lamp)
    assert not policies.may_withdraw(actor, lamp)
    assert not policies.may_sign_goal(actor, lamp)
    assert not policies.may_look_at_supports(actor)
    assert not policies.may_rule(actor, lamp)


def test_a_supporter_does_not_sign(mo, lamp):
    commands.give(mo, lamp)
    assert not policies.may_sign_goal(mo, lamp)


def test_an_author_of_the_team_does_not_sign(mo, space):
    assert not policies.may_sign_goal(mo, making.idea(mo, space))


@pytest.mark.parametrize(
    ("state", "allowed"),
    [("supporting", True), ("declined", True), ("launched", False)],
)
def test_support_may_be_taken_back_until_launch(state, allowed, ben, ana, space):
    idea = making.idea(ana, space, state=state)
    assert policies.may_withdraw(ben, idea) is allowed


def test_the_offer_asks_the_database_nothing(ben, ana, lamp, assert_queries):
    with assert_queries(0):
        offer = policies.offer(ben, lamp, is_mine=False)
        own = policies.offer(ana, lamp, is_mine=False)
    assert (offer.is_open, offer.is_own, offer.may_withdraw) == (True, False, True)
    assert own.is_own
    with clock.at(lamp.deadline_at + timedelta(seconds=1)):
        assert not policies.takes_support(lamp)


def test_only_a_reached_goal_asks_for_a_signature(mo, ben, lamp):
    assert not policies.is_asked_to_sign(mo, lamp)
    lamp.topped_at = clock.now()
    assert policies.is_asked_to_sign(mo, lamp)
    assert not policies.is_asked_to_sign(ben, lamp)


@pytest.mark.parametrize("role", ["moderator", "product"])
def test_a_role_of_one_space_ends_at_its_border(role, people, lamp, small, session):
    tess = people["tess"]
    grant = {"person_id": tess.id, "role": role, "space_id": lamp.space_id}
    made = {"granted_by_id": 1, "granted_at": clock.now()}
    session.execute(insert(RoleGrant), [grant | made])
    session.expire(tess)
    elsewhere = making.idea(people["ana"], small)
    assert policies.may_look_at_supports(tess)
    assert policies.may_rule(tess, lamp)
    assert policies.may_see_supporters(tess, lamp)
    assert not policies.may_rule(tess, elsewhere)
    assert not policies.may_see_supporters(tess, elsewhere)

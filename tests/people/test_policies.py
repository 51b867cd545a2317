"""Role x act."""

from types import SimpleNamespace

import pytest

from app.kernel.actor import ANONYMOUS, SYSTEM
from app.people import policies
from tests import cast

ADMINS = {"ada"}


@pytest.mark.parametrize("name", cast.ROLES)
def test_who_manages_people(people, name):
    assert policies.may_manage_people(people[name]) is (name in ADMINS)


def test_the_system_manages_people_and_a_visitor_does_not():
    assert policies.may_manage_people(SYSTEM)
    assert not policies.may_manage_people(ANONYMOUS)


@pytest.mark.parametrize(
    ("state", "is_disabled", "expected"),
    [
        ("active", False, True),
        ("active", True, False),
        ("placeholder", False, False),
        ("erased", False, False),
    ],
)
def test_roles_go_to_those_who_are_there(people, state, is_disabled, expected):
    ben = people["ben"]
    ben.state = state
    ben.disabled_at = ben.created_at if is_disabled else None
    assert policies.may_grant(people["ada"], ben) is expected
    assert not policies.may_grant(people["mo"], ben)


@pytest.mark.parametrize(
    ("actor", "state", "expected"),
    [
        ("ada", "active", True),
        ("ada", "placeholder", True),
        ("ada", "system", False),
        ("ada", "erased", False),
        ("mo", "active", False),
        ("finn", "active", False),
    ],
)
def test_who_shuts_out(people, actor, state, expected):
    people["ben"].state = state
    assert policies.may_disable(people[actor], people["ben"]) is expected


def test_nobody_shuts_himself_out_or_drops_his_own_factor(people):
    ada = people["ada"]
    assert not policies.may_disable(ada, ada)
    assert not policies.may_reset_second_factor(ada, ada)
    assert policies.may_reset_second_factor(ada, people["finn"])
    assert not policies.may_reset_second_factor(people["finn"], ada)


def test_what_is_ones_own(people):
    ana, ben = people["ana"], people["ben"]
    mine = SimpleNamespace(person_id=ana.id)
    assert policies.may_change_own(ana, mine)
    assert not policies.may_change_own(ben, mine)
    assert not policies.may_change_own(ANONYMOUS, mine)
    assert policies.may_change(ana, ana)
    assert not policies.may_change(people["ada"], ana)
    assert not policies.may_change(ANONYMOUS, ana)


@pytest.mark.parametrize("is_shown", [True, False])
@pytest.mark.parametrize(
    ("actor", "always"), [("ana", True), ("ben", False), ("ada", False)]
)
def test_who_sees_what_someone_supports(people, actor, always, is_shown):
    people["ana"].shows_supports = is_shown
    seen = policies.may_see_supports_of(people[actor], people["ana"])
    assert seen is (always or is_shown)
    assert policies.may_see_supports_of(ANONYMOUS, people["ana"]) is is_shown


@pytest.mark.parametrize("name", cast.ROLES)
def test_who_gives_a_link_for_a_new_password(people, name):
    expected = name in ADMINS
    assert policies.may_give_password_link(people[name], people["ben"]) is expected
    assert not policies.may_give_password_link(people[name], people[name])


@pytest.mark.parametrize(
    ("state", "is_disabled", "expected"),
    [
        ("active", False, True),
        ("active", True, False),
        ("placeholder", False, False),
        ("erased", False, False),
        ("system", False, False),
    ],
)
def test_who_signs_in(people, state, is_disabled, expected):
    ben = people["ben"]
    ben.state = state
    ben.disabled_at = ben.created_at if is_disabled else None
    assert policies.may_sign_in(ben) is expected
    assert policies.may_give_password_link(people["ada"], ben) is expected

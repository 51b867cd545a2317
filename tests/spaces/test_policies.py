"""Role x act."""

import pytest

from app.kernel.actor import ANONYMOUS, SYSTEM
from app.spaces import policies
from tests import cast


@pytest.mark.parametrize("name", cast.ROLES)
def test_who_manages_spaces_and_site(people, name):
    assert policies.may_manage(people[name]) is (name == "ada")


def test_the_system_does_and_a_visitor_does_not():
    assert policies.may_manage(SYSTEM)
    assert not policies.may_manage(ANONYMOUS)


@pytest.mark.parametrize("name", cast.ROLES)
def test_who_invites_into_a_space(people, space, name):
    may = name in ("ada", "priya", "paul")
    assert policies.may_invite(people[name], space) is may
    assert policies.may_invite_anywhere(people[name]) is may
    assert policies.may_accept(people[name])


def test_a_visitor_neither_invites_nor_comes_in():
    assert not policies.may_invite_anywhere(ANONYMOUS)
    assert not policies.may_accept(ANONYMOUS)

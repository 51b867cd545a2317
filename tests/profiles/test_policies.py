"""Role x act."""

import pytest

from app.kernel.actor import ANONYMOUS, SYSTEM
from app.people import commands as people_commands
from app.profiles import policies
from tests import cast


@pytest.mark.parametrize("name", cast.ROLES)
def test_whoever_holds_a_role_enters(people, name):
    assert policies.may_enter_staff(people[name]) is bool(cast.ROLES[name])


def test_rights_must_have_begun(session, people, space):
    finn, ana = people["finn"], people["ana"]
    finn.second_factor_at = None
    assert not policies.may_enter_staff(finn)
    people_commands.grant_role(people["ada"], ana, "product", space)
    assert policies.may_enter_staff(ana)


def test_visitors_and_the_system_do_not():
    assert not policies.may_enter_staff(ANONYMOUS)
    assert not policies.may_enter_staff(SYSTEM)

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

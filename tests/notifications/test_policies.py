"""Role x act."""

import pytest

from app.kernel.actor import ANONYMOUS, SYSTEM
from app.notifications import policies
from tests import cast


@pytest.mark.parametrize("name", cast.ROLES)
def test_admins_run_the_mail(people, name):
    assert policies.may_run_mail(people[name]) is (name == "ada")


def test_choices_are_ones_own(ana, ben):
    assert policies.may_choose(ben, ben)
    assert not policies.may_choose(ana, ben)
    assert not policies.may_choose(SYSTEM, ben)
    for actor in (ANONYMOUS,):
        assert not policies.may_choose(actor, ben)
        assert not policies.may_run_mail(actor)

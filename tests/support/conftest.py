"""Ideas and spaces for the tests of support."""

import pytest

from tests import cast
from tests.support import making


@pytest.fixture
def small(session, people):
    """A space whose goals are 1, 2 and 3."""
    return cast.space(people, slug="small", **making.LADDER)


@pytest.fixture
def lamp(session, ana, space):
    """Ana's idea; it gathers support."""
    made = making.idea(ana, space)
    session.commit()
    return made


@pytest.fixture
def stool(session, ana, small):
    """Ana's idea in the space with the small goals."""
    made = making.idea(ana, small, title="A stool for two")
    session.commit()
    return made

"""A lamp of Ana's, public for a month, and a second moderator."""

import pytest

from app.people.models import RoleGrant
from tests.ideas import make as ideas


@pytest.fixture
def lamp(session, ana, mo, space):
    return ideas.published(ana, mo, space)


@pytest.fixture
def tess(session, people, mo):
    """Tess moderates, too."""
    tess = people["tess"]
    session.add(RoleGrant(person_id=tess.id, role="moderator", granted_by_id=1))
    session.commit()
    session.refresh(tess, ["grants"])
    return tess

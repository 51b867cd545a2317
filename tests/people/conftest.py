import pytest
from sqlalchemy import update

from app.kernel import clock
from app.people.models import RoleGrant
from app.web.limits import limiter


@pytest.fixture
def no_admin(session):
    """A site whose first admin is still to come."""
    admins = update(RoleGrant).where(RoleGrant.role == "admin")
    session.execute(admins.values(ended_at=clock.now()))
    session.commit()


@pytest.fixture(autouse=True)
def no_limits_from_before(app):
    """Every test counts its tries from nought."""
    with app.app_context():
        limiter.reset()

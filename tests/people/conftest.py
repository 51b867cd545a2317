import pytest

from app.web.limits import limiter


@pytest.fixture(autouse=True)
def no_limits_from_before(app):
    """Every test counts its tries from nought."""
    with app.app_context():
        limiter.reset()

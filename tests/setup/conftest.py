"""Standing and looking in the demo world."""

import pytest

from app.kernel.db import db


@pytest.fixture
def inside(town):
    """Standing in the demo world."""
    with town.app_context():
        yield
        db.session.remove()


@pytest.fixture
def visitor(town):
    """Somebody with a browser in the demo world."""
    return town.test_client()

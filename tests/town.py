"""A small demo world, built once for the tests that only look at it."""

import pytest

from app.kernel.db import db
from app.setup.demo.build import build
from tests.conftest import build_app

SCALE = 0.03
SIZE = (96, 72)


def demo_app(url, folder):
    return build_app(url, folder, store="demo")


@pytest.fixture(scope="session")
def town(template, tmp_path_factory):
    """The application of a built demo store."""
    folder = tmp_path_factory.mktemp("demo")
    with template.copy(folder) as url:
        app = demo_app(url, folder)
        with app.app_context():
            build(scale=SCALE, size=SIZE)
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()

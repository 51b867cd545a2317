"""A small demo world, built once for the tests that only look at it."""

import pytest

from app import create_app
from app.kernel.db import db
from app.setup.demo.build import build
from config import Settings
from tests.conftest import SECRET, Browser

SCALE = 0.03
SIZE = (96, 72)


def demo_app(url, folder):
    settings = Settings(
        data=folder, database_url=url, secret_key=SECRET, store="demo", testing=True
    )
    app = create_app(settings)
    app.test_client_class = Browser
    return app


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

"""A store in use, and a blank machine beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from app import create_app
from app.kernel.db import db
from config import Settings
from tests.databases import databases_for


@pytest.fixture
def settings(world) -> Settings:
    """The settings of a migrated store with real commits."""
    found: Settings = world.extensions["settings"]
    found.files.mkdir(parents=True)
    found.secret_file.write_text("a secret key\n")
    found.payee_key_file.write_text("a payee key\n")
    return found


@pytest.fixture
def blank(settings, template, tmp_path) -> Iterator[Settings]:
    """The settings of a machine where nothing is yet, on the same kind of database."""
    data = tmp_path / "blank"
    with databases_for(template.server or "sqlite", data / "own") as database:
        yield replace(settings, data=data, database_url=database.url)


@contextmanager
def opened(settings: Settings):
    """Within the application of a store, as the next process would open it."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()

"""Stores: which one is open, its secrets, its tables."""

import stat

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from app import create_app, store
from app.kernel.db import db
from config import ROOT, BadSetting, Settings

pytestmark = [pytest.mark.nodb, pytest.mark.slow]


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings.from_env({"COBUILD_DATA": str(tmp_path / "data")})


def mode(path) -> str:
    return stat.filemode(path.stat().st_mode)


def tables() -> list[str]:
    return sa.inspect(db.engine).get_table_names()


def test_choosing_a_store_is_remembered(settings):
    assert not store.is_chosen(settings)
    demo = store.choose(settings, "demo")
    assert demo.is_demo
    assert store.is_chosen(settings)
    assert settings.reread().is_demo
    assert store.choose(demo, "own").store == "own"


def test_there_are_two_stores(settings):
    with pytest.raises(BadSetting, match="demo or own"):
        store.choose(settings, "other")


def test_a_database_given_is_a_choice(settings):
    assert store.is_chosen(settings.reread(COBUILD_DATABASE_URL="sqlite:///x"))


def test_secrets_are_made_once_for_this_user_alone(settings):
    store.make_folder(settings)
    made = settings.secret_file.read_text(), settings.payee_key_file.read_text()
    store.make_folder(settings)
    kept = settings.secret_file.read_text(), settings.payee_key_file.read_text()
    assert made == kept
    assert mode(settings.secret_file) == mode(settings.payee_key_file) == "-rw-------"
    assert mode(settings.folder) == "drwx------"
    assert settings.reread().secret_key == made[0].strip()


def test_a_secret_given_is_not_written_down(settings):
    told = settings.reread(COBUILD_SECRET_KEY="0123456789abcdef0123456789abcdef")
    store.make_folder(told)
    assert not told.secret_file.exists()


def test_migrating_twice_is_migrating_once(settings):
    app = create_app(settings)
    with app.app_context():
        assert not store.is_current()
        store.migrate(settings)
        assert store.is_current()
        store.migrate(settings)
        assert "task_runs" in tables()
        db.engine.dispose()


def test_a_store_of_another_release_is_not_current(settings):
    app = create_app(settings)
    with app.app_context():
        store.migrate(settings)
        with db.engine.begin() as connection:
            connection.execute(
                sa.text("UPDATE alembic_version SET version_num = '0001'")
            )
        assert not store.is_current()
        db.engine.dispose()


def test_heads_are_what_alembic_calls_so():
    script = ScriptDirectory.from_config(Config(toml_file=ROOT / "pyproject.toml"))
    assert store.heads(store.VERSIONS) == set(script.get_heads())


def test_the_owner_of_the_tables_may_be_someone_else(settings, tmp_path):
    app = create_app(settings)
    other = settings.reread(COBUILD_MIGRATION_URL=f"sqlite:///{tmp_path}/owner.sqlite")
    with app.app_context():
        store.migrate(other)
        assert tables() == []
        db.engine.dispose()
    assert (tmp_path / "owner.sqlite").stat().st_size > 0


def test_the_demo_is_built_once_and_a_broken_build_is_cleared(settings):
    demo = store.choose(settings, "demo")
    app = create_app(demo)
    with app.app_context():
        assert store.begin_demo(demo)
        store.migrate(demo)
        assert store.begin_demo(demo)
        assert tables() == []
        store.migrate(demo)
        store.end_demo(demo)
        assert not store.begin_demo(demo)
        assert "people" in tables()
        db.engine.dispose()


def test_the_own_store_is_never_built_or_cleared(settings):
    assert not store.begin_demo(settings)

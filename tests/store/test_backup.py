"""A backup is of one moment, holds everything, and comes back whole or not at all."""

import hashlib
import json
import stat
import threading
import zipfile
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select

from app import create_app, store
from app.kernel import clock, relay, storage
from app.kernel.db import atomic, db
from app.people.models import Person
from app.store import archive, backup, dumps
from app.store.dumps import CannotBackUp
from app.support.models import Support, SupportEvent
from tests.store.conftest import opened
from tests.support.test_parallel import prepared, run_each, tap

pytestmark = pytest.mark.slow

SUPPORTS = 1000


def log_of_supports() -> list[tuple]:
    """Every support with its events, as the store opened here has them."""
    rows = select(
        Support.id,
        Support.person_id,
        Support.state,
        Support.receipt,
        Support.counted_at,
        SupportEvent.id,
        SupportEvent.kind,
        SupportEvent.at,
    ).join(SupportEvent, SupportEvent.support_id == Support.id)
    return [tuple(row) for row in db.session.execute(rows.order_by(SupportEvent.id))]


def pictures_of(settings) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in settings.files.rglob("*.webp")
    }


def test_a_backup_while_supports_arrive_is_of_one_moment(world, settings, blank):
    """1,000 supports, a backup in their midst, a blank machine."""
    with world.app_context():
        idea_id, fans = prepared(SUPPORTS)
        storage.put(b"a picture", "webp")
    path = settings.data / "moment.zip"
    given, made = [], []

    def counting(fan):
        act = tap(fan, idea_id)

        def count():
            act()
            given.append(fan)
            if len(given) == SUPPORTS // 4:
                middle.set()

        return count

    def back_up():
        middle.wait(60)
        before = set(given)
        manifest = backup.make(settings, path)
        made.append((before, manifest, set(given)))

    middle = threading.Event()
    beside = threading.Thread(target=back_up)
    beside.start()
    assert run_each(world, [counting(fan) for fan in fans]) == []
    beside.join()
    before, manifest, after = made[0]
    with world.app_context():
        whole = log_of_supports()
    assert len(whole) == SUPPORTS

    backup.restore(blank, path)
    with opened(blank):
        back = log_of_supports()
        count = db.session.scalar(select(func.count()).select_from(Person))
        assert manifest.facts.counts["people"] == count
    assert set(back) <= set(whole)
    supporters = {row[1] for row in back}
    assert before <= supporters
    assert len(supporters - after) <= 8  # begun before the end, acknowledged after
    assert SUPPORTS // 4 <= len(back) < SUPPORTS
    counts = manifest.facts.counts
    assert counts["supports"] == counts["support_events"] == len(back)
    assert pictures_of(blank) == pictures_of(settings) != {}
    assert blank.payee_key_file.read_text() == "a payee key\n"
    assert blank.secret_file.read_text() == "a secret key\n"
    assert stat.filemode(blank.payee_key_file.stat().st_mode) == "-rw-------"


@pytest.fixture
def made(world, settings):
    """A backup of an idea with four supports, folded, and a picture."""
    with world.app_context():
        idea_id, fans = prepared(4)
        storage.put(b"a picture", "webp")
    assert run_each(world, [tap(fan, idea_id) for fan in fans]) == []
    with world.app_context():
        relay.drain()
    path = settings.data / "made.zip"
    backup.make(settings, path)
    return path


def test_the_archive_is_for_its_owner_alone(made):
    assert stat.filemode(made.stat().st_mode) == "-rw-------"
    assert [path.name for path in made.parent.glob(".cobuild-*")] == []


def test_a_good_backup_is_found_whole(settings, made):
    report = backup.verify(settings, made, create_app)
    assert report.problems == []
    assert report.manifest.facts.counts["supports"] == 4
    assert report.seconds > 0


def test_a_tally_that_is_off_is_found(world, settings, tmp_path):
    with world.app_context():
        idea_id, (fan,) = prepared(1)
    assert run_each(world, [tap(fan, idea_id)]) == []
    with world.app_context(), atomic():
        db.session.execute(sa.text("DELETE FROM tally_entries"))
    path = tmp_path / "off.zip"
    backup.make(settings, path)
    found = backup.verify(settings, path, create_app).problems
    assert found == [f"idea {idea_id}: its tally is not the sum of its supports"]


def test_rows_that_the_manifest_does_not_know_are_found(settings, made, tmp_path):
    manifest = json.loads(read(made, archive.MANIFEST))
    manifest["facts"]["counts"]["supports"] = 5
    other = rewritten(made, tmp_path, archive.MANIFEST, json.dumps(manifest).encode())
    found = backup.verify(settings, other, create_app).problems
    assert found == ["database: other rows than at its time"]


def test_a_backup_of_an_older_release_is_migrated_where_it_is_verified(
    settings, made, monkeypatch
):
    current = []
    monkeypatch.setattr(store, "is_current", lambda: bool(current) or current.append(1))
    assert backup.verify(settings, made, create_app).problems == []
    assert current == [1]


@pytest.mark.parametrize("name", ["database", "secrets/payee.key", "files"])
def test_other_content_is_found(made, tmp_path, settings, name):
    whole = next(each for each in names(made) if each.startswith(name))
    other = rewritten(made, tmp_path, whole, b"other")
    with pytest.raises(CannotBackUp, match=f"damaged: {whole} has other content"):
        backup.verify(settings, other, create_app)


def test_a_missing_file_is_found(made, tmp_path, settings):
    picture = next(each for each in names(made) if each.startswith("files/"))
    other = rewritten(made, tmp_path, picture, None)
    with pytest.raises(CannotBackUp, match=f"{picture} is missing or strange"):
        backup.restore(settings, other, force=True)


def test_half_an_archive_is_refused(made, settings):
    made.write_bytes(made.read_bytes()[:-200])
    with pytest.raises(CannotBackUp, match="not a whole backup"):
        backup.verify(settings, made, create_app)


def test_another_zip_is_refused(settings, tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("hello", "world")
    with pytest.raises(CannotBackUp, match="not a backup of Cobuild"):
        backup.restore(settings, path)


def test_a_newer_format_is_refused(settings, made, tmp_path):
    manifest = json.loads(read(made, archive.MANIFEST)) | {"format": 2}
    other = rewritten(made, tmp_path, archive.MANIFEST, json.dumps(manifest).encode())
    with pytest.raises(CannotBackUp, match="newer release"):
        backup.restore(settings, other)


def test_where_data_is_nothing_is_overwritten(settings, made):
    with pytest.raises(CannotBackUp, match="With --force it is set aside"):
        backup.restore(settings, made)
    assert settings.secret_file.exists()


def test_with_force_what_was_there_is_set_aside(world, settings, made):
    with world.app_context(), atomic():
        db.session.execute(sa.text("DELETE FROM tallies"))
    with world.app_context():
        db.engine.dispose()
    settings.secret_file.write_text("a newer key\n")
    backup.restore(settings, made, force=True)
    with opened(settings):
        assert db.session.scalar(sa.text("SELECT counted FROM tallies")) == 4
    aside = next(settings.data.glob("own.replaced-*"))
    assert (aside / "secret_key").read_text() == "a newer key\n"
    assert settings.secret_file.read_text() == "a secret key\n"


def test_a_backup_without_files_leaves_the_files(world, settings, tmp_path):
    with world.app_context():
        storage.put(b"a picture", "webp")
        path = backup.before_migration(settings)
        db.engine.dispose()
    assert not any(name.startswith("files/") for name in names(path))
    backup.restore(settings, path, force=True)
    assert len(pictures_of(settings)) == 1


def test_a_backup_of_the_other_store_is_refused(settings, made):
    with pytest.raises(CannotBackUp, match="is of the own store"):
        backup.restore(replace(settings, store="demo"), made)


def test_a_backup_of_another_database_is_refused(settings, made, tmp_path):
    kinds = {"sqlite": "postgresql+psycopg://nobody@/none", "postgresql": "sqlite:///x"}
    other = replace(settings, database_url=kinds[dumps.kind_of(settings)])
    with pytest.raises(CannotBackUp, match="set COBUILD_DATABASE_URL"):
        backup.verify(other, made, create_app)


def test_a_file_that_is_there_is_kept(settings, made):
    with pytest.raises(CannotBackUp, match="already"):
        backup.make(settings, made)


def test_a_folder_that_cannot_be_written_is_named(settings, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CannotBackUp, match="cannot be written"):
        backup.make(settings, tmp_path / "file" / "made.zip")


def test_the_last_five_before_migrations_are_kept(world, settings):
    with world.app_context():
        for day in range(1, 8):
            with clock.at(f"2026-01-0{day} 09:00Z"):
                backup.before_migration(settings)
    kept = sorted(path.name for path in (settings.data / "backups").glob("*.zip"))
    days = [f"2026010{day}" for day in range(3, 8)]
    assert kept == [f"before-migration-own-{day}T090000Z.zip" for day in days]


def test_migrating_keeps_what_was_there_first(world, settings, monkeypatch):
    ran = []
    monkeypatch.setattr(store, "is_current", lambda: False)
    monkeypatch.setattr("app.store.upgrade.run", ran.append)
    with world.app_context():
        store.migrate(settings, keeps=False)
        assert not (settings.data / "backups").exists()
        store.migrate(settings)
    assert ran == ["", ""]
    assert len(list((settings.data / "backups").glob("before-migration-*"))) == 1


def test_a_first_migration_keeps_nothing(blank, monkeypatch):
    monkeypatch.setattr("app.store.upgrade.run", lambda _: None)
    with opened(blank):
        store.migrate(blank)
    assert not (blank.data / "backups").exists()


def test_a_copy_of_the_tables_alone_is_no_backup(world, settings):
    with world.app_context():
        backup.before_migration(settings)
    assert backup.age(settings) is None


def test_its_age_is_known(settings, made):
    assert 0 <= backup.age(settings).total_seconds() < 3600
    assert backup.age(replace(settings, data=settings.data / "none")) is None


def test_a_missing_program_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(dumps.shutil, "which", lambda _: None)
    monkeypatch.setattr(dumps, "DEBIAN", tmp_path)
    with pytest.raises(CannotBackUp, match="pg_dump is missing: install"):
        dumps.find_program("pg_dump")
    for version in ("9", "15"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "pg_dump").touch()
    assert dumps.find_program("pg_dump") == str(tmp_path / "15" / "bin" / "pg_dump")


def test_a_database_that_is_away_is_named(settings, tmp_path):
    nowhere = "postgresql+psycopg://nobody@/none?host=/nowhere"
    urls = {"sqlite": f"sqlite:///{tmp_path}/none.sqlite", "postgresql": nowhere}
    away = replace(settings, database_url=urls[dumps.kind_of(settings)])
    with pytest.raises(CannotBackUp, match=r"There is no database|cannot be read"):
        backup.make(away, tmp_path / "away.zip")


def names(path) -> list[str]:
    with zipfile.ZipFile(path) as packed:
        return packed.namelist()


def read(path, name: str) -> bytes:
    with zipfile.ZipFile(path) as packed:
        return packed.read(name)


def rewritten(path, folder, name: str, content: bytes | None):
    """The same archive with one member changed, or without it."""
    other = folder / "rewritten.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
            elif content is not None:
                new.writestr(each, content)
    return other

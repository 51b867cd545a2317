"""`backup`, `verify-backup`, `restore` as one types them."""

import zipfile

import pytest

from app.kernel import jobs
from app.kernel.db import db


@pytest.fixture
def run(world):
    """Run a command of the shell on a migrated store: (exit code, what it said)."""
    settings = world.extensions["settings"]
    settings.files.mkdir(parents=True)
    settings.payee_key_file.write_text("a payee key\n")

    def invoke(*args: str):
        answer = world.test_cli_runner().invoke(args=args)
        with world.app_context():
            db.engine.dispose()
        return answer.exit_code, answer.output

    return invoke


def test_there_and_back(run, tmp_path):
    path = str(tmp_path / "made.zip")
    code, said = run("backup", path)
    assert (code, f"{path} (" in said, "mode 600" in said) == (0, True, True)
    assert "It holds payee.key: keep it as secret." in said
    code, said = run("verify-backup", path)
    assert (code, "Restored and found whole in" in said) == (0, True)
    code, said = run("restore", path)
    assert (code, "With --force it is set aside" in said) == (1, True)
    code, said = run("restore", path, "--force")
    assert code == 0
    assert "1 people, 0 ideas, 0 supports, 0 files; ledger at seq 0" in said
    assert "Next: flask --app wsgi migrate" in said


def test_without_a_name_it_lies_in_the_data_folder(run, tmp_path):
    assert run("backup")[0] == 0
    assert len(list((tmp_path / "backups").glob("own-*.zip"))) == 1


def test_a_backup_that_is_not_good_ends_with_one(run, tmp_path, monkeypatch):
    run("backup", str(tmp_path / "made.zip"))
    monkeypatch.setattr("app.store.checks.problems", lambda: ["seq 3: other hash"])
    code, said = run("verify-backup", str(tmp_path / "made.zip"))
    assert code == 1
    assert "seq 3: other hash\n" in said
    assert "NOT good" in said


def test_what_is_no_backup_is_said_in_one_sentence(run, tmp_path):
    path = tmp_path / "no.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("hello", "world")
    code, said = run("verify-backup", str(path))
    assert (code, said) == (1, f"Error: {path} is not a backup of Cobuild.\n")


def test_a_site_that_runs_is_not_replaced(run, tmp_path):
    run("backup", str(tmp_path / "made.zip"))
    handle = jobs.hold(tmp_path / "server.lock")
    code, said = run("restore", str(tmp_path / "made.zip"), "--force")
    jobs.release(handle)
    assert (code, "A server already runs" in said) == (1, True)

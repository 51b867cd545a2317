"""`flask assets check`: vendored files are as written down."""

import pytest

from app.cli import assets

pytestmark = pytest.mark.nodb
NOTE = """
name = "thing"
version = "1.0"
file = "vendor/thing/thing.js"
sha384 = "sha384-WeF0h3dEjGnea4ANejO7+5/xtGPkQ1TDVTvNucZm+pASWjx5+QOXvfX2oT3oKGhP"
"""


@pytest.fixture
def note(tmp_path):
    """What was written down of a file that is not there yet: the hash of `hello`."""
    path = tmp_path / "vendor" / "thing" / "VENDOR.toml"
    path.parent.mkdir(parents=True)
    path.write_text(NOTE)
    return path


def test_our_files_are_as_written_down(app):
    answer = app.test_cli_runner().invoke(args=["assets", "check"])
    assert answer.exit_code == 0
    assert "vendored files are as written down" in answer.output


def test_a_missing_file_is_named(note, tmp_path):
    assert assets.fault(note, tmp_path) == "vendor/thing/thing.js is missing."


def test_a_changed_file_is_named(note, tmp_path):
    (note.parent / "thing.js").write_text("hullo")
    assert "is not thing 1.0" in assets.fault(note, tmp_path)
    (note.parent / "thing.js").write_text("hello\n")
    assert "is not thing 1.0" in assets.fault(note, tmp_path)


def test_the_very_file_is_in_order(note, tmp_path):
    (note.parent / "thing.js").write_bytes(b"hello")
    assert assets.fault(note, tmp_path) == ""


def test_the_command_fails_by_name(app, note, tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    answer = app.test_cli_runner().invoke(args=["assets", "check"])
    assert answer.exit_code == 1
    assert "vendor/thing/thing.js is missing." in answer.output

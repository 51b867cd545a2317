"""`migrate`, `serve`, `up`: what is set up, what is said, what is refused."""

import click
import pytest
from flask.cli import AppGroup

from app import create_app, server, store
from app.kernel.db import db
from app.store.dumps import CannotBackUp
from config import Settings

pytestmark = [pytest.mark.nodb, pytest.mark.slow]


@pytest.fixture
def served(monkeypatch) -> list[Settings]:
    """What would have been served; no port is opened, no log is moved."""
    asked: list[Settings] = []
    monkeypatch.setattr(server, "serve", lambda settings, *_: asked.append(settings))
    monkeypatch.setattr(server, "check_port", lambda *_: None)
    monkeypatch.setattr(server, "log_to", lambda _: None)
    return asked


@pytest.fixture
def links() -> list[str]:
    """The links that the admin has not used yet."""
    return ["/welcome/token"]


@pytest.fixture
def run(tmp_path, served, links):
    """Run a command of the shell on a fresh data folder."""

    def build(settings: Settings):
        """An app whose demo world and admin link belong to this test."""
        app = create_app(settings)
        demo, people = AppGroup("demo"), AppGroup("people")
        demo.command("build")(lambda: click.echo("30 ideas"))
        people.command("admin-link")(lambda: say_link(links))
        app.cli.add_command(demo)
        app.cli.add_command(people)
        return app

    def invoke(*args: str):
        app = build(Settings.from_env({"COBUILD_DATA": str(tmp_path / "data")}))
        app.extensions["build"] = build
        answer = app.test_cli_runner().invoke(args=args)
        with app.app_context():
            db.engine.dispose()
        return answer

    return invoke


def say_link(links: list[str]) -> None:
    click.echo("".join(links) or "There is an admin.", err=not links)


def test_migrate_says_what_it_did(run, tmp_path):
    assert run("migrate").output == "The own store is up to date.\n"
    assert (tmp_path / "data" / "own" / "cobuild.sqlite").exists()


def test_migrating_may_leave_the_backup_out(run, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(store, "migrate", lambda _, *, keeps: asked.append(keeps))
    monkeypatch.setattr("app.cli.run._prepare", lambda *_: None)
    run("migrate")
    run("migrate", "--no-backup")
    assert asked == [True, False]


def test_a_backup_that_cannot_be_made_stops_the_migration(run, monkeypatch):
    def refuse(*_, **__):
        raise CannotBackUp("The program pg_dump is missing.")

    monkeypatch.setattr(store, "migrate", refuse)
    assert run("migrate").output == "Error: The program pg_dump is missing.\n"


def test_the_first_start_builds_the_demo_world(run, served):
    said = run("up", "--port", "8123").output
    assert "Building the demo world ...\n30 ideas" in said
    assert said.count("http://") == 1
    assert "Cobuild is at http://127.0.0.1:8123/welcome/token\n" in said
    assert [(s.store, s.port) for s in served] == [("demo", 8123)]


def test_a_second_start_keeps_the_data(run, served, monkeypatch):
    run("up")
    # The first still holds the folder.
    monkeypatch.setattr(server, "claim", lambda _: 0)
    monkeypatch.setattr(server, "announce", lambda *_: None)
    assert "Building" not in run("up").output
    assert [s.store for s in served] == ["demo", "demo"]


def test_an_empty_start_opens_the_own_store(run, served):
    assert "Building" not in run("up", "--empty").output
    assert [s.store for s in served] == ["own"]


def test_once_the_link_is_used_the_home_page_is_the_address(run, links):
    links.clear()
    said = run("up", "--empty").output
    assert "Cobuild is at http://127.0.0.1:8000/\n" in said
    assert "There is an admin." not in said


def test_serving_wants_a_migrated_store(run, served):
    answer = run("serve")
    assert answer.exit_code == 1
    assert "Error: The store has no secrets yet" in answer.output
    run("migrate")
    assert (
        run("serve", "--port", "8124").output == "Cobuild is at http://127.0.0.1:8124\n"
    )
    assert [s.port for s in served] == [8124]


def test_the_own_network_is_served_when_asked(run, served, monkeypatch):
    monkeypatch.setattr(server, "lan_address", lambda: "192.168.1.20")
    run("up", "--lan", "--empty")
    assert [(s.host, s.lan) for s in served] == [("192.168.1.20", True)]


def test_an_address_given_in_the_network_is_kept(run, served):
    run("up", "--lan", "--empty", "--host", "10.0.0.7")
    assert [(s.host, s.lan) for s in served] == [("10.0.0.7", True)]


def test_the_demo_is_not_served_to_others_unasked(run, served, monkeypatch):
    monkeypatch.setattr(server, "lan_address", lambda: "192.168.1.20")
    answer = run("up", "--lan")
    assert answer.exit_code == 1
    assert "DEMO_PUBLIC=1" in answer.output
    assert served == []
    monkeypatch.setattr(server, "claim", lambda _: 0)
    monkeypatch.setattr(server, "announce", lambda *_: None)
    run("up", "--lan", "--empty")
    assert [s.store for s in served] == ["own"]


def test_a_host_that_others_reach_is_refused(run):
    answer = run("up", "--host", "192.168.1.20")
    assert "Error: A host that others reach needs --lan" in answer.output


def test_a_server_on_the_same_data_is_named(run):
    run("up", "--empty")
    assert "Error: A server already runs on" in run("up").output

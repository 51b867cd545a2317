"""The doctor: one line a check, the next step where something is not well."""

import http.server
import json
import socketserver
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from app import store
from app.cli.doctor import command, database, machine, traffic, work
from app.kernel import clock
from app.kernel.db import db
from app.kernel.events import OutboxEvent, ParkedEvent
from app.kernel.jobs import TaskRun
from app.kernel.mail import MailRow
from app.store import backup


@pytest.fixture
def settings(app, session, tmp_path):
    """The settings of a store whose keys are well."""
    found = replace(app.extensions["settings"], data=tmp_path)
    found.folder.mkdir()
    for path in (found.secret_file, found.payee_key_file):
        path.write_text("a key\n")
        path.chmod(0o600)
    return found


@pytest.fixture
def run(world, socket_enabled):
    """Run the doctor: (exit code, what it said)."""

    def invoke(*args: str):
        answer = world.test_cli_runner().invoke(args=["doctor", *args])
        return answer.exit_code, answer.output

    return invoke


def test_every_check_has_a_line_and_failures_end_with_one(run):
    code, said = run()
    assert code == 1
    assert "ok      migrations: the tables are those of this release" in said
    assert "failed  secrets:" in said
    assert "        -> put it back from a backup" in said


def test_for_machines_it_is_json(run, world):
    settings = world.extensions["settings"]
    settings.folder.mkdir()
    settings.payee_key_file.touch(mode=0o600)
    code, said = run("--json")
    found = json.loads(said)
    failures = {each["name"] for each in found if each["status"] == "failed"}
    assert failures <= {"durability"}  # a cluster for tests does not wait for its disk
    assert code == int(bool(failures))
    assert len(found) == len(command.CHECKS)
    assert all(bool(each["next_step"]) == (each["status"] != "ok") for each in found)


def test_a_check_that_cannot_look_holds_up_no_other(settings, monkeypatch):
    def lost(_):
        raise OperationalError("SELECT 1", {}, Exception("gone\nmore"))

    monkeypatch.setattr(command, "CHECKS", (lost, machine.disk))
    broken, disk = command.examine(settings)
    assert (broken.name, broken.status) == ("lost", "failed")
    assert "gone" in broken.said
    assert disk.status == "ok"


def test_tables_of_another_release(settings, monkeypatch):
    monkeypatch.setattr(store, "is_current", lambda: False)
    found = database.migrations(settings)
    assert (found.status, "flask --app wsgi migrate" in found.next_step) == (
        "failed",
        True,
    )


def test_how_safe_sqlite_is(settings, monkeypatch):
    monkeypatch.setattr(database, "_FULL", 3)
    if db.engine.dialect.name == "sqlite":
        assert "local disk" in database.safety(settings).next_step


@pytest.mark.parametrize(
    ("row", "status", "step"),
    [
        (("150018", "on", "on"), "ok", ""),
        (("140001", "on", "on"), "failed", "15 or newer"),
        (("150018", "off", "on"), "failed", "synchronous_commit"),
        (("150018", "on", "off"), "warning", "pg_checksums"),
    ],
)
def test_how_safe_postgresql_is(row, status, step, settings, monkeypatch):
    class Answer:
        def one(self):
            return row

    monkeypatch.setattr(db.session, "execute", lambda _: Answer(), raising=False)
    found = database._postgresql()
    assert (found.status, step in found.next_step) == (status, True)


def test_letters_are_folded(settings, monkeypatch):
    assert database.letters(settings).status == "ok"
    if db.engine.dialect.name == "postgresql":
        monkeypatch.setattr(db.session, "scalar", lambda _: False, raising=False)
        assert database.letters(settings).status == "failed"


def test_keys_that_others_read(settings):
    assert machine.secrets(settings).status == "ok"
    settings.secret_file.chmod(0o640)
    found = machine.secrets(settings)
    assert found.next_step == f"chmod 600 {settings.secret_file}"


@pytest.mark.parametrize(
    ("free", "status"), [(9, "ok"), (1, "warning"), (0.01, "failed")]
)
def test_the_room_on_the_disk(free, status, settings, monkeypatch):
    class Usage:
        pass

    Usage.free = free * 1_000_000_000
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: Usage)
    assert machine.disk(settings).status == status


def test_a_clock_that_went_back(settings):
    assert machine.watch(settings).status == "ok"
    later = clock.now() + timedelta(days=1)
    db.session.add(OutboxEvent(name="x.happened", body={}, created_at=later))
    db.session.flush()
    assert "timedatectl" in machine.watch(settings).next_step


def test_another_clock_than_the_databases(settings):
    if db.engine.dialect.name == "postgresql":
        with clock.at("2031-01-01 00:00Z"):
            assert "both machines" in machine.watch(settings).next_step


def test_fonts(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "FONT_FOLDERS", (tmp_path,))
    assert machine.fonts(settings).status == "warning"
    (tmp_path / "NotoSansCJK-Regular.ttc").touch()
    assert machine.fonts(settings).status == "ok"
    monkeypatch.setattr(machine.assets, "fault", lambda *_: "one is missing.")
    assert machine.fonts(settings).status == "failed"


def test_the_age_of_the_last_backup(settings):
    assert machine.backups(settings).said == "there never was one"
    backup.make(settings, settings.data / "made.zip")
    assert machine.backups(settings).status == "ok"
    with clock.at(clock.now() + timedelta(days=2)):
        assert machine.backups(settings).status == "warning"


def test_events_that_wait(settings):
    assert work.relay_lag(settings).status == "ok"
    early = clock.now() - timedelta(minutes=5)
    db.session.add(OutboxEvent(name="x.happened", body={}, created_at=early))
    db.session.flush()
    assert work.relay_lag(settings).status == "failed"


def test_events_that_are_parked(settings):
    assert work.parked_events(settings).status == "ok"
    row = ParkedEvent(
        listener="x.listeners.hear",
        position=3,
        error="Traceback\nValueError: no such idea\n",
        parked_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    said = work.parked_events(settings).said
    assert said == "1 of x.listeners.hear; the last: ValueError: no such idea"


def test_tasks_that_do_not_run(settings):
    assert work.tasks(settings).said == "none has ever run"
    now = clock.now()
    db.session.add(TaskRun(task="x", due_at=now, begun_at=now))
    db.session.flush()
    assert work.tasks(settings).status == "ok"
    with clock.at(now + timedelta(hours=1)):
        assert work.tasks(settings).status == "warning"


def test_the_public_address(settings):
    said = {
        address: traffic.origin(replace(settings, given_origin=address)).status
        for address in ("https://a.example", "http://127.0.0.1", "http://192.168.1.20")
    }
    assert list(said.values()) == ["ok", "warning", "warning"]


class Site(http.server.BaseHTTPRequestHandler):
    """What stands at the public address."""

    def do_GET(self):
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_):
        pass


class Post(socketserver.StreamRequestHandler):
    """A mail server that greets and lets nobody in."""

    def handle(self):
        self.wfile.write(b"220 fake\r\n")
        while line := self.rfile.readline().decode().strip():
            known = {"EHLO": b"250-fake\r\n250 AUTH PLAIN\r\n", "QUIT": b"221 bye\r\n"}
            self.wfile.write(known.get(line.split()[0].upper(), b"535 no\r\n"))


@pytest.fixture
def serving(socket_enabled):
    """Begin a server on this machine: it and its port."""
    begun = []

    def serve(handler):
        server = socketserver.TCPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        begun.append((server, thread))
        return server, server.server_address[1]

    yield serve
    for server, thread in begun:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "found"),
    [
        (200, b'{"status": "alive"}', "ok"),
        (200, b"<html>", "failed"),
        (200, b"[]", "failed"),
        (502, b"", "failed"),
    ],
)
def test_what_stands_at_the_address(status, body, found, settings, serving):
    server, port = serving(Site)
    server.status, server.body = status, body
    there = replace(settings, given_origin=f"http://127.0.0.1:{port}")
    assert traffic.proxy(there).status == found


def test_nobody_at_the_address(settings, socket_enabled):
    nowhere = replace(settings, given_origin="http://127.0.0.1:1")
    assert traffic.proxy(nowhere).status == "warning"


def test_a_proxy_that_does_not_say_that_it_was_https(settings, monkeypatch):
    public = replace(settings, given_origin="https://a.example")
    headers = {}
    answer = (200, headers, b'{"status": "alive"}')
    monkeypatch.setattr(traffic, "_ask", lambda _: answer)
    assert "X-Forwarded-Proto" in traffic.proxy(public).said
    headers["Strict-Transport-Security"] = "max-age=1"
    assert traffic.proxy(public).status == "ok"


def test_mail_names_the_step_that_fails(settings, serving):
    assert traffic.mail(settings).said == "no server is set: mails are read in the site"
    assert traffic.mail(replace(settings, smtp_url="smtp://x", store="demo")).status
    nobody = replace(settings, smtp_url="smtp://127.0.0.1:1")
    assert "could not reach it" in traffic.mail(nobody).said
    _, port = serving(Post)
    strict = replace(settings, smtp_url=f"smtp://me:secret@127.0.0.1:{port}")
    assert "could not sign in" in traffic.mail(strict).said
    assert "secret" not in traffic.mail(strict).said


def test_mails_that_were_refused(settings, serving, ben):
    _, port = serving(Post)
    there = replace(settings, smtp_url=f"smtp://127.0.0.1:{port}")
    assert traffic.mail(there).status == "ok"
    row = MailRow(
        person_id=ben.id,
        address="ben@a.example",
        subject="Hello",
        text="Hello",
        cause="x",
        created_at=clock.now(),
        error="550 no such box",
    )
    db.session.add(row)
    db.session.flush()
    assert "1 mails were refused" in traffic.mail(there).said

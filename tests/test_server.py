"""One server a data folder, one a port; the rest is seen from outside in tests/bin."""

import json
import logging
import os
import socket

import pytest

from app import server
from config import Settings

pytestmark = [pytest.mark.nodb, pytest.mark.enable_socket]


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings.from_env({"COBUILD_DATA": str(tmp_path / "data")})


def test_a_data_folder_has_one_server(settings):
    server.announce(server.claim(settings.data), settings.origin)
    with pytest.raises(server.CannotServe) as refused:
        server.claim(settings.data)
    sentence = str(refused.value)
    assert (
        f"A server already runs on {settings.data}: open {settings.origin}" in sentence
    )


def test_a_data_folder_must_be_writable(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(
        server.CannotServe, match=r"cannot be written \(not a directory"
    ):
        server.claim(tmp_path / "file" / "data")


def test_a_port_in_use_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            server.CannotServe, match=f"Port {port} on 127.0.0.1 is taken"
        ):
            server.check_port("127.0.0.1", port)
    server.check_port("127.0.0.1", port)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [(PermissionError, "needs rights"), (OSError, "not of this machine")],
)
def test_a_port_that_cannot_be_bound_is_refused(monkeypatch, wrong, sentence):
    def refuse(*_):
        raise wrong

    monkeypatch.setattr(server.socket.socket, "bind", refuse)
    with pytest.raises(server.CannotServe, match=sentence):
        server.check_port("::1", 80)


def test_the_address_in_the_network_is_that_of_the_way_out(monkeypatch):
    monkeypatch.setattr(server.socket.socket, "connect", lambda *_: None)
    monkeypatch.setattr(server.socket.socket, "getsockname", lambda _: ("10.0.0.7", 9))
    assert server.lan_address() == "10.0.0.7"


def test_a_machine_without_network_is_told(monkeypatch):
    def refuse(*_):
        raise OSError

    monkeypatch.setattr(server.socket.socket, "connect", refuse)
    with pytest.raises(server.CannotServe, match="no network"):
        server.lan_address()


def test_requests_are_logged_to_a_file(tmp_path, monkeypatch):
    logger = logging.getLogger("cobuild")
    shown = logging.StreamHandler()
    monkeypatch.setattr(logger, "handlers", [shown])
    monkeypatch.setattr(logger, "level", logging.INFO)
    server.log_to(tmp_path / "server.log")
    logger.info("request")
    logger.handlers[-1].close()
    assert json.loads((tmp_path / "server.log").read_text())["message"] == "request"
    assert shown.level == logging.WARNING


def test_a_worker_asks_its_server_for_a_fresh_one(monkeypatch):
    asked = []
    monkeypatch.setattr(server.os, "kill", lambda *to: asked.append(to))
    server.restart()
    assert asked == []
    monkeypatch.setattr(server._Place, "is_worker", True)
    server.restart()
    assert asked == [(os.getppid(), server.signal.SIGHUP)]

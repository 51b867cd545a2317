"""bin/serve as the shell sees it: one address, one server, one sentence of refusal."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
pytestmark = [pytest.mark.nodb, pytest.mark.slow, pytest.mark.enable_socket]
PATIENCE = 120


class Server:
    """A server started as bin/serve starts it, in a session of its own."""

    def __init__(self, data: Path, port: int, *options: str) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            flask("up", "--empty", "--port", str(port), *options),
            cwd=ROOT,
            env={**plain_environment(), "COBUILD_DATA": str(data)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def await_up(self) -> None:
        """Wait for the first answer; a server that ended instead tells why."""

        def is_up() -> bool:
            if self.process.poll() is not None:
                pytest.fail(f"the server ended: {self.process.stdout.read()}")
            return self.is_up()

        wait_until(is_up)

    def workers(self) -> list[int]:
        """The children that serve, without the one that tracks resources."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(word) for word in children.read_text().split()]


@pytest.fixture
def serve(tmp_path):
    """Start servers; whichever still runs at the end is ended."""
    started: list[Server] = []

    def start(port: int, *options: str) -> Server:
        started.append(Server(tmp_path / "data", port, *options))
        return started[-1]

    yield start
    for server in started:
        server.process.terminate()
        server.process.wait()
        server.process.stdout.close()


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def test_a_server_answers_refuses_a_second_and_ends_in_order(serve, port, tmp_path):
    server = serve(port)
    server.await_up()
    second = serve(port + 1)
    said, _ = second.process.communicate(timeout=PATIENCE)
    assert second.process.returncode == 1
    assert f"A server already runs on {tmp_path}/data: open {server.url}" in said
    server.process.send_signal(signal.SIGINT)
    said, _ = server.process.communicate(timeout=PATIENCE)
    assert server.process.returncode == 0
    assert said.count("http://") == 1
    lines = (tmp_path / "data" / "server.log").read_text().splitlines()
    assert json.loads(lines[0])["route"] == "/healthz"


def test_a_killed_worker_is_replaced_and_a_killed_server_leaves_none(
    serve, port, tmp_path
):
    server = serve(port)
    server.await_up()
    (worker,) = server.workers()
    (tmp_path / "data" / "store").write_text("demo")
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: server.workers() not in ([], [worker]))
    server.await_up()
    assert (tmp_path / "data" / "demo" / "cobuild.sqlite").exists()
    (worker,) = server.workers()
    server.process.kill()
    server.process.wait()
    wait_until(lambda: not server.is_up())
    wait_until(lambda: not is_running(worker))


@pytest.fixture
def bare(tmp_path):
    """The tree without its virtual environment, and a PATH that a test fills."""
    tree, path = tmp_path / "tree", tmp_path / "path"
    shutil.copytree(ROOT / "bin", tree / "bin")
    path.mkdir()
    for tool in ("bash", "basename", "cat", "dirname", "git", "mkdir"):
        (path / tool).symlink_to(shutil.which(tool))
    return tree, path


def start_bare(bare, *options: str) -> str:
    tree, path = bare
    ended = subprocess.run(
        ["bash", tree / "bin" / "serve", *options],
        env={**plain_environment(), "PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    return ended.stderr.strip()


def put_python(bare, name: str, script: str) -> None:
    command = bare[1] / name
    command.write_text(f"#!/usr/bin/env bash\n{script}\n")
    command.chmod(0o755)


def test_no_python_is_said(bare):
    assert start_bare(bare) == (
        "serve: Python 3.11 or newer is needed; none is on the PATH."
    )


def test_an_old_python_is_said(bare):
    put_python(bare, "python3", '[ "$1" != -V ] || echo Python 3.9.18; exit 1')
    assert start_bare(bare) == (
        "serve: Python 3.11 or newer is needed; this machine has Python 3.9.18."
    )


def test_a_python_without_venv_is_said(bare):
    script = (
        'case $2 in *ensurepip*) exit 1;; esac; [ "$1" != -V ] || echo Python 3.12.1'
    )
    put_python(bare, "python3", script)
    assert start_bare(bare) == (
        "serve: Python 3.12.1 lacks its venv module; "
        "on Debian and Ubuntu: apt install python3-venv"
    )


def test_a_folder_that_cannot_be_written_is_said(bare, tmp_path):
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "data"
    assert start_bare(bare, "--data", str(folder)) == (
        f"serve: The data folder {folder} cannot be written: "
        "choose another with --data."
    )


def test_an_option_without_its_value_is_said(bare):
    assert start_bare(bare, "--port") == "serve: --port needs a value."


def test_an_unknown_option_shows_the_known_ones(bare):
    said = start_bare(bare, "--nope")
    assert said.startswith("serve: --nope is not known.\nUsage: bin/serve")


def test_a_bad_setting_is_one_sentence():
    ended = subprocess.run(
        flask("up"),
        cwd=ROOT,
        env={**plain_environment(), "COBUILD_ORIGIN": "http://ideas.example"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.strip() == (
        "Cobuild does not start: COBUILD_ORIGIN must begin with https://"
    )


def flask(*args: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", *args]


def plain_environment() -> dict[str, str]:
    """The environment of the test without settings of the site."""
    return {k: v for k, v in os.environ.items() if not k.startswith("COBUILD_")}


def is_running(pid: int) -> bool:
    """Whether a process is there and not just waiting to be collected."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(is_so) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.1)

"""The way out: whatever address is entered, nobody within is spoken to."""

import http.server
import json
import socket
import ssl
import threading
import time
from contextlib import contextmanager

import pytest

from app.kernel import bounded, outbound
from tests.kernel import certificates

pytestmark = pytest.mark.nodb

# Written so that they are refused before anybody looks them up.
MALFORMED = (
    "",
    "post.example",
    "//post.example",
    "http://post.example/",
    "ftp://post.example/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/",
    "javascript:alert(1)",
    "data:text/html,x",
    "HTTP://127.0.0.1:{port}",
    "https://",
    "https:///path",
    "https://?q",
    "https://:443/",
    "https://post.example:0/",
    "https://post.example:65536/",
    "https://post.example:-1/",
    "https://post.example:x/",
    "https://user@127.0.0.1:{port}/",
    "https://post.example@127.0.0.1:{port}/",
    "https://user:word@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}\\@post.example/",
    "https:\\\\127.0.0.1:{port}/",
    "https://127.0.0.1:{port} /",
    " https://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/\n",
    "https://127.0.0.1:{port}/\r\nX-Evil: 1",
    "https://127.0.0.1\t:{port}/",
    "https://127.0.0.1:{port}/\x00",
    "https://\uff11\uff12\uff17.0.0.1:{port}/",
    "https://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3:{port}/",
    "https://127\u30020\u30020\u30021:{port}/",
    "https://p\u043est.example/",
    "https://%31%32%37.0.0.1:{port}/",
    "https://[::1%25lo]:{port}/",
    "https://[::1",
    "https://[127.0.0.1]:{port}/",
    "https://" + "a" * 3000,
)
# Whose name or number leads into the house, however it is written.
WITHIN = (
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0x7f.0x0.0x0.0x1",
    "0177.0.0.1",
    "017700000001",
    "127.127.127.127",
    "0.0.0.0",  # noqa: S104 - an address to be refused
    "0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[0:0:0:0:0:0:0:1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::808:808]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[2002:7f00:1::]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "[fe80::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "[ff02::1]",
    "240.0.0.1",
    "255.255.255.255",
    "within.example",
    "both.example",
)
PUBLIC = (
    "8.8.8.8",
    "93.184.216.34",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
)


def test_there_are_enough_of_them():
    assert len({*MALFORMED, *WITHIN}) >= 60


@pytest.fixture
def names(monkeypatch, socket_enabled):
    """within.example leads to loopback, both.example also to the internet."""
    real = socket.getaddrinfo
    known = {
        "within.example": ["127.0.0.1"],
        "both.example": ["8.8.8.8", "127.0.0.1"],
        "post.example": ["127.0.0.1"],
    }

    def look_up(host, port, *rest, **named):
        found = known.get(host)
        if found is None:
            return real(host, port, *rest, **named)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    yield known
    for thread in threading.enumerate():
        if thread.name == bounded.THREAD:
            thread.join()


@pytest.fixture
def canary(names):
    """A port of loopback that counts who knocks."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)

        def knocked():
            try:
                listening.accept()[0].close()
            except BlockingIOError:
                return False
            return True

        yield listening.getsockname()[1], knocked


@pytest.mark.parametrize("url", MALFORMED)
def test_what_is_no_plain_address_is_refused(url, canary):
    port, knocked = canary
    with pytest.raises(outbound.BadUrl):
        outbound.check(url.replace("{port}", str(port)))
    answer = outbound.post_json(url.replace("{port}", str(port)), b"{}")
    assert answer.fault
    assert not knocked()


@pytest.mark.parametrize("host", WITHIN)
def test_nobody_within_is_spoken_to(host, canary):
    port, knocked = canary
    answer = outbound.post_json(f"https://{host}:{port}/", b"{}")
    assert answer.status == 0
    assert answer.fault in ("it leads into a private network", "gaierror")
    assert not knocked()


@pytest.mark.parametrize("address", PUBLIC)
def test_the_internet_is_public(address):
    assert outbound.is_public(address)


def test_a_name_is_looked_up_once(names, canary, monkeypatch):
    """What it would lead to a moment later does not matter."""
    port, knocked = canary
    looked, went = [], []

    def look_up(host, port, *_rest, **_named):
        looked.append(host)
        ip = "8.8.8.8" if len(looked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    def connect(place, *_rest):
        went.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    answer = outbound.post_json(f"https://rebinding.example:{port}/", b"{}")
    assert answer == outbound.Answer(fault="ConnectionRefusedError")
    assert (looked, went) == (["rebinding.example"], [("8.8.8.8", port)])
    assert not knocked()


class _Peer(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, self.headers["Host"], body))
        self.server.reply(self)

    def log_message(self, *_):
        """Keep silent."""


@contextmanager
def peer(path, reply):
    """An https server on loopback."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Peer) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.heard, server.reply = [], reply
        server.daemon_threads, server.block_on_close = True, True
        thread = threading.Thread(
            target=server.serve_forever, args=(0.01,), daemon=True
        )
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def trusted(names, monkeypatch, tmp_path):
    """A certificate for post.example; loopback counts as the internet."""
    path = certificates.write(tmp_path / "both.pem", "post.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setattr(outbound, "is_public", lambda _: True)
    return path


def _fine(handler):
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b'{"ok": true}')


def test_what_is_posted_arrives_under_its_name(trusted):
    with peer(trusted, _fine) as server:
        port = server.server_address[1]
        body = json.dumps({"text": "灯"}).encode()
        answer = outbound.post_json(f"https://post.example:{port}/hook?key=1", body)
    assert answer == outbound.Answer(200, b'{"ok": true}')
    assert server.heard == [("/hook?key=1", f"post.example:{port}", body)]


def test_a_certificate_of_another_is_refused(trusted, names):
    names["other.example"] = ["127.0.0.1"]
    with peer(trusted, _fine) as server:
        answer = outbound.post_json(
            f"https://other.example:{server.server_address[1]}/", b"{}"
        )
    assert answer.fault == "SSLCertVerificationError"
    assert server.heard == []


def test_no_redirect_is_followed(trusted, canary):
    port, knocked = canary

    def elsewhere(handler):
        handler.send_response(307)
        handler.send_header("Location", f"https://127.0.0.1:{port}/")
        handler.end_headers()

    with peer(trusted, elsewhere) as server:
        url = f"https://post.example:{server.server_address[1]}/"
        assert outbound.post_json(url, b"{}").status == 307
    assert not knocked()


def test_an_endless_answer_is_cut(trusted):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 10_000)

    def stubborn(handler):
        try:
            endless(handler)
        except OSError:
            return

    with peer(trusted, stubborn) as server:
        url = f"https://post.example:{server.server_address[1]}/"
        answer = outbound.post_json(url, b"{}")
    assert (answer.status, len(answer.body)) == (200, outbound.MOST_BYTES)


def test_a_dripping_answer_is_given_up(trusted, monkeypatch):
    monkeypatch.setattr(outbound, "SECONDS", 0.5)

    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(20):
            try:
                handler.wfile.write(b"x")
            except OSError:
                return
            time.sleep(0.1)

    with peer(trusted, drip) as server:
        url = f"https://post.example:{server.server_address[1]}/"
        begun = time.monotonic()
        answer = outbound.post_json(url, b"{}")
        assert time.monotonic() - begun < 1.9
    assert answer.fault == "no answer in time"

"""The mail server: how it is spoken to, and at which step it turns us away."""

import smtplib
import socket
import ssl
import threading
import time
from email.message import EmailMessage
from ipaddress import ip_address

import pytest

from app.kernel import bounded, smtp
from tests.kernel import certificates, dialogue

TLS = ["STARTTLS", "AUTH PLAIN LOGIN"]
REFUSED = "535 wrong password"
pytestmark = pytest.mark.nodb


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate that names post.example, and nobody else."""
    folder = tmp_path_factory.mktemp("certificate")
    return certificates.write(folder / "both.pem", "post.example")


@pytest.fixture
def names(monkeypatch, socket_enabled, certificate):
    """Every name ending in .example leads to loopback; its certificate is trusted."""
    real = socket.getaddrinfo

    def look_up(host, *rest, **named):
        if str(host).endswith("nowhere.example"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        here = "127.0.0.1" if str(host).endswith(".example") else host
        return real(here, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    yield
    for thread in threading.enumerate():
        # a trial that was given up ends by itself, but not before its server
        if thread.name == bounded.THREAD:
            thread.join()


def letter():
    message = EmailMessage()
    message["From"] = "Lamps <no-reply@lamps.example>"
    message["To"] = "ada@example.org"
    message["Subject"] = "Mail works."
    message.set_content("It does.")
    return message


def attempt(server, host="127.0.0.1", scheme="smtp", sign_in=""):
    port = server.server_address[1]
    return smtp.attempt(f"{scheme}://{sign_in}{host}:{port}", letter())


def test_all_is_well(names, certificate):
    with dialogue.running(abilities=TLS, certificate=certificate) as server:
        outcome = attempt(server, "post.example", sign_in="post:secret@")
        assert outcome == smtp.Outcome()
        assert len(server.received) == 1


def test_a_name_that_nobody_knows(names):
    for url in ("smtp://nowhere.example", "smtps://nowhere.example", "smtp://a..b"):
        assert smtp.attempt(url, letter()).failed_at == "dns"


def test_nobody_listens(names):
    outcome = smtp.attempt("smtp://127.0.0.1:1", letter())
    assert outcome.failed_at == "connect"
    assert "refused" in outcome.said


def test_somebody_else_answers(names):
    with dialogue.running(refusals={"EHLO": "554 go away", "HELO": "554 go away"}) as s:
        assert attempt(s).failed_at == "connect"


@pytest.mark.parametrize(
    ("host", "scheme", "words"),
    [
        ("other.example", "smtp", "Hostname mismatch"),
        ("127.0.0.1", "smtps", ""),
    ],
)
def test_the_certificate_names_another(host, scheme, words, names, certificate):
    with dialogue.running(abilities=TLS, certificate=certificate) as server:
        outcome = attempt(server, host, scheme, sign_in="post:secret@")
        assert outcome.failed_at == "tls"
        assert words in outcome.said
        assert server.received == []


@pytest.mark.parametrize(
    ("step", "refusals"),
    [
        ("auth", {"AUTH": REFUSED}),
        ("sender", {"MAIL": "550 you may not send for it"}),
        ("recipient", {"RCPT": "550 no such box"}),
        ("content", {"DATA": "554 it smells of spam"}),
    ],
)
def test_each_step_has_its_name_and_the_servers_words(step, refusals, names):
    manners = {"abilities": ["AUTH PLAIN LOGIN"], "refusals": refusals}
    with dialogue.running(**manners) as server:
        outcome = attempt(server, sign_in="post:secret@")
        assert outcome.failed_at == step
        assert next(iter(refusals.values())) in outcome.said
        assert "secret" not in outcome.said


def test_a_mail_refused_after_it_was_heard(names):
    with dialogue.running(verdict="552 too large") as server:
        assert attempt(server).failed_at == "content"


def test_a_server_without_sign_in(names):
    with dialogue.running() as server:
        assert attempt(server, sign_in="post:secret@").failed_at == "auth"


def test_no_password_goes_in_the_clear(names):
    with dialogue.running(abilities=["AUTH PLAIN LOGIN"]) as server:
        outcome = attempt(server, "post.example", sign_in="post:secret@")
        assert outcome.failed_at == "auth"
        assert "no TLS" in outcome.said


def test_it_never_takes_long(names, monkeypatch):
    monkeypatch.setattr(smtp, "TRIAL_SECONDS", 0.3)
    with dialogue.running(silence=2) as server:
        begun = time.monotonic()
        assert attempt(server).failed_at == "connect"
        assert time.monotonic() - begun < 1.9


def test_looking_a_name_up_for_ever_is_given_up(names, monkeypatch):
    monkeypatch.setattr(smtp, "TRIAL_SECONDS", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", _in_vain)
    outcome = smtp.attempt("smtp://post.example", letter())
    assert outcome == smtp.Outcome("dns", "no answer in time")


def _in_vain(*_, **__):
    time.sleep(0.5)
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


class Recorder:
    """A connection that only writes down what is asked of it."""

    said = []

    def __init__(self, host, port, timeout, context=None):
        self.said.append((host, port, timeout, getattr(context, "check_hostname", 0)))
        self.is_greeted = False
        self.sock = ssl.SSLSocket.__new__(ssl.SSLSocket)

    def ehlo_or_helo_if_needed(self):
        self.is_greeted = True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def has_extn(self, name):
        return self.is_greeted and name == "starttls"

    def starttls(self, context):
        self.said.append(("starttls", context.check_hostname))

    def login(self, name, password):
        self.said.append((name, password))


def test_the_address_of_the_server_may_carry_a_name(monkeypatch):
    monkeypatch.setattr(smtplib, "SMTP", Recorder)
    monkeypatch.setattr(smtplib, "SMTP_SSL", Recorder)
    Recorder.said.clear()
    for url in (
        "smtp://post:p%40ss@mail.example",
        "smtps://mail.example",
        "smtps://localhost:2465",
    ):
        with smtp.connection(url):
            pass
    assert Recorder.said == [
        ("mail.example", 25, smtp.TIMEOUT_SECONDS, 0),
        ("starttls", True),
        ("post", "p@ss"),
        ("mail.example", 465, smtp.TIMEOUT_SECONDS, True),
        ("localhost", 2465, smtp.TIMEOUT_SECONDS, False),
    ]


@pytest.mark.parametrize(
    ("host", "is_here"),
    [("localhost", True), ("127.0.0.9", True), ("::1", True), ("10.0.0.1", False)],
)
def test_what_is_on_this_machine(host, is_here):
    assert smtp.Server(host, 25, is_tls=False).is_here is is_here
    assert ":" not in host or ip_address(host).version == 6


def test_a_password_is_not_printed():
    server = smtp.server_of("smtp://post:secret@mail.example:587")
    assert (server.host, server.port, server.name) == ("mail.example", 587, "post")
    assert "secret" not in repr(server)

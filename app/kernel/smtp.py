"""Speaking to the mail server: one way in, and a trial that names the failing step."""

import contextlib
import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from app.kernel.bounded import within

TIMEOUT_SECONDS = 20
TRIAL_SECONDS = 15
# What a conversation goes through, in this order.
STEPS = ("dns", "connect", "tls", "auth", "sender", "recipient", "content")
_PORTS = {"smtp": 25, "smtps": 465}
_OK = 250
_FORWARDED = 251
_LONGEST = 300

Hear = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Server:
    """Where COBUILD_SMTP_URL leads: smtp(s)://name:password@host:port."""

    host: str
    port: int
    is_tls: bool
    name: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine: then nobody listens on the way."""
        with contextlib.suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return self.host == "localhost"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a trial ended: at which step it failed, and the words of whoever refused."""

    failed_at: str = ""
    said: str = ""


def server_of(url: str) -> Server:
    """Read the address of a mail server."""
    parts = urlsplit(url)
    return Server(
        host=parts.hostname or "",
        port=parts.port or _PORTS[parts.scheme],
        is_tls=parts.scheme == "smtps",
        name=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


@contextlib.contextmanager
def connection(
    url: str, *, hear: Hear | None = None, timeout: float = TIMEOUT_SECONDS
) -> Iterator[smtplib.SMTP]:
    """A conversation with the server, encrypted where it can be, signed in to.

    Away from this machine its certificate is checked, and no password goes in the
    clear. `hear` is told each step before it is taken.
    """
    say = hear or _nobody
    server = server_of(url)
    say("connect")
    with _greeted(server, timeout) as line:
        # what a server can do is known only once it was greeted
        line.ehlo_or_helo_if_needed()
        if not server.is_tls and line.has_extn("starttls"):
            say("tls")
            line.starttls(context=_context(server))
            line.ehlo_or_helo_if_needed()
        if server.name:
            say("auth")
            _sign_in(line, server)
        yield line


def attempt(url: str, message: EmailMessage) -> Outcome:
    """Send one mail, and say how far it came; it never takes longer than 15 s."""
    trial = _Trial(url, message)
    within(TRIAL_SECONDS, trial.run)
    return trial.outcome or Outcome(trial.step, "no answer in time")


class _Trial:
    def __init__(self, url: str, message: EmailMessage) -> None:
        self.step = STEPS[0]
        self.outcome: Outcome | None = None
        self._url, self._message = url, message

    def run(self) -> None:
        try:
            self._converse()
        except ssl.SSLError as wrong:
            self.outcome = Outcome("tls", said(wrong))
        except (OSError, UnicodeError, smtplib.SMTPException) as wrong:
            self.outcome = Outcome(self.step, said(wrong))
        else:
            self.outcome = Outcome()

    def _converse(self) -> None:
        server = server_of(self._url)
        socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
        with connection(self._url, hear=self._hear, timeout=TRIAL_SECONDS) as line:
            self._hear("sender")
            _accepted(line.mail(str(self._message["From"].addresses[0].addr_spec)))
            self._hear("recipient")
            _accepted(line.rcpt(str(self._message["To"])))
            self._hear("content")
            _accepted(line.data(self._message.as_bytes()))

    def _hear(self, step: str) -> None:
        self.step = step


def said(wrong: Exception) -> str:
    """What went wrong, in the words of the server where there are any."""
    if isinstance(wrong, smtplib.SMTPResponseException):
        words = wrong.smtp_error
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        return f"{wrong.smtp_code} {text}"[:_LONGEST]
    return f"{type(wrong).__name__}: {wrong}"[:_LONGEST]


def _greeted(server: Server, timeout: float) -> smtplib.SMTP:
    if not server.is_tls:
        return smtplib.SMTP(server.host, server.port, timeout=timeout)
    return smtplib.SMTP_SSL(
        server.host, server.port, timeout=timeout, context=_context(server)
    )


def _context(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.is_here:
        # the mail server of one machine has a certificate of its own making
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _sign_in(line: smtplib.SMTP, server: Server) -> None:
    is_open = not isinstance(line.sock, ssl.SSLSocket)
    if is_open and not server.is_here:
        raise smtplib.SMTPNotSupportedError("it offers no TLS: no password is sent")
    line.login(server.name, server.password)


def _accepted(answer: tuple[int, bytes]) -> None:
    code, words = answer
    if code not in (_OK, _FORWARDED):
        raise smtplib.SMTPResponseException(code, words)


def _nobody(_step: str) -> None:
    """Nobody listens to the steps."""

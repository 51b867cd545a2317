"""The one way out to addresses that people enter: never into the own network.

A name is looked up once; an answer that is not of the public internet is refused, and
the connection goes to just the address that was looked at. No redirects, 5 s, 64 kB.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from app.kernel.bounded import within
from app.kernel.errors import Invalid
from app.kernel.words import N_

SECONDS = 5
MOST_BYTES = 64 * 1024
_LONGEST = 2_000
_CHUNK = 4096
# An IPv4 address is the end of these: whoever is behind it is asked, not they.
_ENDING_IN_V4 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
# An operator's own translation: nobody knows from here where it leads.
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class BadUrl(Invalid):
    code = "bad_url"
    text = N_("Enter an address that begins with https:// and leads to the internet.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status and at most 64 kB, or why nothing did."""

    status: int = 0
    body: bytes = b""
    fault: str = ""


def check(url: str) -> SplitResult:
    """Refuse what is no plain https address; where its name leads is seen later."""
    if not url.isascii() or len(url) > _LONGEST or not url.isprintable():
        raise BadUrl(field="url")
    if any(sign in url for sign in " \\%@"):
        raise BadUrl(field="url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadUrl(field="url") from None
    if parts.scheme != "https" or not parts.hostname or port == 0:
        raise BadUrl(field="url")
    return parts


def post_json(url: str, body: bytes) -> Answer:
    """Post JSON to an address that somebody entered; whatever happens is an answer."""
    try:
        call = _Call(check(url), body)
    except BadUrl:
        return Answer(fault="no address that we post to")
    within(SECONDS, call.run)
    return call.answer or Answer(fault="no answer in time")


def is_public(words: str) -> bool:
    """Whether an IP address is one of the public internet, however it is wrapped."""
    address = ipaddress.ip_address(words.partition("%")[0])
    inner = _unwrapped(address)
    return inner.is_global and not inner.is_multicast and address not in _LOCAL_NAT64


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, else itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if address.teredo:
        inner = address.teredo[1]
    if any(address in network for network in _ENDING_IN_V4):
        inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return inner or address


@dataclass(slots=True)
class _Call:
    """One request, in a thread of its own."""

    parts: SplitResult
    body: bytes = field(repr=False)
    answer: Answer | None = None

    def run(self) -> None:
        try:
            self.answer = self._ask()
        except (OSError, UnicodeError, http.client.HTTPException) as wrong:
            self.answer = Answer(fault=type(wrong).__name__)

    def _ask(self) -> Answer:
        host, port = self.parts.hostname or "", self.parts.port or 443
        address = _looked_up(host, port)
        if address is None:
            return Answer(fault="it leads into a private network")
        line = _Line(host, port, address)
        path = self.parts.path or "/"
        query = f"?{self.parts.query}" if self.parts.query else ""
        try:
            headers = {"Content-Type": "application/json", "User-Agent": "Cobuild"}
            line.request("POST", path + query, self.body, headers)
            found = line.getresponse()
            return Answer(found.status, _read(found))
        finally:
            line.close()


class _Line(http.client.HTTPSConnection):
    """A connection to an address that was looked at, under the name that was asked."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), SECONDS)
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(plain, server_hostname=self.host)


def _looked_up(host: str, port: int) -> str | None:
    """One address of a name; none if any of them is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    return addresses[0] if all(map(is_public, addresses)) else None


def _read(found: http.client.HTTPResponse) -> bytes:
    """At most 64 kB; what is longer is cut, and the rest never read."""
    read = b""
    while len(read) < MOST_BYTES and (chunk := found.read1(_CHUNK)):
        read += chunk
    return read[:MOST_BYTES]

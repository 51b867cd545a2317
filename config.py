"""Settings: every setting of the machine, its default, its check; frozen.

The site's own settings are rows (app/kernel/site.py), the game's are rule sets.
"""

import ipaddress
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
STORES = ("demo", "own")
SHORTEST_SECRET = 32
DEFAULT_PORT = 8000
LARGEST_BODY = 32 * 1024 * 1024
LARGEST_FORM = 2 * 1024 * 1024

_YES = ("1", "true", "yes", "on")
_NO = ("", "0", "false", "no", "off")
_OFFSET = re.compile(r"([+-]?)(\d{1,9})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_DRIVERS = {
    "postgres://": "postgresql+psycopg://",
    "postgresql://": "postgresql+psycopg://",
}


class BadSetting(ValueError):
    """A setting that stops the start; its text is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the machine decides; `from_env` checks it, tests build it directly."""

    data: Path
    database_url: str
    secret_key: str = field(repr=False)
    store: str = "own"
    migration_url: str = ""
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    given_origin: str = ""
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    lan: bool = False
    demo_public: bool = False
    redis_url: str = ""
    smtp_url: str = field(default="", repr=False)
    og_font: str = ""
    clock_offset: timedelta = timedelta()
    testing: bool = False
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read and check every setting; BadSetting says the first thing wrong."""
        data = _data(environ)
        store = read_store(data)
        settings = cls(
            data=data,
            store=store,
            database_url=_database_url(environ, data, store),
            migration_url=_migration_url(environ, store),
            secret_key=_secret_key(environ, data / store),
            secret_key_fallbacks=_listed(
                environ.get("COBUILD_SECRET_KEY_FALLBACKS", "")
            ),
            given_origin=environ.get("COBUILD_ORIGIN", "").rstrip("/"),
            host=environ.get("COBUILD_HOST", "") or "127.0.0.1",
            port=_port(environ.get("COBUILD_PORT", "")),
            lan=_flag(environ, "COBUILD_LAN"),
            demo_public=_flag(environ, "DEMO_PUBLIC"),
            redis_url=environ.get("COBUILD_REDIS_URL", ""),
            smtp_url=environ.get("COBUILD_SMTP_URL", ""),
            og_font=environ.get("OG_FONT", ""),
            clock_offset=_offset(environ.get("COBUILD_CLOCK_OFFSET", "")),
            environ=dict(environ),
        )
        _check(settings)
        return settings

    def reread(self, **changed: str) -> Self:
        """The same environment read again, e.g. after the store has changed."""
        return self.from_env({**self.environ, **changed})

    @property
    def folder(self) -> Path:
        """The folder of the open store."""
        return self.data / self.store

    @property
    def files(self) -> Path:
        """Where uploaded pictures lie."""
        return self.folder / "files"

    @property
    def secret_file(self) -> Path:
        """The secret key that `migrate` makes."""
        return self.folder / "secret_key"

    @property
    def payee_key_file(self) -> Path:
        """The key of payees' bank details: apart, so that it can be kept elsewhere."""
        return self.folder / "payee.key"

    @property
    def origin(self) -> str:
        """Where people reach the site: COBUILD_ORIGIN, else the address served."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.given_origin or f"http://{host}:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether people come over https."""
        return self.origin.startswith("https://")

    @property
    def is_demo(self) -> bool:
        """Whether the demo world is open."""
        return self.store == "demo"

    def flask_config(self) -> dict[str, Any]:
        """What Flask and its extensions are told."""
        return {
            "TESTING": self.testing,
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": list(self.secret_key_fallbacks),
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "MAX_CONTENT_LENGTH": LARGEST_BODY,
            "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
            "DATA": str(self.data),
            "FILES": str(self.files),
            "PAYEE_KEY_FILE": str(self.payee_key_file),
            "STORE": self.store,
            "ORIGIN": self.origin,
            "LAN": self.lan,
            "REDIS_URL": self.redis_url,
            "SMTP_URL": self.smtp_url,
            "OG_FONT": self.og_font,
        }


def read_store(data: Path) -> str:
    """Which store a data folder opens: its file `store` says so, else `own`."""
    path = data / "store"
    if not path.exists():
        return "own"
    named = path.read_text("utf-8").strip()
    if named not in STORES:
        raise BadSetting(f"{path} must say demo or own, not {named!r}.")
    return named


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host."""
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def is_private(host: str) -> bool:
    """Whether a host is an address of a home or office network, or of this machine."""
    address = _address(host)
    return is_loopback(host) or (address is not None and address.is_private)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _data(environ: Mapping[str, str]) -> Path:
    return (ROOT / (environ.get("COBUILD_DATA", "") or "instance")).resolve()


def _database_url(environ: Mapping[str, str], data: Path, store: str) -> str:
    given = environ.get("COBUILD_DATABASE_URL", "")
    if store == "demo" or not given:
        return f"sqlite:///{data / store / 'cobuild.sqlite'}"
    return _with_driver("COBUILD_DATABASE_URL", given)


def _migration_url(environ: Mapping[str, str], store: str) -> str:
    given = environ.get("COBUILD_MIGRATION_URL", "")
    if store == "demo" or not given:
        return ""
    return _with_driver("COBUILD_MIGRATION_URL", given)


def _with_driver(name: str, url: str) -> str:
    for short, full in _DRIVERS.items():
        if url.startswith(short):
            return full + url.removeprefix(short)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting(f"{name} must begin with sqlite:/// or postgresql://.")
    return url


def _secret_key(environ: Mapping[str, str], folder: Path) -> str:
    """The given key, else the one in the store, else one for this process alone.

    Only commands run with the last: `migrate` makes the file, `serve` insists on it.
    """
    given = environ.get("COBUILD_SECRET_KEY", "")
    if given:
        return given
    path = folder / "secret_key"
    return path.read_text("utf-8").strip() if path.exists() else secrets.token_hex(32)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(part for part in (word.strip() for word in words.split(",")) if part)


def _flag(environ: Mapping[str, str], name: str) -> bool:
    word = environ.get(name, "").lower()
    if word not in (*_YES, *_NO):
        raise BadSetting(f"{name} must be 1 or 0.")
    return word in _YES


def _port(word: str) -> int:
    if not word:
        return DEFAULT_PORT
    if not word.isascii() or not word.isdigit() or not 1 <= int(word) <= 65_535:
        raise BadSetting("The port must be a number from 1 to 65535.")
    return int(word)


def _offset(word: str) -> timedelta:
    if not word:
        return timedelta()
    found = _OFFSET.fullmatch(word)
    if found is None:
        raise BadSetting("COBUILD_CLOCK_OFFSET must look like +3d, -2h, 90m or 30s.")
    sign, number, unit = found.groups()
    moved = timedelta(**{_UNITS[unit]: int(number)})
    return -moved if sign == "-" else moved


def _check(settings: Settings) -> None:
    _check_secrets(settings)
    _check_origin(settings)
    _check_host(settings)
    _check_font(settings)
    if settings.redis_url:
        raise BadSetting(
            "COBUILD_REDIS_URL has no use before the separate worker exists."
        )
    if settings.smtp_url and urlsplit(settings.smtp_url).scheme not in (
        "smtp",
        "smtps",
    ):
        raise BadSetting("COBUILD_SMTP_URL must begin with smtp:// or smtps://.")
    if settings.clock_offset and not settings.is_demo:
        raise BadSetting("COBUILD_CLOCK_OFFSET moves the demo world only.")


def _check_font(settings: Settings) -> None:
    if settings.og_font and not Path(settings.og_font).is_file():
        raise BadSetting("OG_FONT must name a font file.")


def _check_secrets(settings: Settings) -> None:
    if _flag(settings.environ, "FLASK_DEBUG"):
        raise BadSetting("FLASK_DEBUG must be off: it lets readers run code.")
    keys = (settings.secret_key, *settings.secret_key_fallbacks)
    if any(len(key) < SHORTEST_SECRET or len(set(key)) < 8 for key in keys):
        raise BadSetting(
            f"COBUILD_SECRET_KEY must be {SHORTEST_SECRET} or more random characters."
        )


def _check_origin(settings: Settings) -> None:
    if not settings.given_origin:
        return
    parts = urlsplit(settings.given_origin)
    host = parts.hostname or ""
    if parts.scheme == "http" and _may_be_plain(settings, host):
        return
    if parts.scheme != "https" or not host:
        raise BadSetting("COBUILD_ORIGIN must begin with https://")
    if parts.path or parts.query or parts.fragment:
        raise BadSetting("COBUILD_ORIGIN must end after the host, without a path.")


def _may_be_plain(settings: Settings, host: str) -> bool:
    return is_loopback(host) or (settings.lan and is_private(host))


def _check_host(settings: Settings) -> None:
    if settings.lan and not is_private(settings.host):
        raise BadSetting("--lan serves private addresses only, such as 192.168.1.20.")
    if is_loopback(settings.host):
        return
    if not settings.lan and not settings.is_https:
        raise BadSetting(
            "A host that others reach needs --lan or a COBUILD_ORIGIN with https://"
        )
    if settings.is_demo and not settings.demo_public:
        raise BadSetting(
            "The demo world lets anyone be anyone: "
            "set DEMO_PUBLIC=1 to show it to others, or start with --empty."
        )

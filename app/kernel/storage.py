"""Files by content: the hash is the name, written once, never changed."""

import hashlib
import os
import re
import secrets
import tempfile
from pathlib import Path

from flask import current_app

from app.kernel.errors import Missing

_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,5}")
_TOKEN = re.compile(r"[0-9a-f]{32}")


def put(content: bytes, suffix: str) -> str:
    """Store bytes under their hash; storing twice is the same as storing once."""
    name = f"{hashlib.sha256(content).hexdigest()}.{suffix}"
    path = _path(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, content)
    return name


def get(name: str) -> bytes:
    """The bytes of a stored file; Missing when there is none."""
    return find(name).read_bytes()


def find(name: str) -> Path:
    """Where a stored file lies; Missing for unknown or malformed names."""
    if not _NAME.fullmatch(name) or not _path(name).exists():
        raise Missing
    return _path(name)


def remove(name: str) -> None:
    """Forget a stored file that no row names any more; twice is the same as once."""
    if _NAME.fullmatch(name):
        _path(name).unlink(missing_ok=True)


def set_aside(content: bytes) -> str:
    """Keep bytes for a while, until it is said what becomes of them; a token back."""
    token = secrets.token_hex(16)
    path = _aside(token)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return token


def from_aside(token: str) -> bytes:
    """The bytes that were set aside under a token; Missing when they are gone."""
    if not _TOKEN.fullmatch(token) or not _aside(token).exists():
        raise Missing
    return _aside(token).read_bytes()


def forget_aside(token: str) -> None:
    """Drop what was set aside; what is not there is no matter."""
    if _TOKEN.fullmatch(token):
        _aside(token).unlink(missing_ok=True)


def _aside(token: str) -> Path:
    """Beside the pictures that wait, and swept with them."""
    return Path(current_app.config["DATA"]) / "incoming" / token


def _path(name: str) -> Path:
    return Path(current_app.config["FILES"]) / name[:2] / name


def _write_whole(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)

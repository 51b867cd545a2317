"""Files by content: the hash is the name, written once, never changed."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from flask import current_app

from app.kernel.errors import Missing

_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,5}")


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


def _path(name: str) -> Path:
    return Path(current_app.config["FILES"]) / name[:2] / name


def _write_whole(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)

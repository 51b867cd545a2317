"""Secrets at rest: sealed with a key that lies in its own file, apart from all others.

What is sealed is bound to what it is about: it opens nowhere else.
"""

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

_NONCE_BYTES = 12


class WrongKey(RuntimeError):
    """The key file is not the one that this was sealed with."""


def seal(words: str, about: str) -> str:
    """Encrypt text; `about` names the row it belongs to."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(_key()).encrypt(nonce, words.encode(), about.encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(sealed: str, about: str) -> str:
    """What was sealed about this; WrongKey if key, row or text are others."""
    raw = base64.b64decode(sealed)
    nonce, body = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
    try:
        return AESGCM(_key()).decrypt(nonce, body, about.encode()).decode()
    except InvalidTag:
        raise WrongKey("the payee key file does not open this") from None


def _key() -> bytes:
    path = Path(current_app.config["PAYEE_KEY_FILE"])
    if not path.exists():
        _make(path)
    return base64.urlsafe_b64decode(path.read_bytes())  # reads both alphabets


def _make(path: Path) -> None:
    """A new key, readable by its owner alone; a rival who was faster keeps his."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = base64.b64encode(AESGCM.generate_key(bit_length=256))
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        return
    finally:
        beside.unlink()

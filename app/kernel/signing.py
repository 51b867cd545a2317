"""Links that prove themselves: a value and its HMAC; a new key still knows old ones."""

import hashlib
import hmac

from flask import current_app

_BYTES = 20


def signed(purpose: str, value: str) -> str:
    """A value with its signature, for the address of a page."""
    return f"{value}.{_sign(current_app.config['SECRET_KEY'], purpose, value)}"


def unsigned(purpose: str, words: str) -> str | None:
    """The value of a signed one; None if it was signed for something else, or not."""
    value, _, given = words.rpartition(".")
    config = current_app.config
    keys = (config["SECRET_KEY"], *config["SECRET_KEY_FALLBACKS"])
    known = [_sign(key, purpose, value) for key in keys]
    is_ours = any(hmac.compare_digest(one.encode(), given.encode()) for one in known)
    return value if is_ours else None


def _sign(key: str, purpose: str, value: str) -> str:
    words = f"{purpose}:{value}".encode()
    return hmac.new(key.encode(), words, hashlib.sha256).hexdigest()[: 2 * _BYTES]

"""Equal values, equal bytes: what is hashed, signed and rebuilt."""

import hashlib
import json
from typing import Any


def text(value: Any) -> str:
    """Canonical JSON: sorted keys, no spaces, no floats."""
    return json.dumps(
        _checked(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def loads(words: str) -> Any:
    """The value of a canonical text."""
    return json.loads(words)


def sha256(words: str) -> str:
    """The hash of a text, as hex."""
    return hashlib.sha256(words.encode()).hexdigest()


def digest_bytes(content: bytes) -> str:
    """The hash of a file as it came."""
    return hashlib.sha256(content).hexdigest()


def digest(value: Any) -> str:
    """The hash of a value's canonical text."""
    return sha256(text(value))


def _checked(value: Any) -> Any:
    """A float has no canonical text, and no place near money."""
    if isinstance(value, float):
        raise TypeError(f"no float here: {value!r}")
    if isinstance(value, dict):
        return {key: _checked(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(each) for each in value]
    return value

"""Signing in: session rows, passwords, second factors.

Higher views may call `verify`, `hash_password` and `begin` (support's sheet signs a
visitor in). Hashing is slow: do it before `atomic()`.
"""

from app.people.login.passwords import (
    PasswordCommon,
    PasswordTooShort,
    fresh_hash,
    hash_password,
    refuse_weak,
    shortest_for,
    verify,
)
from app.people.login.sessions import (
    ABSOLUTE,
    IDLE,
    STAFF_ABSOLUTE,
    STAFF_IDLE,
    begin,
    end_current,
    init_app,
    is_living,
    keep_current,
)

__all__ = [
    "ABSOLUTE",
    "IDLE",
    "STAFF_ABSOLUTE",
    "STAFF_IDLE",
    "PasswordCommon",
    "PasswordTooShort",
    "begin",
    "end_current",
    "fresh_hash",
    "hash_password",
    "init_app",
    "is_living",
    "keep_current",
    "refuse_weak",
    "shortest_for",
    "verify",
]

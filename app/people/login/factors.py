"""The second factor: one-time codes of an app, and recovery codes on paper."""

import hashlib
import hmac
import io
import secrets
from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
RECOVERY_CODES = 10
# without letters and digits that look alike on paper
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """A secret for an authenticator app."""
    return pyotp.random_base32()


def address(secret: str, name: str, site: str) -> str:
    """What the QR code says: otpauth://totp/..."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=site)


def picture(words: str) -> bytes:
    """A QR code as an SVG file."""
    out = io.BytesIO()
    segno.make(words, error="m").save(out, kind="svg", scale=6, border=4, light="#fff")
    return out.getvalue()


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The 30-second step whose code this is: now, one before or one after."""
    now = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    given = _plain(code).encode()
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.at(step * STEP_SECONDS).encode(), given):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes of 12 letters, shown once."""
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str) -> str:
    """What is kept of a recovery code: it is random, so a plain digest suffices."""
    return hashlib.sha256(_plain(code).encode()).hexdigest()


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()

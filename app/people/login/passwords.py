"""Passwords: Argon2id, at most two at once, and which ones are too weak.

What is kept is `<grade>$argon2id$...`: the grade says whether the password is long
enough for staff, which the hash alone would not tell when a role is granted later.
"""

import threading
import unicodedata
from functools import cache
from pathlib import Path

import regex
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import Invalid
from app.kernel.text import fold
from app.kernel.words import N_
from app.people.models import Credential, Person

SHORTEST = 8
SHORTEST_STAFF = 15
LONGEST = 200
STAFF_GRADE = "staff"
FAN_GRADE = "fan"

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_two_at_once = threading.BoundedSemaphore(2)
_COMMON = Path(__file__).parent / "common_passwords.txt"
_LEET = str.maketrans("0134578@$!", "oieastbasi")
_TAIL = regex.compile(r"[\d\p{P}\p{S}\s]+$")
_HEAD = regex.compile(r"^[\d\p{P}\p{S}\s]+")
_RUNS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


class PasswordTooShort(Invalid):
    code = "password_too_short"
    text = N_("Use %(shortest)s or more characters.")


class PasswordCommon(Invalid):
    code = "password_common"
    text = N_("Many people use this password, so it is guessed first. Choose another.")


def hash_password(password: str) -> str:
    """What to keep of a password. Slow: call it before `atomic()`."""
    clean = _normal(password)
    grade = STAFF_GRADE if len(clean) >= SHORTEST_STAFF else FAN_GRADE
    with _two_at_once:
        return f"{grade}{_hasher.hash(clean)}"


def verify(name: str, password: str) -> Person | None:
    """The person of a sign-in name and password, with roles; None says no more.

    A hash is computed for unknown names too. Slow: call it before `atomic()`.
    """
    credential = _credential(name)
    kept = _nobody() if credential is None else credential.secret
    is_right = _matches(kept, password)
    if credential is None or not is_right:
        return None
    person = db.session.get(
        Person, credential.person_id, options=[joinedload(Person.grants)]
    )
    return person if person is not None and person.disabled_at is None else None


def fresh_hash(name: str, password: str) -> str | None:
    """A new hash of a right password that was kept with older parameters, else None."""
    credential = _credential(name)
    if credential is None:
        return None
    grade, kept = _split(credential.secret)
    is_current = bool(grade) and not _hasher.check_needs_rehash(kept)
    return None if is_current else hash_password(password)


def is_long_enough_for_staff(kept: str) -> bool:
    """Whether a kept password had 15 or more characters."""
    return _split(kept)[0] == STAFF_GRADE


def shortest_for(person: Person) -> int:
    """How many characters a new password of this person needs."""
    return SHORTEST_STAFF if person.is_staff else SHORTEST


def refuse_weak(password: str, *, is_staff: bool = False, name: str = "") -> None:
    """Refuse what is too short, in everyone's list, or the person's own name."""
    shortest = SHORTEST_STAFF if is_staff else SHORTEST
    key = fold(_normal(password))
    if len(_normal(password)) < shortest:
        raise PasswordTooShort(shortest=shortest, field="password")
    if _is_common(key) or key == fold(name):
        raise PasswordCommon(field="password")


def _credential(name: str) -> Credential | None:
    statement = select(Credential).where(
        Credential.name_key == fold(name), Credential.kind == "password"
    )
    return db.session.scalar(statement)


def _matches(kept: str, password: str) -> bool:
    with _two_at_once:
        try:
            return _hasher.verify(_split(kept)[1], _normal(password))
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobody() -> str:
    """A hash that no password of a sign-in matches: an answer takes as long."""
    return hash_password("\x00nobody")


def _split(kept: str) -> tuple[str, str]:
    grade, mark, rest = kept.partition("$")
    return grade, mark + rest


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _is_common(key: str) -> bool:
    unit = _unit(key)
    if len(set(unit)) < 4 or _is_run(unit):
        return True
    return any(form in _common() for form in _forms(unit))


def _unit(key: str) -> str:
    """The part that a password repeats: "abcabc" is "abc"."""
    return key[: (key + key).find(key, 1)]


def _is_run(unit: str) -> bool:
    return any(unit in run or unit in run[::-1] for run in _RUNS)


def _forms(unit: str) -> set[str]:
    """A password without its digits and signs at the ends, and without its disguise."""
    bare = {unit, _TAIL.sub("", unit), _HEAD.sub("", _TAIL.sub("", unit))}
    return bare | {form.translate(_LEET) for form in bare} - {""}


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text("utf-8").split())

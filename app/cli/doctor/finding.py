"""What one look found: how it stands, in words, and what to do about it."""

from dataclasses import dataclass

OK, WARNING, FAILED = "ok", "warning", "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor; `next_step` is empty where all is well."""

    name: str
    status: str
    said: str
    next_step: str = ""


def ok(name: str, said: str) -> Finding:
    """All is well."""
    return Finding(name, OK, said)


def warning(name: str, said: str, next_step: str) -> Finding:
    """The site works, but not for ever or not for everyone."""
    return Finding(name, WARNING, said, next_step)


def failed(name: str, said: str, next_step: str) -> Finding:
    """Something does not work, or something kept may be lost."""
    return Finding(name, FAILED, said, next_step)

"""The log of a bug: a text, looked through for secrets before it is kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.feedback import policies, queries
from app.feedback.commands import refusals
from app.feedback.models import Bug, BugLog
from app.kernel import storage
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.policies import require

SUFFIX = "log"
REMOVED = "[removed before sending]"
MOST_NAMED = 50
_LONGEST_NAME = 120
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UNPRINTED = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_KEY_BEGINS = re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY")
_KEY_ENDS = re.compile(r"-----END [A-Z ]{0,40}PRIVATE KEY")
# Every repetition is bounded or begins at an edge: a log may be one long line.
_SECRETS = {
    "token": re.compile(
        r"\bBearer\s{1,9}[\w.~+/-]{12,}"
        r"|\b(?:gh[opsu]_|github_pat_|glpat-|xox[abprs]-|sk_live_|AKIA|AIza)[\w-]{12,}"
        r"|(?<![\w-])eyJ[\w-]{8,500}\.[\w-]{8,500}\."
        r"|(?:api[_-]?key|token|secret)[\"']?\s{0,9}[:=]\s{0,9}[\"']?[^\s\"']{8,}",
        re.IGNORECASE,
    ),
    "password": re.compile(
        r"(?:password|passwd|passphrase|\bpwd|密码|密碼|パスワード)"
        r"[\"']?\s{0,9}[:=：]\s{0,9}\S"
        r"|://[^\s/@:]{1,99}:[^\s/@]{1,99}@",
        re.IGNORECASE,
    ),
    "mail": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[A-Za-z]{2,}"),
}
KINDS = ("private_key", *_SECRETS)


@dataclass(frozen=True, slots=True)
class Secret:
    """A line of a log, counted from 1, and what seems to stand on it."""

    line: int
    kind: str


@dataclass(frozen=True, slots=True)
class NewLog:
    """A log as it is to be kept; `blanked` lines were taken out."""

    file_name: str
    words: str
    blanked: int = 0


def read(content: bytes, most_kilobytes: int) -> str:
    """The text of a log; refuses what is too large, packed, or no text."""
    if len(content) > most_kilobytes * 1000:
        raise refusals.LogTooLarge(most=most_kilobytes, field="log")
    if content.startswith(_PACKED):
        raise refusals.LogIsPacked(field="log")
    try:
        encoding = "utf-16" if content.startswith(_UTF16) else "utf-8-sig"
        words = content.decode(encoding)
    except UnicodeDecodeError:
        raise refusals.LogNotText(field="log") from None
    if not words.strip() or _UNPRINTED.search(words):
        raise refusals.LogNotText(field="log")
    return words


def secrets_in(words: str) -> list[Secret]:
    """Every line on which something obviously secret stands, once, with its kind."""
    return list(_secrets(words.splitlines()))


def _secrets(lines: list[str]) -> Iterator[Secret]:
    is_in_key = False
    for number, line in enumerate(lines, start=1):
        is_in_key = is_in_key or bool(_KEY_BEGINS.search(line))
        kind = "private_key" if is_in_key else _kind_of(line)
        if kind:
            yield Secret(number, kind)
        if _KEY_ENDS.search(line):
            is_in_key = False


def _kind_of(line: str) -> str:
    found = (kind for kind, seen in _SECRETS.items() if seen.search(line))
    return next(found, "")


def without_secrets(file_name: str, words: str) -> NewLog:
    """The log with each such line taken out; the others keep their numbers."""
    lines = words.splitlines()
    found = secrets_in(words)
    for secret in found:
        lines[secret.line - 1] = REMOVED
    return NewLog(file_name, "\n".join(lines) + "\n", len(found))


def attach(actor: Actor, bug: Bug, new: NewLog) -> BugLog:
    """Keep the log of a bug that one reports."""
    require(policies.may_attach, actor, bug)
    content = new.words.encode()
    log = BugLog(
        bug_id=bug.id,
        name=storage.put(content, SUFFIX),
        file_name=new.file_name[-_LONGEST_NAME:],
        size=len(content),
        blanked=new.blanked,
    )
    db.session.add(log)
    db.session.flush()
    return log


def remove_log(actor: Actor, bug: Bug) -> None:
    """Take one's log back; twice is the same as once."""
    require(policies.may_remove_log, actor, bug)
    for log in queries.logs_of([bug.id]):
        drop(log)


def drop(log: BugLog) -> None:
    """Forget a log, and its file where no other bug has the same; policies asked."""
    db.session.delete(log)
    db.session.flush()
    if not queries.is_log_kept(log.name):
        storage.remove(log.name)

"""Session rows behind flask-login, read at each request.

The cookie carries a random token; the row keeps its hash. A session dies when it was
idle or old for too long, when it was ended, or when the person's security stamp is no
longer the one it began with: a changed password, role or second factor renews the
stamp and so ends all sessions of that person. `keep_current` stamps the one session in
which the change was made, so nobody is signed out of his own act.
"""

import hashlib
from datetime import timedelta

from flask import (
    Flask,
    Request,
    Response,
    after_this_request,
    current_app,
    g,
    request,
)
from flask_login import LoginManager
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.kernel import clock, ids
from app.kernel.db import atomic, db
from app.kernel.policies import require
from app.people import policies
from app.people.models import Person, Session
from app.web import i18n
from app.web.actor import current_session

IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=90)
STAFF_IDLE = timedelta(minutes=30)
STAFF_ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)


def init_app(app: Flask) -> None:
    """Plug our request loader into flask-login; its own session use is off."""
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)
    manager.request_loader(_load)
    app.config["COOKIE_NAME"] = "__Host-cobuild" if _is_secure(app) else "cobuild"
    app.before_request(_keep_up)


def begin(
    person: Person, *, stepped_up: bool = False, is_demo: bool = False
) -> Session:
    """Start a session for a person and set its cookie; inside `atomic()`.

    The session the request came with, if any, is ended: a new id at each sign-in.
    Whoever was shut out is let in by no door.
    """
    require(policies.may_sign_in, person)
    end_current()
    token = ids.token()
    now = clock.now()
    row = Session(
        token_hash=_hash(token),
        person_id=person.id,
        stamp=person.security_stamp,
        created_at=now,
        last_seen_at=now,
        stepped_up_at=now if stepped_up else None,
        is_demo=is_demo,
        device=request.headers.get("User-Agent", "")[:200],
    )
    db.session.add(row)
    db.session.flush()
    _set_cookie(token, int(ABSOLUTE.total_seconds()))
    g.sign_in_session = row
    g._login_user = person  # noqa: SLF001 - flask-login reads the person from here
    g.pop("locale", None)
    return row


def end_current() -> None:
    """End the session of this request, if there is one; inside `atomic()`."""
    row = current_session()
    if isinstance(row, Session):
        row.ended_at = clock.now()
        _set_cookie("", 0)
        g.sign_in_session = None


def keep_current(person: Person) -> None:
    """Let this request's session outlive the new stamp, if it is this person's own."""
    row = current_session()
    if isinstance(row, Session) and row.person_id == person.id:
        row.stamp = person.security_stamp


def is_living(row: Session, person: Person) -> bool:
    """Whether a session not ended still lets its person in."""
    if person.disabled_at is not None or row.stamp != person.security_stamp:
        return False
    is_staff = person.is_staff and not row.is_demo
    idle, absolute = (STAFF_IDLE, STAFF_ABSOLUTE) if is_staff else (IDLE, ABSOLUTE)
    now = clock.now()
    return now - row.last_seen_at <= idle and now - row.created_at <= absolute


def _load(sent: Request) -> Person | None:
    """Session, person and roles in one joined statement."""
    token = sent.cookies.get(_cookie_name())
    if not token:
        return None
    row = _find(token)
    if row is None or not is_living(row, row.person):
        return None
    g.sign_in_session = row
    return row.person


def _find(token: str) -> Session | None:
    statement = (
        select(Session)
        .join(Session.person)
        .options(contains_eager(Session.person).joinedload(Person.grants))
        .where(Session.token_hash == _hash(token), Session.ended_at.is_(None))
        # roles and stamps are read anew, whatever this process still remembers
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).unique().one_or_none()


def _keep_up() -> None:
    """Write that a session was seen, at most every 5 minutes, and a chosen language."""
    row = current_session() if request.endpoint != "static_file" else None
    if not isinstance(row, Session):
        return
    chosen = _chosen_language(row.person)
    is_due = clock.now() - row.last_seen_at >= SEEN_EVERY
    if not is_due and chosen is None:
        return
    with atomic():
        if is_due:
            row.last_seen_at = clock.now()
        if chosen is not None:
            row.person.locale = chosen


def _chosen_language(person: Person) -> str | None:
    """A language asked for by `?lang=`, where it is not the person's own already."""
    asked = i18n.match(request.args.get("lang") or "")
    return asked if asked is not None and asked != person.locale else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _is_secure(app: Flask) -> bool:
    return str(app.config.get("ORIGIN") or "").startswith("https://")


def _cookie_name() -> str:
    return str(current_app.config["COOKIE_NAME"])


def _set_cookie(token: str, age: int) -> None:
    name = _cookie_name()

    @after_this_request
    def put(answer: Response) -> Response:
        answer.set_cookie(
            name,
            token,
            max_age=age,
            httponly=True,
            samesite="Lax",
            secure=name.startswith("__Host-"),
        )
        return answer

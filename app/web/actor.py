"""The actor of a request, and who may enter a route.

The only reader of flask-login's current_user. Every route states its access:
`PUBLIC`, `SIGNED_IN`, or a policy of the actor alone; what concerns one thing is asked
again in the command. A route without access answers 403.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, current_app, g, redirect, request, url_for
from flask_login import current_user

from app.kernel import clock
from app.kernel.actor import ANONYMOUS, Actor
from app.kernel.errors import NotAllowed

F = TypeVar("F", bound=Callable[..., Any])
Access = Callable[[Actor], bool]
STEP_UP = timedelta(minutes=5)
_UNCHECKED = {"static"}


class SignInSession(Protocol):
    """What the web may ask of a session row (people owns it)."""

    id: int
    stepped_up_at: Any
    flashes: list[Any]

    def push_flash(self, kind: str, text: str) -> None: ...

    def take_flashes(self) -> list[Any]: ...


def PUBLIC(_actor: Actor) -> bool:  # noqa: N802 - read as a constant at the routes
    """Everybody, signed in or not."""
    return True


def SIGNED_IN(actor: Actor) -> bool:  # noqa: N802 - read as a constant at the routes
    """Any person with a session."""
    return actor.is_person


def current_actor() -> Actor:
    """The person of this request, or ANONYMOUS."""
    person = current_user._get_current_object()  # noqa: SLF001 - unwrap the proxy
    return cast("Actor", person) if person.is_authenticated else ANONYMOUS


def current_session() -> SignInSession | None:
    """The session row of this request, if someone is signed in."""
    current_actor()
    return cast("SignInSession | None", g.get("sign_in_session"))


def access(rule: Access) -> Callable[[F], F]:
    """State who may enter a route; checked before the view runs."""

    def mark(view: F) -> F:
        view.access = rule  # type: ignore[attr-defined]
        return view

    return mark


def stepped_up(view: F) -> F:
    """Ask for a fresh second sign-in (at most 5 minutes old) before the view."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if has_stepped_up():
            return view(*args, **kwargs)
        back = request.full_path if request.method == "GET" else _form_page()
        return redirect(url_for("people.step_up", next=back.rstrip("?")), 303)

    guarded.is_stepped_up = True  # type: ignore[attr-defined]
    return cast("F", guarded)


def has_stepped_up() -> bool:
    """Whether this session proved itself again within the last 5 minutes."""
    row = current_session()
    if row is None or row.stepped_up_at is None:
        return False
    return bool(clock.now() - row.stepped_up_at <= STEP_UP)


def flash(text: str, kind: str = "good") -> None:
    """Show a sentence on the next page; lives in the session row (inside atomic())."""
    row = current_session()
    if row is not None:
        row.push_flash(kind, text)


def init_app(app: Flask) -> None:
    """Check the access of every route before its view."""
    app.before_request(_check_access)


def _check_access() -> Any:
    if request.endpoint is None or request.endpoint in _UNCHECKED:
        return None
    rule = getattr(current_app.view_functions[request.endpoint], "access", None)
    actor = current_actor()
    if rule is not None and rule(actor):
        return None
    if rule is not None and not actor.is_person and request.method == "GET":
        return redirect(
            url_for("people.sign_in", next=request.full_path.rstrip("?")), 303
        )
    raise NotAllowed(getattr(rule, "__name__", "no_policy"))


def _form_page() -> str:
    """The page whose form was sent: its path if it was ours, else home."""
    sent_from = request.headers.get("Referer", "")
    ours = request.host_url
    return "/" + sent_from.removeprefix(ours) if sent_from.startswith(ours) else "/"

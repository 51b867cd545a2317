"""Own password, devices and second factor."""

from types import SimpleNamespace
from typing import Any, cast

from flask import Response, make_response
from flask_babel import gettext as _

from app.kernel import site
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.people import commands, forms, login, queries
from app.people.login import factors
from app.people.models import Credential, Session
from app.people.views.blueprint import bp, failed, limit_key, me
from app.web.actor import SIGNED_IN, access, current_session, stepped_up
from app.web.answers import done, invalid, page
from app.web.limits import limiter

# what browsers and systems call themselves, where people call them otherwise
_KNOWN_AS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Mac OS": "macOS",
}


@bp.get("/me/security")
@access(SIGNED_IN)
def security() -> Response:
    """What lets me in, and where I am signed in."""
    return page("people/security.html", form=forms.PasswordForm(), **_state())


@bp.post("/me/security/password")
@access(SIGNED_IN)
@limiter.limit("5 per 5 minutes", key_func=limit_key, deduct_when=failed)
def change_password() -> Response:
    """A new password; other devices are signed out."""
    form = forms.PasswordForm()
    if form.validate():
        try:
            _change_password(form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            words = _("Your password is changed. Other devices are signed out.")
            return done("people.security", message=words)
    return invalid("people/security.html", form=form, **_state())


@bp.post("/me/sessions/<int:session_id>/ending")
@access(SIGNED_IN)
def end_session(session_id: int) -> Response:
    """Sign one device out."""
    with atomic():
        commands.end_session(me(), queries.session_of(me(), session_id))
    return done("people.security", message=_("That device is signed out."))


@bp.post("/me/sessions/ending")
@access(SIGNED_IN)
def end_sessions() -> Response:
    """Sign every other device out."""
    with atomic():
        commands.end_other_sessions(me(), me())
        login.keep_current(me())
    return done("people.security", message=_("Other devices are signed out."))


@bp.get("/me/security/second-factor")
@access(SIGNED_IN)
@stepped_up
def second_factor() -> Response:
    """The picture and the key for the app, and the field for its first code."""
    form = forms.CodeForm()
    return page("people/second_factor.html", form=form, begun=_begun_view())


@bp.post("/me/security/second-factor/secret")
@access(SIGNED_IN)
@stepped_up
def new_secret() -> Response:
    """Begin with an app; the phone in use works until the new one is confirmed."""
    with atomic():
        commands.begin_second_factor(me(), me())
    return done("people.second_factor")


@bp.get("/me/security/second-factor.svg")
@access(SIGNED_IN)
@stepped_up
def second_factor_picture() -> Response:
    """The QR code of the secret not confirmed yet."""
    begun = queries.begun_second_factor(me())
    if begun is None:
        raise Missing
    answer = make_response(factors.picture(_address(begun)))
    answer.mimetype = "image/svg+xml"
    return answer


@bp.post("/me/security/second-factor")
@access(SIGNED_IN)
@stepped_up
@limiter.limit("5 per 5 minutes", key_func=limit_key, deduct_when=failed)
def confirm_second_factor() -> Response:
    """The first code; the recovery codes are shown in this answer and never again."""
    form = forms.CodeForm()
    if form.validate():
        try:
            with atomic():
                codes = commands.confirm_second_factor(me(), me(), form.code.data or "")
                login.begin(me(), stepped_up=True)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return page("people/recovery_codes.html", codes=codes)
    return invalid("people/second_factor.html", form=form, begun=_begun_view())


@bp.post("/me/security/recovery-codes")
@access(SIGNED_IN)
@stepped_up
def renew_recovery_codes() -> Response:
    """Ten new recovery codes, shown in this answer and never again."""
    with atomic():
        codes = commands.renew_recovery_codes(me(), me())
        login.keep_current(me())
    return page("people/recovery_codes.html", codes=codes)


def _change_password(form: forms.PasswordForm) -> None:
    name = queries.sign_in_name(me()) or ""
    if login.verify(name, form.old.data or "") is None:
        raise commands.WrongPassword(field="old")
    password = form.password.data or ""
    login.refuse_weak(password, is_staff=me().is_staff, name=name)
    kept = login.hash_password(password)
    with atomic():
        commands.change_password(me(), me(), kept)
        login.begin(me(), stepped_up=True)


def _state() -> dict[str, Any]:
    person = me()
    own = cast("Session", current_session())
    others = [
        row
        for row in queries.sessions_of(person)
        if row.id != own.id and login.is_living(row, person)
    ]
    return {
        "name": queries.sign_in_name(person),
        "codes_left": queries.recovery_codes_left(person),
        "devices": [_device(row, is_here=row is own) for row in (own, *others)],
        "shortest": login.shortest_for(person),
    }


def _device(row: Session, *, is_here: bool) -> SimpleNamespace:
    return SimpleNamespace(
        id=row.id,
        name=_device_name(row.device),
        since=row.created_at,
        seen_at=row.last_seen_at,
        is_here=is_here,
    )


def _device_name(agent: str) -> str:
    """What a browser says about itself, short: `Firefox, Linux`."""
    browsers = ("Edg", "OPR", "FxiOS", "Firefox", "CriOS", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    found = (
        next((word for word in words if word in agent), "")
        for words in (browsers, systems)
    )
    return ", ".join(_KNOWN_AS.get(word, word) for word in found if word)


def _begun_view() -> SimpleNamespace | None:
    begun = queries.begun_second_factor(me())
    if begun is None:
        return None
    key = begun.secret
    groups = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
    return SimpleNamespace(key=groups, address=_address(begun), at=begun.created_at)


def _address(begun: Credential) -> str:
    name = queries.sign_in_name(me()) or me().display_name
    return factors.address(begun.secret, name, str(site.get("name")))

"""An own e-mail address: give one, prove it by its link, remove it."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from app.kernel import clock, mail
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.people import commands, forms, mails, queries
from app.people.views.blueprint import bp, failed, limit_key, me
from app.web.actor import SIGNED_IN, access, stepped_up
from app.web.answers import done, invalid, page
from app.web.form import Form
from app.web.limits import limiter


def _led_back(answer: Response) -> bool:
    """Whether something was done: neither a mistyped address nor a step-up counts."""
    return answer.location == url_for("people.address")


_any_change = limiter.shared_limit(
    "5 per 5 minutes; 20 per hour", "address", key_func=limit_key
)
_any_mail = limiter.shared_limit(
    "3 per 6 hours", "address-mail", key_func=limit_key, deduct_when=_led_back
)


@bp.get("/me/address")
@access(SIGNED_IN)
@stepped_up
def address() -> Response:
    """The address that mails go to, if I want any."""
    return page("people/address.html", form=forms.AddressForm(), **_state())


@bp.post("/me/address")
@access(SIGNED_IN)
@stepped_up
@_any_change
@_any_mail
@limiter.limit("2 per day", key_func=limit_key, deduct_when=_led_back)
def give_address() -> Response:
    """Another address; it counts once the link that is sent there was opened."""
    form = forms.AddressForm()
    if form.validate():
        try:
            with atomic():
                commands.give_address(me(), me(), form.address.data or "")
                _send_link()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return done("people.address", message=_what_now())
    return invalid("people/address.html", form=form, **_state())


@bp.post("/me/address/link")
@access(SIGNED_IN)
@stepped_up
@_any_change
@_any_mail
def send_address_link() -> Response:
    """The link once more; the one before stops working."""
    with atomic():
        _send_link()
    return done("people.address", message=_what_now())


@bp.post("/me/address/removal")
@access(SIGNED_IN)
@stepped_up
@_any_change
def remove_address() -> Response:
    """No address at all; the former one is told."""
    with atomic():
        _tell_former(commands.remove_address(me(), me()))
    return done("people.address", message=_("Your address is removed."))


@bp.route("/me/address/proof/<token>", methods=("GET", "POST"))
@access(SIGNED_IN)
@limiter.limit(
    "5 per 5 minutes; 20 per hour",
    methods=["POST"],
    key_func=limit_key,
    deduct_when=failed,
)
def prove_address(token: str) -> Response:
    """What the mailed link opens: nothing happens before its button is pressed."""
    try:
        link = queries.own_link("address", token, me())
    except Missing:
        return page("people/link_over.html", status=404)
    form = Form()
    waiting = queries.waiting_address(me())
    if request.method == "GET":
        return page("people/address_proof.html", form=form, waiting=waiting)
    try:
        with atomic():
            _tell_former(commands.prove_address(me(), me(), link))
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("people/address_proof.html", form=form, waiting=waiting)
    return done("people.settings", message=_("Your address is confirmed."))


def _send_link() -> None:
    """Mail the link, where mail works; else the address waits until it does."""
    if not mail.works():
        return
    to, token = commands.address_link(me(), me())
    letter = mails.prove_address(me(), token)
    mail.send(me().id, to, letter, f"address:{token[:12]}", is_secret=True)


def _tell_former(former: str | None) -> None:
    if former is not None:
        letter = mails.address_gone(me())
        cause = f"address_gone:{clock.now().isoformat()}"
        mail.send(me().id, former, letter, cause)


def _what_now() -> str:
    if mail.works():
        return str(_("We sent a link there. Open it to confirm the address."))
    return str(
        _("Your address is kept. It can be confirmed once this site sends mail.")
    )


def _state() -> dict[str, Any]:
    person = me()
    return {
        "proved": queries.proved_address(person),
        "waiting": queries.waiting_address(person),
        "can_mail": mail.works(),
    }

"""One's own page: where to be paid, what was paid, what it waits for."""

from collections.abc import Callable

from flask import Blueprint, Response
from flask_babel import gettext as _

from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.words import N_
from app.payouts import commands, policies, queries
from app.payouts.forms import (
    STATE_LABELS,
    STATE_TONES,
    STOP_LABELS,
    PayeeForm,
)
from app.web import nav
from app.web.actor import SIGNED_IN, access, current_actor, has_stepped_up, stepped_up
from app.web.answers import done, invalid, page

bp = Blueprint("payouts", __name__)
nav.gone_without(bp, "revenue", but=policies.keeps_payee)
nav.add(
    "mine",
    N_("How you are paid"),
    "payouts.payee",
    SIGNED_IN,
    icon="wallet",
    order=45,
    switch="revenue",
)


@bp.get("/me/payee")
@access(SIGNED_IN)
def payee() -> Response:
    return _shown(page, PayeeForm())


@bp.post("/me/payee")
@access(SIGNED_IN)
@stepped_up
def enter() -> Response:
    form = PayeeForm()
    if form.validate():
        try:
            with atomic():
                commands.enter_payee(current_actor(), form.details())
            return done("payouts.payee", message=_("Saved. Finance checks it next."))
        except Refusal as refusal:
            form.refuse(refusal)
    return _shown(invalid, form)


def _shown(answer: Callable[..., Response], form: PayeeForm) -> Response:
    actor = current_actor()
    mine = queries.payee(actor.id or 0)
    return answer(
        "payouts/payee.html",
        form=form,
        payee=mine,
        payouts=queries.payouts_of(actor.id or 0),
        is_stepped_up=has_stepped_up(),
        stops=STOP_LABELS,
        states=STATE_LABELS,
        tones=STATE_TONES,
    )

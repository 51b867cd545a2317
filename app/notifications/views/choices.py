"""What somebody wants to hear of: three choices, and every box behind them."""

from typing import Any

from flask import Response, current_app, request
from flask_babel import gettext as _

from app.kernel.db import atomic
from app.kernel.signing import signed
from app.kernel.words import N_
from app.notifications import commands, forms, mails, queries
from app.notifications.models import (
    ALWAYS,
    CHANNELS,
    DUTIES,
    FAMILIES,
    FAMILY_LABELS,
    KIND_LABELS,
)
from app.notifications.views.blueprint import bp, me
from app.people import queries as people
from app.web import nav
from app.web.actor import SIGNED_IN, access
from app.web.answers import done, page

FEED = "feed"
nav.add("settings", N_("Notices"), "notifications.choices", SIGNED_IN, order=25)


@bp.route("/me/notices", methods=("GET", "POST"))
@access(SIGNED_IN)
def choices() -> Response:
    """How much comes, whether the weekly mail does, and the own feed."""
    known = queries.choices_of(me().id)
    kept = {"level": known.level, "has_digest": known.has_digest}
    form = forms.LevelForm(data=kept)
    if request.method == "POST" and form.validate():
        with atomic():
            commands.choose_level(
                me(), me(), form.level.data, has_digest=bool(form.has_digest.data)
            )
        return done(".choices", message=_("Saved."))
    status = 422 if form.errors else 200
    return page("notifications/choices.html", status, form=form, **_shown(known))


@bp.post("/me/notices/boxes")
@access(SIGNED_IN)
def boxes() -> Response:
    """Every box at once; those that are always on are not asked."""
    form = forms.BoxesForm()
    if not form.validate():
        raise commands.UnknownChoice
    ticked = set(form.boxes.data or ())
    with atomic():
        commands.choose_boxes(
            me(), me(), {box: f"{box[0]}:{box[1]}" in ticked for box in _free()}
        )
    return done(".choices", message=_("Saved."), anchor="detail")


@bp.post("/me/notices/feed")
@access(SIGNED_IN)
def renew_feed() -> Response:
    """Another address for the own feed."""
    with atomic():
        commands.renew_feed(me(), me())
    words = _("Your feed has a new address. The one before works no more.")
    return done(".choices", message=words, anchor="feed")


def _shown(known: queries.Choices) -> dict[str, Any]:
    token = signed(FEED, f"{me().id}.{known.feed_number}")
    return {
        "families": [
            (_(FAMILY_LABELS[family]), [_row(kind, known) for kind in _told(kinds)])
            for family, kinds in FAMILIES.items()
        ],
        "address": people.current_email(me().id),
        "feed_url": current_app.config["ORIGIN"]
        + mails.path_of("notifications.own_feed", token),
    }


def _row(kind: str, known: queries.Choices) -> dict[str, Any]:
    return {
        "label": _(KIND_LABELS[kind]),
        "is_always": kind in ALWAYS,
        "boxes": [
            (channel, f"{kind}:{channel}", known.wants(kind, channel))
            for channel in CHANNELS
        ],
    }


def _told(kinds: tuple[str, ...]) -> list[str]:
    """The kinds that can come to somebody; what the team owes comes to the team."""
    return [kind for kind in kinds if kind != DUTIES[-1] or me().is_staff]


def _free() -> list[queries.Box]:
    """The boxes that are somebody's to tick."""
    kinds = [kind for family in FAMILIES.values() for kind in _told(family)]
    return [
        (kind, channel)
        for kind in kinds
        for channel in CHANNELS
        if channel == "feed" or kind not in ALWAYS
    ]

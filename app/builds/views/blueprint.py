"""The blueprint that the modules of this package fill, and the page's context."""

from typing import Any

from flask import Blueprint, request

from app.builds import policies, queries, rules
from app.builds.forms import DATA_LABELS, ITEM_KIND_LABELS, KIND_LABELS, why
from app.comments.policies import may_comment
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.words import N_
from app.web import nav
from app.web.actor import PUBLIC

bp = Blueprint("builds", __name__)
bp.add_app_template_filter(why)
nav.gone_without(bp, "builds")
nav.add(
    "main",
    N_("Friday build"),
    "builds.index",
    PUBLIC,
    icon="package",
    order=30,
    switch="builds",
)


def context_of(actor: Actor, number: int) -> dict[str, Any]:
    """All that the page of a build shows its reader."""
    shown = queries.page_of(actor, number)
    build = shown.build
    train = build.train
    until = train.report_close_at if build.is_published else train.publish_at
    return {
        "shown": shown,
        "build": build,
        "until": until,
        "left": left_until(until),
        "next_at": shown.mine.next_at,
        "next_left": left_until(shown.mine.next_at),
        "kinds": ITEM_KIND_LABELS,
        "build_kinds": KIND_LABELS,
        "data_labels": DATA_LABELS,
        "may_vote": policies.may_vote(actor, build) and train.is_open,
        "may_write": may_comment(actor, build.thread),
        "is_crew": policies.may_fill(actor, build),
        "about": _about(shown),
    }


def _about(shown: queries.BuildPage) -> str | None:
    """The change that a comment is on: asked for by `?about=`."""
    asked = request.args.get("about", type=int)
    titles = {item.id: item.title for item in shown.items}
    return titles.get(asked or 0)


def left_until(until: Any) -> tuple[int, int, int] | None:
    """Days, hours and minutes until an instant, if there is one."""
    return rules.left(until, clock.now()) if until else None

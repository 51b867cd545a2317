"""The blueprint of the team's pages of builds, and how its forms act."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from app.builds import policies, queries
from app.builds.models import Build
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.policies import require
from app.kernel.words import N_
from app.web import nav
from app.web.actor import current_actor
from app.web.answers import invalid, page
from app.web.form import Form

bp = Blueprint("builds_staff", __name__)
nav.gone_without(bp, "builds")
nav.add(
    "staff",
    N_("Builds"),
    "builds_staff.index",
    policies.may_see_trains,
    icon="package",
    order=40,
    switch="builds",
)

Answer = Callable[..., Response]


def acted(form: Form, act: Callable[[], Any]) -> tuple[Answer | None, Any]:
    """Do what a form asks: (None, result), or how to show the form again."""
    if request.method == "GET":
        return page, None
    if not form.validate():
        return invalid, None
    try:
        with atomic():
            return None, act()
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid, None


def filled_by_me(number: int) -> tuple[Actor, Build]:
    """The actor and a build that he may fill; Missing or NotAllowed otherwise."""
    actor = current_actor()
    build = queries.visible_to(actor).get(number)
    require(policies.may_fill, actor, build)
    return actor, build

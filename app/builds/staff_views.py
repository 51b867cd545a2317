"""The team's side of a build: plan, fill, move, hold back, let out."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from app.builds import commands, policies, queries
from app.builds.commands import NewItem
from app.builds.forms import (
    ITEM_KIND_LABELS,
    DescriptionForm,
    ItemForm,
    PlanForm,
    ReasonForm,
    TimeForm,
)
from app.builds.models import Build, BuildItem
from app.kernel import clock, ids, pictures, site
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.policies import require
from app.kernel.words import N_
from app.spaces import queries as spaces
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done, invalid, page
from app.web.form import Form, choices

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


@bp.route("/staff/builds", methods=["GET", "POST"])
@access(policies.may_see_trains)
def index() -> Response:
    """What is to come and what came; plan a week."""
    actor, form = current_actor(), PlanForm()
    known = spaces.all_of(actor)
    form.space_id.choices = choices(
        [(str(space.id), space.name) for space in known if space.has_builds]
    )

    def plan() -> Any:
        space = next(s for s in known if s.id == form.space_id.data)
        assert form.week.data is not None
        train = commands.plan_train(actor, space, form.week.data)
        return queries.of_train(train.id).number

    answer, number = _act(form, plan)
    if answer is None:
        return done("builds_staff.show", number=number, message=_("Planned."))
    found = queries.index_page(actor, request.args.get("after"))
    return answer(
        "builds/staff/index.html",
        form=form,
        coming=queries.coming(actor),
        page=found.builds,
        zone=site.get("timezone"),
    )


@bp.get("/staff/builds/<int:number>")
@access(policies.may_see_trains)
def show(number: int) -> Response:
    """A build in the making: what is in it, what holds it back, when it goes."""
    actor = current_actor()
    shown = queries.page_of(actor, number)
    require(policies.may_fill, actor, shown.build)
    return page(
        "builds/staff/show.html",
        shown=shown,
        build=shown.build,
        kinds=ITEM_KIND_LABELS,
        is_due=clock.now() >= shown.build.train.publish_at,
        zone=site.get("timezone"),
    )


@bp.route("/staff/builds/<int:number>/description", methods=["GET", "POST"])
@access(policies.may_see_trains)
def describe(number: int) -> Response:
    """Notes, link, picture, and the way back."""
    actor, build = _mine(number)
    form = DescriptionForm.of(build)

    def write() -> None:
        _, mine = _mine(number)
        commands.describe(actor, mine, form.description(), form.edits.data or 0)
        if sent is not None:
            commands.set_picture(actor, mine, sent, form.picture_alt.data or "")

    sent = None
    try:
        sent = _picture()
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("builds/staff/describe.html", form=form, build=build)
    answer, _result = _act(form, write)
    if answer is None:
        return done("builds_staff.show", number=number, message=_("Saved."))
    return answer("builds/staff/describe.html", form=form, build=_mine(number)[1])


@bp.route("/staff/builds/<int:number>/items/new", methods=["GET", "POST"])
@access(policies.may_see_trains)
def add_item(number: int) -> Response:
    """A change, with the idea it comes from and its people."""
    actor, build = _mine(number)
    form = ItemForm()
    ideas = queries.ideas_in_making(actor, build.space_id)
    form.idea_id.choices = choices(
        [("0", _("None")), *((str(idea.id), idea.title) for idea in ideas)]
    )

    def add() -> None:
        new = NewItem(
            kind=form.kind.data,
            title=form.title.data or "",
            body=form.body.data or "",
            idea_id=form.idea_id.data or None,
            credits=commands.credits_of(form.credited()),
        )
        commands.add_item(actor, _mine(number)[1], new)

    answer, _result = _act(form, add)
    if answer is None:
        return done("builds_staff.show", number=number, message=_("Added."))
    return answer("builds/staff/item.html", form=form, build=_mine(number)[1])


@bp.route(
    "/staff/builds/<int:number>/items/<int:item_id>/slip", methods=["GET", "POST"]
)
@access(policies.may_see_trains)
def slip(number: int, item_id: int) -> Response:
    """A change did not make it."""
    actor, form = current_actor(), ReasonForm()

    def act() -> None:
        _build, mine = _item(number, item_id)
        commands.slip(actor, mine, form.reason.data or "")

    answer, _result = _act(form, act)
    if answer is None:
        return done("builds_staff.show", number=number, message=_("Saved."))
    build, item = _item(number, item_id)
    return answer("builds/staff/slip.html", form=form, build=build, item=item)


@bp.route("/staff/builds/<int:number>/time", methods=["GET", "POST"])
@access(policies.may_see_trains)
def reschedule(number: int) -> Response:
    """Announce another time with its public reason."""
    actor, _build = _mine(number)
    form, zone = TimeForm(), site.get("timezone")

    def move() -> None:
        mine = _mine(number)[1]
        at = form.instant(zone)
        commands.reschedule(actor, mine.train, at, form.reason.data or "")

    answer, _result = _act(form, move)
    if answer is None:
        return done("builds_staff.show", number=number, message=_("Announced."))
    return answer(
        "builds/staff/time.html", form=form, build=_mine(number)[1], zone=zone
    )


@bp.route("/staff/builds/<int:number>/blocks", methods=["GET", "POST"])
@access(policies.may_see_trains)
def block(number: int) -> Response:
    """Hold a build back."""
    actor, _build = _mine(number)
    form = ReasonForm()

    def hold() -> None:
        cause = f"hand:{ids.new_id()}"
        commands.block(actor, _mine(number)[1], cause, form.reason.data or "")

    answer, _result = _act(form, hold)
    if answer is None:
        return done("builds_staff.show", number=number, message=_("Held back."))
    return answer("builds/staff/block.html", form=form, build=_mine(number)[1])


@bp.post("/staff/builds/<int:number>/blocks/<int:block_id>/lifting")
@access(policies.may_see_trains)
def unblock(number: int, block_id: int) -> Response:
    """What held it back is gone."""
    with atomic():
        actor, build = _mine(number)
        for row in queries.open_blocks(build.id):
            if row.id == block_id:
                commands.unblock(actor, build, row.cause)
    return done("builds_staff.show", number=number, message=_("Lifted."))


@bp.post("/staff/builds/<int:number>/publication")
@access(policies.may_see_trains)
def publish(number: int) -> Response:
    """Let it out by hand: from the announced time on."""
    with atomic():
        actor, build = _mine(number)
        commands.publish(actor, build.train)
    words = _("Build %(version)s is out.", version=build.version)
    return done("builds.show", number=number, message=words)


Answer = Callable[..., Response]


def _act(form: Form, act: Callable[[], Any]) -> tuple[Answer | None, Any]:
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


def _mine(number: int) -> tuple[Actor, Build]:
    """The actor and a build that he may fill; Missing or NotAllowed otherwise."""
    actor = current_actor()
    build = queries.visible_to(actor).get(number)
    require(policies.may_fill, actor, build)
    return actor, build


def _item(number: int, item_id: int) -> tuple[Build, BuildItem]:
    """A build that the actor may fill, and one of its changes."""
    actor, build = _mine(number)
    return build, queries.visible_to(actor).item(number, item_id)


def _picture() -> pictures.Picture | None:
    """The picture that was sent, re-encoded before the transaction begins."""
    sent = request.files.get("picture")
    if sent is None or not sent.filename:
        return None
    return pictures.encode(sent.stream.read())

"""What a build says and brings: words, picture, changes."""

from flask import Response, request
from flask_babel import gettext as _

from app.builds import commands, policies, queries
from app.builds.forms import ROLE_LABELS, DescriptionForm, ItemForm, ReasonForm
from app.builds.models import Build, BuildItem
from app.builds.staff_views.blueprint import acted, bp, filled_by_me
from app.kernel import pictures
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.web.actor import access, current_actor
from app.web.answers import done, invalid
from app.web.form import choices


@bp.route("/staff/builds/<int:number>/description", methods=["GET", "POST"])
@access(policies.may_see_trains)
def describe(number: int) -> Response:
    """Notes, link, picture, and the way back."""
    actor, build = filled_by_me(number)
    form = DescriptionForm.of(build)

    def write() -> None:
        _, mine = filled_by_me(number)
        commands.describe(actor, mine, form.description(), form.edits.data or 0)
        if sent is not None:
            commands.set_picture(actor, mine, sent, form.picture_alt.data or "")

    sent = None
    try:
        sent = _picture()
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("builds/staff/describe.html", form=form, build=build)
    answer, _result = acted(form, write)
    if answer is None:
        return done("builds_staff.show", number=number, message=_("Saved."))
    return answer(
        "builds/staff/describe.html", form=form, build=filled_by_me(number)[1]
    )


@bp.route("/staff/builds/<int:number>/items/new", methods=["GET", "POST"])
@access(policies.may_see_trains)
def add_item(number: int) -> Response:
    """A change, with the idea it comes from and its people."""
    actor, build = filled_by_me(number)
    form = ItemForm()
    _offer_ideas(form, actor, build)

    def add() -> None:
        commands.add_item(actor, filled_by_me(number)[1], form.item())

    answer, _result = acted(form, add)
    if answer is None:
        return done("builds_staff.show", number=number, message=_("Added."))
    return answer("builds/staff/item.html", form=form, build=filled_by_me(number)[1])


@bp.route("/staff/builds/<int:number>/items/<int:item_id>", methods=["GET", "POST"])
@access(policies.may_see_trains)
def edit_item(number: int, item_id: int) -> Response:
    """Say a change better, and thank more people."""
    actor = current_actor()
    build, item = _item(number, item_id)
    form = ItemForm.of(item)
    _offer_ideas(form, actor, build)

    def edit() -> None:
        commands.edit_item(actor, _item(number, item_id)[1], form.item())

    answer, _result = acted(form, edit)
    if answer is None:
        return done("builds_staff.show", number=number, message=_("Saved."))
    return answer(
        "builds/staff/item.html",
        form=form,
        build=filled_by_me(number)[1],
        item=item,
        credits=queries.credits_of_item(item_id),
        roles=ROLE_LABELS,
    )


@bp.post("/staff/builds/<int:number>/items/<int:item_id>/credits/removal")
@access(policies.may_see_trains)
def discredit(number: int, item_id: int) -> Response:
    """Take a credit back."""
    person_id = request.form.get("person_id", 0, type=int)
    with atomic():
        _build, item = _item(number, item_id)
        role = request.form.get("role", "")
        commands.discredit(current_actor(), item, person_id, role)
    words = _("Taken away.")
    return done("builds_staff.edit_item", number=number, item_id=item_id, message=words)


@bp.post("/staff/builds/<int:number>/items/<int:item_id>/return")
@access(policies.may_see_trains)
def put_back(number: int, item_id: int) -> Response:
    """A change makes it after all."""
    with atomic():
        _build, item = _item(number, item_id)
        commands.put_back(current_actor(), item)
    return done("builds_staff.show", number=number, message=_("It is in again."))


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

    answer, _result = acted(form, act)
    if answer is None:
        return done("builds_staff.show", number=number, message=_("Saved."))
    build, item = _item(number, item_id)
    return answer("builds/staff/slip.html", form=form, build=build, item=item)


def _item(number: int, item_id: int) -> tuple[Build, BuildItem]:
    """A build that the actor may fill, and one of its changes."""
    actor, build = filled_by_me(number)
    return build, queries.visible_to(actor).item(number, item_id)


def _offer_ideas(form: ItemForm, actor: Actor, build: Build) -> None:
    """The ideas that a change of this build may come from."""
    ideas = queries.ideas_in_making(actor, build.space_id)
    form.idea_id.choices = choices(
        [("0", _("None")), *((str(idea.id), idea.title) for idea in ideas)]
    )


def _picture() -> pictures.Picture | None:
    """The picture that was sent, re-encoded before the transaction begins."""
    sent = request.files.get("picture")
    if sent is None or not sent.filename:
        return None
    return pictures.encode(sent.stream.read())

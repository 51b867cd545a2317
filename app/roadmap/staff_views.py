"""The product team's board: moving items, taking improvements up, launching."""

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.money import Money
from app.kernel.words import N_
from app.roadmap import commands, policies, queries
from app.roadmap.forms import (
    CONFIDENCE_LABELS,
    GUARD_LABELS,
    STAGE_LABELS,
    LaunchForm,
    MoveForm,
    PlanForm,
    PriceForm,
    TakeUpForm,
)
from app.roadmap.models import STAGES, Product, RoadmapItem
from app.spaces import queries as spaces
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done, invalid, page

bp = Blueprint("roadmap_staff", __name__)
nav.add(
    "staff",
    N_("Roadmap"),
    "roadmap_staff.board",
    policies.may_see_board,
    icon="map",
    order=35,
)


@bp.get("/staff/roadmap")
@access(policies.may_see_board)
def board() -> Response:
    """Columns by stage; each card has a Move form of its own."""
    actor = current_actor()
    columns = queries.board(actor)
    items = [item.id for stage in STAGES for item in columns[stage]]
    return page(
        "roadmap/staff/board.html",
        columns=columns,
        all_stages=STAGES,
        ideas_of=queries.ideas_of_items(items),
        products=queries.products_in_work(actor),
        stages=STAGE_LABELS,
        confidences=CONFIDENCE_LABELS,
    )


@bp.get("/staff/roadmap/<int:number>/move")
@access(policies.may_see_board)
def move_form(number: int) -> Response:
    """The Move form, the same as dragging."""
    item = queries.get(current_actor(), number)
    return page("roadmap/staff/move.html", **_move_context(item))


@bp.post("/staff/roadmap/<int:number>/move")
@access(policies.may_see_board)
def move(number: int) -> Response:
    """Move an item with its ideas, or say which of them cannot go along."""
    actor, form = current_actor(), MoveForm()
    blocked: dict[int, list[str]] = {}
    if form.validate():
        try:
            with atomic():
                item = queries.get(actor, number)
                commands.move(actor, item, form.stage.data, form.reason.data or "")
            return done("roadmap_staff.board", message=_("Moved."))
        except commands.MoveRefused as no:
            blocked = no.values["ideas"]
        except Refusal as no:
            form.refuse(no)
    item = queries.get(actor, number)
    context = _move_context(item, move_form=form, blocked=blocked)
    return invalid("roadmap/staff/move.html", **context)


@bp.post("/staff/roadmap/<int:number>/plan")
@access(policies.may_see_board)
def plan(number: int) -> Response:
    """Say how sure we are, and for when."""
    actor, form = current_actor(), PlanForm()
    if form.validate():
        try:
            with atomic():
                commands.set_plan(
                    actor,
                    queries.get(actor, number),
                    confidence=form.confidence.data,
                    quarter=form.quarter.data or "",
                    version=form.version.data or 0,
                )
            return done("roadmap_staff.board", message=_("Saved."))
        except Refusal as no:
            form.refuse(no)
    item = queries.get(actor, number)
    return invalid("roadmap/staff/move.html", **_move_context(item, plan_form=form))


@bp.post("/staff/roadmap/<int:number>/ideas/<int:idea_number>/unlink")
@access(policies.may_see_board)
def unlink(number: int, idea_number: int) -> Response:
    """Let an idea go its own way."""
    actor = current_actor()
    with atomic():
        idea = ideas.visible_to(actor).get(idea_number)
        commands.unlink(actor, queries.get(actor, number), idea.id)
    return done("roadmap_staff.move_form", number=number, message=_("Unlinked."))


@bp.post("/staff/roadmap/<int:number>/builds")
@access(policies.may_see_board)
def link_build(number: int) -> Response:
    """Say which change of a Friday build belongs to the item."""
    actor = current_actor()
    with atomic():
        item = queries.get(actor, number)
        key = request.form.get("build_item", type=int, default=0)
        commands.link_build_item(actor, item, queries.change(item, key))
    return done("roadmap_staff.move_form", number=number, message=_("Linked."))


@bp.get("/staff/ideas/<int:number>/take-up")
@access(policies.may_see_board)
def take_up_form(number: int) -> Response:
    """Taking an improvement up, or declining it, in one form."""
    idea = ideas.visible_to(current_actor()).get(number)
    return page("roadmap/staff/take_up.html", **_take_up_context(idea))


@bp.post("/staff/ideas/<int:number>/take-up")
@access(policies.may_see_board)
def take_up(number: int) -> Response:
    """Put a yes or a no forward for the second signature."""
    actor, form = current_actor(), TakeUpForm()
    if form.validate():
        reason = commands.Reason(form.text.data or "", form.change_our_mind.data or "")
        try:
            with atomic():
                idea = ideas.visible_to(actor).get(number)
                commands.propose(actor, idea, form.verdict.data, reason)
            message = _("Put forward. One more of the product team signs it now.")
            return done("roadmap_staff.take_up_form", number=number, message=message)
        except Refusal as no:
            form.refuse(no)
    idea = ideas.visible_to(actor).get(number)
    return invalid("roadmap/staff/take_up.html", **_take_up_context(idea, form))


@bp.post("/staff/ideas/<int:number>/take-up/signature")
@access(policies.may_see_board)
def sign_take_up(number: int) -> Response:
    """Sign what was put forward."""
    actor = current_actor()
    with atomic():
        idea = ideas.visible_to(actor).get(number)
        seen = request.form.get("seen", type=int, default=0)
        commands.sign_take_up(actor, idea, seen)
    return done("ideas.show", number=number, message=_("Signed and published."))


@bp.get("/staff/products/<int:number>")
@access(policies.may_see_board)
def product(number: int) -> Response:
    """What stands between a product and its launch."""
    found = queries.product(current_actor(), number)
    return page("roadmap/staff/product.html", **_product_context(found))


@bp.post("/staff/products/<int:number>/price")
@access(policies.may_see_board)
def price(number: int) -> Response:
    """Set the price."""
    actor, form = current_actor(), PriceForm()
    if form.validate():
        try:
            amount = Money.parse(form.price.data or "", form.currency.data)
            with atomic():
                commands.set_price(actor, queries.product(actor, number), amount)
            return done("roadmap_staff.product", number=number, message=_("Saved."))
        except Refusal as no:
            form.refuse(no)
    found = queries.product(actor, number)
    context = _product_context(found, price_form=form)
    return invalid("roadmap/staff/product.html", **context)


@bp.post("/staff/products/<int:number>/launch")
@access(policies.may_see_board)
def launch(number: int) -> Response:
    """Put it on sale."""
    actor, form = current_actor(), LaunchForm()
    blocked: dict[int, list[str]] = {}
    if form.validate():
        try:
            with atomic():
                found = queries.product(actor, number)
                commands.launch(actor, found, form.reason.data or "")
            return done("roadmap.product", number=number, message=_("It is out."))
        except commands.MoveRefused as no:
            blocked = no.values["ideas"]
        except Refusal as no:
            form.refuse(no)
    found = queries.product(actor, number)
    context = _product_context(found, launch_form=form, blocked=blocked)
    return invalid("roadmap/staff/product.html", **context)


def _move_context(item: RoadmapItem, **given: Any) -> dict[str, Any]:
    return {
        "item": item,
        "ideas": queries.ideas_of_items([item.id])[item.id],
        "product": queries.product_of_item(item.id),
        "shipped_in": queries.builds_of_item(item.id),
        "changes": queries.changes_to_link(item),
        "move_form": MoveForm(stage=item.stage),
        "plan_form": PlanForm(
            confidence=item.confidence,
            quarter=item.target_quarter,
            version=item.version,
        ),
        "blocked": {},
        "guards": GUARD_LABELS,
        "stages": STAGE_LABELS,
        **given,
    }


def _take_up_context(idea: Idea, form: TakeUpForm | None = None) -> dict[str, Any]:
    actor = current_actor()
    living = queries.living_take_up(idea.id)
    space = spaces.get(idea.space_id)
    return {
        "idea": idea,
        "form": form or TakeUpForm(),
        "living": living,
        "may_take_up": policies.may_take_up(actor, idea),
        "may_sign": living is not None
        and policies.may_sign_take_up(actor, idea, living, space),
        "may_sign_alone": living is not None
        and queries.may_sign_alone(actor, idea, living),
    }


def _product_context(found: Product, **given: Any) -> dict[str, Any]:
    amount = found.price_minor
    shown = Money(amount, found.currency).decimal if amount else ""
    return {
        "product": found,
        "item": queries.by_id(found.item_id),
        "ideas": queries.ideas_of_items([found.item_id])[found.item_id],
        "creators": queries.creators_of(found.id),
        "price_form": PriceForm(price=shown, currency=found.currency),
        "launch_form": LaunchForm(),
        "blocked": {},
        "guards": GUARD_LABELS,
        **given,
    }

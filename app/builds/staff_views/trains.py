"""The team's side of a train: plan, move, hold back, let out."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.builds import commands, policies, queries
from app.builds.forms import ITEM_KIND_LABELS, PlanForm, ReasonForm, TimeForm
from app.builds.models import Build
from app.builds.staff_views.blueprint import acted, bp, filled_by_me
from app.kernel import clock, ids, site
from app.kernel.db import atomic
from app.kernel.policies import require
from app.spaces import queries as spaces
from app.web.actor import access, current_actor
from app.web.answers import done, page
from app.web.form import choices


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

    answer, number = acted(form, plan)
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
        gate=_gate_of(shown.build),
        may_sign=policies.may_sign_gate(actor, shown.build),
        answers=queries.gates_of(shown.build.train_id),
        is_due=clock.now() >= shown.build.train.publish_at,
        zone=site.get("timezone"),
    )


def _gate_of(build: Build) -> queries.Figures | None:
    """The figures of a gate that is still to be passed, where there is one."""
    train = build.train
    if train.gate_at is None or not train.is_waiting:
        return None
    return queries.gate_figures(
        build, commands.rules_for(build.space_id, train.week_start)
    )


@bp.route("/staff/builds/<int:number>/time", methods=["GET", "POST"])
@access(policies.may_see_trains)
def reschedule(number: int) -> Response:
    """Announce another time with its public reason."""
    actor, _build = filled_by_me(number)
    form, zone = TimeForm(), site.get("timezone")

    def move() -> None:
        mine = filled_by_me(number)[1]
        at = form.instant(zone)
        commands.reschedule(actor, mine.train, at, form.reason.data or "")

    answer, _result = acted(form, move)
    if answer is None:
        return done("builds_staff.show", number=number, message=_("Announced."))
    return answer(
        "builds/staff/time.html", form=form, build=filled_by_me(number)[1], zone=zone
    )


@bp.route("/staff/builds/<int:number>/blocks", methods=["GET", "POST"])
@access(policies.may_see_trains)
def block(number: int) -> Response:
    """Hold a build back."""
    actor, _build = filled_by_me(number)
    form = ReasonForm()

    def hold() -> None:
        cause = f"hand:{ids.new_id()}"
        commands.block(actor, filled_by_me(number)[1], cause, form.reason.data or "")

    answer, _result = acted(form, hold)
    if answer is None:
        return done("builds_staff.show", number=number, message=_("Held back."))
    return answer("builds/staff/block.html", form=form, build=filled_by_me(number)[1])


@bp.post("/staff/builds/<int:number>/blocks/<int:block_id>/lifting")
@access(policies.may_see_trains)
def unblock(number: int, block_id: int) -> Response:
    """What held it back is gone."""
    with atomic():
        actor, build = filled_by_me(number)
        for row in queries.open_blocks(build.id):
            if row.id == block_id:
                commands.unblock(actor, build, row.cause)
    return done("builds_staff.show", number=number, message=_("Lifted."))


@bp.post("/staff/builds/<int:number>/publication")
@access(policies.may_see_trains)
def publish(number: int) -> Response:
    """Let it out by hand: from the announced time on."""
    with atomic():
        actor, build = filled_by_me(number)
        commands.publish(actor, build.train)
    words = _("Build %(version)s is out.", version=build.version)
    return done("builds.show", number=number, message=words)

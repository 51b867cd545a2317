"""The team names the tester of the week."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.builds import queries as builds
from app.builds.models import Build
from app.feedback import commands, policies, queries
from app.feedback.forms import AwardForm
from app.feedback.queries import Candidate
from app.feedback.staff_views.blueprint import bp
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.policies import require
from app.kernel.words import N_
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done, invalid, page

nav.add(
    "staff",
    N_("Awards"),
    "feedback_staff.awards",
    policies.may_see_awards,
    icon="trophy",
    order=46,
    switch="builds",
)


@bp.get("/staff/awards")
@access(policies.may_see_awards)
def awards() -> Response:
    """The weeks whose reports are counted, the newest first."""
    found = queries.awarded_builds_page(current_actor(), request.args.get("after"))
    return page(
        "feedback/staff/awards.html",
        page=found,
        testers=queries.testers_of_the_week([build.id for build in found.items]),
    )


@bp.route("/staff/builds/<int:number>/awards", methods=["GET", "POST"])
@access(policies.may_see_awards)
def award(number: int) -> Response:
    """One week: whom the rules propose, and the form that names the tester."""
    actor = current_actor()
    build = _mine(actor, number)
    candidates = queries.candidates_of(build)
    form = _form(build, candidates)
    if request.method == "GET":
        return _award_page(page, build, candidates, form)
    if form.validate():
        try:
            with atomic():
                _name(actor, _mine(actor, number), form)
            return done("feedback_staff.award", number=number, message=_("Saved."))
        except Refusal as refusal:
            form.refuse(refusal)
    build = _mine(actor, number)
    return _award_page(invalid, build, queries.candidates_of(build), form)


def _mine(actor: Actor, number: int) -> Build:
    build = builds.visible_to(actor).get(number)
    require(policies.may_award, actor, build)
    return build


def _form(build: Build, candidates: list[Candidate]) -> AwardForm:
    """With what was chosen before, else with the first whom the rules propose."""
    award = queries.tester_award(build.id)
    if award is not None:
        chosen = f"{award.person_id}-{award.bug_id or 0}"
        return AwardForm.among(candidates, award.text, chosen)
    first = candidates[0] if candidates else None
    if first is None:
        return AwardForm.among(candidates, "", "0")
    found = first.bug.title if first.bug else ""
    words = _("Caught the worst bug early: “%(title)s”.", title=found)
    said = _("Sent the report that helps us most.")
    return AwardForm.among(candidates, words if first.bug else said, first.key)


def _name(actor: Actor, build: Build, form: AwardForm) -> None:
    chosen = form.chosen(queries.candidates_of(build))
    if chosen is None:
        commands.name_nobody(actor, build)
    else:
        commands.name_tester(actor, build, chosen, form.text.data or "")


def _award_page(
    answer: Any, build: Build, candidates: list[Candidate], form: AwardForm
) -> Response:
    response: Response = answer(
        "feedback/staff/award.html",
        build=build,
        form=form,
        candidates={each.key: each for each in candidates},
        is_closed=queries.are_closed(build.id),
        awards=queries.awards_of_build(build.id),
        award=queries.tester_award(build.id),
        awards_at=build.train.awards_at,
    )
    return response

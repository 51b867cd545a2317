"""The front page of the team's area: what waits for me."""

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from app.kernel.words import N_
from app.profiles import policies, queries
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import page

bp = Blueprint("profiles_staff", __name__)

# what is owed, and the page where it is done: (words, endpoint, name of its argument)
DOORS: dict[str, tuple[str, str, str]] = {
    "gate": (N_("Check a new idea"), "moderation_staff.item", "number"),
    "ruling": (N_("Decide about a report"), "moderation_staff.queue", ""),
    "ruling_first": (N_("Decide about a report"), "moderation_staff.queue", ""),
    "appeal": (N_("Answer an appeal"), "moderation_staff.appealed", "appeal_id"),
    "goal": (N_("Sign that a goal is reached"), "ideas.show", "number"),
    "review_start": (N_("Begin the review"), "reviews_staff.index", ""),
    "review": (N_("Decide after review"), "reviews_staff.index", ""),
    "parked": (N_("Say how it goes on"), "ideas.show", "number"),
    "start": (N_("Begin to make it"), "roadmap_staff.board", ""),
    "ship": (N_("Bring it out"), "roadmap_staff.board", ""),
    "roadmap_move": (N_("Move it on the roadmap"), "roadmap_staff.board", ""),
    "build": (N_("Bring the late build out"), "builds_staff.index", ""),
    "bug_triage": (N_("Look at a reported fault"), "feedback_staff.triage", ""),
    "build_awards": (N_("Name the tester of the week"), "feedback_staff.awards", ""),
    "accept_sales": (
        N_("Check a sales file"),
        "royalties_staff.sales_import",
        "import_id",
    ),
    "sign_deed": (N_("Sign a revenue agreement"), "royalties_staff.deed", "version_id"),
    "approve_run": (N_("Approve a royalty run"), "royalties_staff.run", "run_id"),
    "payout_approve": (N_("Approve payouts"), "payouts_staff.batch", "batch_id"),
    "payout_confirm": (N_("Confirm payouts"), "payouts_staff.batch", "batch_id"),
    "payee_check": (N_("Check payment details"), "payouts_staff.payees", ""),
}
_OTHER = (N_("Something waits"), "profiles_staff.home", "")
nav.add(
    "staff",
    N_("To do"),
    "profiles_staff.home",
    policies.may_enter_staff,
    icon="inbox",
    order=1,
)


@bp.get("/staff")
@access(policies.may_enter_staff)
def home() -> Response:
    """What waits for the roles I hold, the oldest due first."""
    tasks = [_shown(task) for task in queries.waiting_for(current_actor())]
    return page("profiles/staff/home.html", tasks=tasks)


def _shown(task: queries.Task) -> SimpleNamespace:
    words, endpoint, argument = DOORS.get(task.duty.kind, _OTHER)
    idea = task.idea
    number = idea.number if idea is not None else task.duty.subject_id
    values: dict[str, Any] = {argument: number} if argument else {}
    return SimpleNamespace(
        words=_(words),
        about=idea.title if idea is not None else "",
        lang=(idea.lang if idea is not None else "").replace("_", "-"),
        url=url_for(endpoint, **values),
        due_at=task.duty.due_at,
        is_overdue=task.duty.is_overdue,
    )

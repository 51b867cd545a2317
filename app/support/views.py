"""Supporting, joining by it, the receipt; who supports an idea, and day by day."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for

from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel import pages
from app.kernel.actor import ANONYMOUS
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.people import commands as people
from app.people import login
from app.support import commands, policies, queries
from app.support.forms import JoiningForm
from app.support.models import KINDS, REASONS
from app.web import i18n
from app.web.actor import PUBLIC, SIGNED_IN, access, current_actor
from app.web.answers import csv_answer, leave_for, page, safe_next
from app.web.limits import limiter

bp = Blueprint("support", __name__)
# More days than any idea lives.
ALL_DAYS = 10_000


@bp.post("/ideas/<int:number>/support")
@access(PUBLIC)
def create(number: int) -> Response:
    """Stand behind an idea; a visitor goes on to join in the same act."""
    actor = current_actor()
    if not actor.is_person:
        return leave_for(url_for(".joining", number=number, next=_next()))
    with atomic():
        idea = ideas.visible_to(actor).get(number)
        commands.give(actor, idea)
    return _answer(idea)


@bp.post("/ideas/<int:number>/support/withdrawal")
@access(SIGNED_IN)
def withdraw(number: int) -> Response:
    """Take support back."""
    actor = current_actor()
    with atomic():
        idea = ideas.visible_to(actor).get(number)
        commands.withdraw(actor, idea)
    return _answer(idea)


@bp.route("/ideas/<int:number>/support/joining", methods=["GET", "POST"])
@access(PUBLIC)
@limiter.limit("30 per 5 minutes", methods=["POST"])
def joining(number: int) -> Response:
    """The sheet of a visitor's tap: joins and supports in one act."""
    actor, form = current_actor(), JoiningForm()
    idea = ideas.visible_to(actor).get(number)
    if actor.is_person:
        return _live(idea)
    if request.method == "POST" and form.validate() and _join(number, form):
        return _answer(idea, joined=form.name.data or "")
    return _sheet(idea, form)


@bp.get("/ideas/<int:number>/support/receipt")
@access(SIGNED_IN)
def receipt(number: int) -> Response:
    """A person's own proof of support."""
    actor = current_actor()
    idea = ideas.visible_to(actor).get(number)
    support = queries.receipt_of(actor, idea.id)
    events = queries.events_of(support)
    return page(
        "support/receipt.html",
        idea=idea,
        support=support,
        events=events,
        ruling=queries.ruling_on(support),
        reasons=REASONS,
    )


@bp.get("/ideas/<int:number>/supporters")
@access(PUBLIC)
def supporters(number: int) -> Response:
    """Who stands behind an idea: those who show it, and how many others."""
    actor = current_actor()
    idea = ideas.visible_to(actor).get(number)
    sees_all = policies.may_see_supporters(actor, idea)
    after = request.args.get("after")
    found = queries.supporters_page(actor, idea.id, sees_all=sees_all, after=after)
    return page(
        "support/supporters.html",
        idea=idea,
        supports=found,
        sees_all=sees_all,
        unnamed=0 if sees_all else queries.unnamed_count(actor, idea.id),
        standing=queries.standing(actor, idea.id),
    )


@bp.get("/ideas/<int:number>/supporters/history")
@access(PUBLIC)
def history(number: int) -> Response:
    """Each day's change of the count, with its cause."""
    actor = current_actor()
    idea = ideas.visible_to(actor).get(number)
    return page(
        "support/history.html",
        idea=idea,
        days=queries.days_of(idea.id, _before()),
        rulings=queries.rulings_of(idea.id),
        standing=queries.standing(actor, idea.id),
        reasons=REASONS,
    )


@bp.get("/ideas/<int:number>/supporters/history.csv")
@access(PUBLIC)
def history_csv(number: int) -> Response:
    """The same as a file, all days."""
    idea = ideas.visible_to(current_actor()).get(number)
    days = queries.days_of(idea.id, size=ALL_DAYS).items
    rows = [
        (day.on, *(day.kinds[kind] for kind in KINDS), day.change, day.total)
        for day in days
    ]
    return csv_answer(f"supporters-{number}", ("day", *KINDS, "change", "total"), rows)


def _join(number: int, form: JoiningForm) -> bool:
    """Sign up, sign in and support, or nothing of it."""
    try:
        new = _signing_up(form)
        with atomic():
            idea = ideas.visible_to(ANONYMOUS).get(number)
            person = people.sign_up(ANONYMOUS, new)
            commands.give(person, idea)
            login.begin(person)
    except Refusal as refusal:
        if "field" not in refusal.values:
            raise
        form.refuse(refusal)
        return False
    return True


def _signing_up(form: JoiningForm) -> people.SignUp:
    """What was entered, hashed: the slow part, before the transaction."""
    name, password = form.name.data or "", form.password.data or ""
    login.refuse_weak(password, name=name)
    secret = login.hash_password(password)
    return people.SignUp(name, secret, form.birth_year.data or 0, i18n.pick())


def _sheet(idea: Idea, form: JoiningForm) -> Response:
    """The sheet, or its page without scripts; an error brings the form back filled."""
    is_sheet, is_new = _is_htmx(), request.method == "GET"
    fragment = "support/_sheet.html" if is_new else "support/_joining.html"
    answer = page(
        fragment if is_sheet else "support/joining.html",
        status=200 if is_new else 422,
        idea=idea,
        form=form,
        next=_next(),
        place=request.values.get("place", ""),
        is_sheet=is_sheet,
    )
    if is_sheet and not is_new:
        answer.headers["HX-Retarget"] = "#joining-form"
    return answer


def _answer(idea: Idea, *, joined: str = "") -> Response:
    """Back to where the tap came from; to htmx the same block, drawn anew."""
    if not _is_htmx():
        return leave_for(_back_to(idea))
    return _block(idea, is_fresh=True, joined=joined)


def _live(idea: Idea) -> Response:
    """For whoever is signed in by now: the page, or the button that works at once."""
    if not _is_htmx():
        return leave_for(_back_to(idea))
    answer = _block(idea, is_awake=True)
    answer.headers["HX-Reswap"] = "outerMorph"
    return answer


def _block(idea: Idea, **shown: Any) -> Response:
    actor = current_actor()
    standing = queries.standing(actor, idea.id)
    is_head = request.values.get("place") == "head"
    return page(
        "support/_head.html" if is_head else "support/_button.html",
        idea=idea,
        counted=standing.counted,
        held=standing.held,
        is_voided=standing.is_voided,
        offer=policies.offer(actor, idea, is_mine=standing.is_mine),
        **shown,
    )


def _is_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


def _before() -> date | None:
    """The day before which a page of the history begins."""
    try:
        asked = request.args.get("after")
        return date.fromisoformat(asked) if asked else None
    except ValueError:
        raise pages.BadCursor from None


def _back_to(idea: Idea) -> str:
    return _next() or url_for("ideas.show", number=idea.number, _anchor="support")


def _next() -> str | None:
    return safe_next(request.values.get("next"))

"""The tests of a space: what each is, who is in, and the ways in and out."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.builds import commands, policies, queries
from app.builds.forms import DATA_LABELS, AppealForm, JoinForm
from app.builds.models import Channel, Enrolment
from app.builds.views.blueprint import bp, left_until
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Invalid, Missing
from app.kernel.words import N_
from app.spaces import queries as spaces
from app.web.actor import PUBLIC, SIGNED_IN, access, current_actor
from app.web.answers import done, invalid, page

ABOUT = {
    "weekly": N_("Each Friday what was made that week, before everybody has it."),
    "stable": N_("Every few weeks what has proved itself: fit for every day."),
    "inner": N_(
        "A day before the others: for those who like to find the first faults."
    ),
    "nightly": N_("From the workbench, most nights. Something will break."),
}


@bp.get("/builds/channels")
@access(PUBLIC)
def channels() -> Response:
    """Every test that one may see, and how one stands to it."""
    actor = current_actor()
    found = queries.channels(actor)
    mine = queries.enrolments_of(actor.id or 0)
    return page(
        "builds/channels.html",
        channels=found,
        mine={row.channel_id: row for row in mine},
        about=ABOUT,
    )


@bp.get("/builds/channels/<slug>/<code>")
@access(PUBLIC)
def channel(slug: str, code: str) -> Response:
    """One test: what it is, the way back, who is in, and the door."""
    actor = current_actor()
    found = queries.channel_at(actor, slug, code)
    return page("builds/channel.html", **_shown(actor, found))


@bp.post("/builds/channels/<slug>/<code>/enrolment")
@access(SIGNED_IN)
def join(slug: str, code: str) -> Response:
    """In, in line, or back: one tap."""
    actor, form = current_actor(), JoinForm()
    try:
        with atomic():
            found = queries.channel_at(actor, slug, code)
            row = commands.enrol(actor, found, form.token.data or "")
    except (commands.PassNeeded, commands.DeviceCodeNeeded, commands.PassIsOver) as no:
        form.refuse(no)
        found = queries.channel_at(actor, slug, code)
        return invalid("builds/channel.html", **_shown(actor, found, form=form))
    return done("builds.channel", slug=slug, code=code, message=said_of(row))


@bp.post("/builds/channels/<slug>/<code>/enrolment/withdrawal")
@access(SIGNED_IN)
def step_out(slug: str, code: str) -> Response:
    """Out of the test, or out of the line."""
    actor = current_actor()
    with atomic():
        commands.leave(actor, queries.channel_at(actor, slug, code))
    words = _("You have left the test. Coming back is one tap.")
    return done("builds.channel", slug=slug, code=code, message=words)


@bp.post("/builds/channels/<slug>/<code>/appeal")
@access(SIGNED_IN)
def appeal(slug: str, code: str) -> Response:
    """Ask for a second look at being taken out."""
    actor, form = current_actor(), AppealForm()
    try:
        with atomic():
            removal = _standing(actor, queries.channel_at(actor, slug, code))
            commands.appeal(actor, removal, form.text.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        found = queries.channel_at(actor, slug, code)
        return invalid("builds/channel.html", **_shown(actor, found, appeal_form=form))
    words = _("Somebody else will look at it again.")
    return done("builds.channel", slug=slug, code=code, message=words)


@bp.get("/builds/passes/<token>")
@access(PUBLIC)
def invitation(token: str) -> Response:
    """Into which test a link leads; one that is over says so."""
    actor = current_actor()
    try:
        known = queries.open_pass(token)
        found = queries.channel_for(actor, known.channel_id)
    except Missing:
        return page("builds/channel_over.html", 404)
    return page(
        "builds/channel_pass.html",
        channel=found,
        token=token,
        about=ABOUT,
        mine=queries.enrolment_of(found.id, actor.id or 0),
        **_way_back(actor, found),
    )


@bp.post("/builds/passes/<token>/acceptance")
@access(SIGNED_IN)
def accept(token: str) -> Response:
    """Come in by a link."""
    actor = current_actor()
    with atomic():
        known = queries.open_pass(token)
        found = queries.channel_for(actor, known.channel_id)
        slug = found.space.slug
        row = commands.enrol(actor, found, token)
    words = said_of(row)
    return done("builds.channel", slug=slug, code=found.code, message=words)


@bp.get("/builds/founders")
@access(PUBLIC)
def founders() -> Response:
    """The wall of those who tested first, for each space that has one."""
    actor = current_actor()
    known = [space for space in spaces.all_of(actor) if space.has_builds]
    asked = request.args.get("space", "")
    chosen = next((one for one in known if one.slug == asked), None)
    chosen = chosen or (known[0] if known else None)
    return page(
        "builds/channel_founders.html",
        spaces=known,
        chosen=chosen,
        founders=queries.founders(chosen.id) if chosen else [],
    )


def said_of(row: Enrolment) -> str:
    """What is said to whoever just joined."""
    words: dict[str, str] = {
        "active": _("You are in the test."),
        "waiting": _("This test is full. You are on the waiting list."),
        "applied": _("You have applied. Places are given once a day."),
    }
    return words[row.state]


def _shown(
    actor: Actor,
    found: Channel,
    form: JoinForm | None = None,
    appeal_form: AppealForm | None = None,
) -> dict[str, Any]:
    mine = queries.enrolment_of(found.id, actor.id or 0)
    is_out = mine is not None and mine.state == "removed"
    waits = mine is not None and mine.is_queued
    next_at = queries.next_of_channel(found.id)
    return {
        "channel": found,
        "about": ABOUT,
        "mine": mine,
        "turn": queries.turn_of(mine) if waits and mine else None,
        "removal": queries.removal_of(mine.id) if is_out and mine else None,
        "counts": queries.counts_of([found.id])[found.id],
        "form": form or JoinForm(None),
        "appeal_form": appeal_form or AppealForm(None),
        "is_crew": policies.may_see_members(actor, found.space_id),
        "next_at": next_at,
        "next_left": left_until(next_at),
        **_way_back(actor, found),
    }


def _way_back(actor: Actor, found: Channel) -> dict[str, Any]:
    """The last build with its way back: read before joining."""
    return {"build": queries.latest_in(actor, found.id), "data_labels": DATA_LABELS}


def _standing(actor: Actor, found: Channel) -> Any:
    """The decision that keeps an actor out of a channel; Missing where none does."""
    mine = queries.enrolment_of(found.id, actor.id or 0)
    standing = queries.removal_of(mine.id) if mine else None
    if standing is None:
        raise Missing
    return queries.removal(standing.id)

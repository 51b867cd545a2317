"""The team's side of tests: channels, their doors and lists, and who is taken out."""

from typing import Any

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.builds import commands, policies, queries
from app.builds.forms import (
    JOIN_LABELS,
    AnswerForm,
    ChannelForm,
    CodesForm,
    EntryForm,
    PassForm,
    ReasonForm,
)
from app.builds.models import CHANNEL_LABELS, Channel, Enrolment
from app.builds.staff_views.blueprint import acted, bp
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Missing
from app.kernel.policies import require
from app.kernel.words import N_
from app.spaces import queries as spaces
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import csv_stream, done, page
from app.web.form import choices

CSV_HEADER = ("number", "name", "state", "score", "since", "last_sign", "warned")
STATE_LABELS = {
    "applied": N_("Applied"),
    "waiting": N_("Waiting"),
    "active": N_("In the test"),
    "dormant": N_("At rest"),
    "left": N_("Left"),
    "removed": N_("Taken out"),
}
LIST_LABELS = {
    "in": N_("In the test"),
    "queue": N_("Waiting"),
    "away": N_("Away"),
    "removed": N_("Taken out"),
}
nav.add(
    "staff",
    N_("Testers"),
    "builds_staff.channels",
    policies.may_see_testers,
    icon="users",
    order=42,
    switch="builds",
)


@bp.route("/staff/channels", methods=["GET", "POST"])
@access(policies.may_see_testers)
def channels() -> Response:
    """Every channel with its figures; give a space another one."""
    actor = current_actor()
    form = _channel_form(actor)

    def make() -> Channel:
        space = spaces.get(form.space_id.data)
        return commands.open_channel(actor, space, form.code.data, form.entry())

    answer, made = acted(form, make)
    if answer is None:
        return done("builds_staff.channel", channel_id=made.id, message=_("Made."))
    found = _served(actor)
    ids = [one.id for one in found]
    return answer(
        "builds/staff/channels.html",
        form=form,
        channels=found,
        counts=queries.counts_of(ids),
        ways=JOIN_LABELS,
        removals=queries.removals_page(ids, request.args.get("after")),
    )


@bp.route("/staff/channels/<int:channel_id>", methods=["GET", "POST"])
@access(policies.may_see_testers)
def channel(channel_id: int) -> Response:
    """One channel: its door, its passes, and who is in, waits, or is away."""
    actor = current_actor()
    found = _mine(actor, channel_id)
    form = EntryForm(obj=found)

    def change() -> None:
        commands.change_entry(actor, _mine(actor, channel_id), form.entry())

    answer, _result = acted(form, change)
    if answer is None:
        return done("builds_staff.channel", channel_id=channel_id, message=_("Saved."))
    return answer("builds/staff/channel.html", **_shown(actor, channel_id, form=form))


@bp.get("/staff/channels/<int:channel_id>/members.csv")
@access(policies.may_see_testers)
def members_csv(channel_id: int) -> Response:
    """Everybody who ever joined, as a file."""
    found = _mine(current_actor(), channel_id)
    rows = (_csv_line(row) for row in queries.everyone_in(found.id))
    return csv_stream(f"testers-{found.code}", CSV_HEADER, rows)


@bp.post("/staff/channels/<int:channel_id>/passes")
@access(policies.may_see_testers)
def make_link(channel_id: int) -> Response:
    """Make a link; it is shown in this answer and never again."""
    actor, form = current_actor(), PassForm()

    def make() -> str:
        new = commands.NewPass(
            form.uses.data or 0, form.days.data or 0, form.note.data or ""
        )
        return commands.make_link(actor, _mine(actor, channel_id), new)

    answer, token = acted(form, make)
    if answer is not None:
        return answer(
            "builds/staff/channel.html", **_shown(actor, channel_id, pass_form=form)
        )
    link = current_app.config["ORIGIN"] + url_for("builds.invitation", token=token)
    return page("builds/staff/channel.html", **_shown(actor, channel_id), link=link)


@bp.post("/staff/channels/<int:channel_id>/codes")
@access(policies.may_see_testers)
def make_codes(channel_id: int) -> Response:
    """Make codes for devices; they are shown in this answer and never again."""
    actor, form = current_actor(), CodesForm()

    def make() -> list[str]:
        count, note = form.count.data or 0, form.note.data or ""
        return commands.make_codes(actor, _mine(actor, channel_id), count, note)

    answer, codes = acted(form, make)
    if answer is not None:
        return answer(
            "builds/staff/channel.html", **_shown(actor, channel_id, codes_form=form)
        )
    return page("builds/staff/channel.html", **_shown(actor, channel_id), codes=codes)


@bp.post("/staff/channels/<int:channel_id>/passes/<int:pass_id>/ending")
@access(policies.may_see_testers)
def end_pass(channel_id: int, pass_id: int) -> Response:
    """Let nobody else in by a link or code."""
    actor = current_actor()
    with atomic():
        found = _mine(actor, channel_id)
        commands.end_pass(actor, found, queries.pass_in(found.id, pass_id))
    words = _("It lets nobody in any more.")
    return done("builds_staff.channel", channel_id=channel_id, message=words)


@bp.route(
    "/staff/channels/<int:channel_id>/members/<int:number>/removal",
    methods=["GET", "POST"],
)
@access(policies.may_see_testers)
def remove(channel_id: int, number: int) -> Response:
    """Take a tester out, with a reason that he reads."""
    actor, form = current_actor(), ReasonForm()

    def act() -> None:
        row = _member(actor, channel_id, number)
        commands.remove(actor, row, form.reason.data or "")

    answer, _result = acted(form, act)
    if answer is None:
        words = _("Taken out. They can ask for a second look.")
        return done("builds_staff.channel", channel_id=channel_id, message=words)
    return answer(
        "builds/staff/channel_removal.html",
        form=form,
        channel=_mine(actor, channel_id),
        row=_member(actor, channel_id, number),
    )


@bp.route("/staff/removals/<int:removal_id>", methods=["GET", "POST"])
@access(policies.may_see_testers)
def removal(removal_id: int) -> Response:
    """A removal and what was said against it; the second look."""
    actor, form = current_actor(), AnswerForm()
    _removal(actor, removal_id)

    def act() -> None:
        asked = _removal(actor, removal_id)
        commands.answer(actor, asked, form.outcome.data or "", form.text.data or "")

    answer, _result = acted(form, act)
    if answer is None:
        return done("builds_staff.removal", removal_id=removal_id, message=_("Saved."))
    asked = _removal(actor, removal_id)
    space_id = asked.enrolment.channel.space_id
    return answer(
        "builds/staff/removal.html",
        form=form,
        removal=asked,
        may_answer=policies.may_answer(actor, asked, space_id),
    )


def _served(actor: Actor) -> list[Channel]:
    """The channels whose lists an actor may see."""
    return [
        found
        for found in queries.channels(actor)
        if policies.may_see_members(actor, found.space_id)
    ]


def _mine(actor: Actor, channel_id: int) -> Channel:
    found = queries.channel_for(actor, channel_id)
    require(policies.may_see_members, actor, found.space_id)
    return found


def _member(actor: Actor, channel_id: int, number: int) -> Enrolment:
    """A row of a channel, for whoever may take its person out."""
    found = _mine(actor, channel_id)
    row = queries.enrolment_in(found.id, number)
    require(policies.may_remove, actor, found, row.person_id)
    return row


def _removal(actor: Actor, removal_id: int) -> Any:
    asked = queries.removal(removal_id)
    if asked.enrolment.channel_id not in {one.id for one in _served(actor)}:
        raise Missing
    return asked


def _channel_form(actor: Actor) -> ChannelForm:
    """Only spaces that the actor may give a channel."""
    form = ChannelForm()
    known = [
        space
        for space in spaces.all_of(actor)
        if space.has_builds and policies.may_keep_channels(actor, space.id)
    ]
    form.space_id.choices = choices([(str(one.id), one.name) for one in known])
    labels = [(code, _(label)) for code, label in CHANNEL_LABELS.items()]
    form.code.choices = choices(labels)
    return form


def _shown(
    actor: Actor,
    channel_id: int,
    form: EntryForm | None = None,
    pass_form: PassForm | None = None,
    codes_form: CodesForm | None = None,
) -> dict[str, Any]:
    found = _mine(actor, channel_id)
    asked = request.args.get("list", "in")
    which = asked if asked in queries.LISTS else "in"
    return {
        "channel": found,
        "form": form or EntryForm(formdata=MultiDict(), obj=found),
        "pass_form": pass_form or PassForm(MultiDict()),
        "codes_form": codes_form or CodesForm(MultiDict()),
        "which": which,
        "lists": LIST_LABELS,
        "states": STATE_LABELS,
        "counts": queries.counts_of([found.id])[found.id],
        "groups": queries.LISTS,
        "members": queries.members_page(found.id, which, request.args.get("after")),
        "passes": queries.passes_page(found.id, request.args.get("older")),
        "may_keep": policies.may_keep_channels(actor, found.space_id),
        "may_remove": policies.may_remove(actor, found, 0),
    }


def _csv_line(row: Enrolment) -> tuple[Any, ...]:
    return (
        row.person.number,
        row.person.display_name,
        row.state,
        row.score,
        row.at.isoformat(),
        row.active_at.isoformat() if row.active_at else "",
        row.warned_at.isoformat() if row.warned_at else "",
    )

"""Reporting a bug: the form, the log that comes with it, and bugs like it."""

from dataclasses import dataclass, field
from typing import Any

from flask import Response, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from app.builds import queries as builds
from app.builds.models import Build
from app.comments import queries as comments
from app.feedback import commands, policies
from app.feedback.commands import NewLog, Secret
from app.feedback.commands.refusals import LogLost, SecretsInLog
from app.feedback.forms import LONGEST_TITLE, SECRET_LABELS, BugForm
from app.feedback.models import Bug
from app.feedback.views import devices
from app.feedback.views.blueprint import bp
from app.ideas.policies import may_draft_from
from app.kernel import storage
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Invalid, Missing
from app.kernel.policies import require
from app.spaces import queries as spaces
from app.web import slot
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done, invalid, leave_for, page
from app.web.form import choices


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words without a bug yet, for whoever looks for bugs like it."""

    space_id: int
    title: str
    words: str = ""
    id: int = 0


@dataclass(slots=True)
class Sent:
    """The log that came with the form, set aside, and the secrets on its lines."""

    words: str = ""
    secrets: list[Secret] = field(default_factory=list)


@bp.get("/bugs/new")
@access(SIGNED_IN)
def new_in_latest() -> Response:
    """The form for the build that went out last."""
    build = builds.latest(current_actor())
    if build is None:
        raise Missing
    return leave_for(url_for("feedback.new", number=build.number))


@bp.route("/builds/<int:number>/bugs/new", methods=["GET", "POST"])
@access(SIGNED_IN)
def new(number: int) -> Response:
    """Report what goes wrong in a build; a refused report comes back filled.

    Made of a comment of one's own it begins with what that says.
    """
    actor = current_actor()
    build = builds.visible_to(actor).get(number)
    require(policies.may_file, actor, build)
    form, sent = _form(actor, build), Sent()
    if request.method == "GET":
        return page("feedback/new.html", form=form, build=build, sent=sent)
    try:
        sent = _sent_log(build.space_id, form)
        log = _log_to_keep(form, sent)
        like = _unseen_like(actor, build, form) if form.validate() else ""
        if form.errors or like:
            return _again(actor, number, form, sent, like)
        filed = _file(actor, form, log)
    except Invalid as refusal:
        form.validate()
        form.refuse(refusal)
        return _again(actor, number, form, sent)
    storage.forget_aside(form.log_key.data or "")
    words = _("Thank you. We have heard it.")
    return done("feedback.bug", number=filed.number, message=words)


@bp.get("/builds/<int:number>/bugs/similar")
@access(SIGNED_IN)
def similar(number: int) -> Response:
    """Bugs like a title that is being typed."""
    build = builds.visible_to(current_actor()).get(number)
    title = request.args.get("title", "")[:LONGEST_TITLE]
    return page("feedback/similar.html", wanted=Wanted(build.space_id, title))


def _file(actor: Actor, form: BugForm, log: NewLog | None) -> Bug:
    with atomic():
        build = builds.visible_to(actor).get(form.build.data)
        return commands.file(actor, build, form.bug(log))


def _form(actor: Actor, build: Build) -> BugForm:
    """The form with what is known: the build, the reporter's device, his browser."""
    said = _commented(actor)
    form = BugForm(build=build.number, device=_device(actor, build), **said)
    known = [build, *builds.recent(build.space_id)]
    form.build.choices = choices(
        {
            str(one.number): one.version
            for one in known
            if policies.may_file(actor, one)
        }.items()
    )
    form.build.flags.required = True
    most = spaces.rules_of(build.space_id).bugs.log_kilobytes
    words = _("A text file of at most %(most)s kB. Only you and the team can read it.")
    form.log.description = words % {"most": format_decimal(most)}
    if not most:
        del form.log
    return form


def _commented(actor: Actor) -> dict[str, str]:
    """The words of the comment that a report is made of, if it is made of one."""
    comment_id = request.args.get("comment", type=int)
    if comment_id is None:
        return {}
    comment = comments.get(actor, comment_id)
    require(may_draft_from, actor, comment)
    words = comment.body_plain
    return {
        "title": words if len(words) <= LONGEST_TITLE else "",
        "actual": comment.body_source,
        "version": f"comment-{comment.id}",
    }


def _device(actor: Actor, build: Build) -> str:
    enrolled = builds.enrolment_of(build.train.channel_id, actor.id or 0)
    own = enrolled.device_json.values() if enrolled else ()
    seen = devices.facts(request.user_agent.string)
    return ", ".join([*(str(words) for words in own if words), *([seen] * bool(seen))])


def _sent_log(space_id: int, form: BugForm) -> Sent:
    """The log of this form, or of the one before; set aside until it is all said."""
    file = request.files.get("log") if "log" in form else None
    if file and file.filename:
        most = spaces.rules_of(space_id).bugs.log_kilobytes
        words = commands.read(file.read(most * 1000 + 1), most)
        storage.forget_aside(form.log_key.data or "")
        form.log_key.data = storage.set_aside(words.encode())
        form.log_name.data = file.filename
        form.secrets.data = None
    elif form.log_key.data:
        words = _from_aside(form)
    else:
        return Sent()
    return Sent(words, commands.secrets_in(words))


def _from_aside(form: BugForm) -> str:
    try:
        return storage.from_aside(form.log_key.data or "").decode()
    except Missing:
        form.log_key.data = ""
        raise LogLost(field="log") from None


def _log_to_keep(form: BugForm, sent: Sent) -> NewLog | None:
    """The log as its sender wants it; refused while it is not said of secrets."""
    if not sent.words or form.secrets.data == "drop":
        return None
    name = form.log_name.data or "log.txt"
    if not sent.secrets or form.secrets.data == "keep":
        return NewLog(name, sent.words)
    if form.secrets.data == "blank":
        return commands.without_secrets(name, sent.words)
    raise SecretsInLog(field="secrets")


def _unseen_like(actor: Actor, build: Build, form: BugForm) -> Any:
    """Bugs like this one that its reporter has not been shown; asked once."""
    if "seen" in request.form:
        return ""
    said = " ".join((form.actual.data or "", form.steps.data or ""))
    wanted = Wanted(build.space_id, form.title.data or "", said)
    return slot.of("bugs.similar", actor, [wanted])[0]


def _again(
    actor: Actor, number: int, form: BugForm, sent: Sent, like: Any = ""
) -> Response:
    """The form once more, filled, with what there is to say about it."""
    return invalid(
        "feedback/new.html",
        form=form,
        build=builds.visible_to(actor).get(number),
        sent=sent,
        secret_labels=SECRET_LABELS,
        most_named=commands.MOST_NAMED,
        like=like,
        is_seen=bool(like) or "seen" in request.form,
    )

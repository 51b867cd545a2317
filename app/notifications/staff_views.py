"""The admin's side: who mails are from, whether they go, the outbox, the chats."""

from typing import Any

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.kernel import mail as post
from app.kernel import site, smtp
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.kernel.words import N_
from app.notifications import commands, forms, mails, policies, queries
from app.notifications.models import CHAT_LABELS
from app.people import queries as people
from app.spaces import policies as spaces_policies
from app.spaces import queries as spaces
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done, page
from app.web.limits import limiter

bp = Blueprint("notifications_staff", __name__)

# Each step of a mail: what it is called, and what to do where it fails.
STEPS = {
    "dns": (
        N_("Find the server"),
        N_(
            "Check the server's name in COBUILD_SMTP_URL, and that this machine can "
            "look names up."
        ),
    ),
    "connect": (
        N_("Reach it"),
        N_(
            "Check the port (25, 465 or 587), and whether a firewall here or there "
            "stops it."
        ),
    ),
    "tls": (
        N_("Encrypt"),
        N_(
            "Use the name that stands in the server's certificate. smtps:// is for "
            "port 465, smtp:// for the others."
        ),
    ),
    "auth": (
        N_("Sign in"),
        N_(
            "Check name and password in COBUILD_SMTP_URL; signs such as @ or / in them "
            "are written as percent codes."
        ),
    ),
    "sender": (
        N_("Accept the sender"),
        N_("Enter a sender's address below that this server may send for."),
    ),
    "recipient": (
        N_("Accept the recipient"),
        N_("Check the address. Some servers send to known addresses only."),
    ),
    "content": (
        N_("Accept the mail"),
        N_("The server refused the mail itself: its words say why."),
    ),
}
STATE_LABELS = {
    "waiting": N_("Waiting"),
    "parked": N_("Given up"),
    "kept": N_("Without an address"),
    "sent": N_("Sent"),
}
nav.add(
    "staff",
    N_("Mail"),
    "notifications_staff.mail",
    policies.may_run_mail,
    icon="mail",
    order=92,
)


@bp.route("/staff/site/mail", methods=("GET", "POST"))
@access(policies.may_run_mail)
def mail() -> Response:
    """Who mails are from, when the weekly one goes, and whether the server takes it."""
    form = _settings_form()
    if request.method == "GET":
        return _page(form=form)
    if form.validate():
        try:
            with atomic():
                commands.set_up_mail(
                    current_actor(),
                    form.sender.data or "",
                    form.weekday.data,
                    form.hour.data,
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return done(".mail", message=_("Saved."))
    return _page(422, form=form)


@bp.post("/staff/site/mail/trial")
@access(policies.may_run_mail)
@limiter.limit("10 per 10 minutes")
def try_mail() -> Response:
    """Send a test mail; the answer names the step that failed, if one did."""
    form = forms.TrialForm()
    if not form.validate() or not post.works():
        return _page(422, trial=form)
    letter = mails.trial(getattr(current_actor(), "locale", None))
    message = post.envelope(form.address.data or "", letter.subject)
    message.set_content(letter.text)
    outcome = smtp.attempt(current_app.config["SMTP_URL"], message)
    return _page(trial=form, outcome=outcome)


@bp.get("/staff/site/mail/outbox")
@access(policies.may_run_mail)
def outbox() -> Response:
    """Every mail by what became of it, each with the link it holds."""
    state = request.args.get("state", "waiting")
    if state not in queries.STATES:
        raise Missing
    found = queries.outbox_page(state, request.args.get("after"))
    readers = people.by_ids([row.person_id for row in found.items])
    return page(
        "notifications/staff/outbox.html",
        found=found,
        readers=readers,
        state=state,
        states=[(key, _(label)) for key, label in STATE_LABELS.items()],
        works=post.works(),
    )


@bp.post("/staff/site/mail/outbox/retries")
@access(policies.may_run_mail)
def retry() -> Response:
    """Try what was given up once more: one (`id`), or all."""
    ids = request.form.getlist("id", type=int)
    with atomic():
        commands.retry(current_actor(), ids or None)
    return done(".outbox", message=_("They wait to be sent again."))


@bp.route("/staff/spaces/<slug>/chat", methods=("GET", "POST"))
@access(spaces_policies.may_manage)
def chat(slug: str) -> Response:
    """The chat of the team that a space tells its builds and goals."""
    space = spaces.by_slug_for_system(slug)
    form = forms.ChatForm()
    if request.method == "POST" and form.validate():
        try:
            with atomic():
                commands.set_webhook(
                    current_actor(), space, form.kind.data, form.url.data or ""
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return done(".chat", slug=slug, message=_("Saved."))
    return page(
        "notifications/staff/chat.html",
        422 if form.errors else 200,
        form=form,
        space=space,
        hook=queries.webhook_of(space.id),
        last=queries.last_post_of(space.id),
        chats=CHAT_LABELS,
    )


@bp.post("/staff/spaces/<slug>/chat/removal")
@access(spaces_policies.may_manage)
def remove_chat(slug: str) -> Response:
    """Post nowhere any more."""
    space = spaces.by_slug_for_system(slug)
    with atomic():
        commands.remove_webhook(current_actor(), space)
    return done(".chat", slug=slug, message=_("Nothing is posted any more."))


def _page(
    status: int = 200,
    *,
    form: forms.MailForm | None = None,
    trial: forms.TrialForm | None = None,
    outcome: smtp.Outcome | None = None,
) -> Response:
    url = current_app.config["SMTP_URL"]
    own = people.current_email(current_actor().id or 0)
    return page(
        "notifications/staff/mail.html",
        status,
        form=form or _settings_form(),
        trial=trial or forms.TrialForm(None, data={"address": own}),
        server=smtp.server_of(url) if url else None,
        works=post.works(),
        sender=post.sender(),
        parked=queries.parked_count(),
        outcome=outcome,
        steps=_told(outcome) if outcome else [],
        advice=_(STEPS[outcome.failed_at][1]) if outcome and outcome.failed_at else "",
    )


def _settings_form() -> forms.MailForm:
    """The form as it is kept; of a POST to another part of the page nothing."""
    known = {
        "sender": site.get("mail_from"),
        "weekday": site.get("digest_weekday"),
        "hour": site.get("digest_hour"),
    }
    if request.endpoint == "notifications_staff.mail":
        return forms.MailForm(data=known)
    return forms.MailForm(MultiDict(), data=known)


def _told(outcome: smtp.Outcome) -> list[dict[str, Any]]:
    """The steps of a trial, up to the one that failed."""
    names = list(smtp.STEPS)
    reached = names.index(outcome.failed_at) if outcome.failed_at else len(names)
    return [
        {
            "label": _(STEPS[name][0]),
            "state": "done" if n < reached else "now" if n == reached else "todo",
            "note": "",
        }
        for n, name in enumerate(names)
    ]

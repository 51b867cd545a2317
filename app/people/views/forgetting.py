"""A forgotten password: asking for a link, and choosing a new one by it."""

from flask import Response, request

from app.kernel import mail
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.people import commands, forms, login, mails, queries
from app.people.models import OneTimeLink, Person
from app.people.views.blueprint import bp, failed
from app.people.views.entering import enter
from app.web.actor import PUBLIC, access
from app.web.answers import invalid, page
from app.web.limits import limiter


@bp.route("/forgotten", methods=("GET", "POST"))
@access(PUBLIC)
@limiter.limit("10 per 5 minutes; 50 per hour", methods=["POST"])
def forgotten() -> Response:
    """Ask for a link by mail; the answer is the same for names nobody has."""
    form = forms.ForgottenForm()
    if request.method == "GET" or not mail.works():
        return page("people/forgotten.html", form=form, can_mail=mail.works())
    if not form.validate():
        return invalid("people/forgotten.html", form=form, can_mail=True)
    with atomic():
        _send(commands.forgotten_link(form.name.data or ""))
    return page("people/forgotten_sent.html")


@bp.route("/password/<token>", methods=("GET", "POST"))
@access(PUBLIC)
@limiter.limit("10 per 5 minutes", methods=["POST"], deduct_when=failed)
def renew_password(token: str) -> Response:
    """What the link opens: choose a new password, and come in."""
    try:
        link = queries.link("password", token)
    except Missing:
        return page("people/link_over.html", status=404)
    person = queries.get(link.person_id or 0)
    name = queries.sign_in_name(person) or ""
    form = forms.NewPasswordForm()
    if request.method == "POST" and form.validate():
        try:
            _renew(link, person, name, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return enter(person)
    template = "people/renew_password.html"
    shortest = login.shortest_for(person)
    if request.method == "GET":
        return page(template, form=form, name=name, shortest=shortest)
    return invalid(template, form=form, name=name, shortest=shortest)


def _send(asked: commands.Forgotten | None) -> None:
    if asked is None:
        return
    name = queries.sign_in_name(asked.person) or ""
    letter = mails.forgotten_password(asked.person, asked.token, name)
    cause = f"password:{asked.token[:12]}"
    mail.send(asked.person.id, asked.address, letter, cause, is_secret=True)


def _renew(
    link: OneTimeLink, person: Person, name: str, form: forms.NewPasswordForm
) -> None:
    password = form.password.data or ""
    login.refuse_weak(password, is_staff=person.is_staff, name=name)
    kept = login.hash_password(password)
    with atomic():
        commands.renew_password(link, kept)

"""Joining, signing in and out, the admin's first door."""

from typing import Any

from flask import Response, current_app, request
from flask_babel import gettext as _

from app.kernel.actor import ANONYMOUS
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.people import commands, forms, login, queries
from app.people.models import OneTimeLink, Person
from app.people.views.blueprint import bp, failed
from app.web import i18n
from app.web.actor import PUBLIC, access, current_actor
from app.web.answers import done, invalid, leave_for, page, safe_next
from app.web.limits import by_name, limiter


@bp.route("/join", methods=("GET", "POST"))
@access(PUBLIC)
@limiter.limit("30 per 5 minutes", methods=["POST"])
def sign_up() -> Response:
    """Name, password, year of birth: no address, no mail."""
    form = forms.SignUpForm(next=request.args.get("next"))
    if request.method == "GET":
        return page("people/sign_up.html", form=form)
    if form.validate():
        try:
            person = _join(form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return leave_for(_next(form), message=_hello(person))
    return invalid("people/sign_up.html", form=form)


@bp.route("/sign-in", methods=("GET", "POST"))
@access(PUBLIC)
@limiter.limit("1000 per 5 minutes", methods=["POST"], key_func=lambda: "sign-in")
@limiter.limit("10 per 5 minutes", methods=["POST"], deduct_when=failed)
@limiter.limit(
    "10 per 5 minutes", methods=["POST"], key_func=by_name, deduct_when=failed
)
def sign_in() -> Response:
    """Name and password; whoever has a second factor is asked for its code next."""
    form = forms.SignInForm(next=request.args.get("next"))
    if request.method == "GET":
        if current_actor().is_person:
            return leave_for(_next(form))
        return page("people/sign_in.html", form=form)
    person = _proved(form) if form.validate() else None
    if person is None:
        return invalid("people/sign_in.html", form=form)
    fresh = login.fresh_hash(form.name.data or "", form.password.data or "")
    return enter(person, _next(form), fresh)


@bp.post("/sign-out")
@access(PUBLIC)
def sign_out() -> Response:
    """End this session; twice is the same as once."""
    with atomic():
        login.end_current()
    return leave_for("/")


@bp.route("/welcome/<token>", methods=("GET", "POST"))
@access(PUBLIC)
@limiter.limit("10 per 5 minutes", methods=["POST"], deduct_when=failed)
def welcome(token: str) -> Response:
    """The printed link: make the first admin, or come in as the one there is."""
    try:
        link = queries.link("admin", token)
    except Missing:
        return page("people/welcome_over.html", status=404)
    admin = queries.get(link.person_id) if link.person_id is not None else None
    form = forms.SignUpForm()
    shown: dict[str, Any] = {"form": form, "admin": admin, "is_demo": _is_demo()}
    if request.method == "GET":
        return page("people/welcome.html", **shown)
    if admin is not None:
        return _come_in(link)
    if form.validate():
        try:
            return _found(form, link)
        except Refusal as refusal:
            form.refuse(refusal)
    return invalid("people/welcome.html", **shown)


def enter(person: Person, target: str = "/", fresh: str | None = None) -> Response:
    """Let in whoever has shown to be this person, after a code where one is due."""
    with atomic():
        commands.note_sign_in(person, fresh)
        if person.second_factor_at is None:
            login.begin(person, stepped_up=True)
            token = None
        else:
            token = commands.second_factor_link(person)
    if token is None:
        return leave_for(target)
    code = forms.CodeForm(None, token=token, next=target)
    code.token.data, code.next.data = token, target
    return page("people/sign_in_code.html", form=code)


def _join(form: forms.SignUpForm) -> Person:
    new = _signing_up(form, is_staff=False)
    with atomic():
        person = commands.sign_up(ANONYMOUS, new)
        login.begin(person)
    return person


def _found(form: forms.SignUpForm, link: OneTimeLink) -> Response:
    """Make the first admin, and lead on to the second factor."""
    new = _signing_up(form, is_staff=True)
    with atomic():
        person = commands.first_admin(link, new)
        login.begin(person, stepped_up=True)
        commands.begin_second_factor(person, person)
    return done("people.second_factor", message=_hello(person))


def _come_in(link: OneTimeLink) -> Response:
    is_demo = _is_demo()
    with atomic():
        person = commands.enter_as_admin(link, is_demo=is_demo)
        login.begin(person, stepped_up=True, is_demo=is_demo)
        if not is_demo:
            commands.begin_second_factor(person, person)
    return leave_for("/") if is_demo else done("people.second_factor")


def _signing_up(form: forms.SignUpForm, *, is_staff: bool) -> commands.SignUp:
    """What was entered, hashed; weak passwords are refused before the slow part."""
    password = form.password.data or ""
    login.refuse_weak(password, is_staff=is_staff, name=form.name.data or "")
    return commands.SignUp(
        name=form.name.data or "",
        password_hash=login.hash_password(password),
        birth_year=form.birth_year.data or 0,
        locale=i18n.pick(),
    )


def _proved(form: forms.SignInForm) -> Person | None:
    """The person, or the one sentence that says no more than that it was not right."""
    person = login.verify(form.name.data or "", form.password.data or "")
    if person is None:
        form.form_errors.append(_("This name and password do not belong together."))
    return person


def _hello(person: Person) -> str:
    return str(_("Welcome, %(name)s.", name=person.display_name))


def _next(form: Any) -> str:
    return safe_next(form.next.data) or "/"


def _is_demo() -> bool:
    return bool(current_app.config["STORE"] == "demo")

"""The second factor at sign-in, and proving oneself again before a weighty act."""

from flask import Response, request
from flask_babel import gettext as _

from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.people import commands, forms, login, queries
from app.people.models import OneTimeLink, Person
from app.people.views.blueprint import bp, failed, limit_key, me
from app.web.actor import PUBLIC, SIGNED_IN, access
from app.web.answers import invalid, leave_for, page, safe_next
from app.web.limits import limiter

# wrong codes count together, whichever of the two pages they were typed on
PER_PERSON = "5 per 5 minutes; 20 per hour; 50 per day"
PER_ADDRESS = "10 per 5 minutes; 50 per hour"


def _waiting_key() -> str:
    """The person whose password was right, so that new tries share one count."""
    link = _waiting(request.form.get("token", ""))
    return "nobody" if link is None else f"person:{link.person_id}"


@bp.post("/sign-in/code")
@access(PUBLIC)
@limiter.shared_limit(PER_ADDRESS, "second-factor-from", deduct_when=failed)
@limiter.shared_limit(
    PER_PERSON, "second-factor", key_func=_waiting_key, deduct_when=failed
)
def sign_in_code() -> Response:
    """The code of the app, or a recovery code, after a right password."""
    form = forms.CodeForm()
    link = _waiting(form.token.data or "")
    if link is None:
        form.form_errors.append(_("That took too long. Sign in once more."))
        again = forms.SignInForm(None, next=form.next.data)
        again.form_errors = form.form_errors
        return invalid("people/sign_in.html", form=again)
    if form.validate():
        try:
            _finish(link, form.code.data or "")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return leave_for(safe_next(form.next.data) or "/")
    return invalid("people/sign_in_code.html", form=form)


@bp.route("/step-up", methods=("GET", "POST"))
@access(SIGNED_IN)
@limiter.shared_limit(
    PER_ADDRESS, "second-factor-from", methods=["POST"], deduct_when=failed
)
@limiter.shared_limit(
    PER_PERSON,
    "second-factor",
    key_func=limit_key,
    methods=["POST"],
    deduct_when=failed,
)
def step_up() -> Response:
    """Password, and the code where there is a second factor; good for 5 minutes."""
    person = me()
    form = forms.StepUpForm(next=request.args.get("next"))
    if request.method == "GET":
        return page("people/step_up.html", form=form)
    if form.validate():
        try:
            _prove_again(person, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return leave_for(safe_next(form.next.data) or "/")
    return invalid("people/step_up.html", form=form)


def _waiting(token: str) -> OneTimeLink | None:
    try:
        return queries.link("second_factor", token)
    except Missing:
        return None


def _finish(link: OneTimeLink, code: str) -> None:
    with atomic():
        person = queries.get(link.person_id or 0)
        commands.prove_second_factor(person, code)
        commands.use(link)
        login.begin(person, stepped_up=True)


def _prove_again(person: Person, form: forms.StepUpForm) -> None:
    """One sentence for a wrong password and a wrong code: no hint which."""
    name = queries.sign_in_name(person) or ""
    is_right = login.verify(name, form.password.data or "") is not None
    if not is_right:
        raise commands.WrongProof
    with atomic():
        if person.second_factor_at is not None:
            _prove_code(person, form.code.data or "")
        login.begin(person, stepped_up=True)


def _prove_code(person: Person, code: str) -> None:
    try:
        commands.prove_second_factor(person, code)
    except commands.WrongCode:
        raise commands.WrongProof from None

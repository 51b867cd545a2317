"""The admin's page of people: find one, grant and end roles, shut out, let in."""

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext as _

from app.kernel.actor import ROLES
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.kernel.words import N_
from app.people import commands, forms, login, mails, policies, queries
from app.people.models import NEEDS_SECOND_FACTOR, Person, RoleGrant
from app.web import nav
from app.web.actor import access, current_actor, stepped_up
from app.web.answers import csv_stream, done, invalid, page

bp = Blueprint("people_staff", __name__)

ROLE_WORDS = {
    "moderator": (N_("Moderator"), N_("checks new ideas, hides and merges")),
    "product": (N_("Product team"), N_("reviews, plans the roadmap, signs")),
    "engineer": (N_("Engineer"), N_("fixes faults by name, ships builds")),
    "design": (N_("Design"), N_("takes part in reviews")),
    "brand": (N_("Brand"), N_("takes part in reviews")),
    "legal": (N_("Legal"), N_("takes part in reviews")),
    "finance": (N_("Finance"), N_("sales, revenue agreements, payments")),
    "auditor": (N_("Auditor"), N_("reads everything about money")),
    "admin": (N_("Admin"), N_("roles and settings of the site")),
}
WHOLE_SITE = "site"
ACCESS_WORDS = {
    "active": N_("may sign in"),
    "shut_out": N_("shut out"),
    "placeholder": N_("from an import"),
}
CSV_HEADER = (
    "number",
    "name",
    "signs_in_as",
    "access",
    "roles",
    "second_factor",
    "joined_on",
)
nav.add(
    "staff",
    N_("People"),
    "people_staff.index",
    policies.may_manage_people,
    icon="users",
    order=80,
)


@bp.get("/staff/people")
@access(policies.may_manage_people)
def index() -> Response:
    """Everyone by name, or those who fit what was sought."""
    sought = _sought()
    found = queries.directory(sought, request.args.get("after"))
    spaces = _space_names()
    return page(
        "people/staff/index.html",
        people=[_line(person, spaces) for person in found.items],
        found=found,
        sought=sought,
        kept=_kept(sought),
        roles=[(role, _(words)) for role, (words, _does) in ROLE_WORDS.items()],
        kinds=[(key, _(words)) for key, words in ACCESS_WORDS.items()],
    )


@bp.get("/staff/people.csv")
@access(policies.may_manage_people)
@stepped_up
def index_csv() -> Response:
    """The same people as a file, however many they are; without their addresses."""
    slugs = {space.id: space.slug for space in _spaces()}
    everyone = queries.everyone(_sought())
    rows = (_csv_line(person, name, slugs) for person, name in everyone)
    return csv_stream("people", CSV_HEADER, rows)


@bp.get("/staff/people/<int:number>")
@access(policies.may_manage_people)
def show(number: int) -> Response:
    """One person: roles held, roles to give, second factor."""
    person = queries.by_number(number)
    return page("people/staff/show.html", form=_role_form(), **_shown(person))


@bp.post("/staff/people/<int:number>/roles")
@access(policies.may_manage_people)
@stepped_up
def grant_role(number: int) -> Response:
    """Give a role, for the whole site or for one space."""
    form = _role_form()
    person = queries.by_number(number)
    if form.validate():
        try:
            _grant(person, form.role.data, _space_of(form))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            words = _("Granted: %(role)s.", role=_(ROLE_WORDS[form.role.data][0]))
            return done("people_staff.show", number=number, message=words)
    return invalid("people/staff/show.html", form=form, **_shown(person))


@bp.post("/staff/people/<int:number>/roles/<int:grant_id>/ending")
@access(policies.may_manage_people)
@stepped_up
def end_role(number: int, grant_id: int) -> Response:
    """Take a role back."""
    with atomic():
        person = queries.by_number(number)
        commands.end_role(current_actor(), _grant_of(person, grant_id))
        login.keep_current(person)
    return done("people_staff.show", number=number, message=_("The role has ended."))


@bp.post("/staff/people/<int:number>/disabling")
@access(policies.may_manage_people)
@stepped_up
def disable(number: int) -> Response:
    """Shut a person out."""
    with atomic():
        commands.disable(current_actor(), queries.by_number(number))
    words = _("This person cannot sign in any more.")
    return done("people_staff.show", number=number, message=words)


@bp.post("/staff/people/<int:number>/enabling")
@access(policies.may_manage_people)
@stepped_up
def enable(number: int) -> Response:
    """Let a person in again."""
    with atomic():
        commands.enable(current_actor(), queries.by_number(number))
    words = _("This person can sign in again.")
    return done("people_staff.show", number=number, message=words)


@bp.post("/staff/people/<int:number>/second-factor/removal")
@access(policies.may_manage_people)
@stepped_up
def reset_second_factor(number: int) -> Response:
    """For someone who lost the phone and the codes."""
    with atomic():
        commands.reset_second_factor(current_actor(), queries.by_number(number))
    words = _("The second factor is removed. It has to be set up again.")
    return done("people_staff.show", number=number, message=words)


@bp.post("/staff/people/<int:number>/password-link")
@access(policies.may_manage_people)
@stepped_up
def password_link(number: int) -> Response:
    """For someone who forgot the password: a link, shown in this answer and once."""
    person = queries.by_number(number)
    with atomic():
        token = commands.password_link(current_actor(), person)
    url = mails.link("people.renew_password", token)
    return page("people/staff/password_link.html", person=person, url=url)


def _grant(person: Person, role: str, space: Any) -> None:
    """Grant, but nothing that moves money over plain http (TRUST 1)."""
    if current_app.config["LAN"] and role in NEEDS_SECOND_FACTOR:
        raise commands.NotOnLan(field="role")
    with atomic():
        commands.grant_role(current_actor(), person, role, space)
        login.keep_current(person)


def _grant_of(person: Person, grant_id: int) -> RoleGrant:
    grant = queries.grant(grant_id)
    if grant.person_id != person.id:
        raise Missing
    return grant


def _role_form() -> forms.RoleForm:
    form = forms.RoleForm()
    form.role.choices = [
        (role, f"{_(ROLE_WORDS[role][0])}: {_(ROLE_WORDS[role][1])}") for role in ROLES
    ]
    named = ((str(space.id), space.name) for space in _spaces())
    form.space.choices = [(WHOLE_SITE, _("The whole site")), *named]
    return form


def _spaces() -> list[Any]:
    """Where a role can be given; a domain above knows (create_app says which)."""
    found: list[Any] = current_app.extensions["spaces_of"](current_actor())
    return found


def _space_names() -> dict[int, str]:
    return {space.id: space.name for space in _spaces()}


def _space_of(form: forms.RoleForm) -> Any:
    """The space that was chosen; None for the whole site."""
    return next((one for one in _spaces() if str(one.id) == form.space.data), None)


def _shown(person: Person) -> dict[str, Any]:
    actor = current_actor()
    name = queries.sign_in_name(person)
    spaces = _space_names()
    return {
        "person": person,
        "name": name,
        "grants": [_held(person, grant, spaces) for grant in queries.grants_of(person)],
        "waits": any(grant.role in NEEDS_SECOND_FACTOR for grant in person.grants)
        and person.second_factor_at is None,
        "may_grant": policies.may_grant(actor, person),
        "may_disable": policies.may_disable(actor, person),
        "may_give_link": policies.may_give_password_link(actor, person)
        and name is not None,
        "may_reset": policies.may_reset_second_factor(actor, person)
        and person.second_factor_at is not None,
    }


def _held(person: Person, grant: RoleGrant, spaces: dict[int, str]) -> SimpleNamespace:
    waits = grant.role in NEEDS_SECOND_FACTOR and person.second_factor_at is None
    return SimpleNamespace(
        id=grant.id,
        name=_role_name(grant, spaces),
        does=_(ROLE_WORDS[grant.role][1]),
        since=grant.granted_at,
        waits=waits,
    )


def _role_name(grant: RoleGrant, spaces: dict[int, str]) -> str:
    """A role in words, with its space where it holds for one."""
    words = str(_(ROLE_WORDS[grant.role][0]))
    if grant.space_id is None:
        return words
    space = spaces.get(grant.space_id, "")
    return str(_("%(role)s in %(space)s", role=words, space=space))


def _line(person: Person, spaces: dict[int, str]) -> SimpleNamespace:
    return SimpleNamespace(
        person=person,
        roles=[_role_name(grant, spaces) for grant in person.grants],
    )


def _sought() -> queries.Sought:
    """What the filters of the page say; what they cannot say is left out."""
    role = request.args.get("role", "")
    kind = request.args.get("access", "")
    return queries.Sought(
        words=request.args.get("q", "").strip(),
        role=role if role in (*ROLES, "any") else "",
        access=kind if kind in queries.ACCESS_KINDS else "",
    )


def _kept(sought: queries.Sought) -> dict[str, str]:
    """The filters of a page, for the links that lead on from it."""
    given = {"q": sought.words, "role": sought.role, "access": sought.access}
    return {key: value for key, value in given.items() if value}


def _csv_line(person: Person, name: str, slugs: dict[int, str]) -> tuple[Any, ...]:
    roles = (
        grant.role
        if grant.space_id is None
        else f"{grant.role}@{slugs.get(grant.space_id, grant.space_id)}"
        for grant in person.grants
    )
    return (
        person.number,
        person.display_name,
        name,
        "shut_out" if person.disabled_at else person.state,
        " ".join(sorted(roles)),
        "yes" if person.second_factor_at else "no",
        person.created_at.date().isoformat(),
    )

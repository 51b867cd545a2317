"""Settings of the site, and the spaces: what they are for, who signs, which goals."""

from typing import Any, cast

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from wtforms import RadioField, SelectField

from app.kernel import site as site_settings
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.words import N_
from app.people import queries as people
from app.spaces import commands, forms, policies, queries, rules
from app.spaces.models import RuleSet, Space
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done, invalid, page

bp = Blueprint("spaces_staff", __name__)

RULE_WORDS = {
    "ideas.ladder": N_("Goals"),
    "ideas.ladder_days": N_("Days for each"),
}
nav.add(
    "staff",
    N_("Spaces"),
    "spaces_staff.index",
    policies.may_manage,
    icon="list",
    order=85,
)
nav.add(
    "staff",
    N_("Site"),
    "spaces_staff.site",
    policies.may_manage,
    icon="settings",
    order=90,
)
_SITE_KEYS = ("name", "tagline", "legal_entity", "timezone")


@bp.route("/staff/site", methods=("GET", "POST"))
@access(policies.may_manage)
def site() -> Response:
    """What the site is called, who stands behind it, which clock it goes by."""
    form = forms.SiteForm(data={key: site_settings.get(key) for key in _SITE_KEYS})
    form.timezone.choices = [(zone, zone) for zone in people.zones()]
    if request.method == "GET":
        return page("spaces/staff/site.html", form=form)
    if not form.validate():
        return invalid("spaces/staff/site.html", form=form)
    entered = {key: (form[key].data or "").strip() for key in _SITE_KEYS}
    changed = {k: v for k, v in entered.items() if v != site_settings.get(k)}
    with atomic():
        commands.change_site(current_actor(), changed)
    return done("spaces_staff.site", message=_("Saved."))


@bp.get("/staff/spaces")
@access(policies.may_manage)
def index() -> Response:
    """Every space."""
    return page("spaces/staff/index.html", spaces=queries.for_staff())


@bp.route("/staff/spaces/new", methods=("GET", "POST"))
@access(policies.may_manage)
def new() -> Response:
    """Make a space."""
    form = forms.NewSpaceForm()
    _offer_owners(form, None)
    if request.method == "GET":
        return page("spaces/staff/new.html", form=form)
    if form.validate():
        try:
            with atomic():
                space = _make(form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return done(
                "spaces_staff.edit", slug=space.slug, message=_("The space is there.")
            )
    return invalid("spaces/staff/new.html", form=form)


@bp.route("/staff/spaces/<slug>", methods=("GET", "POST"))
@access(policies.may_manage)
def edit(slug: str) -> Response:
    """Change a space; other goals are shown before and after, then saved."""
    space = queries.by_slug_for_system(slug)
    current = queries.rule_set(space.id)
    form = forms.SpaceForm(data=_kept(space, current))
    _offer_owners(form, space.id)
    shown: dict[str, Any] = {"form": form, "space": space, "current": current}
    shown["versions"] = queries.rule_sets_of(space.id)
    if request.method == "GET":
        return page("spaces/staff/edit.html", **shown, changes=[])
    if form.validate():
        try:
            return _save_or_ask(form, space, current, shown)
        except Refusal as refusal:
            form.refuse(refusal)
    return invalid("spaces/staff/edit.html", **shown, changes=[])


def _save_or_ask(
    form: forms.SpaceForm, space: Space, current: RuleSet, shown: dict[str, Any]
) -> Response:
    wanted = rules.with_ladder(current.body, form.chosen_ladder())
    changes = rules.changes(current.body, wanted)
    asked = f"{form.chosen_ladder()}"
    if changes and form.confirmed.data != asked:
        form.confirmed.data = asked
        form.seen.data = current.version
        lines = [_line(change) for change in changes]
        return page("spaces/staff/edit.html", **shown, changes=lines)
    actor = current_actor()
    with atomic():
        commands.change(actor, space, _values(form))
        if changes:
            commands.change_rules(actor, space, wanted, form.seen.data or 0)
    return done("spaces_staff.edit", slug=space.slug, message=_("Saved."))


def _make(form: forms.NewSpaceForm) -> Space:
    values = _values(form)
    made = commands.NewSpace(
        slug=form.slug.data or "",
        name=values.name,
        purpose=values.purpose,
        outcome=values.outcome,
        has_goals=values.has_goals,
        has_builds=values.has_builds,
        has_revenue=values.has_revenue,
        product_owner_id=values.product_owner_id,
        budget_owner_id=values.budget_owner_id,
    )
    game = rules.with_ladder({}, form.chosen_ladder())
    space = commands.create(current_actor(), made, game)
    if values.audience != space.audience:
        commands.change(current_actor(), space, values)
    return space


def _values(form: forms.SpaceForm) -> commands.SpaceValues:
    return commands.SpaceValues(
        name=form.name.data or "",
        purpose=(form.purpose.data or "").strip(),
        audience=_chosen(form.audience),
        outcome=_chosen(form.outcome),
        has_goals=bool(form.has_goals.data),
        has_builds=bool(form.has_builds.data),
        has_revenue=bool(form.has_revenue.data),
        product_owner_id=_owner(form.product_owner),
        budget_owner_id=_owner(form.budget_owner),
    )


def _kept(space: Space, current: RuleSet) -> dict[str, Any]:
    """A space as the form shows it."""
    ladder = rules.ladder_of(current.body)
    columns = ("name", "purpose", "audience", "outcome")
    switches = ("has_goals", "has_builds", "has_revenue")
    return {
        **{name: getattr(space, name) for name in (*columns, *switches)},
        "product_owner": str(space.product_owner_id or ""),
        "budget_owner": str(space.budget_owner_id or ""),
        "ladder": rules.preset_of(ladder),
        "goals": _listed(ladder.goals),
        "days": _listed(ladder.days),
    }


def _offer_owners(form: forms.SpaceForm, space_id: int | None) -> None:
    team = people.holders_of("product", space_id)
    choices = [("", _("Nobody yet")), *((str(p.id), p.display_name) for p in team)]
    form.product_owner.choices = choices
    form.budget_owner.choices = choices


def _line(change: rules.Change) -> tuple[str, str, str]:
    words = RULE_WORDS.get(change.name)
    name = _(words) if words else change.name
    return name, _said(change.before), _said(change.after)


def _said(value: Any) -> str:
    words = _listed(value) if isinstance(value, tuple) else str(value)
    return words or _("none")


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in numbers)


def _owner(field: SelectField) -> int | None:
    return int(field.data) if field.data else None


def _chosen(field: RadioField) -> str:
    return cast("str", field.data)

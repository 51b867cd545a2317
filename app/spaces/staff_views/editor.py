"""The spaces: what they are for, who signs, and their rules."""

from itertools import groupby
from types import SimpleNamespace
from typing import Any, cast

from flask import Response, request
from flask_babel import format_decimal
from flask_babel import gettext as _
from wtforms import RadioField, SelectField

from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.people import queries as people
from app.spaces import commands, forms, policies, queries, rules
from app.spaces.models import RuleSet, Space
from app.spaces.rules import Setting
from app.spaces.staff_views.blueprint import bp
from app.web.actor import access, current_actor
from app.web.answers import done, invalid, page


@bp.get("/staff/spaces")
@access(policies.may_invite_anywhere)
def index() -> Response:
    """Every space that the actor sees."""
    actor = current_actor()
    return page(
        "spaces/staff/index.html",
        spaces=queries.all_of(actor),
        may_manage=policies.may_manage(actor),
    )


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
    """Change what a space is called and for, who sees it, what it has switched on."""
    space = queries.by_slug_for_system(slug)
    form = forms.SpaceForm(data=_kept(space))
    _offer_owners(form, space.id)
    if request.method == "POST" and form.validate():
        with atomic():
            commands.change(current_actor(), space, _values(form))
        return done("spaces_staff.edit", slug=slug, message=_("Saved."))
    status = 422 if form.errors else 200
    return page("spaces/staff/edit.html", status, form=form, space=space)


@bp.route("/staff/spaces/<slug>/rules", methods=("GET", "POST"))
@access(policies.may_manage)
def edit_rules(slug: str) -> Response:
    """Change the rules of a space: first shown as a difference, then a new version."""
    space = queries.by_slug_for_system(slug)
    current = queries.rule_set(space.id)
    settings = rules.settings(queries.switched_off(space))
    form = forms.rules_form(settings, _known(current, settings))
    if request.method == "GET":
        form.preset.data = rules.preset_of(rules.ladder_of(current.body))
        form.seen.data = current.version
    elif form.validate():
        try:
            return _save_or_ask(form, space, current, settings)
        except Refusal as refusal:
            form.refuse(refusal)
    status = 422 if form.errors else 200
    groups = [
        (_(rules.SECTIONS.get(name, (name, ""))[0]), list(found))
        for name, found in groupby(settings, key=lambda setting: setting.section)
    ]
    return page(
        "spaces/staff/rules.html",
        status,
        form=form,
        space=space,
        current=current,
        groups=groups,
    )


@bp.get("/staff/spaces/<slug>/versions")
@access(policies.may_manage)
def versions(slug: str) -> Response:
    """Every version of a space's rules, each with what it changed."""
    space = queries.by_slug_for_system(slug)
    found = queries.versions_page(space.id, request.args.get("after"))
    makers = people.by_ids([row.created_by_id for row in found.items])
    oldest = queries.version(space.id, found.items[-1].version - 1)
    shown = [
        (row, makers.get(row.created_by_id), _changed(row, before))
        for row, before in zip(found.items, [*found.items[1:], oldest], strict=True)
    ]
    return page("spaces/staff/versions.html", space=space, page=found, versions=shown)


def _save_or_ask(
    form: forms.RulesForm, space: Space, current: RuleSet, settings: list[Setting]
) -> Response:
    """Show what would change; save it once just this has been confirmed."""
    preset = rules.preset_of(rules.ladder_of(current.body))
    wanted = rules.with_values(current.body, form.values(settings, preset))
    rules.check(wanted)
    changes = rules.changes(current.body, wanted)
    if not changes:
        raise commands.NothingChanged
    asked = rules.digest(wanted)
    if form.confirmed.data != asked:
        form.confirmed.data = asked
        return page(
            "spaces/staff/confirm.html",
            form=form,
            space=space,
            current=current,
            fields=[form[rules.field_of(setting.key)] for setting in settings],
            changes=[_line(change) for change in changes],
            about=SimpleNamespace(
                id=space.id, space=space, keys=[change.name for change in changes]
            ),
        )
    seen, note = form.seen.data or 0, form.note.data or ""
    with atomic():
        commands.change_rules(current_actor(), space, wanted, seen, note)
    return done("spaces_staff.versions", slug=space.slug, message=_("Saved."))


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
    game = rules.with_ladder({}, rules.PRESETS[form.ladder.data])
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


def _kept(space: Space) -> dict[str, Any]:
    """A space as the form shows it."""
    columns = ("name", "purpose", "audience", "outcome")
    switches = ("has_goals", "has_builds", "has_revenue")
    return {
        **{name: getattr(space, name) for name in (*columns, *switches)},
        "product_owner": str(space.product_owner_id or ""),
        "budget_owner": str(space.budget_owner_id or ""),
    }


def _known(current: RuleSet, settings: list[Setting]) -> dict[str, Any]:
    """The values in force, by setting."""
    book = current.book
    return {
        setting.key: getattr(getattr(book, setting.section), setting.field)
        for setting in settings
    }


def _changed(row: RuleSet, before: RuleSet | None) -> list[tuple[str, str, str]]:
    """What a version changed in the one before it; the first one in what is usual."""
    found = rules.changes(before.body if before else {}, row.body)
    return [_line(change) for change in found]


def _offer_owners(form: forms.SpaceForm, space_id: int | None) -> None:
    team = people.holders_of("product", space_id)
    choices = [("", _("Nobody yet")), *((str(p.id), p.display_name) for p in team)]
    form.product_owner.choices = choices
    form.budget_owner.choices = choices


def _line(change: rules.Change) -> tuple[str, str, str]:
    setting = rules.Setting(change.name, change.before)
    before, after = (_said(setting, value) for value in (change.before, change.after))
    return _(setting.words), before, after


def _said(setting: Setting, value: Any) -> str:
    """A value in words: a day by its name, numbers in a row, a switch on or off."""
    if isinstance(value, bool):
        return str(_("on") if value else _("off"))
    if setting.field.endswith("_weekday"):
        return str(_(rules.WEEKDAYS[value]))
    if setting.choices:
        codes = value if isinstance(value, tuple) else [value]
        return ", ".join(_(setting.choices[code]) for code in codes) or _("none")
    if isinstance(value, tuple):
        return ", ".join(format_decimal(number) for number in value) or _("none")
    return str(value)


def _owner(field: SelectField) -> int | None:
    return int(field.data) if field.data else None


def _chosen(field: RadioField) -> str:
    return cast("str", field.data)

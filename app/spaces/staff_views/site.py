"""Settings of the site, each section saved alone."""

from types import SimpleNamespace
from typing import Any

from flask import Response
from flask_babel import gettext as _

from app.kernel import colour
from app.kernel import site as site_settings
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.kernel.words import N_
from app.people import queries as people
from app.spaces import commands, forms, policies, queries
from app.spaces.staff_views.blueprint import bp
from app.web.actor import access, current_actor
from app.web.answers import done, page
from app.web.form import Form

# Each section: its form, its heading, and what it is for.
SECTIONS: dict[str, tuple[type[Form], str, str]] = {
    "identity": (
        forms.IdentityForm,
        N_("Name"),
        N_("Shown at the top of every page."),
    ),
    "look": (
        forms.LookForm,
        N_("Colour"),
        N_("Light and dark follow from it. What cannot be read is refused."),
    ),
    "languages": (
        forms.LanguagesForm,
        N_("Languages"),
        N_("Readers get the first of theirs that you offer."),
    ),
    "calendar": (
        forms.CalendarForm,
        N_("Calendar"),
        N_("Friday builds and due dates go by it."),
    ),
    "firm": (
        forms.FirmForm,
        N_("Firm"),
        N_(
            "The firm that signs revenue agreements, as in the register. No agreement "
            "is signed without it."
        ),
    ),
}
LABELS = {
    "name": N_("Name of the site"),
    "tagline": N_("In one line"),
    "colour": N_("Colour"),
    "languages": N_("Languages offered"),
    "language": N_("For everybody else"),
    "timezone": N_("Time zone"),
    "business_days": N_("Days on which you work"),
    "holidays": N_("Holidays"),
    "legal_entity": N_("Legal entity"),
    "crew": N_("How many of you run it?"),
    "switched_off": N_("Switched off everywhere"),
}


@bp.get("/staff/site")
@access(policies.may_manage)
def site() -> Response:
    """What the site is called, how it looks and speaks, which calendar it goes by."""
    return _page({})


@bp.post("/staff/site/<section>")
@access(policies.may_manage)
def save_site(section: str) -> Response:
    """Save one section; the others stay as they are."""
    if section not in SECTIONS:
        raise Missing
    form = _form(section)
    if form.validate():
        try:
            with atomic():
                commands.change_site(current_actor(), _entered(form))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return done(
                "spaces_staff.site", anchor=f"part-{section}", message=_("Saved.")
            )
    return _page({section: form})


def _page(entered: dict[str, Form]) -> Response:
    shown = {name: entered.get(name) or _form(name) for name in SECTIONS}
    return page(
        "spaces/staff/site.html",
        422 if entered else 200,
        sections=SECTIONS,
        forms_of=shown,
        changes=_changes(),
    )


def _form(section: str) -> Form:
    """A section's form with what is known; of a POST only if it is the one sent."""
    kind = SECTIONS[section][0]
    known = {key: site_settings.get(key) for key in LABELS}
    known |= {
        "colour": known["colour"] or colour.STANDARD,
        "business_days": [str(day) for day in known["business_days"]],
        "holidays": "\n".join(known["holidays"]),
    }
    form = kind(data=known)
    if isinstance(form, forms.CalendarForm):
        form.timezone.choices = [(zone, zone) for zone in people.zones()]
    return form


def _entered(form: Form) -> dict[str, Any]:
    values = {
        key: value.strip() if isinstance(value, str) else value
        for key, value in form.data.items()
    }
    if isinstance(form, forms.LookForm):
        values["colour"] = values["colour"].lower()
    if isinstance(form, forms.CalendarForm):
        values["business_days"] = [int(day) for day in values["business_days"]]
        values["holidays"] = form.days()
    return values


def _changes() -> list[SimpleNamespace]:
    """Who changed what lately."""
    found = queries.site_changes()
    makers = people.by_ids([row.actor_id for row in found if row.actor_id])
    told = [(row, LABELS.get(row.values["key"])) for row in found]
    return [
        SimpleNamespace(
            at=row.at,
            actor=makers[row.actor_id].display_name if row.actor_id in makers else "",
            text=_(words),
        )
        for row, words in told
        if words
    ]

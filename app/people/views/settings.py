"""Own settings, and the mails written to me."""

import zoneinfo
from functools import cache

from flask import Response, request
from flask_babel import gettext as _

from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.words import N_
from app.people import commands, forms, queries
from app.people.views.blueprint import bp, me
from app.web import nav
from app.web.actor import SIGNED_IN, access
from app.web.answers import done, invalid, page
from app.web.i18n import LANGUAGES

nav.add("mine", N_("Mail"), "people.mails", SIGNED_IN, icon="mail", order=70)
nav.add("mine", N_("Settings"), "people.settings", SIGNED_IN, icon="settings", order=80)
nav.add("mine", N_("Security"), "people.security", SIGNED_IN, icon="lock", order=90)


@bp.route("/me/settings", methods=("GET", "POST"))
@access(SIGNED_IN)
def settings() -> Response:
    """What I am called, and how I read."""
    form = _form()
    if request.method == "GET":
        return page("people/settings.html", form=form)
    if form.validate():
        try:
            with atomic():
                commands.change_settings(me(), me(), _entered(form))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return done("people.settings", message=_("Saved."))
    return invalid("people/settings.html", form=form)


@bp.get("/me/mail")
@access(SIGNED_IN)
def mails() -> Response:
    """Every mail written to me, to read and copy: no mail server is needed."""
    found = queries.mails_of(me(), request.args.get("after"))
    return page("people/mails.html", mails=found)


def _form() -> forms.SettingsForm:
    person = me()
    form = forms.SettingsForm(
        obj=person, data={"email": queries.current_email(person.id) or ""}
    )
    form.locale.choices = [("", _("As the browser")), *LANGUAGES.items()]
    form.timezone.choices = [("", _("As the site")), *_zones()]
    return form


def _entered(form: forms.SettingsForm) -> commands.OwnSettings:
    return commands.OwnSettings(
        display_name=form.display_name.data or "",
        bio=form.bio.data or "",
        locale=form.locale.data,
        timezone=form.timezone.data,
        email=form.email.data,
        shows_supports=bool(form.shows_supports.data),
    )


@cache
def _zones() -> list[tuple[str, str]]:
    """The zones that people live in, as choices."""
    areas = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Pacific")
    names = sorted(zoneinfo.available_timezones())
    shown = [name for name in names if name.partition("/")[0] in (*areas, "Indian")]
    return [(name, name.replace("_", " ")) for name in ("UTC", *shown)]

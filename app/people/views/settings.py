"""Own settings, and the mails written to me."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.words import N_
from app.people import commands, forms, queries
from app.people.views.blueprint import bp, me
from app.web import nav
from app.web.actor import SIGNED_IN, access
from app.web.answers import done, invalid, leave_for, page, safe_next
from app.web.i18n import LANGUAGES
from app.web.preferences import current_theme, keep_theme

nav.add("mine", N_("Mail"), "people.mails", SIGNED_IN, icon="mail", order=70)
nav.add("mine", N_("Settings"), "people.settings", SIGNED_IN, icon="settings", order=80)
nav.add("mine", N_("Security"), "people.security", SIGNED_IN, icon="lock", order=90)
nav.add("settings", N_("Settings"), "people.settings", SIGNED_IN, order=10)
nav.add("settings", N_("Security"), "people.security", SIGNED_IN, order=20)
nav.add("settings", N_("Mail"), "people.mails", SIGNED_IN, order=30)


@bp.route("/me/settings", methods=("GET", "POST"))
@access(SIGNED_IN)
def settings() -> Response:
    """What I am called, and how I read."""
    form = _form()
    if request.method == "GET":
        return page("people/settings.html", form=form, **_address())
    if form.validate():
        try:
            with atomic():
                commands.change_settings(me(), me(), _entered(form))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            answer = done("people.settings", message=_("Saved."))
            return keep_theme(answer, form.theme.data or "auto")
    return invalid("people/settings.html", form=form, **_address())


@bp.post("/me/settings/supports")
@access(SIGNED_IN)
def show_supports() -> Response:
    """The question that is asked once, at the first support; back to where one was."""
    with atomic():
        commands.show_supports(me(), me(), shows=request.form.get("shows") == "yes")
    return leave_for(safe_next(request.form.get("next")) or "/me/settings")


@bp.get("/me/mail")
@access(SIGNED_IN)
def mails() -> Response:
    """Every mail written to me, to read and copy: no mail server is needed."""
    found = queries.mails_of(me(), request.args.get("after"))
    return page("people/mails.html", mails=found)


def _address() -> dict[str, Any]:
    return {
        "proved": queries.proved_address(me()),
        "waiting": queries.waiting_address(me()),
    }


def _form() -> forms.SettingsForm:
    form = forms.SettingsForm(obj=me(), data={"theme": current_theme()})
    form.locale.choices = [("", _("As the browser")), *LANGUAGES.items()]
    form.timezone.choices = [
        ("", _("As the site")),
        *((zone, zone) for zone in queries.zones()),
    ]
    form.theme.choices = [
        ("auto", _("As the device")),
        ("light", _("Light")),
        ("dark", _("Dark")),
    ]
    return form


def _entered(form: forms.SettingsForm) -> commands.OwnSettings:
    return commands.OwnSettings(
        display_name=form.display_name.data or "",
        bio=form.bio.data or "",
        locale=form.locale.data,
        timezone=form.timezone.data,
        shows_supports=bool(form.shows_supports.data),
        single_keys=bool(form.single_keys.data),
    )

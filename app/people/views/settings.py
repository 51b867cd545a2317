"""Own settings, and the mails written to me."""

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
    form.timezone.choices = [
        ("", _("As the site")),
        *((zone, zone) for zone in queries.zones()),
    ]
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

"""Settings of the site, each section saved alone."""

from flask import Response, request
from flask_babel import gettext as _

from app.kernel import site as site_settings
from app.kernel.db import atomic
from app.people import queries as people
from app.spaces import commands, forms, policies
from app.spaces.staff_views.blueprint import bp
from app.web.actor import access, current_actor
from app.web.answers import done, invalid, page

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

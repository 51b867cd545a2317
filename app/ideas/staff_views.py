"""What the team keeps for all ideas: the terms."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from app.ideas import commands, policies, queries
from app.ideas.forms import NewTermsForm
from app.kernel import clock, site
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.words import N_
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done, page

bp = Blueprint("ideas_staff", __name__)
nav.add(
    "staff",
    N_("Terms"),
    "ideas_staff.terms",
    policies.may_publish_terms,
    icon="file-text",
    order=92,
)


@bp.route("/staff/terms", methods=("GET", "POST"))
@access(policies.may_publish_terms)
def terms() -> Response:
    """The versions of the terms; a new one begins from the words of the newest."""
    today = clock.today(site.get("timezone"))
    form = NewTermsForm(data={**queries.newest_terms(), "effective_on": today})
    for lang in {"en", *site.get("languages")}:
        form[lang].flags.required = True
    if request.method == "POST" and form.validate():
        try:
            with atomic():
                day = form.effective_on.data or today
                commands.publish_terms(current_actor(), form.texts(), day)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return done("ideas_staff.terms", message=_("The new terms are published."))
    return page(
        "ideas/staff/terms.html",
        422 if form.errors else 200,
        form=form,
        page=queries.terms_page(request.args.get("after")),
        now=clock.now(),
    )

"""A person's public page, and one's own."""

from typing import cast

from flask import Blueprint, Response, request

from app.kernel.words import N_
from app.people import queries as people
from app.people.models import Person
from app.people.policies import may_see_supports_of
from app.profiles import queries
from app.web import nav
from app.web.actor import PUBLIC, SIGNED_IN, access, current_actor
from app.web.answers import page

bp = Blueprint("profiles", __name__)

CREDIT_WORDS = {
    "idea": N_("had the idea"),
    "author": N_("made it"),
    "reporter": N_("reported the fault"),
    "designer": N_("designed it"),
    "translator": N_("translated it"),
    "tester": N_("tested it"),
}
# what there is to do at first, and the page where it is done
STEPS = {
    "support": (N_("Support an idea"), "ideas.index"),
    "talk": (N_("Say what you think of one"), "ideas.index"),
    "idea": (N_("Write down an idea of yours"), "ideas.new"),
    "test": (N_("Join a Friday test"), "builds.index"),
    "about": (N_("Say a word about yourself"), "people.settings"),
}
CHANNEL_LABELS = {
    "inner": N_("Early"),
    "nightly": N_("Nightly"),
    "weekly": N_("Weekly"),
    "stable": N_("Stable"),
}
nav.add("mine", N_("Your page"), "profiles.me", SIGNED_IN, icon="user", order=10)


@bp.get("/people/<int:number>")
@access(PUBLIC)
def show(number: int) -> Response:
    """What came of a person: ideas, products, credits."""
    actor, person = current_actor(), people.public(number)
    shows = may_see_supports_of(actor, person)
    after = request.args.get("after")
    found = queries.profile(actor, person, after, with_supports=shows)
    return page("profiles/show.html", profile=found, credit_words=CREDIT_WORDS)


@bp.get("/me")
@access(SIGNED_IN)
def me() -> Response:
    """What waits for me, then my ideas, what I support, said, test and earned."""
    person = cast("Person", current_actor())
    asked = request.args
    found = queries.mine(person, asked.get("after"), asked.get("decided"))
    return page(
        "profiles/me.html",
        mine=found,
        person=person,
        steps=STEPS,
        channels=CHANNEL_LABELS,
    )

"""What a tester sees of his own testing; nothing of it is a duty."""

from dataclasses import dataclass
from typing import cast

from flask import Response
from flask_babel import gettext as _

from app.builds import commands as build_commands
from app.builds import queries as builds
from app.builds.models import Enrolment
from app.builds.queries import Stop
from app.feedback import queries
from app.feedback.queries import WEIGHTS, Score
from app.feedback.views.blueprint import bp
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.words import N_
from app.people.models import Person
from app.spaces.models import Space
from app.web import nav
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done, page

# How each thing that counts is called, and why it does.
PARTS = {
    "reports": N_("Faults you reported and the team accepted"),
    "fixes": N_("Fixes you tried and found good"),
    "weakest": N_("Reports whose weakest change was taken out again"),
    "invalid": N_("Reports that turned out to be none"),
}
nav.add(
    "mine",
    N_("Your testing"),
    "feedback.testing",
    SIGNED_IN,
    icon="package",
    order=15,
    switch="builds",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands in a space's tests: his rows, his score, what comes next.

    `place` is his place on the wall of the first, if he has one.
    """

    space: Space
    rows: list[Enrolment]
    score: Score
    days: int
    next: Stop | None
    place: int | None


@bp.get("/testing")
@access(SIGNED_IN)
def testing() -> Response:
    """Where I test, what it counts and why, and what comes this week."""
    person = cast("Person", current_actor())
    accepted, tried = queries.tested_counts(person.id)
    return page(
        "feedback/testing.html",
        standings=_standings(person),
        accepted=accepted,
        tried=tried,
        bugs=queries.accepted_of(person.id),
        awards=queries.awards_of(person, person.id),
        parts_of=PARTS,
        weights=WEIGHTS,
    )


@bp.post("/testing/<slug>/<code>/return")
@access(SIGNED_IN)
def come_back(slug: str, code: str) -> Response:
    """Back in a test, in one tap."""
    actor = current_actor()
    with atomic():
        build_commands.enrol(actor, builds.channel_at(actor, slug, code))
    return done("feedback.testing", message=_("Good to have you back."))


def _standings(person: Actor) -> list[Standing]:
    """One for each space in which the person has to do with a test."""
    assert person.id is not None
    rows = [
        row for row in builds.enrolments_of(person.id) if row.channel.space.has_builds
    ]
    spaces = {row.channel.space_id: row.channel.space for row in rows}
    ahead = builds.weeks_ahead(person) if spaces else []
    places = {row.space_id: row.place for row in builds.founder_places_of(person.id)}
    return [
        _standing(person.id, space, rows, ahead, places) for space in spaces.values()
    ]


def _standing(
    person_id: int,
    space: Space,
    rows: list[Enrolment],
    ahead: list[Stop],
    places: dict[int, int],
) -> Standing:
    since = queries.since_of(space.id)
    scores = queries.scores_in(space.id, since, person_id)
    return Standing(
        space=space,
        rows=[row for row in rows if row.channel.space_id == space.id],
        score=scores.get(person_id, Score()),
        days=queries.score_days(space.id),
        next=next((stop for stop in ahead if stop.space.id == space.id), None),
        place=places.get(space.id),
    )

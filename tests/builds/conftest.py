"""A week of builds: Monday 2 November 2026, the lamps' site clock in UTC."""

from datetime import date

import pytest

from app.builds import commands, queries
from app.builds.commands import Description, NewItem
from app.ideas.models import Idea
from app.kernel import clock, ids
from app.people.models import RoleGrant
from app.spaces import queries as spaces
from tests import cast

MONDAY = date(2026, 11, 2)
TUESDAY = "2026-11-03 09:00Z"
FRIDAY = "2026-11-06 17:00Z"
EVENING = "2026-11-06 18:30Z"


@pytest.fixture
def space(session, people):
    """A space whose rules are in force since before the week."""
    with clock.at("2026-10-01 09:00Z"):
        return cast.space(people)


@pytest.fixture
def chairs(session, people, space):
    with clock.at("2026-10-01 09:00Z"):
        return cast.space(people, slug="chairs")


@pytest.fixture
def train(space, priya, session):
    with clock.at(TUESDAY):
        made = commands.plan_train(priya, space, MONDAY)
        session.commit()
    return made


@pytest.fixture
def build(train):
    return queries.of_train(train.id)


@pytest.fixture
def idea(space, ana, session):
    row = Idea(
        number=ids.next_number("idea"),
        space_id=space.id,
        rule_set_id=spaces.rule_set(space.id).id,
        author_id=ana.id,
        state="in_development",
        outcome="improvement",
        title="Dim to one percent",
        problem="Too bright at night",
        published_at=clock.parse("2026-09-01 09:00Z"),
    )
    session.add(row)
    session.commit()
    return row


@pytest.fixture
def item(build, priya, eddy, idea, session):
    new = NewItem(
        "feature", "Dim to 1 %", "No flicker.", idea.id, [(eddy.id, "author")]
    )
    with clock.at(TUESDAY):
        made = commands.add_item(priya, build, new)
        session.commit()
    return made


@pytest.fixture
def out(build, train, item, priya, session):
    """The build after the job let it out, Friday at five."""
    with clock.at(TUESDAY):
        words = Description(
            notes="Darker **nights**.",
            rollback="Lamp, Software, Back.",
            rollback_data="kept",
            artifact_url="https://example.org/lamp.bin",
        )
        commands.describe(priya, build, words, build.edits)
    with clock.at(FRIDAY):
        commands.publish(priya, train)
        session.commit()
    return queries.of_train(train.id)


@pytest.fixture
def moira(session, people):
    """A second moderator."""
    person = people["olaf"]
    session.add(RoleGrant(person_id=person.id, role="moderator", granted_by_id=1))
    session.commit()
    session.refresh(person, ["grants"])
    return person

"""One build that is out, the next one planned, and a bug that tess reports."""

from datetime import date

import pytest

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.commands import NewItem
from app.feedback import commands
from app.feedback.commands import NewBug
from app.kernel import clock
from app.people.models import RoleGrant
from tests import cast
from tests.feedback.reporting import FRIDAY, TUESDAY, week_of

SATURDAY = "2026-11-07 09:00Z"
NEXT_FRIDAY = "2026-11-13 17:00Z"


@pytest.fixture(autouse=True)
def saturday():
    """The tests happen the morning after, unless they travel."""
    with clock.at(SATURDAY):
        yield


@pytest.fixture
def space(session, people):
    with clock.at("2026-10-01 09:00Z"):
        return cast.space(people)


def _planned(space, eddy, day, title):
    train = builds.plan_train(eddy, space, day)
    build = build_queries.of_train(train.id)
    builds.add_item(eddy, build, NewItem("feature", title))
    return build


@pytest.fixture
def build(session, space, eddy):
    with clock.at(TUESDAY):
        made = _planned(space, eddy, date(2026, 11, 2), "Dim to 1 %")
    with clock.at(FRIDAY):
        builds.publish(eddy, made.train)
        session.commit()
    return made


@pytest.fixture
def following(session, space, eddy, build):
    made = _planned(space, eddy, date(2026, 11, 9), "Softer dawn")
    session.commit()
    return made


@pytest.fixture
def bug(session, build, tess):
    new = NewBug(
        "It flickers",
        "Dim to 2 %",
        "Steady light",
        "It flickers",
        "major",
        {"lamp": "Clip 2"},
    )
    made = commands.file(tess, build, new)
    session.commit()
    return made


@pytest.fixture
def erik(session, people, ada):
    """A second engineer."""
    person = people["olaf"]
    session.add(RoleGrant(person_id=person.id, role="engineer", granted_by_id=1))
    session.commit()
    session.refresh(person, ["grants"])
    return person


def mend(eddy, bug, build):
    """Confirm, start and fix in one go."""
    commands.confirm(eddy, bug, eddy)
    commands.start(eddy, bug)
    return commands.fix(eddy, bug, build)


@pytest.fixture
def week(session, people, space):
    """A build with three changes that everyone may report on."""
    made = week_of(people, space)
    session.commit()
    return made


@pytest.fixture
def build_to_come(session, space, eddy, week):
    """The next week's build, which only the crew may see."""
    made = _planned(space, eddy, date(2026, 11, 9), "Softer dawn")
    session.commit()
    return made

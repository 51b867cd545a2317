"""Who sees which build."""

import pytest

from app.builds import queries
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import Missing
from app.people.models import RoleGrant


def test_what_is_to_come_is_seen_by_the_crew_of_its_space(
    session, space, chairs, build, people
):
    for name, place in (("ben", space), ("mei", chairs)):
        session.add(
            RoleGrant(
                person_id=people[name].id,
                role="engineer",
                space_id=place.id,
                granted_by_id=1,
            )
        )
    session.commit()
    for name in ("ben", "mei"):
        session.refresh(people[name], ["grants"])
    assert queries.visible_to(people["ben"]).get(build.number).id == build.id
    assert queries.visible_to(SYSTEM).get(build.number).id == build.id
    for actor in (people["mei"], people["ana"], ANONYMOUS):
        with pytest.raises(Missing):
            queries.visible_to(actor).get(build.number)


def test_a_space_for_invited_people_hides_its_builds(session, space, out, ben):
    space.audience = "invited"
    session.commit()
    with pytest.raises(Missing):
        queries.visible_to(ben).get(out.number)
    assert queries.latest(ben) is None


def test_the_latest_of_some_spaces(space, chairs, out, ben):
    assert queries.latest(ben).id == out.id
    assert queries.latest(ben, [space.id]).id == out.id
    assert queries.latest(ben, [chairs.id]) is None


def test_the_changelog_of_one_space(space, chairs, out, ben):
    assert queries.index_page(ben, None, space_id=space.id).builds.items == [out]
    assert queries.index_page(ben, None, space_id=chairs.id).builds.items == []


def test_a_train_that_is_not_there(session):
    with pytest.raises(Missing):
        queries.locked(999)
    with pytest.raises(Missing):
        queries.of_train(999)


def test_no_panel_before_the_first_build(client, space):
    assert "Vote on it" not in client.get("/").get_data(as_text=True)

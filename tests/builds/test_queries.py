"""Who sees which build."""

from datetime import timedelta

import pytest

from app.builds import commands, queries
from app.builds.models import BuildItem
from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import Missing
from app.people.models import RoleGrant
from tests.builds.conftest import EVENING


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


def listed(actor, **asked):
    found = queries.index_page(actor, None, queries.Filters(**asked))
    return found.builds.items


def test_the_changelog_of_one_space_and_channel(space, chairs, out, ben):
    assert listed(ben) == listed(ben, space="lamps") == [out]
    assert listed(ben, space="lamps", channel="weekly") == [out]
    for asked in ({"space": "chairs"}, {"space": "moon"}, {"channel": "stable"}):
        assert listed(ben, **asked) == []


@pytest.mark.parametrize(
    "words",
    ["dim", "DIM 1", "flicker", "26.11", "darker nights", "  ", "1 %", "nights dim"],
)
def test_a_search_of_the_changelog(out, item, ben, words):
    assert listed(ben, words=words) == [out]


@pytest.mark.parametrize("words", ["lamp", "dim sun", "_im", "%%", "asleep"])
def test_what_the_changelog_does_not_say(session, out, item, ben, words):
    slipped = BuildItem(
        build_id=out.id,
        thread_id=out.thread_id,
        title="It falls asleep",
        state="slipped",
        slip_reason="Late",
    )
    session.add(slipped)
    session.commit()
    assert listed(ben, words=words) == []


def test_a_search_in_chinese(session, out, item, ben):
    item.title = "夜间更暗"
    session.commit()
    assert listed(ben, words="更暗") == [out]
    assert listed(ben, words="更亮") == []


def test_only_channels_with_something_to_read_are_offered(
    session, space, chairs, out, ben
):
    commands.ensure_channel(space, "stable")
    commands.ensure_channel(chairs, "weekly")
    assert queries.channels_seen(ben) == [("lamps", "Lamps", "weekly")]
    space.audience = "invited"
    session.commit()
    assert queries.channels_seen(ben) == []


def test_the_next_build_is_that_of_the_filter(session, space, chairs, out, priya, ben):
    monday = out.train.week_start + timedelta(days=7)
    with clock.at(EVENING):
        lamps = commands.plan_train(priya, space, monday)
        other = commands.plan_train(priya, chairs, monday + timedelta(days=7))
        session.commit()

        def next_at(**asked):
            return queries.index_page(ben, None, queries.Filters(**asked)).next_at

        assert next_at() == next_at(space="lamps") == lamps.publish_at
        assert next_at(space="chairs") == other.publish_at
        assert next_at(channel="stable") is None


def test_a_train_that_is_not_there(session):
    with pytest.raises(Missing):
        queries.locked(999)
    with pytest.raises(Missing):
        queries.of_train(999)


def test_no_panel_before_the_first_build(client, space):
    assert "Vote on it" not in client.get("/").get_data(as_text=True)

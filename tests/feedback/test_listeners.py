"""Blockers meet the builds that are planned after them."""

from datetime import date

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.commands import NewItem
from app.builds.events import TrainPlanned
from app.feedback import commands, listeners
from app.kernel import relay


def test_an_open_blocker_holds_back_the_next_build_too(
    session, space, bug, priya, eddy
):
    commands.set_severity(priya, bug, "blocker")
    commands.confirm(priya, bug, eddy)
    train = builds.plan_train(eddy, space, date(2026, 11, 9))
    build = build_queries.of_train(train.id)
    builds.add_item(eddy, build, NewItem("feature", "Softer dawn"))
    session.commit()
    session.info.pop("loose", None)
    relay.drain()
    relay.drain()
    assert [row.cause for row in build_queries.open_blocks(build.id)] == [
        f"bug:{bug.number}"
    ]


def test_a_build_that_is_out_already_is_left_alone(bug, build, priya, eddy):
    commands.set_severity(priya, bug, "blocker")
    commands.confirm(priya, bug, eddy)
    event = TrainPlanned(
        train_id=build.train_id, build_id=build.id, space_id=build.space_id
    )
    listeners.guard_new_build(event)
    listeners.guard_new_build(TrainPlanned(train_id=0, build_id=0, space_id=0))
    assert build_queries.open_blocks(build.id) == []

"""Who hears of the week's question, its preview, and what came of it."""

from app.builds import commands as builds
from app.builds import queries
from app.builds.commands import NewItem
from app.comments import commands as comments
from app.feedback import commands
from app.kernel import clock
from app.kernel.actor import SYSTEM
from tests.feedback.test_questions import (  # noqa: F401 - its week, its ideas
    MONDAY,
    WEDNESDAY,
    dawn,
    dusk,
    idea_of,
    train,
)
from tests.notifications.test_listeners import after, told


def test_testers_are_asked_and_choosers_answered(
    session,
    space,
    train,  # noqa: F811
    dawn,  # noqa: F811
    dusk,  # noqa: F811
    ben,
    mei,
    priya,
):
    with clock.at(MONDAY):
        channel = queries.channel(space.id, "weekly")
        after(builds.enrol, ben, channel)
        (question,) = after(commands.ask_due, SYSTEM)
        assert told(ben) == [("build", "question")]
        after(commands.choose, mei, question, dawn.id)
        assert told(mei) == []
    with clock.at(WEDNESDAY):
        after(commands.answer_question, priya, question, dawn.id, "Next week.")
    assert told(mei) == [("build", "question_answered")]
    assert told(ben) == [("build", "question")]


def test_who_had_a_say_hears_what_came_of_it(
    session,
    space,
    train,  # noqa: F811
    dawn,  # noqa: F811
    dusk,  # noqa: F811
    ben,
    mei,
    eddy,
):
    build = queries.build_of(train.id)
    with clock.at(MONDAY):
        after(builds.add_item, eddy, build, NewItem("fix", "Darker"))
        after(builds.enrol, ben, queries.channel(space.id, "weekly"))
        (question,) = after(commands.ask_due, SYSTEM)
        for person in (ben, mei):
            after(commands.choose, person, question, dawn.id)
    with clock.at(train.publish_at):
        after(builds.publish, eddy, train)
    assert told(mei) == [("build", "build_said")]
    assert ("build", "build_said") not in told(ben)
    assert ("build", "build_out") in told(ben)


def test_a_preview_is_told_only_where_the_week_has_its_steps(
    session,
    space,
    train,  # noqa: F811
    ben,
):
    after(builds.enrol, ben, queries.channel(space.id, "weekly"))
    with clock.at(train.preview_at):
        after(builds.open_previews, SYSTEM)
        assert told(ben) == []
        thread_id = queries.build_of(train.id).thread_id
        comments.hide(SYSTEM, thread_id)
        train.rc_at = train.preview_at
        session.commit()
        after(builds.open_previews, SYSTEM)
    assert told(ben) == [("build", "build_preview")]

"""Who hears of the week's question and of its answer."""

from app.builds import commands as builds
from app.builds import queries
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

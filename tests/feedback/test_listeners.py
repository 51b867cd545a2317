"""Blockers meet the builds planned after them; comments move bugs on."""

from datetime import date

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.commands import NewItem
from app.builds.events import TrainPlanned
from app.comments import commands as talk
from app.comments import queries as comments
from app.comments.events import CommentWritten
from app.feedback import commands, listeners, queries
from app.kernel import clock, duties, relay


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


def say(session, person, bug, words="It is the blue one.", act=talk.write):
    """A comment, and what the listener makes of it, heard twice."""
    said = act(person, comments.thread(person, bug.thread_id), words)
    session.commit()
    event = CommentWritten(
        comment_id=said.id, thread_id=said.thread_id, author_id=person.id
    )
    for _ in range(2):
        listeners.hear_comment(event)
    return said, event


def owed(bug):
    return duties.find("bug_reply", ("bug", bug.id)) is not None


def test_the_reporters_comment_answers_the_question(session, bug, tess, priya):
    commands.ask(priya, bug, "Which lamp?")
    session.commit()
    say(session, tess, bug)
    assert bug.state == "new"
    (_, step) = queries.history_of(bug.id)
    assert (step.from_state, step.to_state, step.actor_id) == (
        "need_info",
        "new",
        tess.id,
    )


def test_it_goes_back_to_the_engineer_who_has_it(session, bug, tess, eddy):
    commands.confirm(eddy, bug, eddy)
    commands.ask(eddy, bug, "Which lamp?")
    session.commit()
    say(session, tess, bug)
    assert (bug.state, bug.assignee_id) == ("confirmed", eddy.id)


def test_others_answer_no_question(session, bug, ben, priya):
    commands.ask(priya, bug, "Which lamp?")
    session.commit()
    say(session, ben, bug)
    say(session, priya, bug)
    assert bug.state == "need_info"


def test_what_was_said_before_the_question_is_no_answer(session, bug, tess, priya):
    _, event = say(session, tess, bug)
    with clock.at("2026-11-07 10:00Z"):
        commands.ask(priya, bug, "Which lamp?")
        session.commit()
        listeners.hear_comment(event)
    assert bug.state == "need_info"


def test_the_teams_first_comment_is_its_answer(session, bug, tess, ben, priya):
    for person in (tess, ben):
        say(session, person, bug)
    say(session, priya, bug, act=talk.write_to_team)
    assert owed(bug)
    say(session, priya, bug, act=talk.answer)
    assert not owed(bug)


def test_what_is_said_elsewhere(session, bug, build, tess):
    said = talk.write(tess, comments.thread(tess, build.thread_id), "Nice")
    session.commit()
    listeners.hear_comment(CommentWritten(said.id, said.thread_id, tess.id))
    listeners.hear_comment(CommentWritten(0, bug.thread_id, tess.id))
    assert bug.state == "new"

"""From a report to a verified fix."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.models import BuildItem, BuildItemCredit
from app.feedback import commands, queries
from app.feedback.commands import Move, NewBug
from app.feedback.models import WORDS
from app.kernel import clock, duties
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import Missing, NotAllowed
from app.kernel.events import OutboxEvent
from tests.feedback.conftest import NEXT_FRIDAY, mend


def events(session, name):
    return list(
        session.scalars(select(OutboxEvent.body).where(OutboxEvent.name == name))
    )


def moves(bug):
    return [(step.from_state, step.to_state) for step in queries.history_of(bug.id)]


def test_a_report_is_heard_and_owed_a_look(session, bug, build, tess):
    assert (bug.state, bug.reporter_id, bug.build_id) == ("new", tess.id, build.id)
    assert WORDS[bug.state] == "Heard"
    assert duties.find("bug_triage", ("bug", bug.id)).waiting_id == tess.id
    assert events(session, "feedback.bug_filed") == [
        {"bug_id": bug.id, "build_id": build.id, "reporter_id": tess.id}
    ]


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewBug(" ", "steps"), commands.BugNeedsWords),
        (NewBug("It flickers"), commands.BugNeedsWords),
        (NewBug("It flickers", "steps", severity="awful"), commands.UnknownSeverity),
    ],
)
def test_a_report_that_says_too_little(build, tess, new, refusal):
    with pytest.raises(refusal):
        commands.file(tess, build, new)


def test_strangers_do_not_report_and_nobody_reports_what_is_not_out(
    build, following, tess, eddy
):
    with pytest.raises(NotAllowed, match="may_file"):
        commands.file(ANONYMOUS, build, NewBug("It flickers", "steps"))
    with pytest.raises(NotAllowed, match="may_file"):
        commands.file(tess, following, NewBug("It flickers", "steps"))
    assert commands.file(eddy, following, NewBug("It flickers", "steps")).number


def test_confirmed_only_with_a_named_engineer(session, bug, priya, eddy):
    with pytest.raises(commands.NotAnEngineer):
        commands.confirm(priya, bug, priya)
    with pytest.raises(commands.NotAnEngineer):
        commands.move(priya, bug, Move("confirmed"))
    commands.confirm(priya, bug, eddy)
    assert (bug.state, bug.assignee_id) == ("confirmed", eddy.id)
    assert duties.find("bug_triage", ("bug", bug.id)) is None
    assert events(session, "feedback.bug_moved")[-1] == {
        "bug_id": bug.id,
        "from_state": "new",
        "to_state": "confirmed",
        "actor_id": priya.id,
    }


def test_no_confirmed_bug_without_engineer_in_the_database(session, bug):
    with pytest.raises(IntegrityError, match="named_engineer"):
        session.execute(text("UPDATE bugs SET state = 'confirmed'"))


def test_only_the_crew_sorts(bug, tess, eddy):
    for act in (
        lambda: commands.confirm(tess, bug, eddy),
        lambda: commands.ask(tess, bug, "Which lamp?"),
        lambda: commands.start(tess, bug),
        lambda: commands.close(tess, bug, "by_design", "So it is"),
        lambda: commands.set_severity(tess, bug, "blocker"),
    ):
        with pytest.raises(NotAllowed, match="may_triage"):
            act()


def test_only_the_named_engineer_fixes(bug, following, priya, eddy, erik):
    commands.confirm(priya, bug, eddy)
    for person in (priya, erik):
        with pytest.raises(NotAllowed, match="may_fix"):
            commands.fix(person, bug, following)
    commands.fix(eddy, bug, following)
    assert (bug.state, bug.fixed_build_id) == ("fixed", following.id)


def test_a_fix_becomes_a_change_credited_to_its_reporter(
    session, bug, following, eddy, tess
):
    mend(eddy, bug, following)
    item = session.get(BuildItem, bug.fixed_item_id)
    assert (item.build_id, item.kind, item.title) == (following.id, "fix", bug.title)
    credits_ = session.scalars(
        select(BuildItemCredit).where(BuildItemCredit.item_id == item.id)
    )
    assert {(row.person_id, row.role) for row in credits_} == {
        (tess.id, "reporter"),
        (eddy.id, "author"),
    }


def test_a_fix_may_name_a_change_that_is_there(session, bug, following, eddy):
    commands.confirm(eddy, bug, eddy)
    item = session.scalar(select(BuildItem).where(BuildItem.build_id == following.id))
    commands.move(eddy, bug, Move("fixed", build=following, item=item))
    assert bug.fixed_item_id == item.id


def test_a_fix_names_a_build_of_its_space(session, bug, build, following, eddy):
    commands.confirm(eddy, bug, eddy)
    with pytest.raises(commands.FixNeedsBuild):
        commands.move(eddy, bug, Move("fixed"))
    other = session.scalar(select(BuildItem).where(BuildItem.build_id == following.id))
    with pytest.raises(commands.FixNeedsBuild):
        commands.fix(eddy, bug, build, other)


def test_the_reporter_verifies_once_the_build_is_out(
    session, bug, following, eddy, tess
):
    mend(eddy, bug, following)
    with pytest.raises(commands.NotOutYet, match=r"26\.11\.13"):
        commands.verify(tess, bug)
    with clock.at(NEXT_FRIDAY):
        builds.publish(eddy, following.train)
        commands.verify(tess, bug)
    assert (bug.state, bug.verified_by_id) == ("verified", tess.id)
    assert moves(bug) == [
        ("new", "confirmed"),
        ("confirmed", "in_progress"),
        ("in_progress", "fixed"),
        ("fixed", "verified"),
    ]


def test_another_tester_may_verify_but_no_passer_by(bug, build, eddy, ben, mei):
    mend(eddy, bug, build)
    builds.report_install(ben, build)
    with pytest.raises(NotAllowed, match="may_verify"):
        commands.verify(mei, bug)
    assert commands.verify(ben, bug).verified_by_id == ben.id


def test_never_verified_by_its_fixer(session, build, eddy):
    own = commands.file(eddy, build, NewBug("It flickers", "Dim"))
    mend(eddy, own, build)
    builds.report_install(eddy, build)
    with pytest.raises(NotAllowed, match="may_verify"):
        commands.verify(eddy, own)
    session.commit()
    by_hand = "UPDATE bugs SET state = 'verified', verified_by_id = assignee_id"
    with pytest.raises(IntegrityError, match="four_eyes"):
        session.execute(text(by_hand))


def test_verifying_what_is_not_mended(bug, tess):
    with pytest.raises(commands.NoSuchMove):
        commands.verify(tess, bug)


def test_a_question_needs_words(bug, priya):
    with pytest.raises(commands.QuestionNeedsText):
        commands.move(priya, bug, Move("need_info", text=" "))
    commands.move(priya, bug, Move("need_info", text="Which lamp?"))
    (step,) = queries.history_of(bug.id)
    assert (bug.state, step.note, step.actor.id) == (
        "need_info",
        "Which lamp?",
        priya.id,
    )


@pytest.mark.parametrize("state", ["wont_fix", "cannot_reproduce", "by_design"])
def test_closing_needs_text(session, bug, priya, state):
    with pytest.raises(commands.ClosingNeedsText):
        commands.close(priya, bug, state, " ")
    commands.move(priya, bug, Move(state, text="It glows on purpose."))
    assert (bug.state, bug.closing_text) == (state, "It glows on purpose.")
    session.commit()
    with pytest.raises(IntegrityError, match="closing_text"):
        session.execute(text("UPDATE bugs SET closing_text = ''"))


def test_a_duplicate_names_the_other(build, bug, priya, ben):
    other = commands.file(ben, build, NewBug("Flicker", "", "", "It flickers, too"))
    with pytest.raises(commands.DuplicateOfWhat):
        commands.close(priya, other, "duplicate", "Known")
    with pytest.raises(commands.DuplicateOfWhat):
        commands.close(priya, other, "duplicate", "Known", other)
    commands.close(priya, other, "duplicate", "Known", bug)
    assert (other.duplicate_of_id, other.reporter_id) == (bug.id, ben.id)


def test_closing_is_one_of_four_ways(bug, priya):
    with pytest.raises(commands.NoSuchMove):
        commands.close(priya, bug, "verified", "Done")


def test_one_click_reopens(bug, build, eddy, tess, priya, mei):
    commands.close(priya, bug, "cannot_reproduce", "We tried three lamps.")
    with pytest.raises(NotAllowed, match="may_reopen"):
        commands.reopen(mei, bug)
    commands.reopen(tess, bug, "Try with the old cable.")
    assert (bug.state, bug.closing_text) == ("new", "")
    assert duties.find("bug_triage", ("bug", bug.id)) is not None
    assert commands.reopen(tess, bug).state == "new"
    mend(eddy, bug, build)
    commands.verify(tess, bug)
    commands.reopen(tess, bug)
    assert (bug.state, bug.assignee_id, bug.fixed_build_id, bug.verified_by_id) == (
        "confirmed",
        eddy.id,
        None,
        None,
    )


def test_a_blocker_holds_back_what_is_to_come_until_it_is_mended(
    session, bug, following, priya, eddy, tess
):
    commands.set_severity(priya, bug, "blocker")
    assert build_queries.open_blocks(following.id) == []
    commands.confirm(priya, bug, eddy)
    assert [row.reason for row in build_queries.open_blocks(following.id)] == [
        bug.title
    ]
    with clock.at(NEXT_FRIDAY), pytest.raises(builds.Blocked, match="It flickers"):
        builds.publish(priya, following.train)
    commands.fix(eddy, bug, following)
    assert build_queries.open_blocks(following.id) == []
    commands.reopen(tess, bug)
    assert len(build_queries.open_blocks(following.id)) == 1
    commands.set_severity(priya, bug, "minor")
    assert build_queries.open_blocks(following.id) == []


def test_a_claim_of_the_reporter_alone_blocks_nothing(following, build, tess):
    commands.file(tess, build, NewBug("Boom", "Look", severity="blocker"))
    assert build_queries.open_blocks(following.id) == []


def test_two_who_move_at_once(session, bug, priya, eddy):
    commands.close(priya, bug, "by_design", "So it is")
    with pytest.raises(commands.NoSuchMove):
        commands.start(eddy, bug)


def test_history_is_never_rewritten(session, bug, priya):
    commands.ask(priya, bug, "Which lamp?")
    session.commit()
    for change in ("UPDATE bug_moves SET note = ''", "DELETE FROM bug_moves"):
        with pytest.raises(DBAPIError, match="append-only"):
            session.execute(text(change))
        session.rollback()


def test_who_sees_a_private_bug(session, bug, tess, eddy, ben):
    bug.is_public = False
    session.commit()
    assert queries.visible_to(tess).get(bug.number).id == bug.id
    assert queries.visible_to(eddy).get(bug.number).id == bug.id
    assert queries.visible_to(SYSTEM).get(bug.number).id == bug.id
    for person in (ben, ANONYMOUS):
        with pytest.raises(Missing):
            queries.visible_to(person).get(bug.number)
        assert queries.by_number(person, bug.number) is None


def test_lists_by_the_words_of_the_page(bug, build, priya, eddy, ben):
    second = commands.file(ben, build, NewBug("Too blue", "Look"))
    mend(eddy, second, build)
    assert [row.id for row in queries.list_page(ben).items] == [second.id, bug.id]
    assert [row.id for row in queries.list_page(ben, "heard").items] == [bug.id]
    assert [row.id for row in queries.list_page(ben, "fixed").items] == [second.id]
    assert queries.list_page(ben, "closed").items == []
    assert [row.id for row in queries.triage_page(priya).items] == [bug.id]
    assert [row.id for row in queries.of_builds(ben, [build.id])] == [bug.id, second.id]


def test_own_data_and_letting_go(session, bug, tess, ben):
    (held,) = queries.personal(tess)["bugs"]
    assert (held["number"], held["device"]) == (bug.number, {"lamp": "Clip 2"})
    with pytest.raises(NotAllowed, match="may_erase"):
        commands.erase(ben, tess)
    commands.erase(SYSTEM, tess)
    assert queries.personal(tess)["bugs"][0]["device"] == {}

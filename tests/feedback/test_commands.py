"""From a report to a verified fix."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.models import BuildItem, BuildItemCredit
from app.comments import queries as comments
from app.feedback import commands, queries
from app.feedback.commands import Move, NewBug
from app.feedback.models import WORDS
from app.feedback.queries import Filters
from app.kernel import clock, duties
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import Gone, Missing, NotAllowed
from app.kernel.events import OutboxEvent
from tests import cast
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
    assert duties.find("bug_reply", ("bug", bug.id)).waiting_id == tess.id
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
    assert duties.find("bug_reply", ("bug", bug.id)) is None
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
    assert duties.find("bug_state", ("bug", bug.id)) is not None
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
    assert [row.id for row in queries.board(priya, Filters())["new"].items] == [bug.id]
    assert [row.id for row in queries.of_builds(ben, [build.id])] == [bug.id, second.id]


def test_own_data_and_letting_go(session, bug, tess, ben):
    (held,) = queries.personal(tess)["bugs"]
    assert (held["number"], held["device"]) == (bug.number, {"lamp": "Clip 2"})
    with pytest.raises(NotAllowed, match="may_erase"):
        commands.erase(ben, tess)
    commands.erase(SYSTEM, tess)
    assert queries.personal(tess)["bugs"][0]["device"] == {}


def credited(session, bug):
    rows = session.execute(
        select(BuildItemCredit.person_id, BuildItemCredit.role).where(
            BuildItemCredit.item_id == bug.fixed_item_id
        )
    )
    return {(row.person_id, row.role) for row in rows}


@pytest.fixture
def twins(session, build, bug, ben, mei):
    """Two more who report the same as tess."""
    made = [commands.file(who, build, NewBug("Flicker", "Look")) for who in (ben, mei)]
    session.commit()
    return made


def test_chains_of_duplicates_lead_to_the_last(session, bug, twins, priya):
    first, second = twins
    commands.close(priya, first, "duplicate", "Known", second)
    commands.close(priya, second, "duplicate", "Known", bug)
    session.refresh(first)
    assert first.duplicate_of_id == second.duplicate_of_id == bug.id
    third = commands.file(priya, _build_of(bug), NewBug("Flicker", "Look"))
    commands.close(priya, third, "duplicate", "Known", first)
    assert third.duplicate_of_id == bug.id


def _build_of(bug):
    return build_queries.by_ids([bug.build_id])[bug.build_id]


def test_no_circle_of_duplicates(bug, twins, priya):
    first, _ = twins
    commands.close(priya, first, "duplicate", "Known", bug)
    with pytest.raises(commands.DuplicateOfItself):
        commands.close(priya, bug, "duplicate", "Known", first)
    assert bug.state == "new"


def test_a_duplicate_is_of_the_same_space(session, people, bug, twins, priya):
    with clock.at("2026-10-01 09:00Z"):
        other = cast.space(people, slug="chairs")
    twins[0].space_id = other.id
    session.flush()
    with pytest.raises(commands.DuplicateOfWhat):
        commands.close(priya, bug, "duplicate", "Known", twins[0])


def test_everybody_who_saw_it_is_thanked_for_the_fix(
    session, bug, twins, following, eddy, tess, ben, mei, ken, ana
):
    first, second = twins
    commands.sight(ken, first)
    commands.close(eddy, first, "duplicate", "Known", bug)
    commands.sight(ana, first)
    mend(eddy, bug, following)
    assert credited(session, bug) == {
        (tess.id, "reporter"),
        (ben.id, "reporter"),
        (eddy.id, "author"),
        (ken.id, "tester"),
        (ana.id, "tester"),
    }
    commands.close(eddy, second, "duplicate", "Known", bug)
    assert (mei.id, "reporter") in credited(session, bug)
    commands.reopen(mei, second)
    item = session.scalar(select(BuildItem).where(BuildItem.id == bug.fixed_item_id))
    assert item is not None
    assert (mei.id, "reporter") in credited(session, bug)


def test_seeing_it_too(session, bug, tess, ben):
    assert commands.sight(ben, bug).id == commands.sight(ben, bug).id == bug.id
    assert queries.beside(ben, bug.id).sightings == 1
    assert queries.beside(ben, bug.id).is_mine
    assert not queries.beside(tess, bug.id).is_mine
    assert queries.people_behind(bug) == [tess.id, ben.id]
    assert queries.personal(ben)["bugs_seen_too"] == [bug.number]
    with pytest.raises(commands.OwnBug):
        commands.sight(tess, bug)
    with pytest.raises(NotAllowed, match="may_sight"):
        commands.sight(ANONYMOUS, bug)
    commands.lose_sight(ben, bug)
    commands.lose_sight(ben, bug)
    assert queries.beside(ben, bug.id).sightings == 0


def test_of_a_private_bug_only_its_reporter_hears(bug, tess, ben, eddy):
    commands.sight(ben, bug)
    commands.make_private(eddy, bug)
    assert queries.people_behind(bug) == [tess.id]
    with pytest.raises(NotAllowed, match="may_make_public"):
        commands.make_public(eddy, bug)
    with pytest.raises(NotAllowed, match="may_make_private"):
        commands.make_private(ben, bug)


def test_a_private_blocker_is_named_by_its_number(session, bug, following, tess, eddy):
    commands.make_private(tess, bug)
    commands.set_severity(eddy, bug, "blocker")
    commands.confirm(eddy, bug, eddy)
    (block,) = build_queries.open_blocks(following.id)
    assert block.reason == f"#{bug.number}"


def due(kind, bug):
    found = duties.find(kind, ("bug", bug.id))
    return found.due_at if found else None


def test_an_answer_is_owed_in_a_day_and_a_move_in_a_week(session, bug, priya, eddy):
    assert due("bug_reply", bug) == clock.parse("2026-11-10 00:00Z")
    assert due("bug_state", bug) == clock.parse("2026-11-14 09:00Z")
    assert queries.due_of([bug.id]) == {bug.id: due("bug_reply", bug)}
    with clock.at("2026-11-09 09:00Z"):
        commands.confirm(priya, bug, eddy)
    assert due("bug_reply", bug) is None
    assert due("bug_state", bug) == clock.parse("2026-11-16 09:00Z")


def test_nobody_of_the_team_owes_while_the_reporter_is_asked(bug, priya):
    commands.ask(priya, bug, "Which lamp?")
    assert due("bug_state", bug) is None
    assert queries.due_of([bug.id]) == {}


def test_the_reporter_opening_it_again_is_no_answer_of_the_team(bug, tess, priya):
    commands.close(priya, bug, "by_design", "So it is")
    assert due("bug_state", bug) is None
    commands.reopen(tess, bug)
    assert due("bug_state", bug) is not None


def test_a_reply_to_no_question(bug, tess, ben):
    with pytest.raises(commands.AnswerNeedsQuestion):
        commands.answer(tess, bug)
    with pytest.raises(NotAllowed, match="may_answer"):
        commands.answer(ben, bug)


def test_hidden_by_the_system_and_shown_again(session, bug, tess, eddy):
    with pytest.raises(NotAllowed, match="may_conceal"):
        commands.conceal(eddy, bug, "spam")
    commands.conceal(SYSTEM, bug, "import_undone")
    commands.conceal(SYSTEM, bug, "import_undone")
    session.commit()
    with pytest.raises(Gone):
        queries.visible_to(tess).get(bug.number)
    assert queries.list_page(eddy).items == []
    with pytest.raises(Missing):
        comments.thread(tess, bug.thread_id)
    commands.reveal(SYSTEM, bug)
    commands.reveal(SYSTEM, bug)
    session.commit()
    assert queries.visible_to(tess).get(bug.number).id == bug.id
    assert comments.thread(tess, bug.thread_id).id == bug.thread_id


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ("state = 'fixed', assignee_id = reporter_id", "fixed_in"),
        ("state = 'duplicate', closing_text = 'x'", "duplicate"),
        ("state = 'verified', assignee_id = reporter_id", "fixed_in|verified_by"),
        ("state = 'lost'", "state"),
        ("severity = 'awful'", "severity"),
        (
            "state = 'duplicate', closing_text = 'x', duplicate_of_id = id",
            "not_itself",
        ),
    ],
)
def test_the_database_keeps_bugs_so(session, bug, change, check):
    with pytest.raises(IntegrityError, match=check):
        session.execute(text(f"UPDATE bugs SET {change}"))  # noqa: S608

"""The moderators: publishing, asking, refusing, hiding."""

from datetime import timedelta

import pytest

from app.comments import queries as comments
from app.ideas import commands as ideas
from app.ideas import queries
from app.ideas.commands import refusals
from app.kernel import clock, duties
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.audit import AuditEvent
from app.kernel.db import db
from app.kernel.errors import Missing, NotAllowed
from app.people.models import RoleGrant
from tests import cast
from tests.ideas import make


def test_publishing_starts_clock_ladder_and_conversation(session, ana, mo, space):
    idea = make.submitted(ana, space)
    with clock.at("2026-01-05 09:30Z"):
        ideas.publish(mo, idea)
    assert idea.state == "supporting"
    assert idea.deadline_at.isoformat() == "2026-03-06T09:30:00+00:00"
    assert (idea.next_rung, idea.top_rung) == (100, 10_000)
    assert comments.thread(ANONYMOUS, idea.thread_id).url == f"/ideas/{idea.number}"
    assert duties.find("gate", ("idea", idea.id)) is None
    step = queries.history_of(idea.id)[-1]
    assert (step.clock_before, step.clock_after) == (None, idea.deadline_at)
    assert not idea.by_team
    acts = [row.act for row in session.query(AuditEvent).filter_by(actor_id=mo.id)]
    assert "ideas.publish" in acts


def test_a_space_without_goals_has_no_clock(session, ana, mo, space):
    space.has_goals = False
    session.commit()
    idea = make.published(ana, mo, space)
    assert idea.next_rung is None
    assert idea.deadline_at is None


def test_ideas_of_the_team_say_so(priya, mo, space):
    assert make.published(priya, mo, space).by_team


@pytest.mark.parametrize("act", ["publish", "ask_fixes", "reject", "open_item"])
def test_only_moderators_rule_and_never_on_their_own(people, ana, mo, space, act):
    calls = {
        "publish": ideas.publish,
        "ask_fixes": lambda who, idea: ideas.ask_fixes(
            who, idea, [ideas.Fix("other", "x")]
        ),
        "reject": lambda who, idea: ideas.reject(who, idea, "off_topic", make.REASON),
        "open_item": ideas.open_item,
    }
    idea, own = make.submitted(ana, space), make.submitted(mo, space, "Mine")
    for name in ("ana", "ben", "priya", "ada"):
        with pytest.raises(NotAllowed, match="may_rule"):
            calls[act](people[name], idea)
    with pytest.raises(NotAllowed, match="may_rule"):
        calls[act](mo, own)
    assert idea.state == own.state == "submitted"


@pytest.mark.parametrize(
    "fixes",
    [[], [ideas.Fix("other", "  ")], [ideas.Fix("nonsense", "Do better.")]],
)
def test_fixes_say_what_to_change(ana, mo, space, fixes):
    idea = make.submitted(ana, space)
    with pytest.raises(refusals.NothingToFix):
        ideas.ask_fixes(mo, idea, fixes)


def test_a_refusal_has_a_rule_and_a_reason(ana, mo, space):
    idea = make.submitted(ana, space)
    with pytest.raises(refusals.UnknownReason):
        ideas.reject(mo, idea, "do_not_like_it", make.REASON)
    with pytest.raises(refusals.ReasonTooShort):
        ideas.reject(mo, idea, "off_topic", "No.")
    # a CJK character says as much as three letters
    ideas.reject(
        mo,
        idea,
        "off_topic",
        "这个点子与我们能做的东西没有任何关系，所以不能公开发布，非常抱歉。",
    )
    assert idea.state == "rejected"
    assert queries.licences_of(idea.id)[0].ended_reason == "rejected"
    for stranger in (ANONYMOUS, SYSTEM):
        found = queries.visible_to(stranger).select()
        seen = db.session.scalars(found).all()
        assert (idea in seen) is (stranger is SYSTEM)


def test_a_published_idea_is_not_published_again(ana, mo, space):
    idea = make.published(ana, mo, space)
    before = idea.published_at
    with pytest.raises(refusals.NoSuchMove):
        ideas.publish(mo, idea)
    db.session.rollback()
    db.session.refresh(idea)
    assert idea.published_at == before


def test_a_space_moderator_rules_there_only(session, people, tess, ana, space):
    other = cast.space(people, "chairs")
    session.add(
        RoleGrant(
            person_id=tess.id, role="moderator", space_id=space.id, granted_by_id=1
        )
    )
    session.commit()
    session.refresh(tess, ["grants"])
    here, there = make.submitted(ana, space), make.submitted(ana, other, "Chair")
    assert queries.visible_to(tess).get(here.number) == here
    with pytest.raises(Missing):
        queries.visible_to(tess).get(there.number)
    ideas.publish(tess, here)
    with pytest.raises(NotAllowed):
        ideas.publish(tess, there)


def test_hiding_stops_the_clock_and_showing_gives_the_time_back(ana, ben, mo, space):
    with clock.at("2026-01-05 09:30Z"):
        idea = make.published(ana, mo, space)
    due = idea.deadline_at
    with clock.at("2026-02-01 00:00Z"):
        with pytest.raises(refusals.HideNeedsReason):
            ideas.conceal(mo, idea, " ")
        ideas.conceal(mo, idea, "A rights notice")
        ideas.conceal(mo, idea, "Again")
    for reader in (ben, ANONYMOUS):
        with pytest.raises(Missing):
            queries.visible_to(reader).get(idea.number)
        assert queries.list_page(reader, queries.Filters()).items == []
    assert queries.visible_to(mo).get(idea.number) == idea
    assert comments.of_threads(ben, [idea.thread_id]) == []
    with clock.at("2026-02-04 06:00Z"):
        ideas.reveal(mo, idea)
        ideas.reveal(mo, idea)
    assert idea.deadline_at == due + timedelta(days=3, hours=6)
    assert queries.visible_to(ANONYMOUS).get(idea.number) == idea
    assert queries.concealment_of(idea.id) is None


def test_a_draft_without_a_conversation_is_hidden_too(ana, mo, space):
    idea = make.submitted(ana, space)
    ideas.conceal(mo, idea, "Spam")
    assert queries.concealment_of(idea.id) is not None
    ideas.reveal(mo, idea)
    assert queries.concealment_of(idea.id) is None


def test_nobody_hides_his_own(mo, space):
    idea = make.submitted(mo, space)
    for act in (lambda: ideas.conceal(mo, idea, "x"), lambda: ideas.reveal(mo, idea)):
        with pytest.raises(NotAllowed, match="may_conceal"):
            act()


def test_unanswered_fixes_end_in_the_drafts(ana, mo, space):
    idea = make.submitted(ana, space)
    ideas.ask_fixes(mo, idea, [ideas.Fix("other", "Please.")])
    asked = clock.now()
    with clock.at(asked + timedelta(days=29)):
        assert ideas.return_stale(SYSTEM) == 0
    with clock.at(asked + timedelta(days=31)):
        assert ideas.return_stale(SYSTEM) == 1
        assert ideas.return_stale(SYSTEM) == 0
    assert idea.state == "draft"


def known(author, mo, space):
    """An author two of whose ideas were published."""
    for n in range(2):
        make.published(author, mo, space, f"Known {n}")
    return author


def look_of(idea):
    return duties.find("look", ("idea", idea.id))


def test_first_ideas_wait_later_ones_are_public_at_once(ana, mo, space):
    for n in range(2):
        idea = make.submitted(ana, space, f"First {n}")
        assert not ideas.publish_by_rule(SYSTEM, idea)
        assert idea.state == "submitted"
        ideas.publish(mo, idea)
    with clock.at("2026-11-25 09:00Z"):
        third = make.submitted(ana, space, "Third")
        assert ideas.publish_by_rule(SYSTEM, third)
        assert not ideas.publish_by_rule(SYSTEM, third)
    assert third.state == "supporting"
    assert third.deadline_at is not None
    step = queries.history_of(third.id)[-1]
    assert (step.reason_code, step.actor_id) == ("published_by_rule", SYSTEM.id)
    duty = look_of(third)
    assert (duty.owner_role, duty.due_at.isoformat()) == (
        "moderator",
        "2026-11-28T00:00:00+00:00",
    )
    assert duties.find("gate", ("idea", third.id)) is None


def test_what_came_from_elsewhere_makes_nobody_known(ana, mo, space):
    for n in range(2):
        idea = make.published(ana, mo, space, f"Imported {n}")
        idea.source, idea.source_id = "csv", str(n)
    assert not ideas.publish_by_rule(SYSTEM, make.submitted(ana, space))


@pytest.mark.parametrize(("gate", "passes"), [("all", False), ("none", True)])
def test_a_space_may_check_all_or_none(people, ana, ben, mo, gate, passes):
    place = cast.space(people, "other", ideas={"gate": gate})
    known(ana, mo, place)
    for author in (ana, ben):
        idea = make.submitted(author, place, "One more")
        assert ideas.publish_by_rule(SYSTEM, idea) == passes
        assert look_of(idea) is None


def test_the_teams_own_ideas_are_public_at_once_and_say_so(priya, space):
    idea = make.submitted(priya, space)
    assert ideas.publish_by_rule(SYSTEM, idea)
    assert idea.by_team
    assert look_of(idea) is None


def test_what_was_sent_back_waits_for_its_moderator_again(ana, mo, space):
    idea = make.submitted(ana, space, "Before")
    ideas.ask_fixes(mo, idea, [ideas.Fix("other", "More.")])
    known(ana, mo, space)
    (fix,) = queries.fixes_of(idea.id, 1)
    ideas.answer_fixes(ana, idea, {fix.id: "Done."})
    ideas.submit(ana, idea, idea.version)
    assert not ideas.publish_by_rule(SYSTEM, idea)
    assert idea.state == "submitted"


def test_people_do_not_publish_by_rule(ana, mo, space):
    idea = make.submitted(ana, space)
    for other in (ana, mo, ANONYMOUS):
        with pytest.raises(NotAllowed, match="may_publish_by_rule"):
            ideas.publish_by_rule(other, idea)


@pytest.fixture
def unseen(ana, mo, space):
    idea = make.submitted(known(ana, mo, space), space, "Unseen")
    ideas.publish_by_rule(SYSTEM, idea)
    db.session.commit()
    return idea


@pytest.mark.parametrize(
    "look",
    [ideas.open_item, ideas.publish, lambda mo, idea: ideas.conceal(mo, idea, "Spam")],
)
def test_a_moderator_looks_at_it_afterwards(mo, unseen, look):
    assert look_of(unseen) is not None
    look(mo, unseen)
    assert look_of(unseen) is None
    assert unseen.state == "supporting"


def test_nobody_owes_a_look_at_what_is_gone(ana, mo, unseen):
    ideas.withdraw(ana, unseen)
    assert look_of(unseen) is None


def test_the_place_in_the_queue_follows_what_is_due(ana, ben, tess, mo, space):
    with clock.at("2026-11-23 09:00Z"):
        first = make.submitted(ana, space, "First")
        ideas.ask_fixes(mo, first, [ideas.Fix("other", "More.")])
        second = make.submitted(ben, space, "Second")
        hidden = make.submitted(tess, space, "Hidden")
        ideas.conceal(mo, hidden, "A notice")
    with clock.at("2026-11-23 15:00Z"):
        (fix,) = queries.fixes_of(first.id, 1)
        ideas.answer_fixes(ana, first, {fix.id: "Done."})
        ideas.submit(ana, first, first.version)
    # sent later, but its second look is due a day earlier
    assert queries.place_in_queue(first) == 1
    assert queries.place_in_queue(second) == 2

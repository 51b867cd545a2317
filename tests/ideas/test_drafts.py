"""Drafts: words, pictures, edits by two, and sending them."""

from datetime import timedelta

import pytest

from app.ideas import commands as ideas
from app.ideas import queries
from app.ideas.commands import refusals
from app.ideas.events import IdeaSubmitted
from app.ideas.models import IdeaRevision, TermsAcceptance
from app.kernel import clock, duties
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import db
from app.kernel.errors import EditConflict, NotAllowed
from app.kernel.events import OutboxEvent
from tests.ideas import make


def words(**changes):
    fields = {"title": "A lamp", "problem": "Dark.", "body": "Light.", "lang": "en"}
    return ideas.Words(**(fields | changes))


def test_a_draft_keeps_clean_words_and_no_history(ana, space):
    idea = make.draft(ana, space, title="  A   lamp ", body="*x* <script>y</script>")
    revision = queries.revision_of(idea.id)
    assert idea.title == "A lamp"
    assert idea.state == "draft"
    assert idea.number == 1
    assert "<em>x</em>" in revision.body_html
    assert "<script" not in revision.body_html
    assert queries.history_of(idea.id) == []


def test_strangers_do_not_draft(space):
    with pytest.raises(NotAllowed, match="may_draft"):
        make.draft(ANONYMOUS, space)


def test_children_do_not_draft(session, ana, space):
    ana.birth_year = clock.now().year - 10
    with pytest.raises(refusals.TooYoung):
        make.draft(ana, space)


def test_five_open_drafts_are_enough(ana, space):
    for n in range(5):
        make.draft(ana, space, title=f"Draft {n}")
    with pytest.raises(refusals.TooManyDrafts):
        make.draft(ana, space)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": "   "}, refusals.TitleMissing),
        ({"title": "x" * 81}, refusals.TitleTooLong),
        ({"problem": "x" * 301}, refusals.ProblemTooLong),
    ],
)
def test_words_have_limits(ana, space, changes, refusal):
    with pytest.raises(refusal):
        make.draft(ana, space, **changes)


def test_the_space_or_the_author_says_what_comes_of_it(ana, space):
    assert make.draft(ana, space).outcome == "product"
    assert make.draft(ana, space, outcome="improvement").outcome == "improvement"


def test_the_second_editor_gets_a_conflict(ana, space):
    idea = make.draft(ana, space)
    seen = idea.version
    ideas.revise(ana, idea, words(title="First"), seen)
    with pytest.raises(EditConflict):
        ideas.revise(ana, idea, words(title="Second"), seen)
    assert idea.title == "First"
    ideas.revise(ana, idea, words(title="Second"), idea.version)
    assert queries.revision_of(idea.id).title == "Second"


def test_words_that_stand_there_already_are_no_conflict(ana, space):
    idea = make.draft(ana, space)
    seen = idea.version
    ideas.revise(ana, idea, words(title="Saved by itself"), seen)
    ideas.revise(ana, idea, words(title=" Saved by  itself"), seen)
    assert idea.version == seen + 1


def test_others_do_not_edit(ana, ben, mo, space):
    idea = make.draft(ana, space)
    for other in (ben, mo, ANONYMOUS):
        with pytest.raises(NotAllowed, match="may_edit"):
            ideas.revise(other, idea, words(), idea.version)


def test_sending_freezes_opens_a_duty_and_tells(session, ana, space):
    with clock.at("2026-11-25 09:00Z"):
        idea = make.submitted(ana, space)
    revision = queries.revision_of(idea.id)
    assert idea.state == "submitted"
    assert revision.frozen_at is not None
    assert revision.terms_version == 1
    assert session.query(TermsAcceptance).one().person_id == ana.id
    duty = duties.find("gate", ("idea", idea.id))
    assert duty.owner_role == "moderator"
    # the end of the second working day after a Wednesday
    assert duty.due_at.isoformat() == "2026-11-28T00:00:00+00:00"
    assert queries.place_in_queue(idea) == 1
    assert [row.kind for row in queries.licences_of(idea.id)] == ["hosting"]
    sent = session.query(OutboxEvent).filter_by(name=IdeaSubmitted.name).one()
    assert sent.body == {"idea_id": idea.id, "author_id": ana.id}
    with pytest.raises(NotAllowed, match="may_edit"):
        ideas.revise(ana, idea, words(), idea.version)


def test_an_idea_is_sent_by_its_author_as_he_saw_it(ana, ben, space):
    idea = make.with_picture(ana, space)
    with pytest.raises(NotAllowed, match="may_submit"):
        ideas.submit(ben, idea, idea.version)
    with pytest.raises(EditConflict):
        ideas.submit(ana, idea, idea.version - 1)


def test_a_product_needs_a_picture_an_improvement_does_not(ana, space):
    bare = make.draft(ana, space)
    with pytest.raises(refusals.PictureMissing):
        ideas.submit(ana, bare, bare.version)
    small = make.draft(ana, space, outcome="improvement")
    ideas.submit(ana, small, small.version)
    assert small.state == "submitted"


def test_each_picture_is_described_or_decorates(ana, space):
    idea = make.draft(ana, space)
    bare = ideas.attach(ana, idea, make.COVER, " ")
    with pytest.raises(refusals.PictureUndescribed):
        ideas.submit(ana, idea, idea.version)
    ideas.arrange(ana, idea, {bare.id: ideas.Look(is_decorative=True)})
    ideas.submit(ana, idea, idea.version)
    assert idea.state == "submitted"


def test_a_picture_that_cannot_be_shown_is_none(ana, space):
    idea = make.draft(ana, space)
    sent = ideas.send_picture(ana, idea, "0" * 32, "lamp.gif", "A lamp")
    ideas.fail_picture(SYSTEM, sent.id, "bad_picture")
    with pytest.raises(refusals.PictureMissing):
        ideas.submit(ana, idea, idea.version)


def test_an_idea_needs_a_problem(ana, space):
    idea = make.with_picture(ana, space, problem="")
    with pytest.raises(refusals.ProblemMissing):
        ideas.submit(ana, idea, idea.version)


def test_two_wait_in_the_queue_the_third_stays_a_draft(ana, ben, space):
    make.submitted(ana, space, "One")
    make.submitted(ana, space, "Two")
    third = make.with_picture(ana, space, "Three")
    with pytest.raises(refusals.QueueFull):
        ideas.submit(ana, third, third.version)
    assert queries.place_in_queue(make.submitted(ben, space, "Ben's")) == 3


def test_terms_are_accepted_once_a_version(ana, space):
    first = make.with_picture(ana, space, "One")
    with pytest.raises(refusals.TermsNotAccepted):
        ideas.submit(ana, first, first.version, accepts_terms=False)
    ideas.submit(ana, first, first.version, accepts_terms=True)
    second = make.with_picture(ana, space, "Two")
    ideas.submit(ana, second, second.version, accepts_terms=False)
    assert second.state == "submitted"


def test_ideas_like_it_are_looked_at_first(ana, space):
    idea = make.with_picture(ana, space)
    with pytest.raises(refusals.SimilarUnseen):
        ideas.submit(ana, idea, idea.version, has_seen_similar=False)
    assert idea.state == "draft"


def test_before_the_first_terms_none_are_asked(ana, space):
    idea = make.with_picture(ana, space)
    with clock.at("2019-01-01 00:00Z"):
        ideas.submit(ana, idea, idea.version, accepts_terms=False)
    assert queries.revision_of(idea.id).terms_version is None


def test_taken_back_until_a_moderator_opens_it(ana, ben, mo, space):
    idea = make.submitted(ana, space)
    with pytest.raises(NotAllowed, match="may_take_back"):
        ideas.take_back(ben, idea)
    ideas.take_back(ana, idea)
    assert idea.state == "draft"
    assert duties.find("gate", ("idea", idea.id)) is None
    ideas.submit(ana, idea, idea.version)
    assert idea.tries == 1
    ideas.open_item(mo, idea)
    with pytest.raises(NotAllowed, match="may_take_back"):
        ideas.take_back(ana, idea)


def test_changes_after_freezing_are_a_new_revision(session, ana, space):
    idea = make.submitted(ana, space)
    ideas.take_back(ana, idea)
    ideas.revise(ana, idea, words(title="New"), idea.version)
    ideas.revise(ana, idea, words(title="Newer"), idea.version)
    rows = session.query(IdeaRevision).order_by(IdeaRevision.n).all()
    assert [(row.n, row.title) for row in rows] == [
        (1, "A lamp that folds flat"),
        (2, "Newer"),
    ]


def test_fixes_are_answered_before_it_is_sent_again(ana, mo, space):
    idea = make.submitted(ana, space)
    ideas.ask_fixes(mo, idea, [ideas.Fix("clear_need", "Say who it is for.")])
    with pytest.raises(refusals.FixesUnanswered):
        ideas.submit(ana, idea, idea.version)
    fix = queries.fixes_of(idea.id, 1)[0]
    ideas.answer_fixes(ana, idea, {fix.id: "  "})
    assert fix.answer == ""
    ideas.answer_fixes(ana, idea, {fix.id: "For readers in bed."})
    with clock.at("2026-11-25 09:00Z"):
        ideas.submit(ana, idea, idea.version)
    due = queries.due_of(idea, "gate")
    assert due.isoformat() == "2026-11-27T00:00:00+00:00"
    assert [row.to_state for row in queries.history_of(idea.id)] == [
        "submitted",
        "needs_work",
        "submitted",
    ]


def _again(author, mo, idea):
    ideas.ask_fixes(mo, idea, [ideas.Fix("other", "Once more.")])
    for fix in queries.fixes_of(idea.id, idea.tries):
        ideas.answer_fixes(author, idea, {fix.id: "Done."})


def test_from_the_third_try_on_a_day_passes(ana, mo, space):
    idea = make.submitted(ana, space)
    _again(ana, mo, idea)
    ideas.submit(ana, idea, idea.version)
    _again(ana, mo, idea)
    with pytest.raises(refusals.TooSoon):
        ideas.submit(ana, idea, idea.version)
    with clock.at(clock.now() + timedelta(hours=25)):
        ideas.submit(ana, idea, idea.version)
    assert idea.tries == 3


@pytest.mark.parametrize("stage", ["draft", "submitted", "supporting"])
def test_its_author_withdraws_it(ana, ben, mo, space, stage):
    brought = {
        "draft": lambda: make.draft(ana, space),
        "submitted": lambda: make.submitted(ana, space),
        "supporting": lambda: make.published(ana, mo, space),
    }
    idea = brought[stage]()
    with pytest.raises(NotAllowed, match="may_withdraw"):
        ideas.withdraw(ben, idea)
    ideas.withdraw(ana, idea)
    assert idea.state == "withdrawn"
    assert all(row.ended_reason for row in queries.licences_of(idea.id))
    with pytest.raises(refusals.NoSuchMove):
        ideas.withdraw(ana, idea)


def test_what_one_wrote_is_exported_and_erased(ana, mo, priya, space):
    draft = make.draft(ana, space, "Never sent")
    public = make.published(ana, mo, space, "Public")
    achieved = make.achieved(ana, (mo, priya), space)
    ideas.follow(ana, public)
    exported = queries.personal(ana)
    assert [row["state"] for row in exported["ideas"]] == [
        "draft",
        "supporting",
        "achieved",
    ]
    assert exported["follows"] == [public.id]
    assert [row["version"] for row in exported["terms"]] == [1]
    gone = draft.id
    ideas.erase(ana, ana)
    db.session.commit()
    assert db.session.get(type(draft), gone) is None
    assert (public.state, public.title, public.cover_name) == ("withdrawn", "-", None)
    assert (achieved.state, achieved.title) == ("achieved", "-")
    assert queries.revision_of(public.id).body_plain == ""
    assert queries.followers_of(public.id) == []

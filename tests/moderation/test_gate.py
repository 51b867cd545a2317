"""Decisions at the gate and the library of reasons."""

import pytest

from app.ideas import queries as idea_queries
from app.ideas.commands import Fix
from app.ideas.commands import refusals as idea_refusals
from app.kernel.errors import NotAllowed
from app.moderation import commands, queries
from app.moderation.commands import Words, refusals
from app.moderation.commands.gate import FIX_CRITERIA
from app.moderation.models import RulingReason
from tests.ideas import make as make_ideas

LANGS = ("en", "zh_Hans", "zh_Hant", "ja")


def test_a_refusal_without_own_words_takes_those_of_the_library(mei, mo, space):
    idea = make_ideas.submitted(mei, space)
    ruling = commands.refuse(mo, idea, Words("off_topic"))
    told = idea_queries.history_of(idea.id)[-1].reason_text
    assert told.startswith("这与我们正在做或能够做的东西无关")
    assert (ruling.code, ruling.text) == ("off_topic", "")
    assert queries.reason(ruling.code, "ja").startswith("これは私たちが")


def test_own_words_say_enough_or_nothing_is_refused(ana, mo, space):
    idea = make_ideas.submitted(ana, space)
    with pytest.raises(refusals.ReasonMissing):
        commands.refuse(mo, idea, Words("off_topic", "Sorry, no."))
    with pytest.raises(idea_refusals.UnknownReason):
        commands.refuse(mo, idea, Words("spam"))
    with pytest.raises(idea_refusals.UnknownReason):
        commands.refuse(mo, idea, Words(""))
    assert idea.state == "submitted"
    commands.refuse(mo, idea, Words("off_topic", make_ideas.REASON))
    assert idea_queries.history_of(idea.id)[-1].reason_text == make_ideas.REASON


def test_fixes_come_from_the_library_and_from_the_moderator(ken, mo, space):
    idea = make_ideas.submitted(ken, space)
    commands.ask_fixes(mo, idea, [Fix("other", "Say more.")], ["show_size", "nonsense"])
    fixes = idea_queries.fixes_of(idea.id, 1)
    assert [fix.criterion for fix in fixes] == ["picture", "other"]
    assert fixes[0].text.startswith("手や硬貨と")
    assert fixes[1].text == "Say more."


def test_the_library_speaks_four_languages(session):
    rows = session.query(RulingReason).all()
    codes = {row.code for row in rows}
    assert len(codes) >= 10
    assert {(row.code, row.lang) for row in rows} == {
        (code, lang) for code in codes for lang in LANGS
    }
    fixes = {row.code for row in rows if row.use == "fix"}
    assert fixes == set(FIX_CRITERIA)


def test_an_unknown_language_reads_english(session):
    assert queries.reason("spam", "de") == queries.reason("spam", "en") != ""
    assert queries.reasons("fix", "de") == queries.reasons("fix", "en")
    assert queries.reason("nonsense", "en") == ""


def test_moderators_reword_the_library(session, mo, ben, priya):
    row = session.query(RulingReason).filter_by(code="spam", lang="en").one()
    before = row.text
    for stranger in (ben, priya):
        with pytest.raises(NotAllowed, match="may_edit_reasons"):
            commands.reword(stranger, row, "New words")
    with pytest.raises(refusals.EmptyReason):
        commands.reword(mo, row, "  ")
    commands.reword(mo, row, before)
    assert row.changed_by_id is None
    commands.reword(mo, row, "This sells something.")
    assert queries.reason("spam", "en") == "This sells something."
    assert row.changed_by_id == mo.id

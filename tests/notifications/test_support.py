"""Who hears of drafts that lie still, of names in comments, and of doubted support."""

import pytest

from app.comments import commands as comments
from app.comments import queries as comment_queries
from app.comments.events import AnswerWanted, Mentioned
from app.ideas.events import DraftLeftIdle
from app.kernel.actor import SYSTEM
from app.kernel.events import emit
from app.support import commands as support
from tests.ideas import make
from tests.notifications.test_listeners import after, told


@pytest.fixture
def lamp(ana, mo, space):
    return make.published(ana, mo, space)


def said(author, idea):
    thread = comment_queries.thread(author, idea.thread_id)
    return comments.write(author, thread, "How bright is it?")


def test_the_author_of_a_draft_hears_that_it_goes(ana, space):
    idea = make.draft(ana, space)
    event = DraftLeftIdle(idea.id, ana.id, "2027-01-02T03:04:05+00:00")
    after(emit, event)
    after(emit, event)
    assert told(ana) == [("to_do", "draft_left_idle")]


def test_whoever_is_named_hears_of_it_once(ana, ben, tess, lamp):
    comment = said(ben, lamp)
    event = Mentioned(comment.id, comment.thread_id, tess.id, ben.id)
    after(emit, event)
    after(emit, event)
    assert told(tess) == [("mention", "mention")]


def test_the_product_team_hears_that_its_answer_is_wanted(ben, priya, paul, lamp):
    comment = said(ben, lamp)
    after(emit, AnswerWanted(comment.id, comment.thread_id, ben.id))
    assert ("answer_owed", "answer_wanted") in told(priya)
    assert ("answer_owed", "answer_wanted") in told(paul)
    assert ("answer_owed", "answer_wanted") not in told(ben)


def test_whose_support_is_doubted_hears_of_it(ben, lamp):
    given = support.give(ben, lamp)
    after(support.hold, SYSTEM, lamp, [given.id], "young")
    assert told(ben) == [("support_ruling", "support_held")]

"""How much new people may send in a day."""

from datetime import timedelta

import pytest

from app.comments import commands as comments
from app.comments import queries as comment_queries
from app.ideas import commands as ideas
from app.ideas.commands import refusals
from app.kernel import clock
from tests.ideas import make


@pytest.fixture
def new(session, ben):
    """Ben joined yesterday."""
    ben.created_at = clock.now() - timedelta(days=1)
    session.commit()
    return ben


def test_one_new_idea_a_day_in_the_first_week(new, mo, space):
    first = make.submitted(new, space, "First")
    second = make.with_picture(new, space, "Second")
    with pytest.raises(refusals.TooManyForNow):
        ideas.submit(new, second, second.version)
    assert second.state == "draft"
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        ideas.submit(new, second, second.version)
    ideas.ask_fixes(mo, first, [ideas.Fix("other", "Please.")])
    ideas.answer_fixes(
        new, first, {row.id: "Done." for row in make.queries.fixes_of(first.id, 1)}
    )
    ideas.submit(new, first, first.version)  # the same idea again is no new one


def test_taking_back_and_sending_again_is_no_second_idea(new, space):
    idea = make.submitted(new, space)
    ideas.take_back(new, idea)
    ideas.submit(new, idea, idea.version)
    assert idea.state == "submitted"


def test_two_links_a_day_with_those_of_comments(new, ana, mo, space):
    talk = make.published(ana, mo, space)
    thread = comment_queries.thread(new, talk.thread_id)
    comments.write(new, thread, "See https://a.example")
    idea = make.with_picture(new, space, "Linked", body="https://b.x and https://c.x")
    with pytest.raises(refusals.TooManyLinks):
        ideas.submit(new, idea, idea.version)
    words = ideas.Words(idea.title, idea.problem, "https://b.x", "en")
    ideas.revise(new, idea, words, idea.version)
    ideas.submit(new, idea, idea.version)


def test_others_send_what_they_like(session, ana, priya, space):
    priya.created_at = clock.now()
    session.commit()
    for author in (ana, priya):
        for n in range(2):
            make.submitted(author, space, f"Idea {n}", body="https://a.x " * 3)

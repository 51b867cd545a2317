"""What changed between two versions, and who may read it."""

import pytest

from app.ideas import commands as ideas
from app.ideas import queries
from app.kernel.db import db
from app.kernel.difference import Piece
from app.kernel.errors import Missing
from tests.ideas import make


@pytest.fixture
def checked_twice(ana, mo, space):
    """Sent, read, sent back, changed, taken back unread, changed, sent again."""
    idea = make.submitted(ana, space, "A lamp", problem="First words.")
    ideas.open_item(mo, idea)
    ideas.ask_fixes(mo, idea, [ideas.Fix("other", "More.")])
    (fix,) = queries.fixes_of(idea.id, 1)
    ideas.answer_fixes(ana, idea, {fix.id: "Done."})
    for words in ("Second words.", "Third words."):
        said = ideas.Words("A lamp", words, "", "en")
        ideas.revise(ana, idea, said, idea.version)
        ideas.submit(ana, idea, idea.version)
        if words != "Third words.":
            ideas.take_back(ana, idea)
    db.session.commit()
    return idea


def test_a_moderator_sees_what_changed_since_one_read_it(mo, checked_twice):
    change = queries.change_since_look(checked_twice)
    assert (change.before.n, change.revision.n) == (1, 3)
    assert change.problem[0] == Piece("removed", "First ")
    ideas.open_item(mo, checked_twice)
    assert queries.change_since_look(checked_twice).before.n == 1


def test_nothing_changed_before_a_first_look(ana, space):
    assert queries.change_since_look(make.submitted(ana, space)) is None


def test_the_moderators_page_shows_it(sign_in, mo, ben, ana, checked_twice):
    browser = sign_in(mo)
    page = browser.get(f"/staff/queue/{checked_twice.number}").text
    assert "What changed since we read it last" in page
    assert "<del>" in page


def test_what_was_asked_to_change_is_not_for_everybody(
    sign_in, client, ana, ben, mo, checked_twice
):
    ideas.publish(mo, checked_twice)
    db.session.commit()
    address = f"/ideas/{checked_twice.number}/revisions"
    for browser in (sign_in(ana), sign_in(mo)):
        page = browser.get(f"{address}/3").text
        assert "against version 2" in page
        assert "<ins>" in page
        assert browser.get(f"{address}/1").status_code == 200
        assert browser.get(f"{address}/9").status_code == 404
    for browser in (client, sign_in(ben)):
        assert browser.get(f"{address}/1").status_code == 404
        whole = browser.get(f"{address}/3").text
        assert "Third words." in whole
        assert "First" not in whole.split("<main")[1]
        history = browser.get(f"/ideas/{checked_twice.number}/history").text
        assert f"{address}/3" in history
        assert f"{address}/2" not in history


def test_a_difference_is_text_and_never_markup(sign_in, ana, mo, checked_twice):
    evil = "<script>alert(1)</script> <img src=x onerror=alert(2)>"
    ideas.ask_fixes(mo, checked_twice, [ideas.Fix("other", "More.")])
    said = ideas.Words(evil, evil, evil, "en")
    ideas.revise(ana, checked_twice, said, checked_twice.version)
    (fix,) = queries.fixes_of(checked_twice.id, checked_twice.tries)
    ideas.answer_fixes(ana, checked_twice, {fix.id: "Done."})
    checked_twice.tries = 1
    ideas.submit(ana, checked_twice, checked_twice.version)
    db.session.commit()
    page = sign_in(ana).get(f"/ideas/{checked_twice.number}/revisions/4").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "alert(1)" in page


def test_a_change_of_nothing_is_missing(space, ana):
    with pytest.raises(Missing):
        queries.change_of([], 1)

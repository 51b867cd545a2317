"""The pages of conversations."""

import pytest

from app.comments import commands, queries
from app.kernel.db import db
from tests.ideas import make


@pytest.fixture
def idea(ana, mo, space):
    return make.published(ana, mo, space)


@pytest.fixture
def thread(ana, idea):
    return queries.thread(ana, idea.thread_id)


def url(thread):
    return f"/threads/{thread.id}/comments"


def test_a_comment_appears_on_the_page(sign_in, ben, idea, thread):
    browser = sign_in(ben)
    answer = browser.post(url(thread), data={"body": "I *want* this"})
    comment = queries.of_threads(ben, [thread.id])[0]
    assert answer.status_code == 303
    assert answer.location == f"/ideas/{idea.number}#comment-{comment.id}"
    page = browser.get(f"/ideas/{idea.number}").text
    assert "<em>want</em>" in page
    assert page.count('id="comments"') == 1


def test_returning_elsewhere_stays_on_this_site(sign_in, ben, thread):
    browser = sign_in(ben)
    near = browser.post(url(thread), data={"body": "a", "next": "/roadmap/3"})
    assert near.location.startswith("/roadmap/3#comment-")
    far = browser.post(url(thread), data={"body": "b", "next": "https://evil.example"})
    assert far.location.startswith(thread.url)


def test_a_refused_comment_comes_back_filled(sign_in, ben, thread):
    browser = sign_in(ben)
    empty = browser.post(url(thread), data={"body": "  "})
    assert empty.status_code == 422
    long = browser.post(url(thread), data={"body": "word " * 2_000, "ran": "y"})
    assert long.status_code == 422
    assert "word word" in long.text
    longer = browser.post(url(thread), data={"body": "word " * 5_000})
    assert longer.status_code == 422


def test_replies_badges_and_team_words(sign_in, ben, priya, idea, thread):
    first = commands.write(ben, thread, "Question?")
    db.session.commit()
    staff = sign_in(priya)
    staff.post(
        url(thread), data={"body": "Answer.", "parent_id": first.id, "voice": "answer"}
    )
    staff.post(url(thread), data={"body": "Secret.", "voice": "team"})
    page = sign_in(ben).get(f"/ideas/{idea.number}").text
    assert "Team&#39;s answer" in page or "Team's answer" in page
    assert "Secret." not in page
    assert "Secret." in staff.get(f"/ideas/{idea.number}").text


def test_what_was_run_and_what_it_is_about(sign_in, ben, thread):
    sign_in(ben).post(url(thread), data={"body": "x", "ran": "y", "about": "Lamp arm"})
    comment = queries.of_threads(ben, [thread.id])[0]
    assert comment.ran
    assert comment.about == "Lamp arm"


def test_strangers_are_sent_to_sign_in(client, idea, thread):
    assert "Sign in to comment" in client.get(f"/ideas/{idea.number}").text
    assert client.post(url(thread), data={"body": "x"}).status_code == 403


def test_editing_shows_the_earlier_words(sign_in, ben, thread):
    comment = commands.write(ben, thread, "first")
    db.session.commit()
    browser = sign_in(ben)
    address = f"/comments/{comment.id}/edit"
    assert "first" in browser.get(address).text
    assert browser.post(address, data={"body": "", "version": 1}).status_code == 422
    done = browser.post(address, data={"body": "second", "version": 1})
    assert done.status_code == 303
    late = browser.post(address, data={"body": "third", "version": 1})
    assert late.status_code == 422
    assert "third" in late.text
    assert "What it says now" in late.text
    past = browser.get(f"/comments/{comment.id}/history").text
    assert "first" in past
    assert "second" in past


def test_others_do_not_edit(sign_in, ana, ben, thread):
    comment = commands.write(ben, thread, "mine")
    db.session.commit()
    assert sign_in(ana).get(f"/comments/{comment.id}/edit").status_code == 403


def test_removing_leaves_a_stub(sign_in, ben, idea, thread):
    comment = commands.write(ben, thread, "oops")
    commands.write(ben, thread, "still here")
    db.session.commit()
    browser = sign_in(ben)
    assert browser.post(f"/comments/{comment.id}/removal").status_code == 303
    page = browser.get(f"/ideas/{idea.number}").text
    assert "oops" not in page
    assert "This comment was removed." in page
    assert "oops" not in browser.get(f"/comments/{comment.id}/history").text


def test_closing_and_opening_a_conversation(sign_in, ana, ben, idea, thread):
    author = sign_in(ana)
    empty = author.post(f"/threads/{thread.id}/lock", data={"reason": ""})
    assert empty.status_code == 422
    author.post(f"/threads/{thread.id}/lock", data={"reason": "Decided."})
    page = sign_in(ben).get(f"/ideas/{idea.number}").text
    assert "Decided." in page
    assert 'name="body"' not in page
    author.post(f"/threads/{thread.id}/unlock")
    assert 'name="body"' in sign_in(ben).get(f"/ideas/{idea.number}").text


def test_hidden_threads_are_not_there(sign_in, ben, mo, thread):
    commands.hide(mo, thread.id)
    db.session.commit()
    assert sign_in(ben).post(url(thread), data={"body": "x"}).status_code == 404

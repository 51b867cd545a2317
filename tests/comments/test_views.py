"""The pages of conversations."""

import pytest

from app.comments import commands, queries
from app.kernel import signing
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
    about = signing.signed(f"comment.about:{thread.id}", "Lamp arm")
    sign_in(ben).post(url(thread), data={"body": "x", "ran": "y", "about": about})
    comment = queries.of_threads(ben, [thread.id])[0]
    assert comment.ran
    assert comment.about == "Lamp arm"


def test_nobody_makes_up_what_it_is_about(sign_in, ben, thread):
    elsewhere = signing.signed("comment.about:999", "Lamp arm")
    for label in ("The team says so", "Lamp arm.00", elsewhere):
        sign_in(ben).post(url(thread), data={"body": "x", "about": label})
    assert [one.about for one in queries.of_threads(ben, [thread.id])] == [None] * 3


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


@pytest.fixture
def long(ben, tess, thread):
    """One first comment more than a page holds, the oldest answered."""
    said = [
        commands.write(ben, thread, f"word {n}") for n in range(queries.PAGE_SIZE + 1)
    ]
    said.append(commands.write(tess, thread, "late", parent_id=said[0].id))
    db.session.commit()
    return said


def test_earlier_comments_as_a_page_and_in_place(client, thread, long):
    page = client.get(thread.url).text
    assert "word 0<" not in page
    address = f"/threads/{thread.id}/comments?before={long[1].id}"
    assert address in page
    earlier = client.get(address).text
    assert "word 0<" in earlier
    assert "late" in earlier
    assert "<h1" in earlier
    part = client.get(address, headers={"HX-Request": "true"}).text
    assert part.strip().startswith(f'<div class="stack" id="earlier-{long[1].id}"')
    assert "word 0<" in part
    assert "Earlier comments" not in part


def test_a_link_to_a_comment_leads_to_its_page(client, thread, long):
    newest, oldest, reply = long[-2], long[0], long[-1]
    answer = client.get(f"/comments/{newest.id}")
    assert answer.location == f"{thread.url}#comment-{newest.id}"
    for old in (oldest, reply):
        there, _, anchor = client.get(f"/comments/{old.id}").location.partition("#")
        assert f'id="{anchor}"' in client.get(there).text
    assert client.get("/comments/99999").status_code == 404


def test_a_reply_to_an_old_comment_leads_to_where_it_stands(sign_in, ben, thread, long):
    browser = sign_in(ben)
    sent = {"body": "found you", "parent_id": long[0].id, "next": thread.url}
    answer = browser.post(url(thread), data=sent)
    assert "found you" in browser.get(answer.location.partition("#")[0]).text


def test_statements_of_a_long_conversation(client, sign_in, assert_queries, ana, long):
    thread_id, browser = long[0].thread_id, sign_in(ana)
    with assert_queries(3):
        client.get(f"/threads/{thread_id}/comments")
    with assert_queries(5):
        browser.get(f"/threads/{thread_id}/comments")


def test_what_was_written_into_a_closed_conversation_is_kept(sign_in, ana, ben, thread):
    commands.lock(ana, thread, "Decided.")
    db.session.commit()
    answer = sign_in(ben).post(url(thread), data={"body": "my long thoughts"})
    assert answer.status_code == 422
    assert "my long thoughts" in answer.text
    assert "This conversation is closed." in answer.text


def test_muting_from_the_page_and_seeing_again(sign_in, ana, ben, thread):
    commands.write(ben, thread, "loud words")
    db.session.commit()
    browser = sign_in(ana)
    assert f"/people/{ben.number}/mute" in browser.get(thread.url).text
    assert browser.post(f"/people/{ben.number}/mute").location == "/mutes"
    assert "loud words" not in browser.get(thread.url).text
    assert "Ben" in browser.get("/mutes").text
    for path in ("/me/settings", "/me/security", "/me/mail", "/mutes"):
        assert 'href="/mutes"' in browser.get(path).text.split("<main")[1]
    browser.post(f"/people/{ben.number}/mute/end")
    assert "loud words" in browser.get(thread.url).text
    assert browser.post("/people/99999/mute").status_code == 404
    assert browser.post(f"/people/{ana.number}/mute").status_code == 422


def test_the_history_shows_what_was_changed(client, ben, thread):
    comment = commands.write(ben, thread, "a thin lamp")
    commands.edit(ben, comment, "a flat lamp", 1)
    db.session.commit()
    page = client.get(f"/comments/{comment.id}/history").text
    assert "Taken out: </span>thin </del>" in page
    assert "Added: </span>flat </ins>" in page

"""The moderators' pages."""

import re

import pytest

from app.ideas import commands as ideas
from app.ideas import queries
from app.kernel import clock, jobs
from app.kernel.db import db
from app.moderation import commands as moderation
from app.moderation.models import Ruling, RulingReason
from tests.ideas import make
from tests.moderation import make as made


@pytest.fixture
def idea(ana, space):
    with clock.at("2026-11-02 09:00Z"):
        made = make.submitted(ana, space)
    db.session.commit()
    return made


def test_the_queue_and_one_item_in_full(sign_in, mo, ben, space, idea):
    make.submitted(ben, space, "Another lamp")
    db.session.commit()
    browser = sign_in(mo)
    listed = browser.get("/staff/queue").text
    assert idea.title in listed
    assert "Was due" in listed
    item = browser.get(f"/staff/queue/{idea.number}").text
    assert "My desk is small" in item
    assert 'data-key="j"' in item
    assert idea.opened_at is None  # reading writes nothing
    assert browser.post(f"/staff/queue/{idea.number}/look").status_code == 303
    assert idea.opened_at is not None


def test_publishing_goes_on_to_the_next(sign_in, mo, ben, space, idea):
    other = make.submitted(ben, space, "Another lamp")
    db.session.commit()
    browser = sign_in(mo)
    address = f"/staff/queue/{idea.number}/publication"
    assert browser.post(address).location == f"/staff/queue/{other.number}"
    assert idea.state == "supporting"
    assert browser.post(address).status_code == 409
    browser.post(f"/staff/queue/{other.number}/publication")
    assert "Nothing waits" in browser.get("/staff/queue").text


def test_asking_for_changes(sign_in, mo, ana, idea):
    browser = sign_in(mo)
    address = f"/staff/queue/{idea.number}/fixes"
    empty = browser.post(address, data={"text_1": " "})
    assert empty.status_code == 422
    assert "Name at least one thing" in empty.text
    data = {
        "criterion_1": "clear_need",
        "text_1": "Who is it for?",
        "criterion_2": "picture",
        "text_2": "Show it open.",
    }
    assert browser.post(address, data=data).status_code == 303
    assert idea.state == "needs_work"
    asked = queries.fixes_of(idea.id, 1)
    assert [row.criterion for row in asked] == ["clear_need", "picture"]
    ideas.answer_fixes(ana, idea, {row.id: f"Answer {row.id}" for row in asked})
    words = ideas.Words("Better lamp", "Now clear.", "New.", "en")
    ideas.revise(ana, idea, words, idea.version)
    ideas.submit(ana, idea, idea.version)
    db.session.commit()
    again = browser.get(f"/staff/queue/{idea.number}").text
    assert "Who is it for?" in again
    assert f"Answer {asked[0].id}" in again
    assert again.count("What changed since we read it last") == 1
    assert '<ins><span class="sr">Added: </span>Better ' in again


def test_refusing_keeps_what_was_written(sign_in, mo, idea):
    browser = sign_in(mo)
    address = f"/staff/queue/{idea.number}/refusal"
    short = browser.post(address, data={"code": "off_topic", "reason": "No."})
    assert short.status_code == 422
    assert "No.</textarea>" in short.text
    unknown = browser.post(address, data={"code": "x", "reason": make.REASON})
    assert unknown.status_code == 422
    done = browser.post(address, data={"code": "off_topic", "reason": make.REASON})
    assert done.status_code == 303
    assert idea.state == "rejected"
    assert "does not wait" in browser.get(f"/staff/queue/{idea.number}").text


def test_ones_own_idea_is_somebody_elses_matter(sign_in, mo, space):
    own = make.submitted(mo, space)
    db.session.commit()
    browser = sign_in(mo)
    assert "somebody else decides" in browser.get(f"/staff/queue/{own.number}").text
    assert own.opened_at is None
    for act in ("publication", "fixes", "refusal"):
        data = {"text_1": "x", "criterion_1": "other", "code": "off_topic"}
        answer = browser.post(f"/staff/queue/{own.number}/{act}", data=data)
        assert answer.status_code == 403


@pytest.mark.parametrize("name", ["ana", "priya", "finn"])
def test_others_do_not_enter(sign_in, people, name, idea):
    browser = sign_in(people[name])
    assert browser.get("/staff/queue").status_code == 403
    assert browser.get(f"/staff/queue/{idea.number}").status_code == 403
    assert browser.post(f"/staff/queue/{idea.number}/publication").status_code == 403


def test_visitors_are_asked_to_sign_in(client, idea):
    assert client.get("/staff/queue").location.startswith("/sign-in")


def test_hiding_and_showing_from_the_ideas_own_page(sign_in, client, mo, idea):
    ideas.publish(mo, idea)
    db.session.commit()
    browser = sign_in(mo)
    home = f"/ideas/{idea.number}"
    assert "Hide it" in browser.get(home).text
    address = f"/staff/rulings/idea/{idea.id}"
    assert browser.post(f"{address}/hide", data={"text": "No."}).status_code == 422
    hidden = browser.post(f"{address}/hide", data={"code": "rights", "next": home})
    assert hidden.location == home
    assert client.get(home).status_code == 404
    assert "Show it again" in browser.get(home).text
    browser.post(f"{address}/keep", data={"next": home})
    assert client.get(home).status_code == 200


def test_a_drafts_number_is_not_in_the_queue(sign_in, mo, ana, space):
    draft = make.draft(ana, space)
    db.session.commit()
    assert sign_in(mo).get(f"/staff/queue/{draft.number}").status_code == 404


def test_jobs_end_what_is_over(session, mo, idea):
    with clock.at("2026-01-05 09:30Z"):
        ideas.publish(mo, idea)
    session.commit()
    with clock.at("2026-06-01 00:00Z"):
        for task in jobs.tasks():
            if task.name.startswith("app.ideas."):
                task.work()
    session.refresh(idea)
    assert idea.state == "expired"


def test_the_next_item_comes_in_place(sign_in, mo, ana, ben, space, idea):
    other = make.submitted(ben, space, "Another lamp")
    db.session.commit()
    browser = sign_in(mo)
    headers = {"HX-Request": "true"}
    address = f"/staff/queue/{idea.number}/publication"
    answer = browser.post(address, headers=headers)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="desk"')
    assert other.title in answer.text
    assert "Published." in answer.text
    assert "Undo: Published" in answer.text
    # a second key for the same one decides nothing, and says so
    again = browser.post(address, headers=headers)
    assert again.status_code == 200
    assert other.title in again.text
    assert other.state == "submitted"
    look = browser.post(f"/staff/queue/{other.number}/look", headers=headers)
    assert (look.status_code, look.text) == (204, "")


def test_it_goes_on_where_it_was_and_keeps_the_filters(sign_in, mo, people, space):
    authors = (people["ana"], people["ben"], people["tess"])
    sent = [make.submitted(who, space, f"Idea {n}") for n, who in enumerate(authors)]
    db.session.commit()
    browser = sign_in(mo)
    listed = browser.get("/staff/queue?of=ideas&reads=en&reads=xx").text
    assert "of=ideas&amp;reads=en" in listed
    page = browser.get(f"/staff/queue/{sent[1].number}?of=ideas").text
    at = re.search(r"publication\?of=ideas&amp;at=(\d+)", page).group(1)
    address = f"/staff/queue/{sent[1].number}/publication?of=ideas&at={at}"
    onward = browser.post(address).location
    assert onward == f"/staff/queue/{sent[2].number}?of=ideas"


def test_one_key_undoes(sign_in, mo, idea):
    browser = sign_in(mo)
    browser.post(f"/staff/queue/{idea.number}/publication")
    page = browser.get("/staff/queue").text
    undo = re.search(r'action="(/staff/rulings/\d+/undo)"', page).group(1)
    assert browser.post(undo).location == f"/staff/queue/{idea.number}"
    assert idea.state == "submitted"
    assert "/undo" not in browser.get("/staff/queue").text


def test_a_reported_comment_in_full_and_ruled_on(sign_in, mo, ana, ben, lamp):
    comment = made.comment(ben, lamp, "You are a **fool**.")
    made.report(ana, comment, "comment", text="It is rude.")
    browser = sign_in(mo)
    address = f"/staff/queue/reports/comment/{comment.id}"
    assert address in browser.get("/staff/queue").text
    page = browser.get(address).text
    for words in (
        "<strong>fool</strong>",
        "It is rude.",
        "Let it stay",
        "This attacks",
    ):
        assert words in page
    ruled = f"/staff/rulings/comment/{comment.id}"
    assert browser.post(f"{ruled}/hide", data={"text": "No."}).status_code == 422
    assert browser.post(f"{ruled}/hide", data={"code": "insult"}).status_code == 303
    assert made.is_hidden(comment, "comment")
    assert browser.post(f"{ruled}/eat").status_code == 422


def test_a_reported_idea_stands_there_in_full(sign_in, mo, ben, lamp):
    made.report(ben, lamp)
    page = sign_in(mo).get(f"/staff/queue/reports/idea/{lamp.id}").text
    for words in ("My desk is small", "<strong>folds</strong>", "A folded lamp"):
        assert words in page


def test_moderators_reach_a_comment_from_where_it_stands(sign_in, mo, ben, ana, lamp):
    comment = made.comment(ben, lamp)
    address = f"/staff/queue/reports/comment/{comment.id}"
    assert address in sign_in(mo).get(f"/ideas/{lamp.number}").text
    assert address not in sign_in(ana).get(f"/ideas/{lamp.number}").text


def test_hiding_a_comment_is_a_ruling_with_log_appeal_and_undo(
    sign_in, client, mo, ben, lamp
):
    comment = made.comment(ben, lamp)
    moderator, author = sign_in(mo), sign_in(ben)
    home = f"/ideas/{lamp.number}"
    ruled = f"/staff/rulings/comment/{comment.id}"
    moderator.post(f"{ruled}/hide", data={"code": "insult"})
    assert "You are a fool." not in client.get(home).text
    assert "This attacks people" in client.get("/rulings").text
    ruling = db.session.query(Ruling).filter_by(act="hide").one()
    assert "Send the appeal" in author.get(f"/rulings/{ruling.id}").text
    assert f"{ruled}/keep" in moderator.get(home).text
    assert f"{ruled}/keep" not in author.get(home).text
    moderator.post(f"/staff/rulings/{ruling.id}/undo")
    assert "You are a fool." in client.get(home).text
    assert "Taken back" in client.get("/rulings").text


def test_a_hidden_comment_is_shown_again_from_where_it_stands(
    sign_in, client, mo, ben, lamp
):
    comment = made.comment(ben, lamp)
    browser = sign_in(mo)
    address = f"/staff/rulings/comment/{comment.id}"
    browser.post(f"{address}/hide", data={"code": "insult"})
    back = {"next": f"/comments/{comment.id}"}
    assert browser.post(f"{address}/keep", data=back).location == back["next"]
    assert "You are a fool." in client.get(f"/ideas/{lamp.number}").text


def test_a_person_is_held_back_from_the_page_about_him(sign_in, mo, ben):
    browser = sign_in(mo)
    address = f"/staff/queue/reports/person/{ben.id}"
    assert "Let only read" in browser.get(address).text
    ruled = f"/staff/rulings/person/{ben.id}/suspend"
    late = browser.post(ruled, data={"code": "spam", "days": "900"})
    assert late.status_code == 422
    assert "between 1 and 365 days" in late.text
    browser.post(ruled, data={"code": "spam", "days": "7"})
    assert "May only read until" in browser.get(address).text
    assert browser.get("/staff/queue/reports/person/999").status_code == 404


def test_spam_is_one_press(sign_in, mo, ben, lamp):
    comment = made.comment(ben, lamp, "Buy!")
    browser = sign_in(mo)
    assert browser.post(f"/staff/rulings/comment/{comment.id}/spam").status_code == 303
    assert made.is_hidden(comment, "comment")
    assert ben.suspended_until is not None


def test_an_appeal_is_answered_from_the_queue(sign_in, mo, tess, ana, idea):
    ruling = moderation.refuse(mo, idea, moderation.Words("off_topic"))
    asked = moderation.appeal(ana, ruling, "It is about lamps.")
    db.session.commit()
    address = f"/staff/queue/appeals/{asked.id}"
    browser = sign_in(tess)
    assert address in browser.get("/staff/queue").text
    page = browser.get(address).text
    for words in ("It is about lamps.", "Mo", "What was decided"):
        assert words in page
    short = browser.post(f"{address}/dismissed", data={"text": "No."})
    assert short.status_code == 422
    assert browser.post(f"{address}/upheld", data={"text": "Yes."}).status_code == 303
    assert idea.state == "supporting"
    assert "does not wait" in browser.get(address).text


def test_the_library_is_reworded_on_one_page(session, sign_in, mo, priya, ada):
    row = session.query(RulingReason).filter_by(code="spam", lang="en").one()
    browser = sign_in(mo)
    assert row.text in browser.get("/staff/reasons").text
    browser.post("/staff/reasons", data={f"text-{row.id}": "It sells something."})
    assert row.text == "It sells something."
    assert (
        browser.post("/staff/reasons", data={f"text-{row.id}": ""}).status_code == 422
    )
    assert sign_in(ada).get("/staff/reasons").status_code == 200
    assert sign_in(priya).get("/staff/reasons").status_code == 403


def test_every_page_of_moderators_is_theirs_alone(sign_in, client, ben, lamp, idea):
    browser = sign_in(ben)
    for path in (
        f"/staff/queue/reports/idea/{lamp.id}",
        "/staff/queue/appeals/1",
    ):
        assert browser.get(path).status_code == 403
        assert client.get(path).location.startswith("/sign-in")
    for path in (
        f"/staff/queue/{idea.number}/look",
        f"/staff/rulings/idea/{lamp.id}/hide",
        "/staff/rulings/1/undo",
        "/staff/queue/appeals/1/upheld",
        "/staff/reasons",
    ):
        assert browser.post(path).status_code == 403


def test_the_desk_is_read_in_few_statements(sign_in, mo, idea, assert_queries):
    browser = sign_in(mo)
    with assert_queries(19):  # PostgreSQL ranks what is similar in one more
        browser.get(f"/staff/queue/{idea.number}")

"""The moderators' pages."""

import pytest

from app.ideas import commands as ideas
from app.ideas import queries
from app.kernel import clock, jobs
from app.kernel.db import db
from tests.ideas import make


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
    assert "Changed since the last look" in again
    assert "<del>Better</del>" in again or "<ins>Better</ins>" in again


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

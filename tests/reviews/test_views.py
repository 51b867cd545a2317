"""The review room in the browser."""

import pytest

from app.kernel import jobs
from app.reviews import commands
from app.reviews.models import CRITERIA
from tests.reviews.conftest import WHY, fresh, verdict

MARKS = dict.fromkeys(CRITERIA, "4")


def test_a_review_from_marks_to_signature(review, idea, people, sign_in, session):
    path = f"/staff/reviews/{review.id}"
    for who in ("priya", "paul", "eddy", "finn"):
        answer = sign_in(people[who]).post(
            f"{path}/score", data={**MARKS, "note": "ok"}
        )
        assert answer.status_code == 303
    form = {"outcome": "approve", "kind": "product", "text": WHY}
    priya, paul = sign_in(people["priya"]), sign_in(people["paul"])
    assert priya.post(f"{path}/decision", data=form).status_code == 303
    shown = paul.get(path).get_data(as_text=True)
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    assert priya.post(f"{path}/signature", data={"seen": seen}).status_code == 403
    assert paul.post(f"{path}/signature", data={"seen": seen}).status_code == 303
    assert fresh(idea.id).state == "approved"
    session.expire_all()
    assert "signed by Paul" in paul.get(path).get_data(as_text=True)


def test_a_bad_form_comes_back_filled(scored, priya, sign_in):
    browser = sign_in(priya)
    path = f"/staff/reviews/{scored.id}"
    answer = browser.post(
        f"{path}/decision", data={"outcome": "approve", "text": "Yes."}
    )
    assert answer.status_code == 422
    assert "Yes." in answer.get_data(as_text=True)
    assert "at least 80" in browser.post(
        f"{path}/decision",
        data={"outcome": "approve", "kind": "product", "text": "Yes."},
    ).get_data(as_text=True)
    assert browser.post(f"{path}/score", data={"fit": "9"}).status_code == 422


def test_cards_stay_sealed_until_all_are_in(review, priya, paul, sign_in, session):
    commands.score(priya, review, dict.fromkeys(CRITERIA, 2), "A secret note.")
    session.commit()
    page = sign_in(paul).get(f"/staff/reviews/{review.id}").get_data(as_text=True)
    assert "A secret note." not in page


@pytest.mark.parametrize(("who", "status"), [("priya", 200), ("ben", 403), ("mo", 403)])
def test_who_may_enter(review, people, sign_in, who, status):
    browser = sign_in(people[who])
    assert browser.get("/staff/reviews").status_code == status
    assert browser.get(f"/staff/reviews/{review.id}").status_code == status


def test_everyone_reads_the_decision(scored, idea, priya, paul, client, session):
    decision = commands.propose(
        priya, scored, verdict("decline", change_our_mind="A spring that lasts.")
    )
    commands.sign(paul, scored, decision.sha256)
    session.commit()
    page = client.get(f"/ideas/{idea.number}/more").get_data(as_text=True)
    assert WHY in page
    assert "A spring that lasts." in page


def test_the_job_opens_what_is_due(idea, session):
    jobs.run_all()
    assert fresh(idea.id).state == "in_review"

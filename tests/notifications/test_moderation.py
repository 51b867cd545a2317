"""Who hears of reports, rulings and appeals."""

import pytest

from app.moderation import commands as moderation
from app.moderation.commands import Words
from app.people.models import RoleGrant
from tests.ideas import make as make_ideas
from tests.moderation import make
from tests.notifications.test_listeners import after, mails_to, told

LIBRARY = Words("insult")


@pytest.fixture
def lamp(ana, mo, space):
    return make_ideas.published(ana, mo, space)


def report(person, lamp):
    after(moderation.report, person, make.subject(lamp), "insult")


def test_moderators_hear_once_of_all_reports_on_a_thing(mo, ana, ben, ken, lamp):
    report(ben, lamp)
    report(ken, lamp)
    assert told(mo).count(("to_do", "report_waits")) == 1
    assert ("to_do", "report_waits") not in told(ana)


def test_author_and_reporter_hear_of_a_ruling_the_author_by_mail(mo, ana, ben, lamp):
    report(ben, lamp)
    after(moderation.conceal, mo, make.subject(lamp), LIBRARY)
    assert told(ana)[-1] == ("moderation", "ruling_hide")
    assert told(ben) == [("reply", "report_answered")]
    assert "hidden" in mails_to(ana)[-1].subject
    assert mails_to(ben) == []


def test_a_decision_at_the_gate_is_told_once(mo, ana, space):
    idea = make_ideas.submitted(ana, space)
    after(moderation.refuse, mo, idea, Words("off_topic"))
    assert told(ana) == [("decision_on_mine", "idea_rejected")]


def test_taking_back_is_told_too(mo, ana, space, lamp):
    idea = make_ideas.submitted(ana, space)
    ruling = after(moderation.publish, mo, idea)
    after(moderation.undo, mo, ruling)
    assert told(ana)[-1] == ("idea_stage", "idea_submitted")
    hidden = after(moderation.conceal, mo, make.subject(lamp), LIBRARY)
    after(moderation.undo, mo, hidden)
    assert told(ana)[-1] == ("moderation", "ruling_undo")


@pytest.mark.parametrize("act", ["warn", "slow", "suspend"])
def test_sanctions_are_told(mo, ben, act):
    after(moderation.sanction, mo, make.subject(ben, "person"), act, LIBRARY, 3)
    assert told(ben) == [("moderation", f"ruling_{act}")]


@pytest.mark.parametrize(
    ("outcome", "answer"), [("upheld", "Yes."), ("dismissed", make.WHY)]
)
def test_an_appeal_and_its_answer(session, people, mo, ana, lamp, outcome, answer):
    tess = people["tess"]
    session.add(RoleGrant(person_id=tess.id, role="moderator", granted_by_id=1))
    session.commit()
    session.refresh(tess, ["grants"])
    ruling = after(moderation.conceal, mo, make.subject(lamp), LIBRARY)
    asked = after(moderation.appeal, ana, ruling, "No.")
    assert ("to_do", "appeal_waits") in told(tess)
    after(moderation.answer, tess, asked, outcome, answer)
    assert ("moderation", f"appeal_{outcome}") in told(ana)

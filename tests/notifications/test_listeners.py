"""Who is told: the author, those who back an idea, those who must act."""

import pytest
from sqlalchemy import select

from app.comments import commands as comments
from app.comments.models import Thread
from app.ideas import commands as ideas
from app.ideas.events import IdeaMoved, IdeaSubmitted
from app.kernel import relay
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.kernel.events import ParkedEvent, emit
from app.kernel.mail import MailRow
from app.notifications.listeners import ideas as hearing
from app.notifications.models import Notice
from app.people.events import RoleEnded, RoleGranted, SecurityChanged
from app.support import commands as support
from tests import cast
from tests.support import making


@pytest.fixture
def lamp(session, ana, space):
    made = making.idea(ana, space, state="submitted", tries=1, published_at=None)
    session.commit()
    return made


def after(act, *args):
    """Do something, let every listener hear of it, and nothing be parked."""
    with atomic():
        made = act(*args)
    relay.drain()
    assert db.session.scalars(select(ParkedEvent.error)).all() == []
    return made


def told(person):
    rows = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    return [(row.kind, row.what) for row in db.session.scalars(rows)]


def mails_to(person):
    rows = select(MailRow).where(MailRow.person_id == person.id).order_by(MailRow.id)
    return list(db.session.scalars(rows))


def test_moderators_hear_of_what_waits(mo, ana, ben, lamp):
    after(emit, IdeaSubmitted(lamp.id, ana.id))
    assert told(mo) == [("to_do", "idea_waits")]
    assert told(ana) == told(ben) == []
    url = db.session.scalars(select(Notice.url)).one()
    assert url == f"/staff/queue/{lamp.number}"


def test_the_author_hears_of_decisions_by_mail_too(mo, ana, lamp):
    after(ideas.publish, mo, lamp)
    assert told(ana) == [("decision_on_mine", "idea_supporting")]
    (mail,) = mails_to(ana)
    assert (
        mail.subject == "Cobuild: “A lamp that folds” is published and gathers support."
    )
    assert f"/ideas/{lamp.number}" in mail.text
    assert mail.address is None


def test_a_mail_speaks_the_language_of_its_reader(mo, ken, space, session):
    idea = making.idea(ken, space, state="submitted", tries=1, published_at=None)
    session.commit()
    after(ideas.publish, mo, idea)
    (mail,) = mails_to(ken)
    assert idea.title in mail.subject


def test_nobody_is_told_of_his_own_act(ana, lamp):
    after(ideas.withdraw, ana, lamp)
    assert told(ana) == []


def test_backers_hear_of_the_way_once_each(people, mo, ana, lamp):
    ben, tess, mei, olaf = (people[name] for name in ("ben", "tess", "mei", "olaf"))
    after(ideas.publish, mo, lamp)
    after(support.give, ben, lamp)
    after(support.give, mei, lamp)
    after(support.withdraw, mei, lamp)
    after(ideas.follow, ben, lamp)
    after(ideas.follow, tess, lamp)
    after(emit, IdeaMoved(lamp.id, "approved", "in_development", mo.id))
    word = ("idea_stage", "idea_in_development")
    assert told(ben) == told(tess) == [word]
    assert told(mei) == told(olaf) == []
    assert word in told(ana)
    assert mails_to(ben) == []


def test_the_product_team_hears_of_a_signed_goal(priya, mo, ben, lamp):
    after(emit, IdeaMoved(lamp.id, "supporting", "achieved", mo.id))
    assert told(priya) == [("to_do", "review_to_open")]
    assert told(ben) == []


def test_a_goal_is_told_to_all_and_the_last_one_to_its_signers(people, session):
    small = cast.space(people, slug="small", **making.LADDER)
    ana, mo, priya = people["ana"], people["mo"], people["priya"]
    stool = making.idea(ana, small, title="A stool")
    session.commit()
    for name in ("ben", "tess", "mei"):
        after(support.give, people[name], stool)
    assert told(ana) == [("rung", "rung")] * 3
    assert told(people["ben"]) == [("rung", "rung")] * 3
    assert told(people["mei"]) == [("rung", "rung")]
    assert told(mo) == told(priya) == [("to_do", "goal_to_sign")]


def test_an_answer_is_told_to_whom_it_answers(mo, ana, ben, tess, lamp, session):
    after(ideas.publish, mo, lamp)
    thread = session.get(Thread, lamp.thread_id)
    first = after(comments.write, ben, thread, "Could it be smaller?")
    assert told(ana)[-1] == ("reply", "comment_on_yours")
    after(_answer, ana, thread, first)
    after(_answer, tess, thread, first)
    assert told(ben) == [("reply", "reply"), ("reply", "reply")]
    assert [what for _, what in told(ana)].count("comment_on_yours") == 2
    assert told(tess) == []
    url = session.scalars(select(Notice.url).where(Notice.kind == "reply")).first()
    assert url == f"/ideas/{lamp.number}#comment-{first.id}"


def _answer(person, thread, comment):
    return comments.write(person, thread, "I think so.", parent_id=comment.id)


def test_what_nobody_owns_is_told_to_nobody_else(ben, tess, space, session):
    thread = comments.open_thread(SYSTEM, space.id, "idea", "/ideas/1")
    session.commit()
    after(comments.write, ben, thread, "Is anybody there?")
    assert told(ben) == told(tess) == []


def test_what_changes_a_sign_in_is_mailed(ben, ada):
    after(emit, RoleGranted(ben.id, "moderator"))
    after(emit, RoleEnded(ben.id, "moderator"))
    for what in ("password", "second_factor", "second_factor_removed"):
        after(emit, SecurityChanged(ben.id, what))
    assert {kind for kind, _ in told(ben)} == {"security"}
    assert len(mails_to(ben)) == 5
    assert told(ada) == []


def test_hearing_twice_tells_once(mo, ana, lamp):
    after(ideas.publish, mo, lamp)
    with atomic():
        hearing.idea_moved(IdeaMoved(lamp.id, "submitted", "supporting", mo.id))
    assert told(ana) == [("decision_on_mine", "idea_supporting")]
    assert len(mails_to(ana)) == 1

"""A build that misses its minute: said at once, and what its testers choose."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.builds import commands, policies, queries
from app.builds.models import Enrolment, Goodwill
from app.kernel import clock, duties
from app.kernel.actor import SYSTEM
from app.kernel.errors import Missing, NotAllowed
from app.kernel.events import OutboxEvent
from tests.builds.conftest import EVENING, FRIDAY, TUESDAY

AGAIN = "2026-11-09 17:00Z"


@pytest.fixture
def testers(session, train, ana, ben, mei):
    """Two who test the channel, and one who has left."""
    for person, state in ((ana, "active"), (ben, "active"), (mei, "left")):
        row = Enrolment(channel_id=train.channel_id, person_id=person.id, state=state)
        session.add(row)
    session.commit()
    return [ana, ben]


@pytest.fixture
def late(session, train, build, item, testers, eddy):
    """The build on Friday at five, held back."""
    commands.block(eddy, build, "bug:7", "Lamps go dark.")
    with clock.at(FRIDAY):
        commands.publish_due(SYSTEM)
        session.commit()
    return build


@pytest.fixture
def mine(session, late, ana):
    return queries.goodwill_of(ana.id, late.number)


def test_its_testers_are_offered_something_once(session, late, train, testers, eddy):
    offered = set(session.scalars(select(Goodwill.person_id)))
    assert offered == {person.id for person in testers}
    with clock.at(AGAIN):
        commands.publish_due(SYSTEM)
    assert session.scalar(select(func.count()).select_from(Goodwill)) == 2
    assert train.late_at == clock.parse(FRIDAY)
    events = select(OutboxEvent.body).where(OutboxEvent.name == "builds.train_late")
    assert list(session.scalars(events)) == [
        {"train_id": train.id, "build_id": late.id}
    ]


def test_the_announced_minute_is_owed_until_it_is_out(late, train, eddy):
    duty = duties.find("build", ("train", train.id))
    assert (duty.due_at, duty.owner_role) == (clock.parse(FRIDAY), "product")
    commands.unblock(eddy, late, "bug:7")
    with clock.at(AGAIN):
        assert [out.id for out in commands.publish_due(SYSTEM)] == [late.id]
    assert duties.find("build", ("train", train.id)) is None


def test_another_time_announced_before_is_not_late(
    session, train, item, testers, priya
):
    with clock.at(TUESDAY):
        commands.reschedule(priya, train, clock.parse(AGAIN), "Late parts")
    with clock.at(AGAIN):
        commands.publish_due(SYSTEM)
    assert train.late_at is None
    assert session.scalar(select(func.count()).select_from(Goodwill)) == 0


def test_a_choice_is_changed_until_it_is_kept(mine, ana, priya):
    with clock.at(EVENING):
        commands.choose_goodwill(ana, mine, "first_purchase")
        commands.choose_goodwill(ana, mine, "question", " Will it ever dim? ")
        assert (mine.choice, mine.question) == ("question", "Will it ever dim?")
        commands.choose_goodwill(ana, mine, "earlier_place")
        assert (mine.choice, mine.question) == ("earlier_place", "")
        commands.keep_goodwill(priya, mine)
        commands.keep_goodwill(priya, mine)
        with pytest.raises(commands.GoodwillKept):
            commands.choose_goodwill(ana, mine, "first_purchase")
    assert mine.kept_at == clock.parse(EVENING)


@pytest.mark.parametrize("choice", ["money", "support", ""])
def test_nothing_else_is_offered(mine, ana, choice):
    with pytest.raises(commands.NotOffered):
        commands.choose_goodwill(ana, mine, choice)


def test_nothing_else_is_stored(session, mine):
    with pytest.raises(IntegrityError, match="ck_goodwills_choice"):
        session.execute(text("UPDATE goodwills SET choice = 'money'"))


@pytest.mark.parametrize("question", ["", "   ", "x" * 501])
def test_a_question_has_words(mine, ana, question):
    with pytest.raises(commands.QuestionMissing):
        commands.choose_goodwill(ana, mine, "question", question)


def test_nobody_chooses_for_another(mine, ben):
    with pytest.raises(NotAllowed, match="may_choose"):
        commands.choose_goodwill(ben, mine, "question", "Why?")


def test_what_was_not_chosen_is_not_kept(mine, priya, eddy):
    with pytest.raises(NotAllowed, match="may_keep"):
        commands.keep_goodwill(eddy, mine)
    with pytest.raises(commands.NothingChosen):
        commands.keep_goodwill(priya, mine)


def test_who_was_offered_nothing_has_no_page(late, mei):
    with pytest.raises(Missing):
        queries.goodwill_of(mei.id, late.number)


def test_own_data_and_erasure(session, mine, ana):
    with clock.at(EVENING):
        commands.choose_goodwill(ana, mine, "first_purchase")
    known = queries.personal(ana)["goodwills"]
    assert known == [{"train_id": mine.train_id, "choice": "first_purchase"}]
    commands.erase(SYSTEM, ana)
    assert queries.personal(ana)["goodwills"] == []


def test_the_page_keeps_what_was_entered_and_says_what_to_do(sign_in, late, ana):
    browser, url = sign_in(ana), f"/builds/{late.number}/goodwill"
    with clock.at(EVENING):
        words = browser.get(url).get_data(as_text=True)
        assert "The time was changed: Lamps go dark." in words
        answer = browser.post(url, data={"choice": "question", "question": " "})
        assert answer.status_code == 422
        assert "Write your question" in answer.get_data(as_text=True)
        answer = browser.post(url, data={"choice": "first_purchase"})
        assert (answer.status_code, answer.location) == (303, url)
        assert browser.get(url).get_data(as_text=True).count("checked") == 1


def test_the_calendar_reminds_whoever_has_not_chosen(sign_in, client, late, ana, mine):
    with clock.at(EVENING):
        words = sign_in(ana).get("/builds/calendar").get_data(as_text=True)
        assert f"/builds/{late.number}/goodwill" in words
        commands.choose_goodwill(ana, mine, "first_purchase")
        words = sign_in(ana).get("/builds/calendar").get_data(as_text=True)
        assert f"/builds/{late.number}/goodwill" not in words


def test_strangers_find_no_page(sign_in, client, late, mei):
    url = f"/builds/{late.number}/goodwill"
    with clock.at(EVENING):
        assert sign_in(mei).get(url).status_code == 404
        assert client.get(url).status_code == 303
        assert client.post(url, data={"choice": "question"}).status_code == 403


def test_the_team_sees_what_was_chosen_and_keeps_it(sign_in, session, mine, ana, priya):
    with clock.at(EVENING):
        browser = sign_in(priya)
        assert "Nothing is owed" in browser.get("/staff/builds/goodwills").text
        commands.choose_goodwill(ana, mine, "question", "=1+1?")
        session.commit()
        words = browser.get("/staff/builds/goodwills").text
        assert "A question that the product owner answers" in words
        rows = browser.get("/staff/builds/goodwills.csv").text.splitlines()
        assert rows[1].endswith(",Ana,question,'=1+1?,")
        answer = browser.post(f"/staff/builds/goodwills/{mine.id}/keeping")
        assert answer.status_code == 303
    assert mine.kept_at is not None


def test_a_team_of_another_space_sees_nothing(session, mine, ana, chairs, tess):
    with clock.at(EVENING):
        commands.choose_goodwill(ana, mine, "first_purchase")
    assert queries.goodwills_page(tess, None).items == []
    assert not policies.may_keep(tess, queries.of_train(mine.train_id))

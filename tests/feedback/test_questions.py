"""Monday's question, one tap, Tuesday's close, Wednesday's answer."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.feedback import commands, queries
from app.feedback.models import PollChoice, Question, QuestionIdea
from app.ideas.models import Idea, IdeaConcealment, IdeaRung
from app.kernel import clock, duties, ids
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import Missing, NotAllowed
from app.spaces import queries as spaces
from app.support.models import Support, new_receipt
from tests import cast

SUNDAY = "2026-11-08 12:00Z"
MONDAY = "2026-11-09 10:00Z"
TUESDAY = "2026-11-10 12:00Z"
WEDNESDAY = "2026-11-11 15:00Z"
PUBLISHED = clock.parse("2026-10-05 09:00Z")


@pytest.fixture(autouse=True)
def monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def idea_of(session, space, ana):
    """Makes an idea: `idea_of("Softer dawn", 3)` with as many fresh supporters."""

    def make(title, state="supporting", supporters=0, where=space):
        row = Idea(
            number=ids.next_number("idea"),
            space_id=where.id,
            rule_set_id=spaces.rule_set(where.id).id,
            author_id=ana.id,
            state=state,
            outcome="improvement",
            title=title,
            problem="Too bright",
            published_at=PUBLISHED,
            support_count=supporters,
        )
        session.add(row)
        session.flush()
        return row

    return make


@pytest.fixture
def back(session, people):
    """Puts fresh supporters behind an idea."""

    def give(idea, *names, at=SUNDAY):
        for name in names:
            row = Support(
                idea_id=idea.id,
                person_id=people[name].id,
                state="counted",
                provenance="self",
                receipt=new_receipt(),
                created_at=clock.parse(at),
                counted_at=clock.parse(at),
            )
            session.add(row)
        session.flush()

    return give


@pytest.fixture
def train(session, space, eddy):
    with clock.at(SUNDAY):
        made = builds.plan_train(eddy, space, date(2026, 11, 9))
        session.commit()
    return made


@pytest.fixture
def dawn(idea_of):
    return idea_of("Softer dawn")


@pytest.fixture
def dusk(idea_of):
    return idea_of("Longer dusk")


@pytest.fixture
def question(session, train, dawn, dusk):
    (made,) = commands.ask_due(SYSTEM)
    session.commit()
    return made


def text_of(answer):
    return answer.get_data(as_text=True)


def test_it_is_asked_on_monday_once(session, train, dawn, dusk):
    with clock.at("2026-11-09 09:59Z"):
        assert commands.ask_due(SYSTEM) == []
    (asked,) = commands.ask_due(SYSTEM)
    assert commands.ask_due(SYSTEM) == []
    assert asked.closes_at == clock.parse(TUESDAY)
    assert set(queries.offers(train.id)) == {dawn.id, dusk.id}


def test_a_clock_that_wakes_too_late_asks_nothing(train, dawn, dusk):
    with clock.at(TUESDAY):
        assert commands.ask_due(SYSTEM) == []


def test_one_idea_is_no_choice(train, dawn):
    assert commands.ask_due(SYSTEM) == []


def test_nobody_is_asked_where_nothing_is_built(session, space, train, dawn, dusk):
    space.has_builds = False
    session.commit()
    assert commands.ask_due(SYSTEM) == []


def test_only_the_clock_asks(priya):
    with pytest.raises(NotAllowed, match="may_ask"):
        commands.ask_due(priya)


def test_the_week_goes_first_then_goals_then_the_crowd(session, space, idea_of, back):
    crowd = idea_of("An old favourite", supporters=900)
    goal = idea_of("Reached a goal", "achieved")
    session.add(IdeaRung(idea_id=goal.id, n=1, threshold=10, reached_at=PUBLISHED))
    struck = idea_of("Its goal was struck", "in_review")
    session.add(
        IdeaRung(
            idea_id=struck.id,
            n=1,
            threshold=10,
            reached_at=PUBLISHED,
            struck_at=PUBLISHED,
        )
    )
    two = idea_of("Two this week", "approved")
    back(two, "ben", "tess")
    one = idea_of("One this week")
    back(one, "ben")
    back(crowd, "mei", at="2026-10-20 09:00Z")
    asked = queries.ideas_to_ask(space.id)
    assert asked == [two.id, one.id, goal.id, crowd.id, struck.id]


def test_at_most_four_of_the_week_and_six_in_all(session, space, idea_of, back):
    fresh = [idea_of(f"Fresh {n}") for n in range(6)]
    for idea in fresh:
        back(idea, "ben")
    goals = [idea_of(f"Goal {n}", "achieved") for n in range(2)]
    for idea in goals:
        rung = IdeaRung(idea_id=idea.id, n=1, threshold=10, reached_at=PUBLISHED)
        session.add(rung)
    session.flush()
    wanted = [idea.id for idea in [*fresh[:4], *goals]]
    assert queries.ideas_to_ask(space.id) == wanted


@pytest.mark.parametrize("state", ["draft", "submitted", "launched", "declined"])
def test_what_is_never_asked(session, space, people, idea_of, dawn, mo, state):
    idea_of("Elsewhere in its life", state)
    hidden = idea_of("Hidden")
    session.add(IdeaConcealment(idea_id=hidden.id, by_id=mo.id, reason="Spam."))
    with clock.at("2026-10-01 09:00Z"):
        chairs = cast.space(people, slug="chairs")
    idea_of("Of another space", where=chairs)
    session.flush()
    assert queries.ideas_to_ask(space.id) == [dawn.id]


def test_the_last_tap_counts(session, question, dawn, dusk, ben, mei):
    for idea in (dawn, dawn, dusk):
        commands.choose(ben, question, idea.id)
    commands.choose(mei, question, dusk.id)
    assert session.scalar(select(func.count()).select_from(PollChoice)) == 2
    with clock.at(TUESDAY):
        shown = queries.asked_page(ben, question.train_id)
    assert {one.idea.title: one.count for one in shown.options} == {
        "Softer dawn": 0,
        "Longer dusk": 2,
    }
    assert shown.mine == dusk.id


def test_figures_are_hidden_while_it_is_open(question, dawn, ben, priya):
    commands.choose(ben, question, dawn.id)
    for reader in (ben, priya, ANONYMOUS):
        shown = queries.asked_page(reader, question.train_id)
        assert {one.count for one in shown.options} == {None}
        assert shown.total == 0


def test_what_cannot_be_chosen(question, idea_of, dawn, ben):
    with pytest.raises(commands.NotOffered):
        commands.choose(ben, question, idea_of("Came later").id)
    with pytest.raises(NotAllowed, match="may_choose"):
        commands.choose(ANONYMOUS, question, dawn.id)
    with clock.at(TUESDAY), pytest.raises(commands.QuestionIsClosed):
        commands.choose(ben, question, dawn.id)


def test_the_answer_says_what_is_taken(question, dawn, priya):
    duty = duties.find("question", ("train", question.train_id))
    assert duty.due_at == clock.parse("2026-11-11 17:00Z")
    with pytest.raises(commands.QuestionStillOpen):
        commands.answer_question(priya, question, dawn.id, "Next week.")
    with clock.at(WEDNESDAY):
        commands.answer_question(priya, question, dawn.id, "Next week.")
        assert queries.asked_page(priya, question.train_id).taken.id == dawn.id
        with pytest.raises(commands.AnsweredBefore):
            commands.answer_question(priya, question, None, "Or not.")
    assert duties.find("question", ("train", question.train_id)) is None


def test_none_is_an_answer_too_with_its_reason(question, idea_of, priya, eddy):
    other = idea_of("Came later")
    with clock.at(WEDNESDAY):
        with pytest.raises(commands.ReasonOfAnswer):
            commands.answer_question(priya, question, None, " ")
        with pytest.raises(commands.NotOffered):
            commands.answer_question(priya, question, other.id, "This.")
        with pytest.raises(NotAllowed, match="may_answer_question"):
            commands.answer_question(eddy, question, None, "Not now.")
        commands.answer_question(priya, question, None, "All hands on the fault.")
        assert queries.asked_page(priya, question.train_id).taken is None


@pytest.mark.parametrize("rule", ["twice", "not offered", "early"])
def test_the_database_keeps_the_rules(
    session, question, idea_of, dawn, dusk, ben, rule
):
    commands.choose(ben, question, dawn.id)
    other = idea_of("Came later")
    wrong = {
        "twice": PollChoice(
            train_id=question.train_id, person_id=ben.id, idea_id=dusk.id
        ),
        "not offered": PollChoice(
            train_id=question.train_id, person_id=1, idea_id=other.id
        ),
        "early": None,
    }[rule]
    if wrong is None:
        question.answer, question.answered_by_id = "Now.", 1
        question.answered_at = clock.now()
    else:
        session.add(wrong)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_own_data_and_letting_go(session, question, dawn, ben):
    commands.choose(ben, question, dawn.id)
    (held,) = queries.personal(ben)["questions"]
    assert held["idea_id"] == dawn.id
    commands.erase(SYSTEM, ben)
    assert queries.personal(ben)["questions"] == []


def test_what_is_counted_stays_counted(session, question, dawn, ben):
    commands.choose(ben, question, dawn.id)
    with clock.at(TUESDAY):
        commands.erase(SYSTEM, ben)
        assert queries.asked_page(ben, question.train_id).total == 1


def test_an_unseen_space_is_not_asked_about(session, space, question, ben):
    space.audience = "invited"
    session.commit()
    with pytest.raises(Missing):
        queries.question_by_id(ben, question.train_id)
    assert queries.current(ben) == []


def test_one_tap_on_the_page_and_by_a_fragment(client, sign_in, question, dawn, ben):
    url = f"/questions/{question.train_id}"
    assert "Sign in to choose" in text_of(client.get(url))
    browser = sign_in(ben)
    answer = browser.post(f"{url}/choice", data={"idea_id": dawn.id})
    assert answer.location == url
    assert "You have chosen." in text_of(browser.get(url))
    part = browser.post(
        f"{url}/choice", data={"idea_id": dawn.id}, headers={"HX-Request": "true"}
    )
    assert text_of(part).lstrip().startswith("<section")
    assert 'aria-pressed="true"' in text_of(part)
    assert browser.post(f"{url}/choice", data={"idea_id": "x"}).status_code == 422
    assert client.post(f"{url}/choice").status_code == 403


def test_it_stands_on_the_home_page_while_it_matters(client, session, question, priya):
    assert "What next for Lamps?" in text_of(client.get("/"))
    with clock.at(TUESDAY):
        assert "What next for Lamps?" not in text_of(client.get("/"))
    with clock.at(WEDNESDAY):
        commands.answer_question(priya, question, None, "All hands on the fault.")
        session.commit()
        assert "All hands on the fault." in text_of(client.get("/"))
    with clock.at("2026-11-15 12:00Z"):
        assert "What next for Lamps?" not in text_of(client.get("/"))


def test_the_list_of_questions(client, question):
    words = text_of(client.get("/questions"))
    assert "Softer dawn" in words
    assert "Longer dusk" in words


def test_no_question_yet(client, space):
    assert "Nothing was asked yet" in text_of(client.get("/questions"))


def test_the_team_answers_on_its_page(session, sign_in, question, dawn, priya, eddy):
    url = f"/staff/questions/{question.train_id}"
    assert "People choose until" in text_of(sign_in(priya).get(url))
    assert sign_in(eddy).get(url).status_code == 403
    with clock.at(WEDNESDAY):
        browser = sign_in(priya)
        assert browser.post(url, data={"taken": dawn.id}).status_code == 422
        answer = browser.post(url, data={"taken": dawn.id, "text": "Next week."})
        assert answer.location == f"/questions/{question.train_id}"
        words = text_of(browser.get(answer.location))
        assert "We take:" in words
        again = browser.post(url, data={"taken": "0", "text": "Or not."})
        assert again.status_code == 422
        assert "has its answer already" in text_of(again)


def test_statements_of_the_question(sign_in, assert_queries, question, dawn, ben):
    commands.choose(ben, question, dawn.id)
    browser = sign_in(ben)
    with assert_queries(8):
        browser.get(f"/questions/{question.train_id}")
    with assert_queries(8):
        browser.get("/questions")


def test_a_build_that_moves_keeps_its_question(session, question, train, eddy):
    builds.reschedule(eddy, train, clock.parse("2026-11-16 17:00Z"), "Late parts.")
    session.commit()
    assert commands.ask_due(SYSTEM) == []
    assert session.scalar(select(func.count()).select_from(Question)) == 1
    assert session.scalar(select(func.count()).select_from(QuestionIdea)) == 2
    assert build_queries.build_of(train.id) is not None

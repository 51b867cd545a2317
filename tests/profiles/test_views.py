"""A person's page, one's own, and the front page of the team's area."""

from datetime import date, timedelta

import pytest
from flask import url_for

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.commands import NewItem
from app.builds.models.build import CREDIT_ROLES
from app.comments import commands as comments
from app.comments.models import Thread
from app.feedback import commands as feedback
from app.ideas import commands as idea_commands
from app.kernel import clock, duties, site
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.people import commands as people_commands
from app.profiles import queries
from app.profiles.staff_views import DOORS
from app.profiles.views import CREDIT_WORDS, STEPS
from app.support import commands as support
from tests.ideas import make
from tests.royalties import make as money


@pytest.fixture
def idea(session, ana, mo, space):
    return make.published(ana, mo, space, "A lamp that folds flat")


@pytest.fixture
def out(session, space, idea, ana, ben, priya):
    """A published build with one change that ana and ben are credited for."""
    with clock.at("2026-10-01 09:00Z"):
        train = builds.plan_train(priya, space, date(2026, 10, 5))
        build = build_queries.of_train(train.id)
        people = [(ana.id, "idea"), (ben.id, "tester")]
        new = NewItem("feature", "Folds flat", "It folds.", idea.id, people)
        builds.add_item(priya, build, new)
        words = builds.Description(
            notes="Flat.",
            rollback="Back.",
            rollback_data="kept",
            artifact_url="https://example.org/lamp.bin",
        )
        builds.describe(priya, build, words, build.edits)
        session.commit()
    with clock.at("2026-10-09 17:00Z"):
        builds.publish(priya, train)
        session.commit()
    return build


def thread_of(idea):
    return db.session.get_one(Thread, idea.thread_id)


def test_a_page_shows_what_came_of_a_person(client, session, ana, ben, idea, out):
    support.give(ben, idea)
    session.commit()
    shown = client.get(f"/people/{ana.number}").text
    assert "<h1>Ana</h1>" in shown
    assert "A lamp that folds flat" in shown
    assert "Folds flat" in shown
    assert "had the idea" in shown
    tester = client.get(f"/people/{ben.number}").text
    assert "tested it" in tester
    assert "A lamp that folds flat" in tester  # he supports it, and shows so


def test_who_hides_what_he_supports_alone_sees_it(client, session, sign_in, ben, idea):
    support.give(ben, idea)
    ben.shows_supports = False
    session.commit()
    path = f"/people/{ben.number}"
    assert "A lamp that folds flat" not in client.get(path).text
    own = sign_in(ben).get(path).text
    assert "A lamp that folds flat" in own
    assert 'href="/me"' in own


def test_whether_supports_are_shown_is_asked_once(session, sign_in, ben, idea):
    browser = sign_in(ben)
    question = "May others see on your page which ideas you support?"
    assert question not in browser.get("/me").text  # nothing to show yet
    support.give(ben, idea)
    session.commit()
    assert question in browser.get("/me").text
    sent = {"shows": "no", "next": "/me"}
    assert browser.post("/me/settings/supports", data=sent).location == "/me"
    assert question not in browser.get("/me").text
    assert not ben.shows_supports


def test_what_is_not_public_is_not_shown(client, session, people, space, idea):
    ana, mo = people["ana"], people["mo"]
    make.draft(ana, space, "A secret drawer")
    hidden = make.published(ana, mo, space, "Not for everyone")
    idea_commands.conceal(mo, hidden, "This breaks a rule of the house, sadly enough.")
    session.commit()
    shown = client.get(f"/people/{ana.number}").text
    assert "A secret drawer" not in shown
    assert "Not for everyone" not in shown
    assert "A lamp that folds flat" in shown
    assert queries.profile(ana, ana, None).sums.ideas >= 1


def test_nobody_of_that_number(client, session, people):
    assert client.get("/people/999999").status_code == 404
    assert client.get("/people/1").status_code == 404
    gone = people["olaf"]
    people_commands.erase(SYSTEM, gone)
    session.commit()
    assert client.get(f"/people/{gone.number}").status_code == 404


def test_a_placeholder_has_a_page(client, session, people):
    someone = people_commands.make_placeholder(SYSTEM, "Someone", "csv", "7")
    session.commit()
    assert "has not joined" in client.get(f"/people/{someone.number}").text


def test_a_words_about_oneself_are_only_words(client, session, ana):
    ana.bio = "<script>alert(1)</script>"
    session.commit()
    assert "<script>alert" not in client.get(f"/people/{ana.number}").text


def test_my_page_is_empty_at_first(client, sign_in, olaf):
    assert client.get("/me").location == "/sign-in?next=/me"
    shown = sign_in(olaf).get("/me").text
    for words in ("You have no drafts", "Nothing published yet", "You support no idea"):
        assert words in shown


def test_my_page_holds_what_is_mine(session, sign_in, people, idea, out):
    ana, ben, space = people["ana"], people["ben"], idea.space
    make.draft(ana, space, "A secret drawer")
    other = make.published(ben, people["mo"], space, "A chair that rocks")
    support.give(ana, other)
    bug = feedback.NewBug("It will not fold back", steps="I fold it.")
    feedback.file(ana, out, bug)
    session.commit()
    shown = sign_in(ana).get("/me").text
    for words in (
        "A secret drawer",
        "A lamp that folds flat",
        "A chair that rocks",
        "It will not fold back",
    ):
        assert words in shown
    assert "have not begun" not in shown


def test_first_steps_are_ticked_by_what_happened(session, sign_in, people, idea):
    olaf = people["olaf"]
    assert not any(queries.first_steps(olaf).values())
    shown = sign_in(olaf).get("/me").text
    assert "0 of 5" in shown
    support.give(olaf, idea)
    comments.write(olaf, thread_of(idea), "A hook would help.")
    session.commit()
    done = queries.first_steps(olaf)
    assert {key for key, is_done in done.items() if is_done} == {"support", "talk"}
    assert "2 of 5" in sign_in(olaf).get("/me").text


def test_first_steps_go_when_all_are_done(session, sign_in, people, space, idea, out):
    ana, other = people["ana"], people["ben"]
    support.give(ana, make.published(other, people["mo"], space, "A chair"))
    comments.write(ana, thread_of(idea), "It is mine.")
    builds.enrol(ana, build_queries.channel(space.id, "weekly"))
    ana.bio = "I mend lamps."
    session.commit()
    assert all(queries.first_steps(ana).values())
    shown = sign_in(ana).get("/me").text
    assert "First steps" not in shown
    assert "What I test" in shown
    assert "Lamps · Weekly" in shown


def test_a_reply_is_owed_until_one_answers(session, sign_in, people, idea):
    ana, ben, thread = people["ana"], people["ben"], thread_of(idea)
    asked = comments.write(ben, thread, "How heavy is it?")
    comments.write(people["tess"], thread, "For Ben.", asked.id)
    session.commit()
    assert [said.comment.id for said in queries.replies_owed(ana)] == [asked.id]
    assert len(queries.replies_owed(ben)) == 1
    page_ = sign_in(ana).get("/me").text
    assert "Waiting for your answer" in page_
    assert f'href="/ideas/{idea.number}#comment-{asked.id}"' in page_
    with clock.at((clock.now() + queries.OF_LATE).isoformat()):
        assert queries.replies_owed(ana) == []
    comments.write(ana, thread, "Half a kilo.", asked.id)
    session.commit()
    assert queries.replies_owed(ana) == []


def test_what_i_support_is_parted_by_its_answer(session, sign_in, people, space, idea):
    ana, ben, mo = people["ana"], people["ben"], people["mo"]
    support.give(ben, idea)
    over = make.published(ana, mo, space, "A lamp nobody made")
    support.give(ben, over)
    over.state = "declined"
    session.commit()
    found = queries.mine(ben, None, None)
    assert [one.id for one in found.backed.items] == [idea.id]
    assert [one.id for one in found.decided.items] == [over.id]
    assert 'id="decided"' in sign_in(ben).get("/me").text


def test_my_page_is_at_most_fifteen_statements(
    session, sign_in, people, idea, out, assert_queries
):
    browser = sign_in(people["ana"])
    with assert_queries(15):
        browser.get("/me")


def test_every_step_and_channel_has_its_page_and_word(app, olaf):
    assert set(STEPS) == set(queries.first_steps(olaf))
    with app.test_request_context():
        assert all(url_for(endpoint) for _words, endpoint in STEPS.values())


def test_my_page_says_when_rights_wait(session, sign_in, ada, ana):
    people_commands.grant_role(ada, ana, "finance")
    session.commit()
    assert "Your new rights have not begun" in sign_in(ana).get("/me").text


def test_earnings_are_told_in_money(session, sign_in, people, space):
    made = money.product(people["ana"], space)
    money.frozen(people, made, [(people["ana"], 1)], ["CL-1"])
    euros = money.line("1", "CL-1", "45520.00")
    money.accepted(
        people, money.sales_file(euros, totals=("1,EUR,1,45520.00,45520.00",))
    )
    with clock.at("2026-11-25 12:00Z"):
        money.posted(people, "2026Q1")
    session.commit()
    shown = sign_in(people["ana"]).get("/me").text
    assert "earned so far" in shown
    assert "€455.20" in shown


def test_the_team_sees_what_waits_for_its_roles(session, sign_in, ana, mo, finn, space):
    idea = make.submitted(ana, space, "A lamp that folds flat")
    now = clock.now()
    for kind, subject, role, due in (
        ("payee_check", ("payee", 7), "finance", now + timedelta(days=2)),
        ("accept_sales", ("sales_import", 3), "finance", now - timedelta(days=1)),
        ("something_new", ("thing", 3), "finance", now),
        ("gate", ("idea", 999_999), "moderator", now),
    ):
        duties.open(kind=kind, subject=subject, owner_role=role, due_at=due)
    met = ("payee", 8)
    duties.open(kind="payee_check", subject=met, owner_role="finance", due_at=now)
    duties.meet("payee_check", met)
    session.commit()
    shown = sign_in(mo).get("/staff").text
    assert "Check a new idea" in shown
    assert f'href="/staff/queue/{idea.number}"' in shown
    assert shown.count("Check a new idea") == 1
    money_shown = sign_in(finn).get("/staff").text
    assert 'href="/staff/sales/3"' in money_shown
    assert "overdue since" in money_shown
    assert "Something waits" in money_shown
    assert money_shown.count("Check payment details") == 1
    assert "Check a new idea" not in money_shown


def test_a_role_of_one_space_sees_that_space(session, ada, ana, space):
    people_commands.grant_role(ada, ana, "product", space)
    due = {"owner_role": "product", "due_at": clock.now()}
    duties.open(kind="start", subject=("thing", 1), space_id=space.id, **due)
    duties.open(kind="start", subject=("thing", 2), space_id=None, **due)
    assert [task.duty.subject_id for task in queries.waiting_for(ana)] == [1]


def test_nothing_waits_and_nobody_else_enters(client, session, sign_in, people):
    assert "Nothing waits for you" in sign_in(people["priya"]).get("/staff").text
    assert sign_in(people["ana"]).get("/staff").status_code == 403
    assert client.get("/staff").location == "/sign-in?next=/staff"
    assert queries.waiting_for(SYSTEM) == []


def test_every_door_leads_somewhere(app):
    with app.test_request_context():
        for _words, endpoint, argument in DOORS.values():
            assert url_for(endpoint, **({argument: 1} if argument else {}))


def test_every_part_in_a_change_has_words():
    assert set(CREDIT_WORDS) == set(CREDIT_ROLES)


def test_the_site_name_is_on_the_page(client, session, ana):
    site.put(SYSTEM, "name", "Halden Ideas")
    session.commit()
    assert "Halden Ideas" in client.get(f"/people/{ana.number}").text

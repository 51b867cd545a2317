"""The pages of support: one tap, taking it back, joining by it, the receipt."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.discovery import commands as discovery
from app.ideas.models import Idea
from app.kernel import clock, relay
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.people import queries as members
from app.people.models import Person
from app.support import commands, queries
from app.support.models import Support
from tests.support import making

JOINING = {"name": "Nora", "password": "a long walk by the sea", "birth_year": "1990"}


def url(idea, tail=""):
    return f"/ideas/{idea.number}/support{tail}"


def test_a_tap_leads_back_to_the_support_block(ben, lamp, sign_in):
    answer = sign_in(ben).post(url(lamp))
    assert answer.status_code == 303
    assert answer.location == f"/ideas/{lamp.number}#support"
    assert queries.is_supporter(ben, lamp.id)


def test_a_tap_in_a_list_leads_back_to_the_list(ben, lamp, sign_in):
    answer = sign_in(ben).post(url(lamp), data={"next": "/ideas?sort=near"})
    assert answer.location == "/ideas?sort=near"


@pytest.mark.parametrize("away", ["https://evil.example", "//evil.example", "/\\evil"])
def test_next_never_leads_away(away, ben, lamp, sign_in):
    answer = sign_in(ben).post(url(lamp), data={"next": away})
    assert answer.location == f"/ideas/{lamp.number}#support"


def test_a_tap_costs_seven_statements_at_most(ben, lamp, sign_in, assert_queries):
    browser = sign_in(ben)
    browser.get(url(lamp, "/receipt"))  # what the process remembers of the site
    with assert_queries(7):
        browser.post(url(lamp))
    browser.post(url(lamp, "/withdrawal"))
    with assert_queries(7):
        browser.post(url(lamp), headers={"HX-Request": "true"}, data={"place": "head"})


def test_the_tap_leaves_the_idea_row_alone(ben, lamp, sign_in, assert_queries):
    browser = sign_in(ben)
    with assert_queries(9) as seen:
        browser.post(url(lamp))
    assert not [said for said in seen if said.startswith("UPDATE ideas")]


def test_htmx_gets_the_button_and_a_word(ben, lamp, sign_in):
    page = sign_in(ben).post(url(lamp), headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert "You support this" in page.text
    assert "innerHTML:#live" in page.text
    assert "<html" not in page.text


def test_htmx_gets_the_whole_block_on_the_idea_page(ben, lamp, sign_in):
    browser, asked = sign_in(ben), {"HX-Request": "true"}
    page = browser.post(url(lamp), headers=asked, data={"place": "head"})
    assert 'id="support"' in page.text
    assert "Take it back" in page.text
    page = browser.post(url(lamp, "/withdrawal"), headers=asked, data={"place": "head"})
    assert "Support this idea" in page.text
    assert not queries.is_supporter(ben, lamp.id)


def test_a_refused_tap_says_why(ana, ben, lamp, sign_in):
    assert sign_in(ana).post(url(lamp)).status_code == 403
    with clock.at(lamp.deadline_at + timedelta(seconds=1)):
        answer = sign_in(ben).post(url(lamp))
    assert answer.status_code == 409
    assert "The time to support this idea is over." in answer.text


def test_an_unseen_idea_is_missing(ben, ana, space, sign_in):
    draft = making.idea(ana, space, state="draft", published_at=None)
    assert sign_in(ben).post(url(draft)).status_code == 404


def test_a_visitor_is_led_to_join(lamp, client):
    answer = client.post(url(lamp), data={"next": "/ideas"})
    assert answer.status_code == 303
    assert answer.location == url(lamp, "/joining") + "?next=/ideas"
    assert client.post(url(lamp, "/withdrawal")).status_code == 403


def test_joining_supports_in_the_same_act(lamp, client):
    page = client.get(url(lamp, "/joining"))
    assert page.status_code == 200
    assert lamp.title in page.text
    assert "/sign-in?next=" in page.text
    answer = client.post(url(lamp, "/joining"), data=JOINING)
    assert answer.status_code == 303
    assert answer.location == f"/ideas/{lamp.number}#support"
    nora = members.by_sign_in_name("nora")
    assert queries.supporters_of(lamp.id) == [nora.id]
    assert "You support this" in client.get(f"/ideas/{lamp.number}").text


def test_joining_from_a_list_leads_back_to_it(lamp, client):
    page = client.get(url(lamp, "/joining") + "?next=/ideas")
    assert 'name="next" value="/ideas"' in page.text
    answer = client.post(url(lamp, "/joining"), data=JOINING | {"next": "/ideas"})
    assert answer.location == "/ideas"


ASKED = {"HX-Request": "true"}


def test_a_visitors_tap_opens_a_sheet_over_the_page(lamp, client):
    page = client.get(f"/ideas/{lamp.number}")
    assert f'data-hx-get="{url(lamp, "/joining")}?place=head"' in page.text
    sheet = client.get(url(lamp, "/joining") + "?place=head", headers=ASKED)
    assert sheet.status_code == 200
    assert sheet.text.lstrip().startswith("<dialog")
    assert 'data-behaviour="support-sheet"' in sheet.text
    assert 'name="place" value="head"' in sheet.text
    assert "autofocus" in sheet.text
    assert "HX-Request" in sheet.headers["Vary"]


def test_the_sheet_comes_back_filled_where_it_was(lamp, client):
    wrong = JOINING | {"birth_year": "", "place": "head", "next": "/ideas"}
    answer = client.post(url(lamp, "/joining"), data=wrong, headers=ASKED)
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#joining-form"
    assert answer.text.lstrip().startswith('<form class="form" id="joining-form"')
    for kept in ('value="Nora"', 'name="place" value="head"', 'value="/ideas"'):
        assert kept in answer.text
    assert "<html" not in answer.text


def test_joining_in_the_sheet_turns_the_block_in_place(lamp, client):
    sent = JOINING | {"place": "head"}
    answer = client.post(url(lamp, "/joining"), data=sent, headers=ASKED)
    assert answer.status_code == 200
    assert 'id="support"' in answer.text
    assert "You support this" in answer.text
    assert "Take it back" in answer.text
    assert "Welcome, Nora: your support counts." in answer.text
    assert queries.count_of(lamp.id) == 1


def test_joining_in_the_sheet_turns_the_frame_with_it(lamp, client):
    """Bell, own menu and tab: out of band, with the tokens of the new session."""
    there = f"http://localhost/ideas/{lamp.number}?sort=new&sort=old"
    headers = {**ASKED, "HX-Current-URL": there}
    before = client.get(f"/ideas/{lamp.number}").text
    assert 'id="tools"' in before
    assert 'id="tabbar"' in before
    answer = client.post(url(lamp, "/joining"), data=JOINING, headers=headers).text
    frame = answer.split('id="tools" data-hx-swap-oob="outerMorph"')[1]
    for shown in ("You: Nora", 'href="/notices"', 'action="/sign-out"'):
        assert shown in frame
    assert 'href="/sign-in"' not in frame
    assert frame.count('name="csrf_token"') == frame.count('method="post"')
    assert f'name="next" value="/ideas/{lamp.number}?sort=new&amp;sort=old"' in frame
    assert f'href="/ideas/{lamp.number}?sort=new&amp;sort=old&amp;lang=ja"' in frame
    assert 'id="tabbar" data-hx-swap-oob="outerMorph"' in frame
    assert "data-hx-swap-oob" not in before
    elsewhere = {**ASKED, "HX-Current-URL": "https://evil.example/x"}
    browser = client.application.test_client()
    sent = JOINING | {"name": "Olga"}
    away = browser.post(url(lamp, "/joining"), data=sent, headers=elsewhere).text
    assert "evil.example" not in away


def test_a_visitors_link_on_a_card_has_a_key(lamp, client):
    card = client.get("/ideas").text.split('<div class="support">')[1]
    assert 'data-key="s"' in card.split("</a>")[0]


def test_joining_in_a_list_turns_its_button(lamp, client):
    sent = JOINING | {"next": "/ideas"}
    answer = client.post(url(lamp, "/joining"), data=sent, headers=ASKED)
    assert answer.text.count("You support this") == 1
    assert 'id="support"' not in answer.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"birth_year": "2020"}, "13 or older"),
        ({"birth_year": "1"}, "birth_year-error"),
        ({"birth_year": ""}, "birth_year-error"),
        ({"name": ""}, "name-error"),
        ({"password": "short"}, "password-error"),
        ({"password": "password"}, "password-error"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(changed, said, lamp, client):
    answer = client.post(url(lamp, "/joining"), data=JOINING | changed)
    assert answer.status_code == 422
    assert said in answer.text
    if changed.get("name") != "":
        assert 'value="Nora"' in answer.text, "the form comes back filled"
    assert members.by_sign_in_name("Nora") is None
    assert db.session.scalars(select(Support)).all() == []


def test_a_taken_name_comes_with_a_free_one(lamp, ana, space, client, app):
    client.post(url(lamp, "/joining"), data=JOINING)
    other = making.idea(ana, space)
    db.session.commit()
    answer = app.test_client().post(url(other, "/joining"), data=JOINING)
    assert answer.status_code == 422
    assert "is free." in answer.text


def test_a_refused_support_keeps_nobody(lamp, client):
    with clock.at(lamp.deadline_at + timedelta(seconds=1)):
        answer = client.post(url(lamp, "/joining"), data=JOINING)
    assert answer.status_code == 409
    assert (
        db.session.scalars(select(Person).where(Person.display_name == "Nora")).all()
        == []
    )


def test_whoever_is_signed_in_needs_no_joining(ben, lamp, sign_in):
    answer = sign_in(ben).get(url(lamp, "/joining"))
    assert answer.location == f"/ideas/{lamp.number}#support"


@pytest.mark.parametrize("place", ["head", ""])
def test_whoever_joined_meanwhile_gets_the_button_that_works(place, ben, lamp, sign_in):
    asked = url(lamp, f"/joining?place={place}&next=/ideas")
    answer = sign_in(ben).get(asked, headers=ASKED)
    assert answer.status_code == 200
    assert answer.headers["HX-Reswap"] == "outerMorph"
    assert f'data-hx-post="{url(lamp)}"' in answer.text
    assert "autofocus" in answer.text
    assert ('id="support"' in answer.text) is (place == "head")
    assert ('name="next" value="/ideas"' in answer.text) is (place == "")


def test_the_receipt_is_shown_to_its_owner(ben, tess, lamp, sign_in, client):
    support = commands.give(ben, lamp)
    commands.withdraw(ben, lamp)
    db.session.commit()
    page = sign_in(ben).get(url(lamp, "/receipt"))
    assert support.receipt in page.text
    assert "You took it back" in page.text
    assert sign_in(tess).get(url(lamp, "/receipt")).status_code == 404
    assert client.get(url(lamp, "/receipt")).status_code == 303


def test_the_button_says_what_each_reader_did(ana, ben, tess, lamp, sign_in, client):
    commands.give(tess, lamp)
    db.session.commit()
    page = f"/ideas/{lamp.number}"
    assert "Support this idea" in sign_in(ben).get(page).text
    assert "Take it back" in sign_in(tess).get(page).text
    assert "This is your idea" in sign_in(ana).get(page).text
    assert url(lamp, "/joining") in client.get(page).text
    with clock.at(lamp.deadline_at + timedelta(seconds=1)):
        assert "The time to support this idea is over" in client.get(page).text


def test_the_list_shows_a_button_on_every_card(ana, ben, tess, lamp, sign_in, client):
    commands.give(tess, lamp)
    db.session.commit()
    assert f'action="{url(lamp)}"' in sign_in(ben).get("/ideas").text
    assert "You support this" in sign_in(tess).get("/ideas").text
    assert "Your idea" in sign_in(ana).get("/ideas").text
    assert f"{url(lamp, '/joining')}?next=/ideas" in client.get("/ideas").text


@pytest.mark.parametrize("path", ["/ideas", "/", "/search?q=lamp", "/people/{}"])
def test_every_list_shows_what_one_supports(path, ana, ben, lamp, sign_in):
    commands.give(ben, lamp)
    db.session.commit()
    relay.drain()
    discovery.index(lamp.id)
    page = sign_in(ben).get(path.format(ana.number))
    assert lamp.title in page.text
    assert "You support this" in page.text


def test_what_is_checked_stands_apart_everywhere(ben, tess, lamp, client):
    support = commands.give(ben, lamp)
    commands.give(tess, lamp)
    commands.hold(SYSTEM, lamp, [support.id], "young")
    db.session.commit()
    relay.drain()
    discovery.index(lamp.id)
    for path in (f"/ideas/{lamp.number}", "/ideas", "/", "/search?q=lamp"):
        assert "1 being checked" in client.get(path).text, path
    assert "<b>1</b>" in client.get("/ideas").text


def test_a_tap_of_a_doubted_person_shows_both_counts(ben, lamp, sign_in):
    support = commands.give(ben, lamp)
    commands.hold(SYSTEM, lamp, [support.id], "young")
    commands.withdraw(ben, lamp)
    db.session.commit()
    page = sign_in(ben).post(url(lamp), headers=ASKED, data={"place": "head"})
    assert "You support this" in page.text
    assert "1 being checked" in page.text


def test_the_supporters_of_an_idea(ben, tess, mo, lamp, sign_in, client):
    lamp.imported_count = 7
    tess.shows_supports = False
    for fan in (ben, tess):
        commands.give(fan, lamp)
    db.session.commit()
    path = f"/ideas/{lamp.number}/supporters"
    page = client.get(path).text
    assert "Ben" in page
    assert "Tess" not in page
    assert "1 supporter does not show" in page
    assert "brought over from elsewhere, never added" in page
    assert "Tess" in sign_in(tess).get(path).text
    assert "Tess" in sign_in(mo).get(path).text


def test_the_days_of_an_idea_as_page_and_file(ben, tess, lamp, client):
    path = f"/ideas/{lamp.number}/supporters/history"
    assert "Nothing happened yet" in client.get(path).text
    with clock.at("2026-03-01 09:00Z"):
        commands.give(ben, lamp)
    with clock.at("2026-03-02 09:00Z"):
        commands.give(tess, lamp)
        commands.withdraw(ben, lamp)
    db.session.commit()
    page = client.get(path)
    assert "<svg" in page.text
    assert "Mar 2, 2026" in page.text
    earlier = client.get(f"{path}?after=2026-03-02").text
    assert "Mar 1, 2026" in earlier
    assert "Mar 2, 2026" not in earlier
    assert client.get(f"{path}?after=yesterday").status_code == 422
    file = client.get(f"{path}.csv")
    assert file.mimetype == "text/csv"
    assert file.text.splitlines() == [
        "day,cast,withdraw,hold,release,void,restore,change,total",
        "2026-03-02,1,1,0,0,0,0,0,1",
        "2026-03-01,1,0,0,0,0,0,1,1",
    ]


def test_who_may_not_see_the_idea_sees_no_page_of_its_support(ana, space, client):
    draft = making.idea(ana, space, state="draft", published_at=None)
    for tail in ("", "/history", "/history.csv"):
        assert client.get(f"/ideas/{draft.number}/supporters{tail}").status_code == 404


def test_the_receipt_says_why_it_is_not_counted(ben, mo, priya, lamp, sign_in):
    support = commands.give(ben, lamp)
    commands.hold(SYSTEM, lamp, [support.id], "young")
    db.session.commit()
    browser = sign_in(ben)
    page = browser.get(url(lamp, "/receipt"))
    assert "The account was only days old." in page.text
    proposal = commands.Proposal("void", "automated", "50 a minute.", [support.id])
    commands.confirm(priya, lamp, commands.propose(mo, lamp, proposal))
    db.session.commit()
    page = browser.get(url(lamp, "/receipt"))
    assert "A program gave it." in page.text
    assert "50 a minute." in page.text
    assert (
        "Your support does not count here." in browser.get(f"/ideas/{lamp.number}").text
    )
    refused = browser.post(url(lamp))
    assert refused.status_code == 409


def test_two_of_the_team_sign_the_goal(people, mo, priya, stool, sign_in):
    ben = people["ben"]
    for name in ("ben", "tess", "mei"):
        commands.give(people[name], stool)
    db.session.commit()
    relay.drain()
    page = f"/ideas/{stool.number}"
    sign = f"{page}/goal-signature"
    assert sign in sign_in(mo).get(page).text
    assert sign_in(ben).post(sign).status_code == 403
    assert sign_in(mo).post(sign).status_code == 303
    assert db.session.get(Idea, stool.id).state == "supporting"
    assert sign_in(priya).post(sign).status_code == 303
    assert db.session.get(Idea, stool.id).state == "achieved"


def test_a_supporter_of_the_team_may_not_sign(mo, ben, tess, stool, sign_in):
    for fan in (mo, ben, tess):
        commands.give(fan, stool)
    db.session.commit()
    relay.drain()
    assert sign_in(mo).post(f"/ideas/{stool.number}/goal-signature").status_code == 403

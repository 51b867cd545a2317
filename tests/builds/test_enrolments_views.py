"""The pages of tests: the door in all its states, the team's lists, the wall."""

import csv
import io
import re

import pytest

from app.builds import commands, queries
from app.builds.commands import Entry, NewPass
from app.kernel import clock
from app.kernel.actor import SYSTEM
from tests.builds.conftest import EVENING, TUESDAY
from tests.builds.test_enrolments import state_of

URL = "/builds/channels/lamps/inner"


@pytest.fixture(autouse=True)
def friday_evening():
    with clock.at(EVENING):
        yield


@pytest.fixture
def channel(session, space, priya):
    with clock.at(TUESDAY):
        made = commands.open_channel(priya, space, "inner", Entry())
    session.commit()
    return made


@pytest.fixture
def staff_url(channel):
    return f"/staff/channels/{channel.id}"


def text_of(answer):
    return answer.get_data(as_text=True)


def door(session, priya, channel, joins, places=None):
    commands.change_entry(priya, channel, Entry(joins, places))
    session.commit()


def test_join_leave_and_come_back(client, sign_in, channel, ben):
    assert "Sign in to join the test" in text_of(client.get(URL))
    browser = sign_in(ben)
    words = text_of(browser.get(URL))
    assert "Nothing is required of you" in words
    assert "Join the test" in words
    assert browser.post(f"{URL}/enrolment").location == URL
    assert "You are in the test" in text_of(browser.get(URL))
    browser.post(f"{URL}/enrolment/withdrawal")
    assert "Come back" in text_of(browser.get(URL))
    browser.post(f"{URL}/enrolment")
    assert state_of(channel, ben) == "active"


def test_the_way_back_stands_before_the_door(client, space, out):
    words = text_of(client.get("/builds/channels/lamps/weekly"))
    assert words.index("rollback-title") < words.index("door-title")
    assert "Lamp, Software, Back." in words


def test_the_line_says_where_one_stands(session, sign_in, channel, priya, ben, tess):
    door(session, priya, channel, "open", 1)
    commands.enrol(ben, channel)
    session.commit()
    browser = sign_in(tess)
    assert "you would wait for a place" in text_of(browser.get(URL))
    browser.post(f"{URL}/enrolment")
    assert "You are number 1 in line." in text_of(browser.get(URL))
    browser.post(f"{URL}/enrolment/withdrawal")
    assert state_of(channel, tess) == "left"


def test_an_application_by_score(session, sign_in, channel, priya, tess):
    door(session, priya, channel, "score", 5)
    browser = sign_in(tess)
    assert "Ask for a place" in text_of(browser.get(URL))
    answer = browser.post(f"{URL}/enrolment")
    assert "You have applied." in text_of(browser.get(answer.location))


def test_a_link_leads_in(session, client, sign_in, channel, priya, ben):
    door(session, priya, channel, "invite")
    token = commands.make_link(priya, channel, NewPass())
    session.commit()
    link = f"/builds/passes/{token}"
    assert "Joining takes a name" in text_of(client.get(link))
    browser = sign_in(ben)
    assert "by invitation" in text_of(browser.get(URL))
    refused = browser.post(f"{URL}/enrolment")
    assert refused.status_code == 422
    assert "open the link that you were sent" in text_of(refused)
    assert "Lamps · Early" in text_of(browser.get(link))
    assert browser.post(f"{link}/acceptance").location == URL
    assert state_of(channel, ben) == "active"
    over = browser.get(link)
    assert over.status_code == 404
    assert "This link is over" in text_of(over)


def test_a_device_code_comes_back_filled(session, sign_in, channel, priya, ben):
    door(session, priya, channel, "device")
    (code,) = commands.make_codes(priya, channel, 1)
    session.commit()
    browser = sign_in(ben)
    refused = browser.post(f"{URL}/enrolment", data={"token": "ABCD-WRONG"})
    assert refused.status_code == 422
    assert 'value="ABCD-WRONG"' in text_of(refused)
    assert browser.post(f"{URL}/enrolment", data={"token": code}).status_code == 303


def test_taken_out_one_reads_why_and_asks_again(session, sign_in, channel, ben, mo):
    commands.remove(mo, commands.enrol(ben, channel), "Shared the files.")
    session.commit()
    browser = sign_in(ben)
    assert "Shared the files." in text_of(browser.get(URL))
    assert browser.post(f"{URL}/enrolment").status_code == 409
    empty = browser.post(f"{URL}/appeal", data={"text": ""})
    assert empty.status_code == 422
    assert browser.post(f"{URL}/appeal", data={"text": "No."}).location == URL
    assert "You asked for a second look." in text_of(browser.get(URL))


def test_an_appeal_needs_a_removal(sign_in, channel, ben):
    assert sign_in(ben).post(f"{URL}/appeal", data={"text": "No."}).status_code == 404


def test_the_tests_one_sees(client, session, sign_in, channel, chairs, ben):
    commands.ensure_channel(chairs, "weekly")
    chairs.audience = "invited"
    commands.enrol(ben, channel)
    session.commit()
    words = text_of(client.get("/builds/channels"))
    assert URL in words
    assert "/builds/channels/chairs" not in words
    assert client.get("/builds/channels/chairs/weekly").status_code == 404
    assert "You are in the test" in text_of(sign_in(ben).get("/builds/channels"))


def test_without_builds_there_are_no_tests(client, session, space, channel):
    space.has_builds = False
    session.commit()
    assert "There is no test yet" in text_of(client.get("/builds/channels"))
    assert client.get(URL).status_code == 404
    assert "Lamps" not in text_of(client.get("/builds/founders"))


def test_the_wall_names_who_agrees(client, sign_in, session, channel, ben, tess, mei):
    assert "Nobody yet" in text_of(client.get("/builds/founders?space=lamps"))
    for person in (ben, tess, mei):
        commands.enrol(person, channel)
    tess.shows_supports = False
    commands.erase(SYSTEM, mei)
    mei.state = "erased"
    session.commit()
    words = text_of(client.get("/builds/founders?space=lamps"))
    assert f'href="/people/{ben.number}"' in words
    assert "Tess" not in words
    assert "Somebody who stays unnamed" in words
    assert "Somebody who has left" in words
    assert "Tess" in text_of(sign_in(tess).get("/builds/founders?space=lamps"))


def test_doors_of_the_team(client, sign_in, channel, staff_url, ben, eddy, mo):
    for path in ("/staff/channels", staff_url, f"{staff_url}/members.csv"):
        assert client.get(path).status_code == 303
        assert sign_in(ben).get(path).status_code == 403
        for person in (eddy, mo):
            assert sign_in(person).get(path).status_code == 200


def test_crew_make_a_test_and_its_door(sign_in, channel, space, priya, staff_url):
    browser = sign_in(priya)
    new = {"space_id": space.id, "code": "nightly", "joins": "open", "capacity": "5"}
    made = browser.post("/staff/channels", data=new)
    assert made.status_code == 303
    twice = browser.post("/staff/channels", data=new)
    assert twice.status_code == 422
    assert "has that channel already" in text_of(twice)
    browser.post(staff_url, data={"joins": "score", "capacity": ""})
    assert (channel.joins, channel.capacity) == ("score", None)
    wrong = browser.post(staff_url, data={"joins": "score", "capacity": "0"})
    assert wrong.status_code == 422
    assert "nobody is sent away" in text_of(wrong)


def test_crew_invite(session, sign_in, channel, staff_url, priya):
    door(session, priya, channel, "invite")
    browser = sign_in(priya)
    new = {"uses": "3", "days": "7", "note": "The fair"}
    words = text_of(browser.post(f"{staff_url}/passes", data=new))
    assert re.search(r'value="http[^"]+/builds/passes/[\w-]+"', words)
    wrong = browser.post(f"{staff_url}/passes", data=new | {"uses": "0"})
    assert wrong.status_code == 422
    ending = re.search(r'action="([^"]+/ending)"', text_of(browser.get(staff_url)))
    assert browser.post(ending.group(1)).location == staff_url
    assert "0 of 3 used" in text_of(browser.get(staff_url))
    assert browser.post(f"{staff_url}/passes/9999/ending").status_code == 404


def test_crew_make_codes(session, sign_in, channel, staff_url, priya):
    door(session, priya, channel, "device")
    browser = sign_in(priya)
    words = text_of(browser.post(f"{staff_url}/codes", data={"count": "2"}))
    found = re.findall(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", words)
    assert len(set(found)) == 2
    assert browser.post(f"{staff_url}/codes", data={"count": "0"}).status_code == 422


def test_a_moderator_keeps_no_door_and_takes_out(
    session, sign_in, channel, staff_url, ben, mo, priya
):
    commands.enrol(ben, channel)
    session.commit()
    browser, url = sign_in(mo), f"{staff_url}/members/{ben.number}/removal"
    words = text_of(browser.get(staff_url))
    assert url in words
    assert "Make a link" not in words
    assert browser.post(staff_url, data={"joins": "score"}).status_code == 422
    assert browser.get(url).status_code == 200
    assert browser.post(url, data={"reason": ""}).status_code == 422
    assert browser.post(url, data={"reason": "Shared the files."}).location == staff_url
    assert state_of(channel, ben) == "removed"
    assert sign_in(priya).get(url).status_code == 403


def test_the_second_look(session, sign_in, channel, ben, mo, ada, tess):
    removal = commands.remove(mo, commands.enrol(ben, channel), "Shared the files.")
    commands.appeal(ben, queries.removal(removal.id), "It was not me.")
    session.commit()
    url = f"/staff/removals/{removal.id}"
    words = text_of(sign_in(mo).get(url))
    assert "It was not me." in words
    assert "The second look" not in words
    assert sign_in(tess).get(url).status_code == 403
    look = {"outcome": "upheld", "text": "It was not."}
    assert sign_in(mo).post(url, data=look).status_code in (403, 422)
    assert "Asks for a second look" in text_of(sign_in(mo).get("/staff/channels"))


def test_the_second_look_lets_in_again(
    session, sign_in, channel, space, ben, mo, moira
):
    removal = commands.remove(mo, commands.enrol(ben, channel), "Shared the files.")
    commands.appeal(ben, queries.removal(removal.id), "It was not me.")
    session.commit()
    browser, url = sign_in(moira), f"/staff/removals/{removal.id}"
    assert "The second look" in text_of(browser.get(url))
    assert browser.post(url, data={"text": "Hm."}).status_code == 422
    look = {"outcome": "upheld", "text": "It was not."}
    assert browser.post(url, data=look).location == url
    assert state_of(channel, ben) == "active"
    assert "Taken back" in text_of(browser.get(url))


def test_the_file_of_a_channel(session, sign_in, channel, staff_url, priya, ben):
    ben.display_name = "=cmd()"
    commands.enrol(ben, channel)
    session.commit()
    answer = sign_in(priya).get(f"{staff_url}/members.csv")
    rows = list(csv.reader(io.StringIO(text_of(answer))))
    assert rows[0][:4] == ["number", "name", "state", "score"]
    assert rows[1][:4] == [str(ben.number), "'=cmd()", "active", "0"]


def test_lists_of_a_channel(session, sign_in, channel, staff_url, priya, ben, tess):
    commands.enrol(ben, channel)
    commands.enrol(tess, channel)
    commands.leave(tess, channel)
    session.commit()
    browser = sign_in(priya)
    assert "Ben" in text_of(browser.get(staff_url))
    away = text_of(browser.get(f"{staff_url}?list=away"))
    assert "Tess" in away
    assert "Ben" not in away
    assert browser.get(f"{staff_url}?list=nonsense").status_code == 200


def test_statements_of_the_pages(
    session, sign_in, assert_queries, channel, ben, priya, staff_url
):
    commands.enrol(ben, channel)
    session.commit()
    browser = sign_in(ben)
    with assert_queries(8):
        browser.get(URL)
    with assert_queries(5):
        browser.get("/builds/channels")
    with assert_queries(5):
        browser.get("/builds/founders?space=lamps")
    crew = sign_in(priya)
    with assert_queries(8):
        crew.get(staff_url)


@pytest.mark.parametrize(
    "path",
    [
        f"{URL}/enrolment",
        f"{URL}/enrolment/withdrawal",
        f"{URL}/appeal",
        "/builds/passes/x/acceptance",
    ],
)
def test_strangers_sign_in_first(client, channel, path):
    assert client.post(path).status_code == 403

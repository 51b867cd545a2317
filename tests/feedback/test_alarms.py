"""What cannot wait: words of lost data, and far more bugs than usual."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.builds import commands as builds
from app.feedback import commands, listeners, queries
from app.feedback.commands import NewBug
from app.feedback.events import BugFiled
from app.feedback.models import Bug, BugAlarm
from app.kernel import clock, relay
from app.kernel.actor import SYSTEM
from app.kernel.errors import Missing, NotAllowed
from app.notifications.models import Notice
from app.spaces import commands as spaces
from tests.feedback.conftest import SATURDAY, _planned
from tests.feedback.test_views import text_of

LOSS = NewBug("It lost all my scenes", "Update")


def filed(person, build, new=LOSS):
    bug = commands.file(person, build, new)
    commands.watch(SYSTEM, bug)
    return bug


def alarms(session):
    return list(session.scalars(select(BugAlarm).order_by(BugAlarm.id)))


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("It lost all my scenes", "lost all"),
        ("DATA LOSS after the update", "data loss"),
        ("The update wiped the lamp", "wiped"),
        ("更新之后数据丢失", "数据丢失"),
        ("更新後資料遺失了", "資料遺失"),
        ("更新したらデータが消えた", "データが消え"),
        ("It flickers", ""),
        ("A swiped card", ""),
        ("灯在闪", ""),
        ("灯りがちらつく", ""),
    ],
)
def test_words_of_lost_data(words, found):
    bug = Bug(title="Help", actual=words, expected="", steps="")
    assert commands.word_of_loss(bug) == found


def test_words_alert_the_crew_at_once_and_once(session, build, tess, eddy, priya, ben):
    commands.file(tess, build, LOSS)
    session.commit()
    session.info.pop("loose", None)
    for _ in range(3):
        relay.drain()
    told = select(Notice.person_id).where(Notice.cause.like("bug_alarm:%"))
    (alarm,) = alarms(session)
    assert (alarm.kind, alarm.said) == ("words", "lost all")
    assert {*session.scalars(told)} >= {eddy.id, priya.id}
    assert ben.id not in {*session.scalars(told)}


def test_the_system_alone_raises(bug, eddy):
    with pytest.raises(NotAllowed, match="may_watch"):
        commands.watch(eddy, bug)


def test_a_bug_that_is_gone_raises_nothing(session):
    listeners.watch_for_alarms(BugFiled(bug_id=0, build_id=0, reporter_id=0))
    assert alarms(session) == []


@pytest.fixture
def forerunners(session, space, eddy):
    """Two builds before this one: two bugs and none a day after they were out."""
    made = []
    for day, out in ((19, "2026-10-23 17:00Z"), (26, "2026-10-30 17:00Z")):
        monday = date(2026, 10, day)
        with clock.at(f"{monday} 09:00Z"):
            made.append(_planned(space, eddy, monday, "A change"))
        with clock.at(out):
            builds.publish(eddy, made[-1].train)
    session.commit()
    return made


def several(people, build, count, start=SATURDAY):
    with clock.at(start):
        for n in range(count):
            filed(people[n % len(people)], build, NewBug(f"It flickers {n}", "Look"))


def test_five_times_the_usual_raises_one_alarm(
    session, forerunners, build, tess, ben, mei
):
    first, _ = forerunners
    several([tess, ben], first, 2, "2026-10-24 08:00Z")
    several([tess, ben], first, 9, "2026-10-28 08:00Z")
    several([tess, ben, mei], build, 4)
    assert queries.rate_of(build) == (4, 1.0)
    assert alarms(session) == []
    several([tess, ben, mei], build, 3)
    (alarm,) = alarms(session)
    assert (alarm.kind, alarm.build_id, alarm.bug_id) == ("rate", build.id, None)
    assert alarm.said == "5 : 1.0"


def test_few_bugs_are_no_alarm_where_none_is_usual(session, forerunners, build, tess):
    several([tess], build, 4)
    assert alarms(session) == []
    several([tess], build, 1)
    assert [alarm.said for alarm in alarms(session)] == ["5 : 0.0"]


def test_the_first_build_has_nothing_to_be_compared_with(session, build, tess):
    several([tess], build, 12)
    assert queries.rate_of(build) == (12, None)
    assert alarms(session) == []


def test_a_build_that_is_to_come_has_no_rate(following):
    assert queries.rate_of(following) == (0, None)


def test_the_rules_say_how_much_is_too_much(session, forerunners, space, build, tess):
    game = {"bugs": {"alarm_least": 2}}
    spaces.add_rule_set(SYSTEM, space, game, effective_at=clock.now())
    several([tess], build, 2)
    assert [alarm.kind for alarm in alarms(session)] == ["rate"]


def test_clearing_needs_a_reason_and_a_hand_of_the_crew(session, build, tess, eddy):
    bug = filed(tess, build)
    (alarm,) = alarms(session)
    with pytest.raises(NotAllowed, match="may_clear"):
        commands.clear(tess, alarm, "Found again")
    with pytest.raises(commands.AlarmNeedsReason):
        commands.clear(eddy, alarm, " ")
    commands.clear(eddy, alarm, "Found again")
    cleared_at = alarm.cleared_at
    with clock.at("2026-11-08 09:00Z"):
        commands.clear(eddy, alarm, "Once more")
    assert (alarm.reason, alarm.cleared_at) == ("Found again", cleared_at)
    commands.watch(SYSTEM, bug)
    assert len(alarms(session)) == 1


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ("cleared_at = raised_at", "cleared_by"),
        ("cleared_at = raised_at, cleared_by_id = 1", "cleared_with"),
        ("bug_id = NULL", "of_a_bug"),
        ("kind = 'rate', bug_id = NULL, build_id = NULL", "of_a_build"),
        ("kind = 'noise'", "kind"),
    ],
)
def test_the_database_keeps_it_so(session, build, tess, change, check):
    filed(tess, build)
    session.commit()
    with pytest.raises(IntegrityError, match=check):
        session.execute(text(f"UPDATE bug_alarms SET {change}"))  # noqa: S608


def test_they_stand_above_the_board(session, sign_in, client, build, tess, eddy, ben):
    filed(tess, build)
    session.commit()
    (alarm,) = alarms(session)
    browser = sign_in(eddy)
    assert "Somebody may have lost data" in text_of(browser.get("/staff/bugs"))
    url = f"/staff/bugs/alarms/{alarm.id}/clearing"
    assert sign_in(ben).post(url, data={"reason": "x"}).status_code == 403
    assert client.get("/staff/bugs/alarms").status_code == 303
    assert sign_in(ben).get("/staff/bugs/alarms").status_code == 403
    assert browser.post(url, data={"reason": ""}).status_code == 422
    assert browser.post(url, data={"reason": "Found again"}).status_code == 303
    assert "lost data" not in text_of(browser.get("/staff/bugs"))
    session.expire(alarm)
    assert "Cleared by Eddy: Found again" in text_of(browser.get("/staff/bugs/alarms"))


def test_a_rate_stands_there_with_its_figures(
    session, sign_in, forerunners, build, tess, eddy
):
    several([tess], build, 5)
    session.commit()
    words = text_of(sign_in(eddy).get("/staff/bugs"))
    assert "5 bugs; usual at its age: 0.0" in words
    with pytest.raises(Missing):
        queries.alarm(0)


def test_no_alarms_yet(sign_in, bug, eddy):
    assert "No alarms yet" in text_of(sign_in(eddy).get("/staff/bugs/alarms"))

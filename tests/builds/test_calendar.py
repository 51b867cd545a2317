"""The weeks ahead: properties over ten years, then their rows and pages."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.builds import commands, queries, rules
from app.builds.commands import NewItem
from app.builds.models import Build, Channel, Train
from app.builds.rules import WEEK, BuildRules
from app.kernel import clock, site
from app.kernel.actor import SYSTEM
from app.kernel.audit import AuditEvent
from app.kernel.db import db
from app.kernel.events import OutboxEvent
from app.spaces import commands as spaces
from app.spaces import queries as spaces_queries
from tests import cast
from tests.builds.conftest import EVENING, FRIDAY, MONDAY, TUESDAY
from tests.conftest import thrown_away

# 500 with --deep, 25 else, 5 with --fast
SOME = settings(max_examples=settings().max_examples // 4)
ZONES = (
    *("UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Tehran"),
    *("Asia/Shanghai", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham"),
    *("Pacific/Apia", "Africa/Casablanca", "Antarctica/Troll", "America/St_Johns"),
)
START = datetime(2024, 1, 1, tzinfo=UTC)
YEARS = timedelta(days=3653)

hours = st.integers(0, 23)
weekdays = st.integers(0, 6)
steps = ("publish", "report_close", "standings", "awards", "freeze", "question_close")
steps += ("preview", "rc", "gate", "retry")
games = st.builds(
    BuildRules,
    **{f"{name}_weekday": weekdays for name in steps},
    **{f"{name}_hour": hours for name in steps},
    nightly_hour=hours,
    inner=st.booleans(),
    nightly=st.booleans(),
    stable_every_weeks=st.integers(1, 12),
    ahead_weeks=st.integers(1, 8),
)
zones = st.sampled_from(ZONES)
moments = st.datetimes(
    START.replace(tzinfo=None), (START + YEARS).replace(tzinfo=None)
).map(lambda at: at.replace(tzinfo=UTC))
mondays = st.integers(0, 521).map(lambda n: date(2024, 1, 1) + n * WEEK)


@pytest.mark.nodb
@SOME
@given(games, zones, mondays)
def test_each_step_comes_before_the_next_whatever_the_rules(game, zone, monday):
    week = rules.times(game, "weekly", monday, zone)
    before = [week.freeze_at, week.preview_at, week.rc_at, week.gate_at]
    order = [*(at for at in before if at is not None), week.publish_at]
    assert order == sorted(set(order))
    assert week.freeze_at < week.question_close_at <= week.publish_at
    assert (week.gate_at is not None) is game.inner
    assert week.publish_at < week.report_close_at <= week.publish_at + WEEK + _HOUR * 2
    assert week.report_close_at <= week.standings_at <= week.awards_at
    day = week.publish_at.astimezone(ZoneInfo(zone)).date()
    assert rules.week_of(day) == monday or zone == "Pacific/Apia"


_HOUR = timedelta(hours=1)


@pytest.mark.nodb
@SOME
@given(games, zones, moments, st.sampled_from(("weekly", "stable", "nightly")))
def test_what_is_announced_lies_ahead_and_each_week_once(game, zone, now, code):
    found = rules.starts(game, code, now, zone)
    outs = [rules.times(game, code, start, zone).publish_at for start in found]
    assert all(out > now for out in outs)
    assert outs == sorted(set(outs))
    assert found == sorted(set(found))
    if code == "weekly":
        assert len({rules.week_of(start) for start in found}) == len(found)
        assert game.ahead_weeks <= len(found) <= game.ahead_weeks + 1


@dataclass
class Ride:
    """A train as the clock sees it, without a database."""

    state: str
    freeze_at: datetime | None
    rc_at: datetime | None
    gate_at: datetime | None
    publish_at: datetime
    gate_passed_at: datetime | None = None
    announced_off_at: datetime | None = None
    outs: int = 0
    out_at: datetime | None = None


def tick(line, game, zone, now, holidays):
    """What the commands do at a minute, with the same functions."""
    for start in rules.starts(game, "weekly", now, zone):
        week = rules.times(game, "weekly", start, zone)
        ride = Ride(
            "planned", week.freeze_at, week.rc_at, week.gate_at, week.publish_at
        )
        line.setdefault(start, ride)
    for ride in line.values():
        mind(ride, zone, now, holidays)
        while step := rules.due(ride, now):
            go(ride, step, now)


def mind(ride, zone, now, holidays):
    if ride.state in ("published", "skipped") or ride.publish_at <= now:
        return
    if not rules.is_holiday(ride.publish_at, zone, holidays):
        return
    if rules.is_in_time(ride.publish_at, now):
        ride.state, ride.announced_off_at = "skipped", now
    else:
        ride.publish_at = rules.working_time(ride.publish_at, zone, holidays)
        ride.gate_at = ride.publish_at if ride.gate_at else None
        ride.gate_passed_at = None
        ride.state = "delayed"


def go(ride, step, now):
    if step == "gate":
        ride.gate_passed_at = now
    elif step == "publish":
        ride.state, ride.out_at = "published", now
        ride.outs += 1
    else:
        ride.state = {"freeze": "frozen", "rc": "rc"}[step]


@pytest.mark.slow
@pytest.mark.nodb
@SOME
@given(st.data(), games, zones)
def test_ten_years_of_jumping_clocks_and_new_holidays(data, game, zone):
    line, holidays, now = {}, set(), START
    leaps = st.one_of(
        st.integers(1, 90),
        st.integers(-3 * 1440, 40 * 1440),
        st.just(1),
        st.just(10080),
    )
    for minutes in data.draw(st.lists(leaps, min_size=40, max_size=120)):
        now = min(max(START, now + timedelta(minutes=minutes)), START + YEARS)
        day = data.draw(st.integers(0, 40))
        if day < 25:
            holidays.add((now + timedelta(days=day)).date())
        tick(line, game, zone, now, frozenset(holidays))
        tick(line, game, zone, now, frozenset(holidays))
    for ride in line.values():
        assert ride.outs == (ride.state == "published")
        if ride.state == "published":
            assert ride.out_at >= ride.publish_at
            assert not game.inner or ride.gate_passed_at is not None
        if ride.state == "skipped":
            assert ride.announced_off_at <= ride.publish_at - rules.NOTICE


@pytest.mark.slow
@settings(max_examples=settings().max_examples // 20)
@given(data=st.data())
def test_a_database_keeps_the_same_promises(app, data):
    game = data.draw(
        st.fixed_dictionaries({"inner": st.booleans(), "publish_hour": hours})
    )
    zone = data.draw(zones)
    with app.app_context(), thrown_away():
        app.extensions.pop("site_settings", None)
        space = cast.space(cast.known(), builds=game)
        site.put(SYSTEM, "timezone", zone)
        now, free = clock.parse(TUESDAY), set()
        for leap in data.draw(st.lists(st.integers(-1440, 12 * 1440), max_size=12)):
            now += timedelta(minutes=leap)
            with clock.at(now):
                if leap % 3 == 0:
                    free.add((now + timedelta(days=leap % 20)).date().isoformat())
                    site.put(SYSTEM, "holidays", sorted(free))
                _minute(space, with_change=leap % 2 == 0)
                _minute(space, with_change=False)
        _promises_hold()
    app.extensions.pop("site_settings", None)


def _minute(space, *, with_change):
    """One minute of the background, and a change for the week to come."""
    commands.advance(SYSTEM)
    commands.publish_due(SYSTEM)
    for train in commands.plan_coming(SYSTEM):
        build = queries.of_train(train.id)
        if with_change:
            commands.add_item(SYSTEM, build, NewItem("fix", "Darker"))
    db.session.flush()


def _promises_hold():
    published = {
        train.id: train
        for train in db.session.scalars(select(Train))
        if train.published_at
    }
    told = select(OutboxEvent.body).where(OutboxEvent.name == "builds.published")
    outs = [body["train_id"] for body in db.session.scalars(told)]
    assert sorted(outs) == sorted(published)
    assert all(one.published_at >= one.publish_at for one in published.values())
    left_out = select(AuditEvent).where(AuditEvent.act == "builds.skip")
    for event in db.session.scalars(left_out):
        train = db.session.get_one(Train, event.subject_id)
        if event.values["code"] == "holiday":
            assert event.at <= train.publish_at - rules.NOTICE


@pytest.fixture
def holiday(session):
    """Make days holidays of the site."""

    def make(*days):
        site.put(SYSTEM, "holidays", list(days))

    yield make
    site.forget()


def weekly(session):
    """The weekly trains, by week."""
    statement = select(Train).join(Channel).where(Channel.code == "weekly")
    fresh = statement.execution_options(populate_existing=True)
    return {train.week_start: train for train in session.scalars(fresh)}


def test_weeks_are_announced_and_only_the_next_has_a_build(session, space):
    with clock.at(TUESDAY):
        commands.plan_coming(SYSTEM)
        commands.plan_coming(SYSTEM)
    assert sorted(weekly(session)) == [MONDAY + n * WEEK for n in range(5)]
    (build,) = session.scalars(select(Build))
    assert build.train_id == weekly(session)[MONDAY].id


def test_planning_again_asks_few_statements(session, space, assert_queries):
    with clock.at(TUESDAY):
        commands.plan_coming(SYSTEM)
        session.flush()
        with assert_queries(12):
            commands.plan_coming(SYSTEM)


def test_a_quiet_minute_asks_two_statements(session, space, train, assert_queries):
    with clock.at(TUESDAY):
        commands.advance(SYSTEM)
        session.flush()
        with assert_queries(2):
            commands.advance(SYSTEM)
            commands.publish_due(SYSTEM)


def test_a_holiday_known_in_time_leaves_its_week_out(session, space, holiday):
    with clock.at(TUESDAY):
        commands.plan_coming(SYSTEM)
        holiday("2026-11-13")
        commands.plan_coming(SYSTEM)
    off = weekly(session)[MONDAY + WEEK]
    assert (off.state, off.reason_code) == ("skipped", "holiday")
    told = select(OutboxEvent.body).where(OutboxEvent.name == "builds.train_skipped")
    assert [body["code"] for body in session.scalars(told)] == ["holiday"]
    with clock.at(EVENING):
        (following,) = commands.plan_coming(SYSTEM)
    assert following.week_start == MONDAY + 2 * WEEK


def test_a_holiday_that_is_taken_off_again_brings_its_week_back(
    session, space, holiday
):
    with clock.at(TUESDAY):
        holiday("2026-11-13")
        commands.plan_coming(SYSTEM)
        holiday()
        commands.plan_coming(SYSTEM)
    back = weekly(session)[MONDAY + WEEK]
    assert (back.state, back.reason_code) == ("planned", "")


def test_a_holiday_known_too_late_delays_to_the_next_day(session, space, holiday):
    with clock.at(TUESDAY):
        commands.plan_coming(SYSTEM)
        holiday("2026-11-06", "2026-11-07")
        commands.plan_coming(SYSTEM)
    late = weekly(session)[MONDAY]
    assert (late.state, late.reason_code) == ("delayed", "holiday")
    assert late.publish_at == clock.parse("2026-11-08 17:00Z")
    assert late.report_close_at == clock.parse("2026-11-10 12:00Z")
    assert late.late_at is None


def test_what_the_team_announced_is_not_moved_by_a_holiday(train, priya, holiday):
    with clock.at(TUESDAY):
        commands.reschedule(priya, train, clock.parse("2026-11-07 17:00Z"), "Parts")
        holiday("2026-11-07")
        commands.plan_coming(SYSTEM)
    assert train.publish_at == clock.parse("2026-11-07 17:00Z")


def test_a_week_that_is_left_out_is_not_planned_by_hand(space, priya, holiday):
    with clock.at(TUESDAY):
        holiday("2026-11-13")
        commands.plan_coming(SYSTEM)
        with pytest.raises(commands.WeekIsOff):
            commands.plan_train(priya, space, MONDAY + WEEK)


def test_other_rules_hold_from_the_next_week_on(session, space, ada):
    with clock.at(TUESDAY):
        commands.plan_coming(SYSTEM)
        known = spaces_queries.rule_set(space.id)
        earlier = {"builds": {"publish_hour": 15}}
        spaces.change_rules(ada, space, earlier, known.version)
        commands.plan_coming(SYSTEM)
    found = weekly(session)
    assert found[MONDAY].publish_at == clock.parse(FRIDAY)
    assert found[MONDAY + WEEK].publish_at == clock.parse("2026-11-13 15:00Z")


def test_inner_and_nightly_come_when_they_are_switched_on(session, space, ada):
    with clock.at(TUESDAY):
        on = {"builds": {"inner": True, "nightly": True}}
        spaces.change_rules(ada, space, on, spaces_queries.rule_set(space.id).version)
        commands.plan_coming(SYSTEM)
    codes = set(session.scalars(select(Channel.code)))
    assert codes == {"weekly", "stable", "inner", "nightly"}
    nights = select(func.count()).select_from(Train).join(Channel)
    assert session.scalar(nights.where(Channel.code == "nightly")) == 19
    assert weekly(session)[MONDAY + WEEK].gate_at == clock.parse("2026-11-13 12:00Z")


def test_a_space_that_is_switched_off_announces_nothing(session, space):
    space.has_builds = False
    session.flush()
    with clock.at(TUESDAY):
        assert commands.plan_coming(SYSTEM) == []
    assert session.scalar(select(func.count()).select_from(Train)) == 0


def test_the_page_says_what_comes_when_and_why_something_moved(
    client, session, space, train, item, priya, holiday
):
    with clock.at(TUESDAY):
        holiday("2026-11-13")
        commands.plan_coming(SYSTEM)
        when = clock.parse("2026-11-09 17:00Z")
        commands.reschedule(priya, train, when, "The lab is closed.")
        session.commit()
        words = client.get("/builds/calendar").get_data(as_text=True)
    assert "The time was changed: The lab is closed." in words
    assert "No build: it is a holiday." in words
    assert "Early testers get it" not in words


def test_the_page_of_a_young_site_says_so(client, space):
    words = client.get("/builds/calendar").get_data(as_text=True)
    assert "No week is announced" in words


def test_the_page_of_one_space(client, session, space, chairs):
    chairs.name = "Chairs"
    with clock.at(TUESDAY):
        commands.plan_coming(SYSTEM)
        session.commit()
        words = client.get("/builds/calendar?space=chairs").get_data(as_text=True)
        assert words.count('<li class="week') == 6
        assert client.get("/builds/calendar?space=none").status_code == 404
        everything = client.get("/builds/calendar").get_data(as_text=True)
    assert everything.count('<li class="week') == 12


def test_the_page_asks_a_bounded_number_of_statements(
    client, space, chairs, assert_queries
):
    with clock.at(TUESDAY):
        commands.plan_coming(SYSTEM)
        client.get("/builds/calendar")
        with assert_queries(7):
            client.get("/builds/calendar")


def test_the_calendar_of_a_closed_space_is_its_guests(
    client, sign_in, space, train, ana
):
    space.audience = "signed_in"
    with clock.at(TUESDAY):
        assert "Lamps" not in client.get("/builds/calendar").get_data(as_text=True)
        seen = sign_in(ana).get("/builds/calendar").get_data(as_text=True)
    assert "Lamps" in seen


def test_the_file_has_an_event_a_week_and_cancels_what_is_off(
    client, space, train, holiday
):
    with clock.at(TUESDAY):
        holiday("2026-11-13")
        commands.plan_coming(SYSTEM)
        answer = client.get("/builds/calendar.ics")
    words = answer.get_data(as_text=True)
    assert answer.mimetype == "text/calendar"
    assert words.startswith("BEGIN:VCALENDAR\r\n")
    assert f"UID:train-{train.id}@" in words
    assert "DTSTART:20261106T170000Z\r\n" in words
    assert words.count("STATUS:CANCELLED") == 1
    assert "DESCRIPTION:No build: it is a holiday.\r\n" in words
    assert words.count("BEGIN:VEVENT") == words.count("END:VEVENT") >= 5


def test_no_line_of_the_file_is_longer_than_75_octets(client, space, train, priya):
    reason = "Die Werkstatt; geschlossen, 部品が遅れています。" * 8
    with clock.at(TUESDAY):
        commands.reschedule(priya, train, clock.parse("2026-11-09 17:00Z"), reason)
        body = client.get("/builds/calendar.ics").get_data()
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    whole = body.replace(b"\r\n ", b"").decode()
    assert reason.replace(";", "\\;").replace(",", "\\,") in whole


@pytest.mark.nodb
def test_a_ride_without_a_gate_goes_straight_out():
    now = clock.parse(FRIDAY)
    ride = Ride("planned", None, None, None, now)
    assert rules.due(ride, now) == "publish"
    assert rules.due(replace(ride, state="skipped"), now) == ""
    assert rules.due(ride, now - timedelta(seconds=1)) == ""

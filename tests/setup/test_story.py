"""The story's order, its calendar at odd hours, its pictures, the first space."""

from datetime import timedelta
from itertools import islice

import pytest

from app.kernel import clock
from app.kernel.actor import ANONYMOUS
from app.kernel.errors import NotAllowed
from app.royalties.engine import salesfile
from app.royalties.engine.periods import Period
from app.setup import commands
from app.setup.demo import book
from app.setup.demo.build import FOLLOWED
from app.setup.demo.chapters import money
from app.setup.demo.press import SMALL, NotPainted, Press
from app.setup.demo.story import Story
from app.setup.demo.world import World, tales
from app.spaces import queries as spaces

LARGE = (SMALL + 40, SMALL)  # painted by a child
NOON = clock.parse("2026-11-25 12:00Z")
FRIDAYS = {
    "2026-11-25 12:00Z": "2026-11-20 16:00Z",
    "2026-11-27 15:59Z": "2026-11-20 16:00Z",
    "2026-11-27 16:20Z": "2026-11-20 16:00Z",
    "2026-11-27 16:40Z": "2026-11-27 16:00Z",
    "2026-11-29 23:30Z": "2026-11-27 16:00Z",
    "2027-01-01 00:10Z": "2026-12-25 16:00Z",
    "2026-07-06 08:00Z": "2026-07-03 15:00Z",
}


def _world(now=NOON, scale=1.0):
    return World(now=now, scale=scale, say=print, pictures=None)


@pytest.mark.parametrize(("now", "friday"), FRIDAYS.items())
def test_the_last_friday_is_the_last_that_is_well_over(now, friday):
    world = _world(clock.parse(now))
    assert world.friday(0) == clock.parse(friday)
    assert world.friday(-1) > world.now - timedelta(minutes=30)


def test_a_scale_makes_counts_smaller_but_never_none():
    assert _world(scale=0.01).count(9_842) == 98
    assert _world(scale=0.01).count(3) == 1


@pytest.mark.parametrize(
    ("now", "code"),
    [("2026-11-25", "2026Q2"), ("2027-01-02", "2026Q3"), ("2026-02-28", "2025Q3")],
)
def test_the_paid_quarter_is_the_one_before_the_last(now, code):
    world = _world(clock.parse(f"{now} 09:00Z"))
    assert money.paid_period(world).code == code


def test_the_sales_file_sums_to_the_example_of_the_agreement():
    content = money.sales_file(Period(2026, 2), money.PAID, money.RETURNED)
    parsed = salesfile.parse(content)
    assert parsed.found == []
    assert sum(row.net for row in parsed.rows) == 45_520_00


def test_acts_happen_in_the_order_of_time(session):
    told, story = [], Story()
    story.at(NOON, lambda: told.append(("second", clock.now())))
    story.at(NOON - timedelta(days=1), lambda: told.append(("first", clock.now())))
    story.perform(NOON)
    assert told == [("first", NOON - timedelta(days=1)), ("second", NOON)]


def test_a_rest_lets_its_own_act_happen_at_its_time(session):
    told, story = [], Story()
    story.rest(NOON, lambda: told.append(clock.now()))
    story.perform(NOON)
    assert told == [NOON]


def test_nothing_happens_in_the_future(session):
    story = Story()
    story.at(NOON + timedelta(seconds=1), list)
    with pytest.raises(ValueError, match="still to come"):
        story.perform(NOON)


def _said(tale):
    for say in tale.talk:
        yield from (say, *say.answers)


def test_the_crowd_is_the_same_for_the_same_seed():
    once, again = (list(islice(book.crowd(_world().rng), 200)) for _ in range(2))
    assert once == again
    assert len(set(once)) > 150


def test_every_word_of_the_texts_names_somebody_who_is_there():
    members = book.members()
    for tale in book.tales():
        heard = {tale.author, *tale.backers, *(say.who for say in _said(tale))}
        assert heard <= set(members)
        assert tale.author not in tale.backers
        assert len(tale.title) <= 80
        assert len(tale.problem) <= 300
        assert tale.picture.alt
    for friday in book.fridays():
        named = {who for change in friday.changes for who, _ in change.credits}
        assert named | {word.who for word in friday.talk} <= set(members)


def test_reports_and_bugs_name_builds_changes_and_people_that_are_there():
    members, out = book.members(), {friday.key: friday for friday in book.fridays()}
    for report in book.reports():
        titles = {
            change.title
            for change in out[report.space, report.week].changes
            if not change.slipped
        }
        assert {report.best, report.worst} - {""} <= titles, report
        assert report.who in members
    testers = [(one.space, one.week) for one in book.reports() if one.tester]
    assert sorted(testers) == sorted(set(testers))
    assert set(testers) >= {key for key in out if key[1] > 0}
    for fault in book.faults():
        said = {word.who for word in fault.talk}
        named = {fault.who, fault.engineer, fault.verified_by, fault.asked_by} - {""}
        assert named | said | set(fault.seen_by) <= set(members)
        assert (fault.space, fault.week) in out
        assert fault.who not in fault.seen_by


def test_the_whole_world_tells_much_and_paints_nothing_twice():
    told = tales(1.0)
    assert len(told) >= 80
    assert {tale.lang for tale in told} >= {"en", "zh-Hans", "zh-Hant", "ja"}
    pictures = [(tale.picture.motif, tale.picture.variant) for tale in told]
    assert len(set(pictures)) == len(told)
    assert sum(len([*_said(tale)]) for tale in told) >= 400
    assert {tale.space for tale in told} == {"desk", "app", "kitchen"}


def test_a_small_world_leaves_out_what_is_only_more():
    small, whole = tales(0.03), tales(1.0)
    assert len(small) <= 40
    assert {tale.fate for tale in small} == {tale.fate for tale in whole}
    assert {tale.space for tale in small} == {tale.space for tale in whole}
    needed = {case.idea for case in book.cases()} | set(FOLLOWED)
    assert needed <= {tale.key for tale in small}


def test_words_follow_what_they_answer_and_only_the_team_is_official():
    members = book.members()
    for tale in book.tales():
        for say in tale.talk:
            assert all(answer.day >= say.day for answer in say.answers)
            assert not any(answer.answers for answer in say.answers)
        official = [say.who for say in _said(tale) if say.is_official]
        assert all(members[who].roles for who in official)
        assert all(0 <= say.day <= tale.published for say in _said(tale))


def test_a_picture_that_cannot_be_painted_is_said(app):
    refused = pytest.raises(NotPainted, match="no such motif")
    with app.app_context(), Press([("no such motif", 0)], LARGE) as press, refused:
        press["no such motif", 0]


@pytest.mark.parametrize("size", [(40, 30), LARGE])
def test_pictures_are_painted_once_and_kept(app, size):
    with app.app_context(), Press([("lamp", 0), ("lamp", 0)], size) as press:
        assert press["lamp", 0] is press["lamp", 0]
        assert (press["lamp", 0].width, press["lamp", 0].height) == size


def test_an_own_store_begins_with_one_space(session):
    first = commands.prepare()
    assert first.slug == "general"
    assert commands.prepare().id == first.id
    assert [space.slug for space in spaces.all_of(ANONYMOUS)] == ["general"]


def test_only_the_system_and_admins_make_it(session, ana):
    with pytest.raises(NotAllowed):
        commands.first_space(ana)

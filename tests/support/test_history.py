"""Each day's change with its cause, and who is named to whom."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import db
from app.people.models import Person
from app.support import commands, queries
from tests.support import making

START = clock.parse("2026-03-01 23:30Z")


@pytest.fixture
def told(ana, ben, tess, mei, mo, priya, lamp, space):
    """Three days of the lamp, beside another idea with a day of its own."""
    with clock.at(START):
        ben_s = commands.give(ben, lamp)
        commands.give(tess, lamp)
        commands.give(mei, making.idea(ana, space))
    with clock.at(START + timedelta(hours=1)):
        commands.withdraw(tess, lamp)
        commands.give(mei, lamp)
        commands.hold(SYSTEM, lamp, [ben_s.id], "young")
    with clock.at(START + timedelta(days=3)):
        proposal = commands.Proposal("release", "genuine", "We rang.", [ben_s.id])
        commands.confirm(priya, lamp, commands.propose(mo, lamp, proposal))
    return lamp


def test_each_day_has_its_causes_its_change_and_its_total(told, assert_queries):
    with assert_queries(2):
        days = queries.days_of(told.id)
    plain = [
        (day.on, {kind: n for kind, n in day.kinds.items() if n}, day.change, day.total)
        for day in days.items
    ]
    assert plain == [
        (date(2026, 3, 4), {"release": 1}, 1, 2),
        (date(2026, 3, 2), {"cast": 1, "withdraw": 1, "hold": 1}, -1, 1),
        (date(2026, 3, 1), {"cast": 2}, 2, 2),
    ]
    assert days.next is None
    assert days.items[0].total == queries.count_of(told.id)


def test_the_pages_of_the_history_join(told):
    first = queries.days_of(told.id, size=2)
    assert [day.total for day in first.items] == [2, 1]
    rest = queries.days_of(told.id, date.fromisoformat(first.next), size=2)
    assert [(day.on, day.total) for day in rest.items] == [(date(2026, 3, 1), 2)]
    assert rest.next is None
    assert queries.days_of(404) == queries.DayPage([], None)


def test_what_two_people_decided_is_public(told, mo):
    (ruling,) = queries.rulings_of(told.id)
    assert (ruling.verdict, ruling.size, ruling.note) == ("release", 1, "We rang.")
    with clock.at(START + timedelta(days=4)):
        support = queries.ids_of_ruling(ruling.id)
        put = commands.Proposal("void", "bought", "Not yet decided.", support)
        commands.propose(mo, told, put)
    assert queries.rulings_of(told.id) == [ruling]


def names(page) -> list[str]:
    return [support.person.display_name for support in page.items]


def test_only_those_who_show_it_are_named(ben, tess, mei, lamp, assert_queries):
    for k, fan in enumerate((ben, tess, mei)):
        with clock.at(START + timedelta(hours=k)):
            commands.give(fan, lamp)
    commands.withdraw(tess, lamp)
    db.session.execute(
        update(Person).where(Person.id == mei.id).values(shows_supports=False)
    )
    with assert_queries(1):
        shown = queries.supporters_page(ANONYMOUS, lamp.id, sees_all=False)
    assert names(shown) == ["Ben"]
    assert queries.unnamed_count(ANONYMOUS, lamp.id) == 1
    assert names(queries.supporters_page(mei, lamp.id, sees_all=False)) == [
        "Mei",
        "Ben",
    ]
    assert queries.unnamed_count(mei, lamp.id) == 0
    assert names(queries.supporters_page(ben, lamp.id, sees_all=True)) == ["Mei", "Ben"]


def test_an_erased_person_is_counted_and_not_named(ben, lamp):
    commands.give(ben, lamp)
    db.session.execute(update(Person).where(Person.id == ben.id).values(state="erased"))
    assert queries.supporters_page(ANONYMOUS, lamp.id, sees_all=False).items == []
    assert queries.unnamed_count(ANONYMOUS, lamp.id) == 1


def test_supporters_come_in_pages(lamp):
    fans = making.crowd(60)
    for k, fan in enumerate(fans):
        with clock.at(START + timedelta(minutes=k // 2)):
            commands.give(fan, lamp)
    first = queries.supporters_page(ANONYMOUS, lamp.id, sees_all=False)
    rest = queries.supporters_page(ANONYMOUS, lamp.id, sees_all=False, after=first.next)
    assert names(first) + names(rest) == [fan.display_name for fan in reversed(fans)]
    assert rest.next is None


def test_ideas_that_wait_come_with_their_numbers(
    mo, olaf, ben, tess, lamp, stool, assert_queries
):
    supports = [commands.give(fan, lamp) for fan in (ben, tess)]
    commands.give(ben, stool)
    assert queries.waiting(mo) == []
    commands.hold(SYSTEM, lamp, [row.id for row in supports], "network")
    voided = queries.receipt_of(ben, stool.id)
    put = commands.Proposal("void", "bought", "A receipt was sent.", [voided.id])
    commands.propose(mo, stool, put)
    with assert_queries(2):
        found = queries.waiting(mo)
    plain = [(row.Idea.id, row.held, row.proposals) for row in found]
    assert plain == [(lamp.id, 2, 0), (stool.id, 0, 1)]
    (row,) = queries.open_rulings(stool.id)
    assert row.Person == mo

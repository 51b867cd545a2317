"""How much new people may say in a day."""

from datetime import timedelta

import pytest

from app.comments import commands, queries
from app.kernel import clock
from tests.ideas import make


@pytest.fixture
def thread(ana, mo, space, ben):
    return queries.thread(ben, make.published(ana, mo, space).thread_id)


@pytest.fixture
def new(session, ben):
    """Ben joined yesterday."""
    ben.created_at = clock.now() - timedelta(days=1)
    session.commit()
    return ben


def test_ten_comments_a_day_in_the_first_week(new, thread, ana):
    for n in range(10):
        commands.write(new, thread, f"Word {n}")
    with pytest.raises(commands.TooManyForNow):
        commands.write(new, thread, "One more")
    commands.write(ana, thread, "I am no newcomer")
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        commands.write(new, thread, "Next day")


def test_what_was_taken_back_still_counts(new, thread):
    for n in range(10):
        commands.remove(new, commands.write(new, thread, f"Word {n}"))
    with pytest.raises(commands.TooManyForNow):
        commands.write(new, thread, "One more")


def test_two_links_a_day_and_none_smuggled_in_by_an_edit(new, thread):
    first = commands.write(new, thread, "See https://a.example and www.b.example")
    with pytest.raises(commands.TooManyLinks):
        commands.write(new, thread, "Also http://c.example")
    plain = commands.write(new, thread, "No link here")
    with pytest.raises(commands.TooManyLinks):
        commands.edit(new, plain, "HTTPS://d.example", plain.version)
    commands.edit(new, first, "See https://a.example, https://b.example", 1)
    with pytest.raises(commands.TooManyLinks):
        commands.edit(new, first, "https://a.x https://b.x https://c.x", 2)


def test_after_a_week_and_for_the_team_there_is_no_limit(session, new, thread, priya):
    priya.created_at = clock.now()
    new.created_at = clock.now() - timedelta(days=7)
    session.commit()
    for person in (new, priya):
        for n in range(11):
            commands.write(person, thread, f"https://a.example/{n}")


def test_slowed_people_write_as_little(session, ben, thread):
    ben.slowed_until = clock.now() + timedelta(days=3)
    session.commit()
    with pytest.raises(commands.TooManyLinks):
        commands.write(ben, thread, "https://a.x https://b.x https://c.x")

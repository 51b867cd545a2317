"""Reading a long conversation page by page; muted people; statements."""

import pytest

from app.comments import commands, queries
from app.kernel.actor import ANONYMOUS
from app.kernel.db import db
from app.kernel.errors import NotAllowed
from tests.ideas import make


@pytest.fixture
def thread(ana, mo, space):
    idea = make.published(ana, mo, space)
    return queries.thread(ana, idea.thread_id)


@pytest.fixture
def long(ben, tess, priya, thread):
    """Seven first comments, a reply to the first one, and team words between."""
    said = []
    for n in range(7):
        said.append(commands.write(ben, thread, f"word {n}"))
        commands.write_to_team(priya, thread, f"inside {n}")
    commands.write(tess, thread, "late reply", parent_id=said[0].id)
    db.session.commit()
    return said


def words(conversation):
    return [post.comment.body_source for post in conversation.posts]


def test_the_newest_stand_on_the_first_page(ana, thread, long):
    first = queries.conversation(ana, thread, size=3)
    assert words(first) == ["word 4", "word 5", "word 6"]
    second = queries.conversation(ana, thread, first.earlier, size=3)
    assert words(second) == ["word 1", "word 2", "word 3"]
    last = queries.conversation(ana, thread, second.earlier, size=3)
    assert words(last) == ["word 0"]
    assert [r.comment.body_source for r in last.posts[0].replies] == ["late reply"]
    assert last.earlier is None


def test_a_page_that_is_just_full_has_nothing_before(ana, thread, long):
    assert queries.conversation(ana, thread, size=7).earlier is None


def test_team_words_fill_no_page_of_others(ana, mo, thread, long):
    assert len(queries.conversation(mo, thread, size=20).posts) == 14
    assert len(queries.conversation(ana, thread, size=20).posts) == 7


def test_where_a_comment_stands(ana, thread, long):
    for place, comment in enumerate(long):
        before = queries.before_of(ana, comment, size=3)
        found = queries.conversation(ana, thread, before, size=3)
        assert f"word {place}" in words(found)
    assert queries.before_of(ana, long[4], size=3) is None
    assert queries.before_of(ana, long[3], size=3) == long[4].id


def test_an_old_answer_on_top_is_on_the_first_page_only(ana, priya, ben, thread):
    official = commands.answer(priya, thread, "official")
    for n in range(4):
        commands.write(ben, thread, f"word {n}")
    commands.pin(priya, official)
    first = queries.conversation(ana, thread, size=3)
    assert first.pinned.comment == official
    assert words(first) == ["word 1", "word 2", "word 3"]
    second = queries.conversation(ana, thread, first.earlier, size=3)
    assert second.pinned is None
    assert words(second) == ["official", "word 0"]


def test_where_nobody_has_spoken_nothing_is_asked(ana, thread, assert_queries):
    with assert_queries(0):
        assert queries.conversation(ana, thread).posts == []


def test_a_page_is_one_statement_whatever_it_shows(
    ana, ben, mo, tess, priya, thread, assert_queries
):
    for n in range(10):
        first = commands.write(ben, thread, f"word {n}")
        commands.write(tess, thread, "reply", parent_id=first.id)
        commands.react(ana, first, "up")
    commands.want_answer(ana, first)
    commands.conceal(mo, first, "A test.")
    commands.pin(priya, commands.answer(priya, thread, "official"))
    db.session.commit()
    for actor in (ana, ANONYMOUS):
        assert getattr(actor, "grants", []) == []
        with assert_queries(1):
            found = queries.conversation(actor, thread)
            for post in found.posts:
                assert post.comment.author.display_name
                assert post.comment.reactions is not None
    said = queries.get(ben, first.id)
    commands.send_picture(ben, said, "0" * 32, "a.png", "A hinge.")
    db.session.commit()
    with assert_queries(2):
        found = queries.conversation(ana, thread)
    assert [p.alt for post in found.posts for p in post.pictures] == ["A hinge."]


def test_muted_people_are_not_read(ana, ben, tess, priya, thread):
    loud = commands.write(ben, thread, "loud")
    commands.write(tess, thread, "an answer", parent_id=loud.id)
    commands.write(ben, thread, "nobody answered this")
    calm = commands.write(tess, thread, "calm")
    commands.write(ben, thread, "loud reply", parent_id=calm.id)
    commands.mute(ana, ben)
    commands.mute(ana, ben)
    found = queries.conversation(ana, thread)
    assert words(found) == ["loud", "calm"]
    assert [post.is_muted for post in found.posts] == [True, False]
    assert found.posts[1].replies == []
    assert len(queries.conversation(tess, thread).posts) == 3
    commands.unmute(ana, ben)
    assert len(queries.conversation(ana, thread).posts) == 3


def test_the_teams_answers_cannot_be_muted(ana, priya, thread):
    commands.mute(ana, priya)
    commands.answer(priya, thread, "official")
    commands.write(priya, thread, "as myself")
    assert words(queries.conversation(ana, thread)) == ["official"]


def test_who_may_mute_whom(ana, ben):
    with pytest.raises(commands.OwnMute):
        commands.mute(ana, ana)
    for act in (commands.mute, commands.unmute):
        with pytest.raises(NotAllowed, match="may_mute"):
            act(ANONYMOUS, ben)

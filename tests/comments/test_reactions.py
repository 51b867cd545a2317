"""One tap on a comment: of each kind once, counted, taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.comments import commands, queries, rules
from app.comments.models import CommentReaction
from app.kernel.actor import ANONYMOUS
from app.kernel.db import db
from app.kernel.errors import NotAllowed
from tests import cast
from tests.ideas import make


@pytest.fixture
def thread(ana, mo, space):
    idea = make.published(ana, mo, space)
    return queries.thread(ana, idea.thread_id)


@pytest.fixture
def comment(ben, thread):
    said = commands.write(ben, thread, "What about the hinge?")
    db.session.commit()
    return said


def test_twice_is_once_and_each_kind_counts(ana, tess, comment):
    for person, kind in ((ana, "up"), (ana, "up"), (ana, "heart"), (tess, "up")):
        commands.react(person, comment, kind)
    assert comment.reactions == {"heart": 1, "up": 2}
    commands.take_back_reaction(ana, comment, "up")
    commands.take_back_reaction(ana, comment, "up")
    assert comment.reactions == {"heart": 1, "up": 1}


@given(
    taps=st.lists(
        st.tuples(
            st.sampled_from(["ana", "ben", "tess"]),
            st.sampled_from(["up", "down", "eyes"]),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_the_counts_are_what_the_rows_say(people, comment, taps):
    for person, kind, is_on in taps:
        act = commands.react if is_on else commands.take_back_reaction
        act(people[person], comment, kind)
    rows = db.session.query(CommentReaction).filter_by(comment_id=comment.id)
    counted = {}
    for row in rows:
        counted[row.kind] = counted.get(row.kind, 0) + 1
    assert comment.reactions == counted


def test_a_space_chooses_its_reactions(people, ana, ben):
    place = cast.space(people, "chairs", comments={"reactions": ["up"]})
    thread = commands.open_thread(ana, place.id, "idea", "/ideas/9", owner_id=ana.id)
    comment = commands.write(ben, thread, "words")
    commands.react(ana, comment, "up")
    for unknown in ("down", "nonsense"):
        with pytest.raises(commands.UnknownReaction):
            commands.react(ana, comment, unknown)


def test_rules_know_every_reaction_they_name():
    with pytest.raises(rules.BadReactions):
        rules.CommentRules(reactions=("up", "nonsense"))


def test_no_tap_of_strangers_nor_in_a_closed_thread(ana, thread, comment):
    with pytest.raises(NotAllowed, match="may_react"):
        commands.react(ANONYMOUS, comment, "up")
    commands.lock(ana, thread, "Decided.")
    for act in (commands.react, commands.take_back_reaction):
        with pytest.raises(commands.ThreadIsLocked):
            act(ana, comment, "up")


def test_no_tap_on_what_was_removed(ana, ben, comment):
    commands.remove(ben, comment)
    with pytest.raises(NotAllowed, match="may_react"):
        commands.react(ana, comment, "up")


def test_the_database_keeps_one_of_each_kind(ana, comment):
    row = {"comment_id": comment.id, "person_id": ana.id, "kind": "up"}
    db.session.execute(insert(CommentReaction), row)
    for wrong in (row, row | {"kind": "nonsense"}):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(insert(CommentReaction), wrong)


def test_a_tap_by_plain_form_and_back(sign_in, ana, comment):
    browser = sign_in(ana)
    thread = queries.thread(ana, comment.thread_id)
    address = f"/comments/{comment.id}/reactions"
    choice = browser.get(address).text
    assert "Thumbs up" in choice
    assert "Rocket" in choice
    answer = browser.post(address, data={"kind": "up", "next": thread.url})
    assert answer.location == f"{thread.url}#comment-{comment.id}"
    page = browser.get(thread.url).text
    assert 'name="off" value="up" aria-pressed="true"' in page
    browser.post(address, data={"off": "up"})
    assert "Thumbs up" not in browser.get(thread.url).text


def test_a_tap_by_htmx_answers_with_the_reactions_alone(sign_in, ana, comment):
    browser, asked = sign_in(ana), {"HX-Request": "true"}
    address = f"/comments/{comment.id}/reactions"
    choice = browser.get(address, headers=asked).text
    assert choice.count('aria-pressed="false"') == len(rules.REACTIONS)
    done = browser.post(address, data={"kind": "heart"}, headers=asked).text
    assert done.strip().startswith('<form class="row reactions"')
    assert f'id="reactions-{comment.id}"' in done
    assert done.count("aria-pressed") == 1


def test_strangers_see_counts_without_buttons(client, ana, thread, comment):
    commands.react(ana, comment, "rocket")
    db.session.commit()
    page = client.get(thread.url).text
    assert "Rocket" in page
    assert "/reactions" not in page
    assert client.post(f"/comments/{comment.id}/reactions").status_code == 403

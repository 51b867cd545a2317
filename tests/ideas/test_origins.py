"""An idea made of one's own comment."""

import pytest

from app.comments import commands as comments
from app.comments import queries as threads
from app.ideas import commands, queries
from app.kernel.actor import ANONYMOUS
from app.kernel.db import db
from app.kernel.errors import NotAllowed
from tests.ideas import make

SAID = "A shelf clip would help. My lamp falls off every second day."


@pytest.fixture
def idea(ana, mo, space):
    return make.published(ana, mo, space)


@pytest.fixture
def thread(ana, idea):
    return threads.thread(ana, idea.thread_id)


@pytest.fixture
def comment(ben, thread):
    said = comments.write(ben, thread, SAID)
    db.session.commit()
    return threads.get(ben, said.id)


def test_the_draft_says_what_the_comment_said(ben, space, comment):
    draft = commands.draft_from(ben, comment, "en")
    revision = queries.revision_of(draft.id)
    assert (draft.state, draft.author_id, draft.space_id) == ("draft", ben.id, space.id)
    assert draft.title == "A shelf clip would help."
    assert (revision.problem, revision.body_source, revision.lang) == (SAID, SAID, "en")


def test_twice_is_the_same_draft(ben, comment):
    assert commands.draft_from(ben, comment) == commands.draft_from(ben, comment)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("夹子很好用。我想要一个。", "夹子很好用。"),
        ("first line\nsecond line", "first line second line"),
        ("word " * 60, "word " * 15 + "word…"),
    ],
)
def test_the_title_is_the_first_sentence_and_short(ben, thread, words, title):
    said = threads.get(ben, comments.write(ben, thread, words).id)
    assert commands.draft_from(ben, said).title == title


def test_only_ones_own_words_that_everyone_reads(ana, ben, mo, priya, thread, comment):
    inside = threads.get(priya, comments.write_to_team(priya, thread, "inside").id)
    for actor, said in ((ana, comment), (ANONYMOUS, comment), (priya, inside)):
        with pytest.raises(NotAllowed, match="may_draft_from"):
            commands.draft_from(actor, said)
    comments.conceal(mo, comment, "A test.")
    with pytest.raises(NotAllowed, match="may_draft_from"):
        commands.draft_from(ben, comment)


def test_the_link_leads_both_ways(sign_in, client, ben, mo, thread, comment):
    browser = sign_in(ben)
    assert "Make it an idea" in browser.get(thread.url).text
    answer = browser.post(f"/comments/{comment.id}/idea")
    draft = queries.made_of(ben, [comment.id])[comment.id]
    assert answer.location == f"/ideas/{draft.number}/edit"
    own = browser.get(thread.url).text
    assert "It became an idea" in own
    assert "Make it an idea" not in own
    assert "It became an idea" not in client.get(thread.url).text
    history = browser.get(f"/ideas/{draft.number}/history").text
    assert f'href="/comments/{comment.id}"' in history


def test_others_see_the_link_once_the_idea_is_public(client, ben, mo, thread, comment):
    draft = commands.draft_from(ben, comment)
    commands.attach(ben, draft, make.COVER, "A folded lamp")
    commands.submit(ben, draft, draft.version)
    commands.publish(mo, draft)
    db.session.commit()
    assert f"/ideas/{draft.number}" in client.get(thread.url).text


def test_the_origin_stays_unsaid_where_it_is_not_seen(sign_in, ben, mo, comment):
    draft = commands.draft_from(ben, comment)
    comments.hide(mo, comment.thread_id)
    assert queries.origin_of(ben, draft.id) is None


def test_a_draft_that_is_let_go_frees_the_comment(ana, ben, comment):
    first = commands.draft_from(ben, comment).number
    commands.erase(ana, ben)
    assert queries.made_of(ben, [comment.id]) == {}
    assert commands.draft_from(ben, comment).number != first

"""Wednesday's preview, and Friday's "you said, we did"."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.commands import NewItem
from app.comments import commands as comments
from app.comments.models import Thread
from app.feedback import commands, queries
from app.feedback.commands import NewBug
from app.ideas.models import Idea, IdeaTransition
from app.kernel import clock, ids
from app.kernel.actor import SYSTEM
from app.kernel.errors import Missing, NotAllowed
from app.kernel.events import OutboxEvent
from app.spaces import queries as spaces
from app.support.models import Support, new_receipt
from tests.feedback.conftest import NEXT_FRIDAY, mend

BEFORE = "2026-11-11 16:59Z"
WEDNESDAY = "2026-11-11 17:00Z"
SUNDAY = "2026-11-15 12:00Z"


@pytest.fixture
def idea(session, space, ana):
    row = Idea(
        number=ids.next_number("idea"),
        space_id=space.id,
        rule_set_id=spaces.rule_set(space.id).id,
        author_id=ana.id,
        state="in_development",
        outcome="improvement",
        title="Colder mornings",
        problem="Too warm",
        published_at=clock.parse("2026-10-05 09:00Z"),
    )
    session.add(row)
    session.commit()
    return row


@pytest.fixture
def coming(session, following, idea, eddy):
    """The next build: a wish, a change of the team's own, and one that slipped."""
    new = NewItem("feature", "Cold white", "At dawn.", idea.id)
    builds.add_item(eddy, following, new)
    late = builds.add_item(eddy, following, NewItem("feature", "Party mode"))
    builds.slip(eddy, late, "It made people dizzy.")
    session.commit()
    return following


@pytest.fixture
def previewed(session, coming):
    with clock.at(WEDNESDAY):
        builds.open_previews(SYSTEM)
        session.commit()
    return coming


@pytest.fixture
def out(session, previewed, eddy):
    with clock.at(NEXT_FRIDAY):
        builds.publish(eddy, previewed.train)
        session.commit()
    return previewed


def text_of(answer):
    return answer.get_data(as_text=True)


def told(session, name):
    return session.scalars(select(OutboxEvent).where(OutboxEvent.name == name)).all()


def test_it_opens_at_its_hour_once(session, coming):
    with clock.at(BEFORE):
        builds.open_previews(SYSTEM)
        assert session.get(Thread, coming.thread_id).hidden_at is not None
    with clock.at(WEDNESDAY):
        for _time in range(2):
            builds.open_previews(SYSTEM)
    assert session.get(Thread, coming.thread_id).hidden_at is None
    assert len(told(session, "builds.preview_opened")) == 1


def test_only_the_clock_opens_it(coming, eddy):
    with pytest.raises(NotAllowed, match="may_count"):
        builds.open_previews(eddy)


def test_nothing_opens_where_builds_are_off(session, space, coming):
    space.has_builds = False
    session.commit()
    with clock.at(WEDNESDAY):
        builds.open_previews(SYSTEM)
    assert told(session, "builds.preview_opened") == []


def test_fans_read_what_comes_and_what_slipped(client, sign_in, previewed, eddy):
    url = f"/builds/{previewed.number}"
    with clock.at(BEFORE):
        assert client.get(f"{url}/preview").status_code == 404
        assert client.get(url).status_code == 404
    with clock.at(WEDNESDAY):
        words = text_of(client.get(f"{url}/preview"))
        assert client.get(url).location == f"{url}/preview"
        assert sign_in(eddy).get(url).status_code == 200
    for said in ("Cold white", "Softer dawn", "Party mode", "It made people dizzy."):
        assert said in words
    assert "Asked for by" in words


def test_what_is_said_there_stands_under_the_build(sign_in, previewed, ben, eddy):
    url = f"/builds/{previewed.number}"
    with clock.at(WEDNESDAY):
        browser = sign_in(ben)
        words = text_of(browser.get(f"{url}/preview"))
        action = re.search(r'action="(/threads/\d+/comments)"', words).group(1)
        browser.post(action, data={"body": "Brr, lovely", "next": f"{url}/preview"})
        assert "Brr, lovely" in text_of(browser.get(f"{url}/preview"))
    with clock.at(NEXT_FRIDAY):
        builds.publish(eddy, previewed.train)
        browser = sign_in(ben)
        assert browser.get(f"{url}/preview").location == url
        assert "Brr, lovely" in text_of(browser.get(url))


def test_a_preview_of_an_unseen_space(session, space, previewed, ben, priya):
    space.audience = "invited"
    session.commit()
    with clock.at(WEDNESDAY):
        with pytest.raises(Missing):
            queries.preview_of(ben, previewed.number)
        assert len(queries.preview_of(priya, previewed.number).slipped) == 1


def test_a_week_that_is_called_off_says_so(client, session, previewed):
    train = previewed.train
    train.state, train.reason_code = "skipped", "holiday"
    session.commit()
    with clock.at(WEDNESDAY):
        words = text_of(client.get(f"/builds/{previewed.number}/preview"))
    assert "This week was called off." in words


def test_statements_of_the_preview(client, assert_queries, previewed):
    with clock.at(WEDNESDAY), assert_queries(9):
        client.get(f"/builds/{previewed.number}/preview")


def test_who_asked_what_was_done_and_what_was_not(
    session, client, build, coming, bug, tess, ben, eddy, priya, mo, idea, space
):
    none = commands.file(ben, build, NewBug("It is bright", actual="Bright"))
    commands.close(eddy, none, "by_design", "That is what a lamp is for.")
    old = commands.file(ben, build, NewBug("Seen long ago", actual="Old"))
    with clock.at("2026-11-06 16:00Z"):
        commands.close(eddy, old, "wont_fix", "Before the last build.")
    mend(eddy, bug, coming)
    no = Idea(
        number=ids.next_number("idea"),
        space_id=space.id,
        rule_set_id=spaces.rule_set(space.id).id,
        author_id=ben.id,
        state="declined",
        outcome="improvement",
        title="A lamp that sings",
        problem="Too quiet",
        published_at=clock.parse("2026-10-05 09:00Z"),
    )
    session.add(no)
    session.flush()
    session.add(
        IdeaTransition(
            idea_id=no.id,
            from_state="in_review",
            to_state="declined",
            actor_id=priya.id,
            reason_text="Nobody could sleep.",
            rule_set_id=no.rule_set_id,
        )
    )
    session.commit()
    with clock.at(NEXT_FRIDAY):
        builds.publish(eddy, coming.train)
        session.commit()
        said = queries.said_of(ben, build_queries.of_train(coming.train_id))
        words = text_of(client.get(f"/builds/{coming.number}/said"))
    assert [item.title for item in said.wished] == ["Cold white"]
    assert [item.title for item in said.others] == ["Softer dawn"]
    assert [one.id for one in said.mended] == [bug.id]
    assert [one.id for one in said.refused] == [none.id]
    for piece in (
        "That is what a lamp is for.",
        "It made people dizzy.",
        "Nobody could sleep.",
        "A lamp that sings",
        "It flickers",
    ):
        assert piece in words
    assert "Before the last build." not in words


def test_it_is_there_once_the_build_is_out(client, sign_in, previewed, build, eddy):
    assert client.get(f"/builds/{previewed.number}/said").status_code == 404
    assert sign_in(eddy).get(f"/builds/{previewed.number}/said").status_code == 404
    words = text_of(client.get(f"/builds/{build.number}/said"))
    assert "No change of this week comes from an idea." in words
    assert f"/builds/{build.number}/said" in text_of(
        client.get(f"/builds/{build.number}")
    )


def test_whom_it_speaks_to(session, out, idea, bug, tess, ben, mei, eddy):
    for person, state in ((ben, "counted"), (mei, "withdrawn")):
        session.add(
            Support(
                idea_id=idea.id,
                person_id=person.id,
                state=state,
                provenance="self",
                receipt=new_receipt(),
                created_at=clock.now(),
                counted_at=clock.now(),
            )
        )
    mend(eddy, bug, out)
    session.flush()
    assert queries.heard_in(out.id) == sorted([tess.id, ben.id])


def test_statements_of_what_was_said(client, assert_queries, out):
    with clock.at(SUNDAY), assert_queries(10):
        client.get(f"/builds/{out.number}/said")


def test_the_thread_is_hidden_until_then(session, coming, ben):
    thread = session.get(Thread, coming.thread_id)
    with pytest.raises(NotAllowed):
        comments.write(ben, thread, "Hello?")
    assert date(2026, 11, 9) == coming.train.week_start

"""The front page, search, similar ideas, and the index that follows the ideas."""

from datetime import timedelta

import pytest

from app.discovery import commands, queries, slots
from app.ideas import commands as ideas
from app.kernel import clock, relay
from app.kernel.db import atomic, db
from tests.support import making


@pytest.fixture
def near(session, ana, space):
    made = making.idea(ana, space, title="Earbuds to open", progress=9_700)
    session.commit()
    return made


def test_home_is_at_most_eight_statements_for_a_visitor(
    client, near, shelf, assert_queries
):
    client.get("/")
    with assert_queries(8):
        page = client.get("/")
    assert page.status_code == 200
    assert "Your idea." in page.text
    assert "Nearly there" in page.text
    assert "Earbuds to open" in page.text
    assert "New for you" not in page.text


def test_home_of_a_member_begins_with_what_is_new(ben, shelf, sign_in):
    page = sign_in(ben).get("/").text
    assert "Good to see you, Ben." in page
    assert "Nothing waits for you" in page


def test_home_of_a_member_is_at_most_eleven_statements(
    ben, near, shelf, sign_in, assert_queries
):
    browser = sign_in(ben)
    browser.get("/")
    with assert_queries(11):
        browser.get("/")


def test_every_rail_leads_to_its_list(client, near, shelf, ana, space, session):
    making.idea(ana, space, deadline_at=clock.now() + timedelta(days=2))
    for n in range(queries.RAIL_SIZE):
        making.idea(ana, space, title=f"New {n}")
    long_ago = clock.now() - timedelta(days=400)
    making.idea(ana, space, published_at=long_ago, support_count=900)
    session.commit()
    page = client.get("/").text
    for key in ("near", "ending", "most"):
        assert f'href="/ideas?sort={key}"' in page
        assert client.get(f"/ideas?sort={key}").status_code == 200


def test_the_friday_build_and_what_is_out_lead_further(town):
    page = town.test_client().get("/").text
    assert 'href="/builds">See the builds' in page
    assert 'href="/products"' in page.split('id="out-now"')[1].split("</section>")[0]


def test_since_friday_says_when_all_is_quiet(ben, sign_in):
    page = sign_in(ben).get("/").text
    assert "Since Friday" in page
    assert "All quiet" in page


def test_home_of_an_empty_site_invites(client):
    assert "Be the first: say what is missing." in client.get("/").text


@pytest.mark.parametrize("words", ["夜灯", "夜燈"])
def test_two_characters_find_an_idea(words, client, shelf):
    page = client.get("/search", query_string={"q": words}).text
    assert shelf["light"].title in page
    assert f'value="{words}"' in page, "the query is kept"


def test_search_without_words_and_without_result(client, shelf):
    assert "Two characters are enough" in client.get("/search").text
    page = client.get("/search?q=%3Cb%3Ezebra").text
    assert "Nothing found for “&lt;b&gt;zebra”" in page


def test_search_says_when_there_is_more(client, ana, space, session):
    for n in range(queries.SHOWN + 1):
        commands.index(making.idea(ana, space, title=f"Lamp {n}").id)
    session.commit()
    page = client.get("/search?q=lamp").text
    assert "The 30 best matches" in page
    assert "Add a word to find them." in page


def test_similar_ideas_while_a_title_is_written(client, shelf):
    asked = {"HX-Request": "true"}
    page = client.get("/ideas/similar?title=desk+lamp", headers=asked).text
    assert shelf["lamp"].title in page
    assert "<html" not in page
    assert (
        "already?" not in client.get("/ideas/similar?title=zebra", headers=asked).text
    )


def test_only_who_writes_it_is_asked_whether_it_is_there_already(
    app, ana, mo, space, shelf
):
    wanted = making.idea(ana, space, title="A desk lamp of mine", state="submitted")
    with app.test_request_context("/"):
        asked = slots.similar(ana, [wanted])[wanted.id]
        told = slots.similar(mo, [wanted])[wanted.id]
    assert "already?" in asked
    assert "already?" not in told
    assert shelf["lamp"].title in told


def test_the_index_follows_the_idea(mo, ana, space, client, session):
    idea = making.idea(
        ana, space, title="A kettle that sings", state="submitted", tries=1
    )
    idea.published_at = None
    session.commit()
    relay.drain()
    assert "sings" not in client.get("/search?q=kettle").text
    with atomic():
        ideas.publish(mo, idea)
    relay.drain()
    assert "sings" in client.get("/search?q=kettle").text
    with atomic():
        ideas.withdraw(ana, idea)
    relay.drain()
    assert "sings" not in client.get("/search?q=kettle").text


def test_the_shell_rebuilds_the_index(app, shelf):
    shelf["ink"].title = "A paper globe"
    db.session.commit()
    run = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert "6 ideas indexed" in run.output


def test_the_shell_says_that_there_is_nothing(app, session):
    run = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert "no ideas" in run.output

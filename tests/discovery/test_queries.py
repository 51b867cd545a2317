"""Search finds the same ideas on both databases, in four scripts."""

from datetime import timedelta

import pytest

from app.discovery import commands, queries
from app.ideas import commands as ideas
from app.kernel import clock
from app.kernel.actor import ANONYMOUS
from tests.support import making


def found(words, actor=ANONYMOUS):
    return {idea.title for idea in queries.search(actor, words).ideas}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("lamp", "lamp"),
        ("LAMPS", "lamp"),
        ("magnet", "lamp"),
        ("folds", "lamp"),
        ("夜灯", "light"),
        ("夜燈", "light"),
        ("小夜燈會呼吸", "light"),
        ("颜色", "power"),
        ("顏色", "power"),
        ("行动电源", "power"),
        ("呼", "light"),
        ("静か", "desk"),
        ("コード", "desk"),
        ("e-ink", "ink"),
        ("calendar e-reader", "ink"),
        ("C", "ink"),
        ("\uff23\uff21\uff2c\uff25\uff2e\uff24\uff21\uff32", "ink"),
    ],
)
def test_words_of_every_script_find_their_idea(words, key, shelf):
    assert shelf[key].title in found(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "!?",
        '"',
        "zebra",
        "NOT",
        "AND OR",
        "title:*",
        "' | !",
        "a:b & (",
        "\\",
        "鯨魚",
        "🦓",
        "don't",
        "\u2019",
        "%",
        "NEAR(",
    ],
)
def test_odd_words_neither_break_nor_find(words, shelf):
    assert found(words) <= {idea.title for idea in shelf.values()}
    assert "Secret lamp" not in found(words)


def test_a_draft_is_found_by_nobody(ana, shelf):
    assert found("secret") == set()
    assert found("secret", ana) == set()


def test_a_hidden_idea_is_found_by_no_reader(mo, ben, shelf):
    ideas.conceal(mo, shelf["lamp"], "personal data")
    assert found("magnetic", ben) == set()


def test_an_idea_of_a_closed_space_is_found_by_its_readers_only(ben, shelf, space):
    space.audience = "signed_in"
    assert found("magnetic") == set()
    assert found("magnetic", ben) == {shelf["lamp"].title}


def test_the_title_weighs_more_than_the_text(ana, space, shelf):
    body = "A kettle. " + "It has a kettle and another kettle. " * 3
    in_text = making.idea(ana, space, title="Something for the kitchen", body=body)
    in_title = making.idea(ana, space, title="Kettle", body="It boils.")
    for idea in (in_text, in_title):
        commands.index(idea.id)
    best = queries.search(ANONYMOUS, "kettle").ideas
    assert [idea.id for idea in best] == [in_title.id, in_text.id]


def test_changed_words_are_found_and_the_old_ones_not(shelf):
    shelf["ink"].title = "A paper globe"
    commands.index(shelf["ink"].id)
    commands.index(shelf["ink"].id)
    assert found("globe") == {"A paper globe"}
    assert found("calendar") == set()


def test_what_is_taken_back_leaves_the_index(shelf):
    shelf["ink"].state = "withdrawn"
    commands.index(shelf["ink"].id)
    assert found("calendar") == set()
    commands.index(404)


def test_a_rebuilt_index_finds_the_same(shelf, monkeypatch):
    monkeypatch.setattr(commands, "_BATCH", 2)
    before = found("lamp desk 夜灯")
    assert list(commands.rebuild()) == [2, 4, 6]
    assert found("lamp desk 夜灯") == before


def test_a_long_query_is_cut_to_its_longest_words():
    words = " ".join(f"{'x' * k}{k}" for k in range(2, 60))
    terms = queries.terms_of(words)
    assert len(terms) == queries.MOST_TERMS
    assert queries.Term("x" * 40 + "40", is_beginning=True) in terms


def test_similar_titles_are_five_at_most(ana, space, shelf):
    for n in range(7):
        commands.index(making.idea(ana, space, title=f"Lamp number {n}").id)
    assert len(queries.similar(ANONYMOUS, "A lamp for me")) == 5
    assert queries.similar(ANONYMOUS, "") == []


def test_more_than_a_page_says_so(ana, space):
    for n in range(3):
        commands.index(making.idea(ana, space, title=f"Lamp number {n}").id)
    few = queries.search(ANONYMOUS, "lamp", limit=2)
    assert (len(few.ideas), few.has_more) == (2, True)


def test_search_is_few_statements(ben, shelf, assert_queries):
    with assert_queries(3):
        queries.search(ben, "lamp calendar")


def test_bm25_prefers_the_rare_word():
    common, rare = queries.Counted((3.0, 0.0), 9), queries.Counted((0.0, 1.0), 9)
    scores = queries.bm25({1: common, 2: common, 3: rare})
    assert scores[3] > scores[1] == scores[2]
    assert queries.bm25({}) == {}


def test_the_rails_leave_out_what_only_repeats(shelf):
    (only,) = queries.rails(ANONYMOUS)
    assert only.key == "newest"
    assert shelf["draft"].id not in {idea.id for idea in only.ideas}


def test_each_rail_holds_what_belongs_there(ana, space):
    soon, now = clock.now() + timedelta(days=3), clock.now()
    near = making.idea(ana, space, title="Near", progress=9_600)
    done = making.idea(ana, space, title="Done", progress=10_000, topped_at=now)
    last = making.idea(ana, space, title="Last", deadline_at=soon)
    old = now - timedelta(days=400)
    for n in range(queries.RAIL_SIZE):
        making.idea(ana, space, title=f"New {n}")
    most = making.idea(ana, space, published_at=old, support_count=900)
    rails = {rail.key: [i.id for i in rail.ideas] for rail in queries.rails(ANONYMOUS)}
    assert rails["near"] == [near.id]
    assert rails["ending"] == [last.id]
    assert rails["most"][0] == most.id
    assert done.id not in rails["near"]


def test_the_rails_are_four_statements(shelf, assert_queries):
    with assert_queries(4):
        queries.rails(ANONYMOUS)

"""Ideas from elsewhere: created once, the same twice, told apart by their source."""

from dataclasses import replace

import pytest

from app.ideas import commands as ideas
from app.ideas import queries
from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import Gone, Missing, NotAllowed
from app.spaces import queries as spaces


@pytest.fixture
def row(ana, space):
    return ideas.ImportedIdea(
        space_id=space.id,
        rule_set_id=spaces.rule_set(space.id).id,
        author_id=ana.id,
        title="Más bancos",
        body_markdown="Hay **pocos** bancos.",
        created_at=clock.parse("2024-03-01 00:00Z"),
        imported_count=217,
        source="decide",
        source_id="1",
        lang="es",
    )


def test_created_updated_same(ada, row):
    came = ideas.import_idea(ada, row)
    idea = came.idea
    assert (came.action, came.before) == ("created", {})
    assert ideas.import_idea(ada, row).action == "same"
    changed = replace(row, title="Muchos más bancos", imported_count=218)
    again = ideas.import_idea(SYSTEM, changed, came.seen)
    assert (again.idea, again.action) == (idea, "updated")
    assert again.before == {"title": "Más bancos", "imported_count": 217}
    assert idea.title == "Muchos más bancos"
    assert ideas.import_idea(ada, changed).action == "same"


def test_what_was_edited_here_since_stays(ada, row):
    came = ideas.import_idea(ada, row)
    came.idea.title = "Más bancos, por favor"
    changed = replace(row, title="Muchos más bancos", body_markdown="Nada.")
    again = ideas.import_idea(ada, changed, came.seen)
    assert list(again.before) == ["body"]
    assert came.idea.title == "Más bancos, por favor"
    assert queries.revision_of(came.idea.id).body_source == "Nada."


def test_an_undone_idea_is_gone_until_it_comes_again(ada, ben, row):
    idea = ideas.import_idea(ada, row).idea
    ideas.undo_import(ada, idea)
    for reader in (ANONYMOUS, ben):
        with pytest.raises(Gone):
            queries.page_of(reader, idea.number)
    with pytest.raises(Missing):
        queries.visible_to(ANONYMOUS).get(idea.number)
    with pytest.raises(Missing, match="missing"):
        queries.page_of(ANONYMOUS, 9999)
    again = ideas.import_idea(ada, row)
    assert (again.idea, again.action) == (idea, "revealed")
    assert queries.page_of(ANONYMOUS, idea.number).idea is idea


def test_an_idea_that_a_moderator_hid_stays_hidden(ada, mo, row):
    idea = ideas.import_idea(ada, row).idea
    ideas.conceal(mo, idea, "advertising")
    assert ideas.import_idea(ada, row).action == "same"
    with pytest.raises(Missing, match="missing"):
        queries.page_of(ANONYMOUS, idea.number)


def test_an_undone_update_gives_the_words_back(ada, row):
    came = ideas.import_idea(ada, row)
    changed = replace(row, title="Otro", body_markdown="Nada.", imported_count=1)
    again = ideas.import_idea(ada, changed, came.seen)
    ideas.undo_update(ada, came.idea, again.before)
    assert (came.idea.title, came.idea.imported_count) == ("Más bancos", 217)
    assert queries.revision_of(came.idea.id).body_source == "Hay **pocos** bancos."


def test_it_is_public_without_a_clock_or_supports(ada, row):
    idea = ideas.import_idea(ada, row).idea
    assert (idea.state, idea.deadline_at, idea.support_count) == ("supporting", None, 0)
    assert idea.imported_count == 217
    ideas.record_tally(SYSTEM, idea.id, 100, [(1, clock.now())])
    assert idea.deadline_at is None
    with clock.at("2040-01-01 00:00Z"):
        assert ideas.expire_due(SYSTEM) == 0
    shown = queries.page_of(ANONYMOUS, idea.number)
    assert "<strong>pocos</strong>" in shown.revision.body_html
    assert shown.thread is not None


def test_an_empty_body_is_allowed(ada, row):
    idea = ideas.import_idea(ada, replace(row, body_markdown="")).idea
    assert queries.revision_of(idea.id).body_html == ""
    assert ideas.import_idea(ada, replace(row, body_markdown="")).action == "same"


def test_only_admins_import(ana, mo, row):
    for actor in (ana, mo, ANONYMOUS):
        with pytest.raises(NotAllowed, match="may_import"):
            ideas.import_idea(actor, row)
    idea = ideas.import_idea(SYSTEM, row).idea
    with pytest.raises(NotAllowed, match="may_import"):
        ideas.undo_import(mo, idea)
    with pytest.raises(NotAllowed, match="may_import"):
        ideas.undo_update(mo, idea, {})

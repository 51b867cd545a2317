"""Ideas from elsewhere: created once, the same twice, told apart by their source."""

from dataclasses import replace

import pytest

from app.ideas import commands as ideas
from app.ideas import queries
from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import NotAllowed
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
    idea, how = ideas.import_idea(ada, row)
    assert how == "created"
    assert ideas.import_idea(ada, row) == (idea, "same")
    changed = replace(row, title="Muchos más bancos", imported_count=218)
    assert ideas.import_idea(SYSTEM, changed) == (idea, "updated")
    assert idea.title == "Muchos más bancos"
    assert ideas.import_idea(ada, changed) == (idea, "same")


def test_it_is_public_without_a_clock_or_supports(ada, row):
    idea, _ = ideas.import_idea(ada, row)
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
    idea, _ = ideas.import_idea(ada, replace(row, body_markdown=""))
    assert queries.revision_of(idea.id).body_html == ""
    assert ideas.import_idea(ada, replace(row, body_markdown=""))[1] == "same"


def test_only_admins_import(ana, mo, row):
    for actor in (ana, mo, ANONYMOUS):
        with pytest.raises(NotAllowed, match="may_import"):
            ideas.import_idea(actor, row)

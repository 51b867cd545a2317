"""Rows that become ideas: without a clock, their totals apart from supports."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from app.ideas import commands as ideas
from app.ideas.commands import ImportedIdea
from app.ideas.models import Idea
from app.imports import queries
from app.imports.commands.rows import Brought
from app.imports.csv_source import Post
from app.imports.models import ImportRow, ImportRun
from app.kernel.actor import Actor
from app.kernel.db import db
from app.people.models import Person
from app.spaces import commands as spaces
from app.spaces.models import RuleSet, Space

NO_CLOCK: dict[str, dict[str, Any]] = {"ideas": {"ladder": [], "ladder_days": []}}


def bringer(
    actor: Actor, run: ImportRun
) -> Callable[[Post, Person, dict[str, Any] | None], Brought]:
    """What brings a row of this run in; `last` is what the run before said of it."""
    rule_set = no_clock(actor, db.session.get_one(Space, run.space_id))

    def bring(post: Post, author: Person, last: dict[str, Any] | None) -> Brought:
        came = ideas.import_idea(actor, _imported(post, run, rule_set, author), last)
        return Brought(
            action=came.action,
            seen=came.seen,
            before=came.before,
            table="ideas",
            idea_id=came.idea.id,
            version=came.idea.version,
        )

    return bring


def take_back(actor: Actor, rows: Sequence[ImportRow]) -> None:
    """Undo rows, but for those whose ideas people have touched since."""
    known = queries.ideas_of(rows)
    touched = queries.touched(list(known))
    for row in rows:
        _take_back(actor, row, known[row.idea_id or 0], touched)


def no_clock(actor: Actor, space: Space) -> RuleSet:
    """The space's rule set without a ladder, in force for imported ideas alone."""
    statement = select(RuleSet).where(
        RuleSet.space_id == space.id, RuleSet.effective_at.is_(None)
    )
    known = [row for row in db.session.scalars(statement) if row.body == NO_CLOCK]
    if known:
        return known[0]
    return spaces.add_rule_set(
        actor, space, NO_CLOCK, effective_at=None, note="imported ideas"
    )


def _imported(
    post: Post, run: ImportRun, rule_set: RuleSet, author: Person
) -> ImportedIdea:
    return ImportedIdea(
        space_id=run.space_id,
        rule_set_id=rule_set.id,
        author_id=author.id,
        title=post.title,
        body_markdown=post.body,
        created_at=post.created_at,
        imported_count=post.votes,
        source=run.source,
        source_id=post.source_id,
        state="withdrawn" if post.is_withdrawn else "supporting",
    )


def _take_back(
    actor: Actor, row: ImportRow, idea: Idea, touched: dict[int, str]
) -> None:
    """Undo one row, unless people have touched what it brought."""
    reason = "" if row.action == "same" else _touch_of(row, idea, touched)
    row.ending, row.reason = "kept" if reason else "taken_back", reason
    if reason:
        return
    if row.action in ("created", "revealed"):
        ideas.undo_import(actor, idea)
    elif row.action == "updated":
        ideas.undo_update(actor, idea, row.before)


def _touch_of(row: ImportRow, idea: Idea, touched: dict[int, str]) -> str:
    """Why a row stays: what people did with its idea since, or nothing."""
    if idea.version != (row.version or 1):
        return "edited"
    return "" if row.action == "updated" else touched.get(idea.id, "")

"""Bringing ideas in: a run, its batches, its end. A second run changes nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.ideas import commands as ideas
from app.ideas.commands import ImportedIdea
from app.imports import policies
from app.imports.csv_source import Post
from app.imports.models import ImportRow, ImportRun
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.policies import require
from app.people import commands as people
from app.people.models import Person
from app.spaces import commands as spaces
from app.spaces.models import RuleSet, Space

NO_CLOCK: dict[str, dict[str, Any]] = {"ideas": {"ladder": [], "ladder_days": []}}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a file comes from and what it is called here."""

    name: str
    content: bytes
    mapping: dict[str, str]
    author: str = "Imported"


def begin(actor: Actor, space: Space, source: Source) -> ImportRun:
    """Open a run for a checked file."""
    require(policies.may_import, actor)
    run = ImportRun(
        source=source.name,
        file_sha256=hashlib.sha256(source.content).hexdigest(),
        space_id=space.id,
        mapping=source.mapping,
        by_id=actor.id,
    )
    db.session.add(run)
    audit.record(actor, "imports.begin", "space", space.id)
    db.session.flush()
    return run


def apply(
    actor: Actor, run_id: int, posts: Sequence[Post], author: str
) -> Counter[str]:
    """Bring one batch in; ideas have no clock, totals stay apart from supports."""
    run = db.session.get_one(ImportRun, run_id)
    rule_set = no_clock(actor, db.session.get_one(Space, run.space_id))
    authors = _authors(actor, run.source, author, posts)
    done: Counter[str] = Counter()
    for post in posts:
        idea, action = ideas.import_idea(
            actor, _imported(post, run, rule_set, authors[post.author_name or author])
        )
        insert_once(
            ImportRow(
                run_id=run.id, source_id=post.source_id, idea_id=idea.id, action=action
            )
        )
        done[action] += 1
    db.session.flush()
    return done


def finish(actor: Actor, run_id: int, counts: Counter[str]) -> ImportRun:
    """Close a run with its counts."""
    run = db.session.get_one(ImportRun, run_id)
    run.counts = dict(counts)
    run.state = "applied"
    run.applied_at = clock.now()
    audit.record(actor, "imports.finish", "import_run", run.id, dict(counts))
    db.session.flush()
    return run


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


def _authors(
    actor: Actor, source: str, author: str, posts: Iterable[Post]
) -> dict[str, Person]:
    names = {post.author_name or author for post in posts}
    return {
        name: people.make_placeholder(actor, name, source, name)
        for name in sorted(names)
    }


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

"""Wednesday's preview and Friday's "you said, we did", made of what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.builds import queries as builds
from app.builds.models import Build, BuildItem
from app.comments import queries as comments
from app.comments.queries import Conversation
from app.feedback.models import Bug, PollChoice, Question
from app.feedback.queries import questions
from app.feedback.queries.bugs import visible_to as bugs_visible_to
from app.feedback.queries.questions import Asked
from app.ideas import queries as ideas
from app.ideas.models import Idea, IdeaTransition
from app.kernel.actor import Actor
from app.kernel.db import db
from app.support import queries as support

WEEK = timedelta(days=7)
MOST = 50
# Bugs that were answered without mending anything.
REFUSED = ("wont_fix", "by_design", "cannot_reproduce")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a build is to bring, what slipped, what was chosen, and the talk."""

    build: Build
    items: list[BuildItem]
    ideas: dict[int, Idea]
    asked: Asked | None
    comments: Conversation

    @property
    def coming(self) -> list[BuildItem]:
        """What is to be in it."""
        return [item for item in self.items if item.state in ("planned", "in")]

    @property
    def slipped(self) -> list[BuildItem]:
        """What is not, each with its reason."""
        return [item for item in self.items if item.state in ("slipped", "reverted")]


@dataclass(frozen=True, slots=True)
class Said:
    """A week's answer to those who said something."""

    build: Build
    since: datetime
    items: list[BuildItem]
    ideas: dict[int, Idea]
    mended: list[Bug]
    refused: list[Bug]
    declined: list[tuple[Idea, str]]
    asked: Asked | None

    @property
    def wished(self) -> list[BuildItem]:
        """Changes that somebody's idea asked for."""
        return [item for item in self._not_mending() if item.idea_id is not None]

    @property
    def others(self) -> list[BuildItem]:
        """Changes that the team made of itself."""
        return [item for item in self._not_mending() if item.idea_id is None]

    @property
    def slipped(self) -> list[BuildItem]:
        """What was promised for it and is not in it, each with its reason."""
        return [item for item in self.items if item.state in ("slipped", "reverted")]

    def _not_mending(self) -> list[BuildItem]:
        """What is in it; a mended fault stands in its own list."""
        mending = {bug.fixed_item_id for bug in self.mended}
        return [
            item for item in self.items if item.state == "in" and item.id not in mending
        ]


def preview_of(actor: Actor, number: int) -> Preview:
    """A build that is to come; Missing before its hour and once it is out."""
    build = builds.in_preview(actor, number)
    items = builds.items_with_credits(build.id)
    return Preview(
        build=build,
        items=items,
        ideas=_ideas_of(actor, items),
        asked=_asked(actor, build.train_id),
        comments=comments.conversation(actor, build.thread),
    )


def said_of(actor: Actor, build: Build) -> Said:
    """Who asked, what was done, what was not and why, since the build before."""
    assert build.published_at is not None
    before = builds.build_before(build)
    since = before.published_at if before else None
    start = since or build.published_at - WEEK
    items = builds.items_with_credits(build.id)
    return Said(
        build=build,
        since=start,
        items=items,
        ideas=_ideas_of(actor, items),
        mended=_mended(actor, build),
        refused=_refused(actor, build, start),
        declined=_declined(actor, build, start),
        asked=_asked(actor, build.train_id),
    )


def heard_in(build_id: int) -> list[int]:
    """Everyone to whom a week's answer speaks, once.

    Who supports an idea that is in it, who reported what it mends, who chose what
    comes next.
    """
    items = builds.items_with_credits(build_id)
    found: set[int] = set()
    for item in items:
        if item.state == "in" and item.idea_id is not None:
            found.update(support.supporters_of(item.idea_id))
    mended = select(Bug.reporter_id).where(Bug.fixed_build_id == build_id)
    found.update(db.session.scalars(mended))
    chose = (
        select(PollChoice.person_id)
        .join(Build, Build.train_id == PollChoice.train_id)
        .where(Build.id == build_id)
    )
    found.update(db.session.scalars(chose))
    return sorted(found)


def _ideas_of(actor: Actor, items: Sequence[BuildItem]) -> dict[int, Idea]:
    wanted = [item.idea_id for item in items if item.idea_id]
    return ideas.by_ids(actor, wanted) if wanted else {}


def _asked(actor: Actor, train_id: int) -> Asked | None:
    """The question of a week, once it has closed: before, it gives nothing away."""
    known = db.session.get(Question, train_id)
    if known is None or not known.is_closed:
        return None
    return questions.asked_page(actor, train_id)


def _mended(actor: Actor, build: Build) -> list[Bug]:
    statement = bugs_visible_to(actor).select().options(joinedload(Bug.reporter))
    mended = statement.where(
        Bug.fixed_build_id == build.id, Bug.state.in_(("fixed", "verified"))
    )
    return list(db.session.scalars(mended.order_by(Bug.id).limit(MOST)))


def _refused(actor: Actor, build: Build, since: datetime) -> list[Bug]:
    statement = bugs_visible_to(actor).select().options(joinedload(Bug.reporter))
    refused = statement.where(
        Bug.space_id == build.space_id,
        Bug.state.in_(REFUSED),
        Bug.moved_at > since,
        Bug.moved_at <= build.published_at,
    )
    return list(db.session.scalars(refused.order_by(Bug.id).limit(MOST)))


def _declined(actor: Actor, build: Build, since: datetime) -> list[tuple[Idea, str]]:
    """Ideas that got their no in this week, with its public reason."""
    statement = (
        ideas.visible_to(actor)
        .select()
        .join(IdeaTransition, IdeaTransition.idea_id == Idea.id)
        .where(
            Idea.space_id == build.space_id,
            IdeaTransition.to_state == "declined",
            IdeaTransition.created_at > since,
            IdeaTransition.created_at <= build.published_at,
        )
        .with_only_columns(Idea, IdeaTransition.reason_text)
        .order_by(IdeaTransition.id)
        .limit(MOST)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]

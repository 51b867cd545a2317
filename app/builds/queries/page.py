"""All that the page of a build shows, in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.orm import joinedload

from app.builds.models import (
    WAITING,
    Build,
    BuildAttachment,
    BuildBlock,
    BuildItem,
    BuildItemCredit,
    BuildVote,
    DeviceKey,
    EarlyGet,
    Enrolment,
    Install,
    InstallConsent,
    ItemVote,
    Train,
)
from app.builds.queries import attachments, builds, people
from app.comments import queries as comments
from app.comments.models import Comment
from app.comments.queries import Conversation
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.kernel.db import BigInt, db


@dataclass(slots=True)
class Marks:
    """The two counts that stand side by side, and what the reader said."""

    everyone: dict[str, int] = field(default_factory=dict)
    ran: dict[str, int] = field(default_factory=dict)
    mine: str | None = None
    # How often it is talked about.
    comments: int = 0

    def total(self, *, ran: bool = False) -> int:
        """How many voted."""
        return sum((self.ran if ran else self.everyone).values())

    def percent(self, word: str, *, ran: bool = False) -> int:
        """How many in a hundred said this; 0 when nobody voted."""
        counted = self.ran if ran else self.everyone
        total = sum(counted.values())
        return round(100 * counted.get(word, 0) / total) if total else 0


@dataclass(frozen=True, slots=True)
class Mine:
    """How the reader stands to a build."""

    ran: bool = False
    enrolment: str | None = None
    next_at: datetime | None = None
    has_key: bool = False
    lets_devices_say: bool = False
    wants_early: bool = False

    @property
    def is_enrolled(self) -> bool:
        return self.enrolment == "active"


@dataclass(frozen=True, slots=True)
class BuildPage:
    """A build as its page shows it."""

    build: Build
    items: list[BuildItem]
    ideas: dict[int, Idea]
    votes: Marks
    item_votes: dict[int, Marks]
    mine: Mine
    comments: Conversation
    blocks: list[BuildBlock]
    attachments: list[BuildAttachment]

    @property
    def shown(self) -> list[BuildItem]:
        """The changes that are in it."""
        return [item for item in self.items if item.state in ("planned", "in")]

    @property
    def slipped(self) -> list[BuildItem]:
        """What was meant to be in it and is not."""
        return [item for item in self.items if item.state in ("slipped", "reverted")]

    @property
    def asked_for(self) -> list[BuildItem]:
        """The changes in it that readers asked for or reported."""
        return [item for item in self.shown if any(map(_is_of_reader, item.credits))]

    @property
    def pictures(self) -> list[BuildAttachment]:
        return self._kept("picture")

    @property
    def videos(self) -> list[BuildAttachment]:
        return self._kept("video")

    @property
    def files(self) -> list[BuildAttachment]:
        return self._kept("file")

    def _kept(self, kind: str) -> list[BuildAttachment]:
        return [one for one in self.attachments if one.kind == kind]


def page_of(actor: Actor, number: int) -> BuildPage:
    """A build with changes, credits, both counts, comments; Missing if unseen."""
    build = builds.visible_to(actor).get(number)
    items = _items(build.id)
    votes, item_votes = _marks(actor, build.id)
    asked = [item.idea_id for item in items if item.idea_id]
    is_crew = builds.is_crew(actor, build.space_id)
    return BuildPage(
        build=build,
        items=items,
        ideas=ideas.by_ids(actor, asked) if asked else {},
        votes=votes,
        item_votes=item_votes,
        mine=mine_of(actor, build),
        comments=comments.conversation(actor, build.thread),
        blocks=people.open_blocks(build.id) if is_crew else [],
        attachments=attachments.attachments_of(build),
    )


def top_items(build_id: int, count: int) -> Sequence[BuildItem]:
    """The changes of a build that readers like best."""
    liked = (
        select(func.count())
        .where(ItemVote.item_id == BuildItem.id, ItemVote.value == "like")
        .scalar_subquery()
    )
    statement = (
        select(BuildItem)
        .where(BuildItem.build_id == build_id, BuildItem.state == "in")
        .order_by(liked.desc(), BuildItem.id)
        .limit(count)
    )
    return db.session.scalars(statement).all()


def _is_of_reader(credit: BuildItemCredit) -> bool:
    return credit.role in ("idea", "reporter")


def _items(build_id: int) -> list[BuildItem]:
    credited = joinedload(BuildItem.credits).joinedload(BuildItemCredit.person)
    statement = select(BuildItem).where(BuildItem.build_id == build_id)
    rows = db.session.scalars(statement.options(credited).order_by(BuildItem.id))
    return list(rows.unique())


def _marks(actor: Actor, build_id: int) -> tuple[Marks, dict[int, Marks]]:
    """Votes on a build and on its changes, and words on these, in one statement."""
    of_build = _tally(
        cast(null(), BigInt),
        BuildVote.verdict,
        BuildVote,
        BuildVote.build_id == build_id,
        actor,
    )
    within = select(BuildItem.id).where(BuildItem.build_id == build_id)
    of_items = _tally(
        ItemVote.item_id, ItemVote.value, ItemVote, ItemVote.item_id.in_(within), actor
    )
    votes, item_votes = Marks(), dict[int, Marks]()
    for item_id, word, ran, count, mine in db.session.execute(
        of_build.union_all(of_items, _talk(build_id))
    ):
        marks = votes if item_id is None else item_votes.setdefault(item_id, Marks())
        if word is None:
            marks.comments = count
            continue
        marks.everyone[word] = marks.everyone.get(word, 0) + count
        if ran:
            marks.ran[word] = marks.ran.get(word, 0) + count
        marks.mine = word if mine else marks.mine
    return votes, item_votes


def _tally(
    item_id: ColumnElement[int | None] | object,
    word: ColumnElement[str] | object,
    table: type[BuildVote] | type[ItemVote],
    which: ColumnElement[bool],
    actor: Actor,
) -> Select[Any]:
    own = case((table.person_id == (actor.id or 0), 1), else_=0)
    chosen = [item_id, word, table.ran]
    grouped = [word, table.ran] if table is BuildVote else chosen
    statement = select(*chosen, func.count(), func.sum(own)).where(which)  # type: ignore[call-overload]  # two tables of one shape
    found: Select[Any] = statement.group_by(*grouped)
    return found


def _talk(build_id: int) -> Select[Any]:
    """How many comments name each change: in the shape of `_tally`, without a word."""
    told: list[Any] = [
        BuildItem.id,
        cast(null(), Text),
        false(),
        func.count(),
        literal(0),
    ]
    return (
        select(*told)
        .join(Comment, Comment.thread_id == BuildItem.thread_id)
        .where(
            BuildItem.build_id == build_id,
            Comment.about == BuildItem.title,
            Comment.visibility == "everyone",
            Comment.removed_at.is_(None),
            ~comments.concealed(),
        )
        .group_by(BuildItem.id)
    )


def mine_of(actor: Actor, build: Build) -> Mine:
    """The reader's own record, and when the next build of this channel comes."""
    me = actor.id or 0
    of_build = [
        exists().where(table.build_id == build.id, table.person_id == me)
        for table in (Install, EarlyGet)
    ]
    of_channel = [
        exists().where(
            table.channel_id == build.train.channel_id, table.person_id == me
        )
        for table in (DeviceKey, InstallConsent)
    ]
    enrolled = select(Enrolment.state).where(
        Enrolment.channel_id == build.train.channel_id, Enrolment.person_id == me
    )
    coming = select(func.min(Train.publish_at)).where(
        Train.channel_id == build.train.channel_id, Train.state.in_(WAITING)
    )
    state, next_at, ran, early, has_key, says = db.session.execute(
        select(
            enrolled.scalar_subquery(),
            coming.scalar_subquery(),
            *of_build,
            *of_channel,
        )
    ).one()
    return Mine(ran, state, next_at, has_key, says, early)

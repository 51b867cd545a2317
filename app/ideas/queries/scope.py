"""Which ideas an actor may see, and the pages of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.comments.models import Thread
from app.ideas.models import (
    IMPORT_UNDONE,
    STAGES,
    Idea,
    IdeaConcealment,
    IdeaFollow,
    IdeaRevision,
    IdeaTag,
    Tag,
)
from app.kernel import clock, pages
from app.kernel.actor import SYSTEM_ID, Actor
from app.kernel.db import db
from app.kernel.errors import Gone, Missing
from app.kernel.text import fold
from app.spaces import queries as spaces
from app.spaces.models import Space

SORTS = ("newest", "trending", "most", "near", "ending")
LISTED_STAGES = ("gathering", "review", "planned", "making", "out", "ended")
AT_THE_GATE = ("submitted", "needs_work", "rejected")
PAGE_SIZE = 30
LONGEST_TAG = 60


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of ideas is narrowed to, and its order."""

    space: str | None = None
    stage: str | None = None
    sort: str = "newest"
    author_id: int | None = None
    tag: str | None = None
    lang: str | None = None

    @classmethod
    def asked(cls, args: Mapping[str, str]) -> "Filters":
        """What an address asks for; a word that is not known is passed over."""
        stage, sort = args.get("stage"), args.get("sort", "newest")
        return cls(
            space=args.get("space") or None,
            stage=stage if stage in LISTED_STAGES else None,
            sort=sort if sort in SORTS else "newest",
            tag=args.get("tag", "")[:LONGEST_TAG] or None,
            lang=(args.get("lang_of") or "").replace("-", "_") or None,
        )

    @property
    def chosen(self) -> dict[str, str]:
        """The same as the links of a page carry it on."""
        lang = self.lang.replace("_", "-") if self.lang else None
        known = {
            "space": self.space,
            "stage": self.stage,
            "tag": self.tag,
            "lang_of": lang,
        }
        chosen = {key: value for key, value in known.items() if value}
        return chosen | ({"sort": self.sort} if self.sort != "newest" else {})


@dataclass(frozen=True, slots=True)
class Visible:
    """The ideas that an actor may see: `visible_to(ana).get(142)`."""

    actor: Actor

    def select(self) -> Select[Any]:
        """Ideas this actor may open; joined to nothing."""
        return select(Idea).where(self.condition())

    def condition(self) -> ColumnElement[bool]:
        """The same as a condition, for the queries of other domains."""
        if self.actor.id == SYSTEM_ID:
            return Idea.id.is_not(None)
        in_sight = Idea.space_id.in_(spaces.ids_visible_to(self.actor))
        shown = and_(Idea.published_at.is_not(None), ~concealed())
        return and_(in_sight, or_(shown, self._own(), self._at_gate()))

    def get(self, number: int) -> Idea:
        """An idea by its number, with author, space and rules; else Missing."""
        statement = self.select().where(Idea.number == number).options(*WITH_ALL)
        found: Idea | None = db.session.scalar(statement)
        if found is None:
            raise Missing
        return found

    def _own(self) -> ColumnElement[bool]:
        if not self.actor.is_person:
            return false()
        return Idea.author_id == self.actor.id

    def _at_gate(self) -> ColumnElement[bool]:
        places = moderated_by(self.actor)
        if places is not None and not places:
            return false()
        waiting = or_(Idea.state.in_(AT_THE_GATE), concealed())
        return waiting if places is None else and_(waiting, Idea.space_id.in_(places))


@dataclass(frozen=True, slots=True)
class IdeaPage:
    """All that the head and the story of an idea's page need, read in one statement."""

    idea: Idea
    revision: IdeaRevision
    thread: Thread | None
    is_following: bool
    is_concealed: bool


WITH_ALL = (
    joinedload(Idea.author),
    joinedload(Idea.space),
    joinedload(Idea.rule_set),
)


def visible_to(actor: Actor) -> Visible:
    """The ideas an actor may see; what he may not see is Missing."""
    return Visible(actor)


def by_ids(actor: Actor, ids: Sequence[int]) -> dict[int, Idea]:
    """Visible ideas by key, with author and space."""
    if not ids:
        return {}
    statement = visible_to(actor).select().where(Idea.id.in_(ids)).options(*WITH_ALL)
    return {idea.id: idea for idea in db.session.scalars(statement)}


def list_page(
    actor: Actor,
    filters: Filters,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> pages.Page[Idea]:
    """One page of the public list, with authors and spaces, in one statement."""
    listed = _fit_for(filters.sort, _listed(actor))
    statement = narrowed(listed, filters).options(
        joinedload(Idea.author), joinedload(Idea.space)
    )
    found: pages.Page[Idea] = pages.page(statement, _order(filters.sort), after, size)
    return found


def narrowed(statement: Select[Any], filters: Filters) -> Select[Any]:
    """Only the ideas that fit the filters; the order is not set here."""
    if filters.space:
        slug = select(Space.id).where(Space.slug == filters.space)
        statement = statement.where(Idea.space_id == slug.scalar_subquery())
    if filters.stage:
        states = STAGES.get(filters.stage, ())
        statement = statement.where(Idea.state.in_(states))
    if filters.tag:
        named = select(IdeaTag.idea_id).join(Tag, Tag.id == IdeaTag.tag_id)
        bearing = named.where(Tag.key == fold(filters.tag))
        statement = statement.where(Idea.id.in_(bearing))
    if filters.lang:
        statement = statement.where(Idea.lang == filters.lang)
    if filters.author_id is not None:
        statement = statement.where(Idea.author_id == filters.author_id)
    return statement


def page_of(actor: Actor, number: int) -> IdeaPage:
    """The head and story of one idea in one statement; Missing when not for him."""
    newest = aliased(IdeaRevision)
    last = select(func.max(newest.n)).where(newest.idea_id == Idea.id)
    statement = (
        visible_to(actor)
        .select()
        .add_columns(IdeaRevision, Thread, _followed_by(actor), concealed())
        .join(IdeaRevision, IdeaRevision.idea_id == Idea.id)
        .outerjoin(Thread, Thread.id == Idea.thread_id)
        .where(Idea.number == number, IdeaRevision.n == last.scalar_subquery())
        .options(*WITH_ALL)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Gone if _is_undone(number) else Missing
    return IdeaPage(row[0], row[1], row[2], bool(row[3]), bool(row[4]))


def moderated_by(actor: Actor) -> list[int] | None:
    """The spaces an actor moderates; None is all of them."""
    if actor.has_role("moderator"):
        return None
    grants = getattr(actor, "grants", [])
    return [grant.space_id for grant in grants if grant.role == "moderator"]


def concealed() -> ColumnElement[bool]:
    """Whether an idea is hidden now, as a condition."""
    return exists().where(
        IdeaConcealment.idea_id == Idea.id, IdeaConcealment.revealed_at.is_(None)
    )


def _is_undone(number: int) -> bool:
    """Whether an import had brought an idea that was undone since."""
    hidden = select(IdeaConcealment.id).join(Idea, Idea.id == IdeaConcealment.idea_id)
    living = hidden.where(
        Idea.number == number,
        IdeaConcealment.reason == IMPORT_UNDONE,
        IdeaConcealment.revealed_at.is_(None),
    )
    return db.session.scalar(living) is not None


def _followed_by(actor: Actor) -> ColumnElement[bool]:
    if not actor.is_person:
        return false()
    return exists().where(
        IdeaFollow.idea_id == Idea.id, IdeaFollow.person_id == actor.id
    )


def _listed(actor: Actor) -> Select[Any]:
    """Published, shown, not joined with another: the public list."""
    return select(Idea).where(
        Idea.space_id.in_(spaces.ids_visible_to(actor)),
        Idea.published_at.is_not(None),
        Idea.state != "merged",
        ~concealed(),
    )


def _fit_for(sort: str, statement: Select[Any]) -> Select[Any]:
    """Some orders make sense only for what gathers support now."""
    if sort in ("near", "ending"):
        statement = statement.where(Idea.state == "supporting")
    if sort == "ending":
        statement = statement.where(Idea.deadline_at > clock.now())
    return statement


def _order(sort: str) -> list[Any]:
    orders: dict[str, list[Any]] = {
        "newest": [Idea.published_at.desc(), Idea.id.desc()],
        "trending": [Idea.trend.desc(), Idea.id.desc()],
        "most": [Idea.support_count.desc(), Idea.id.desc()],
        "near": [Idea.progress.desc(), Idea.id.desc()],
        "ending": [Idea.deadline_at, Idea.id],
    }
    return orders.get(sort, orders["newest"])

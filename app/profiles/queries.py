"""One person as an individual: what came of him, and what waits for staff."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased, joinedload

from app.builds import queries as builds
from app.builds.models import Build, BuildItem, BuildItemCredit, Channel, Enrolment
from app.comments import queries as comments
from app.comments.models import Comment, Thread
from app.feedback import queries as feedback
from app.feedback.models import Award, Bug
from app.ideas import queries as ideas
from app.ideas.models import CATEGORIES, Idea
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.duties import Duty
from app.kernel.pages import Page, page
from app.people.models import NEEDS_SECOND_FACTOR, Person
from app.roadmap import queries as roadmap
from app.roadmap.models import Product
from app.royalties import queries as royalties
from app.royalties.queries import Earnings
from app.spaces.models import Space
from app.support import queries as support
from app.support.models import Support

MOST = 30
FEW = 10
OF_LATE = timedelta(days=90)
_SHOWN = 12
_NEWEST = (Idea.published_at.desc(), Idea.id.desc())
# What a person supports: still under way, or with its answer.
UNDER_WAY = (*CATEGORIES["open"], *CATEGORIES["active"])
DECIDED = (*CATEGORIES["done"], *CATEGORIES["declined"], *CATEGORIES["duplicate"])


@dataclass(frozen=True, slots=True)
class Credit:
    """A change of a published build, and a person's part in it."""

    role: str
    item: BuildItem
    build: Build


@dataclass(frozen=True, slots=True)
class Sums:
    """What came of a person, in figures."""

    ideas: int
    supporters: int
    credits: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What everyone may see of a person."""

    person: Person
    sums: Sums
    ideas: Page[Idea]
    products: list[Product]
    credits: list[Credit]
    backed: list[Idea]
    awards: list[Award]


@dataclass(frozen=True, slots=True)
class Said:
    """Words in a thread, and the page they stand on."""

    comment: Comment
    url: str


@dataclass(frozen=True, slots=True)
class Test:
    """A channel of a space whose builds a person tries."""

    channel: Channel
    space: Space


@dataclass(frozen=True, slots=True)
class Mine:
    """What a person sees of himself."""

    sums: Sums
    steps: dict[str, bool]
    owed: list[Said]
    drafts: list[Idea]
    ideas: Page[Idea]
    backed: Page[Idea]
    decided: Page[Idea]
    said: list[Said]
    tests: list[Test]
    bugs: list[Bug]
    earnings: list[Earnings]
    waiting_roles: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Task:
    """A duty, and the idea it is about where it is about one."""

    duty: Duty
    idea: Idea | None


def profile(
    actor: Actor, person: Person, after: str | None, *, with_supports: bool = False
) -> Profile:
    """A public page: ideas this reader may see, products, credits, support if shown."""
    found = ideas.list_page(actor, ideas.Filters(author_id=person.id), after)
    return Profile(
        person=person,
        sums=_sums(actor, person),
        ideas=found,
        products=_products(actor, person),
        credits=_credits(actor, person),
        backed=_shown_backed(actor, person) if with_supports else [],
        awards=feedback.awards_of(actor, person.id),
    )


def mine(person: Person, after: str | None, decided_after: str | None) -> Mine:
    """A person's own page: what waits first, then what is his, said and supported."""
    waiting = [
        grant.role
        for grant in person.grants
        if grant.role in NEEDS_SECOND_FACTOR and person.second_factor_at is None
    ]
    return Mine(
        sums=_sums(person, person),
        steps=first_steps(person),
        owed=replies_owed(person),
        drafts=ideas.drafts_of(person),
        ideas=ideas.list_page(person, ideas.Filters(author_id=person.id), None, FEW),
        backed=backed(person, UNDER_WAY, after),
        decided=backed(person, DECIDED, decided_after),
        said=said_by(person),
        tests=_tests(person),
        bugs=feedback.reported_by(person.id)[-FEW:][::-1],
        earnings=royalties.earnings_of(person),
        waiting_roles=waiting,
    )


def backed(person: Person, states: Sequence[str], after: str | None) -> Page[Idea]:
    """The public ideas that a person supports, in these states; a page of them."""
    statement = _backed(person, person).where(Idea.state.in_(states))
    return page(statement, _NEWEST, after, MOST)


def first_steps(person: Person) -> dict[str, bool]:
    """What somebody new has done of what there is to do, read from what is there."""
    done = {
        "support": exists().where(Support.person_id == person.id),
        "talk": exists().where(Comment.author_id == person.id),
        "idea": exists().where(Idea.author_id == person.id),
        "test": exists().where(Enrolment.person_id == person.id),
    }
    row = db.session.execute(select(*done.values())).one()
    facts = dict(zip(done, map(bool, row), strict=True))
    return {**facts, "about": bool(person.bio)}


def replies_owed(person: Person) -> list[Said]:
    """What others said to a person of late, and he has not answered since."""
    own, answer = aliased(Comment), aliased(Comment)
    to_mine = exists().where(own.id == Comment.parent_id, own.author_id == person.id)
    on_mine = and_(Thread.owner_id == person.id, Comment.parent_id.is_(None))
    answered = exists().where(
        answer.thread_id == Comment.thread_id,
        answer.author_id == person.id,
        answer.id > Comment.id,
    )
    statement = (
        _words(person)
        .where(Comment.author_id != person.id, or_(to_mine, on_mine), ~answered)
        .where(Comment.visibility != "team", Comment.created_at > clock.now() - OF_LATE)
        .order_by(Comment.id)
        .limit(FEW)
    )
    return [Said(*row) for row in db.session.execute(statement)]


def said_by(person: Person) -> list[Said]:
    """The last things a person said."""
    mine_ = _words(person).where(Comment.author_id == person.id)
    last = mine_.order_by(Comment.id.desc()).limit(FEW)
    return [Said(*row) for row in db.session.execute(last)]


def _words(person: Person) -> Select[Comment, str]:
    """Comments that stand, in threads a person may read, each with its page."""
    return (
        comments.visible_threads(person)
        .join(Comment, Comment.thread_id == Thread.id)
        .with_only_columns(Comment, Thread.url)
        .options(joinedload(Comment.author))
        .where(Comment.removed_at.is_(None))
    )


def _tests(person: Person) -> list[Test]:
    """The channels a person is enrolled in."""
    statement = (
        select(Channel, Space)
        .join(Enrolment, Enrolment.channel_id == Channel.id)
        .join(Space, Space.id == Channel.space_id)
        .where(Enrolment.person_id == person.id, Enrolment.state == "active")
        .order_by(Space.name, Channel.id)
    )
    return [Test(*row) for row in db.session.execute(statement)]


def _shown_backed(actor: Actor, person: Person) -> list[Idea]:
    newest = _backed(actor, person).order_by(*_NEWEST).limit(_SHOWN)
    return list(db.session.scalars(newest))


def _backed(actor: Actor, person: Person) -> Select[Any]:
    """The public ideas that a person supports, of those this reader may see."""
    return (
        support.ideas_behind(person.id)
        .where(ideas.visible_to(actor).condition(), Idea.published_at.is_not(None))
        .options(joinedload(Idea.author), joinedload(Idea.space))
    )


def waiting_for(actor: Actor) -> list[Task]:
    """What waits for the roles an actor holds, the oldest due first."""
    grants = getattr(actor, "grants", [])
    mine_ = [
        _owed_to(grant.role, grant.space_id)
        for grant in grants
        if actor.has_role(grant.role, grant.space_id)
    ]
    statement = select(Duty).where(Duty.met_at.is_(None), or_(false(), *mine_))
    found = db.session.scalars(statement.order_by(Duty.due_at, Duty.id).limit(100))
    return _with_ideas(actor, list(found))


def _owed_to(role: str, space_id: int | None) -> ColumnElement[bool]:
    if space_id is None:
        return Duty.owner_role == role
    return and_(Duty.owner_role == role, Duty.space_id == space_id)


def _with_ideas(actor: Actor, found: Sequence[Duty]) -> list[Task]:
    """All ideas in one statement; a duty on one this reader may not see is left out."""
    wanted = [duty.subject_id for duty in found if duty.subject_kind == "idea"]
    known = ideas.by_ids(actor, wanted)
    return [
        Task(duty, known.get(duty.subject_id) if duty.subject_kind == "idea" else None)
        for duty in found
        if duty.subject_kind != "idea" or duty.subject_id in known
    ]


def _sums(actor: Actor, person: Person) -> Sums:
    public = and_(
        Idea.author_id == person.id,
        Idea.published_at.is_not(None),
        ideas.visible_to(actor).condition(),
    )
    row = db.session.execute(
        select(func.count(Idea.id), func.sum(Idea.support_count)).where(public)
    ).one()
    credited = select(func.count(func.distinct(BuildItemCredit.item_id)))
    count = db.session.scalar(_published(credited, person))
    return Sums(row[0], int(row[1] or 0), count or 0)


def _products(actor: Actor, person: Person) -> list[Product]:
    """Products on sale that came of a person's ideas."""
    own = select(Idea.id).where(Idea.author_id == person.id)
    visible = {product.id for product in roadmap.products_out(actor)}
    came = roadmap.products_of_ideas(list(db.session.scalars(own)))
    return [product for product in came if product.id in visible]


def _credits(actor: Actor, person: Person) -> list[Credit]:
    shown = builds.visible_to(actor).select().with_only_columns(Build.id)
    wanted = select(BuildItemCredit.role, BuildItem, Build)
    statement = _published(wanted, person)
    newest = statement.where(Build.id.in_(shown)).order_by(
        Build.published_at.desc(), BuildItem.id.desc(), BuildItemCredit.role
    )
    return [Credit(*row) for row in db.session.execute(newest.limit(MOST))]


def _published(statement: Any, person: Person) -> Any:
    """Narrow to a person's credits in builds that went out."""
    return (
        statement.select_from(BuildItemCredit)
        .join(BuildItem, BuildItem.id == BuildItemCredit.item_id)
        .join(Build, Build.id == BuildItem.build_id)
        .where(
            BuildItemCredit.person_id == person.id,
            BuildItem.state == "in",
            Build.published_at.is_not(None),
        )
    )

"""One person as an individual: what came of him, and what waits for staff."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from app.builds import queries as builds
from app.builds.models import Build, BuildItem, BuildItemCredit
from app.feedback import queries as feedback
from app.feedback.models import Bug
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.duties import Duty
from app.kernel.pages import Page, page
from app.people.models import NEEDS_SECOND_FACTOR, Person
from app.roadmap import queries as roadmap
from app.roadmap.models import Product
from app.royalties import queries as royalties
from app.royalties.queries import Earnings
from app.support import queries as support

MOST = 30


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


@dataclass(frozen=True, slots=True)
class Mine:
    """What a person sees of himself."""

    sums: Sums
    drafts: list[Idea]
    ideas: Page[Idea]
    backed: Page[Idea]
    bugs: list[Bug]
    earnings: list[Earnings]
    waiting_roles: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Task:
    """A duty, and the idea it is about where it is about one."""

    duty: Duty
    idea: Idea | None


def profile(actor: Actor, person: Person, after: str | None) -> Profile:
    """A public page: ideas this reader may see, products, credits, support if shown."""
    found = ideas.list_page(actor, ideas.Filters(author_id=person.id), after)
    is_shown = person.shows_supports or person.id == actor.id
    return Profile(
        person=person,
        sums=_sums(actor, person),
        ideas=found,
        products=_products(actor, person),
        credits=_credits(actor, person),
        backed=backed(actor, person, None, 12).items if is_shown else [],
    )


def mine(person: Person, after: str | None) -> Mine:
    """A person's own page: drafts first, then what is public, supported and earned."""
    waiting = [
        grant.role
        for grant in person.grants
        if grant.role in NEEDS_SECOND_FACTOR and person.second_factor_at is None
    ]
    return Mine(
        sums=_sums(person, person),
        drafts=ideas.drafts_of(person),
        ideas=ideas.list_page(person, ideas.Filters(author_id=person.id), None, 10),
        backed=backed(person, person, after, MOST),
        bugs=feedback.reported_by(person.id)[-10:][::-1],
        earnings=royalties.earnings_of(person),
        waiting_roles=waiting,
    )


def backed(actor: Actor, person: Person, after: str | None, size: int) -> Page[Idea]:
    """The public ideas that a person supports, of those this reader may see."""
    statement = (
        support.ideas_behind(person.id)
        .where(ideas.visible_to(actor).condition(), Idea.published_at.is_not(None))
        .options(joinedload(Idea.author), joinedload(Idea.space))
    )
    return page(statement, [Idea.published_at.desc(), Idea.id.desc()], after, size)


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

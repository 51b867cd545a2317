"""The first steps of an own site; whom a visitor of the demo may be, and its walk."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload

from app.builds import queries as builds
from app.builds.models import Build
from app.comments import queries as comments
from app.feedback import queries as feedback
from app.ideas import queries as ideas
from app.ideas.models import Idea
from app.kernel import site
from app.kernel.actor import SYSTEM, SYSTEM_ID
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.words import N_
from app.payouts import queries as payouts
from app.people import queries as people
from app.people.models import Person, RoleGrant
from app.reviews import queries as reviews
from app.roadmap import queries as roadmap
from app.roadmap.models import Product
from app.royalties import queries as royalties
from app.spaces.models import Space
from app.support.models import Support

SOURCE = "demo"
# The order of the view-as bar, with what each is there for.
PARTS = {
    "fan": N_("Fan"),
    "author": N_("Author"),
    "tester": N_("Tester"),
    "moderator": N_("Moderator"),
    "product_owner": N_("Product owner"),
    "product": N_("Product team"),
    "finance_1": N_("Finance 1"),
    "finance_2": N_("Finance 2"),
    "admin": N_("Admin"),
}


# Each stop of the walk: its name, and what happened there.
STOPS = {
    "idea": (N_("The idea"), N_("Four lines, typed on a train.")),
    "talk": (N_("The first comments"), N_("Somebody finds the hinge.")),
    "decision": (N_("The decision"), N_("Studied by four, signed by two, in public.")),
    "item": (N_("The roadmap"), N_("Planned, in the making, tested, out.")),
    "build": (N_("A Friday build"), N_("The first one rattled. The second did not.")),
    "week": (
        N_("The results of the week"),
        N_("Popcorn for its makers, and thanks to whoever heard the rattle."),
    ),
    "product": (N_("The product"), N_("On sale, with everyone's name on it.")),
    "statement": (
        N_("The statement"),
        N_("What the author earned, cent by cent."),
    ),
    "paid": (N_("Paid"), N_("Planned, approved, sent and confirmed.")),
}


# The first steps of an own site: what to do, and the page where it is done.
STEPS = {
    "idea": (N_("Publish a first idea"), "ideas.new"),
    "people": (N_("Have a second person join"), "people_staff.index"),
    "support": (N_("See the first support come in"), "ideas.index"),
    "role": (N_("Give a second person a role"), "people_staff.index"),
    "build": (N_("Publish a first Friday build"), "builds_staff.index"),
    "firm": (N_("Name the firm that signs"), "spaces_staff.site"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps, done or not."""

    key: str
    is_done: bool

    @property
    def words(self) -> str:
        """What to do, to be translated."""
        return STEPS[self.key][0]

    @property
    def endpoint(self) -> str:
        """Where it is done."""
        return STEPS[self.key][1]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody whom a visitor may be; `part` is a word of PARTS or empty."""

    part: str
    name: str
    number: int
    bio: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the walk: what happened when, as whom to look, and where."""

    key: str
    at: datetime
    name: str
    number: int
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    anchor: str | None = None

    @property
    def title(self) -> str:
        """Its name, to be translated."""
        return STOPS[self.key][0]

    @property
    def text(self) -> str:
        """What happened there, to be translated."""
        return STOPS[self.key][1]


@dataclass(frozen=True, slots=True)
class Walk:
    """One idea that went all the way, stop by stop."""

    title: str
    stops: tuple[Stop, ...] = ()


def first_space() -> Space | None:
    """The space that the site began with."""
    return db.session.scalar(select(Space).order_by(Space.id).limit(1))


def steps() -> list[Step]:
    """The first steps, ticked by what really happened; one statement.

    What no space has switched on is no step.
    """
    members = select(Person.id).where(Person.id != SYSTEM_ID, Person.state == "active")
    helpers = select(RoleGrant.id).where(
        RoleGrant.ended_at.is_(None),
        RoleGrant.person_id > members.order_by(Person.id).limit(1).scalar_subquery(),
    )
    row = db.session.execute(
        select(
            exists().where(Idea.published_at.is_not(None)),
            exists(members.offset(1)),
            exists().where(Support.state == "counted"),
            exists(helpers),
            exists().where(Build.published_at.is_not(None)),
            exists().where(Space.has_builds),
            exists().where(Space.has_revenue),
        )
    ).one()
    done = dict(zip(STEPS, [*row[:5], bool(site.get("legal_entity"))], strict=True))
    left_out = {"build": not row[5], "firm": not row[6]}
    return [Step(key, bool(done[key])) for key in STEPS if not left_out.get(key)]


def cast() -> list[Viewer]:
    """The named people of the demo: first those of the bar, in its order."""
    living = select(Person).where(Person.source == SOURCE, Person.state == "active")
    whole = living.options(selectinload(Person.grants)).order_by(Person.number)
    found = [_viewer(person) for person in db.session.scalars(whole)]
    order = list(PARTS)
    last = len(order)
    return sorted(found, key=lambda one: order.index(one.part) if one.part else last)


def named(number: int) -> Person:
    """A named person of the demo; Missing for the crowd and for strangers."""
    wanted = select(Person).where(Person.source == SOURCE, Person.number == number)
    person = db.session.scalar(wanted)
    if person is None or person.state != "active":
        raise Missing
    return person


def known_walk(kept: dict[str, Any]) -> Walk | None:
    """The walk, looked up once: what it leads past does not change any more."""
    found: Walk | None = kept.get("demo_walk") or walk()
    if found is not None:
        kept["demo_walk"] = found
    return found


def walk() -> Walk | None:
    """The stops of the oldest product on sale that paid its author."""
    for product in reversed(roadmap.products_out(SYSTEM)):
        found = _walk_of(product)
        if found is not None:
            return found
    return None


def _walk_of(product: Product) -> Walk | None:
    idea_ids = roadmap.ideas_of_product(product.id)
    idea = ideas.by_ids(SYSTEM, idea_ids).get(idea_ids[0]) if idea_ids else None
    if idea is None or not payouts.payouts_of(idea.author_id):
        return None
    author = people.get(idea.author_id)
    stops = (
        _idea(idea, author),
        _talk(idea),
        _decision(idea),
        _item(idea),
        _build(idea),
        _week(idea),
        _product(product),
        _statement(author),
        _paid(author),
    )
    return Walk(idea.title, tuple(stop for stop in stops if stop is not None))


def _idea(idea: Idea, author: Person) -> Stop:
    return _stop("idea", idea.published_at, author, "ideas.show", number=idea.number)


def _talk(idea: Idea) -> Stop | None:
    """The first comment, as the one who wrote it."""
    found = comments.of_threads(SYSTEM, [idea.thread_id or 0])
    if not found:
        return None
    first = found[0]
    stop = _stop(
        "talk", first.created_at, first.author, "ideas.show", number=idea.number
    )
    return _anchored(stop, f"comment-{first.id}")


def _decision(idea: Idea) -> Stop | None:
    review = reviews.of_idea(idea.id)
    decision = reviews.living_decision(review.id) if review else None
    if review is None or decision is None or decision.signed_at is None:
        return None
    maker = people.get(decision.maker_id)
    where = "reviews_staff.show"
    return _stop("decision", decision.signed_at, maker, where, review_id=review.id)


def _item(idea: Idea) -> Stop | None:
    found = roadmap.items_of_ideas([idea.id])
    viewer = _part("product")
    if not found or viewer is None:
        return None
    item = found[0][1]
    return _stop("item", item.created_at, viewer, "roadmap.show", number=item.number)


def _build(idea: Idea) -> Stop | None:
    found = builds.of_ideas(SYSTEM, [idea.id])
    viewer = _part("tester")
    if not found or viewer is None:
        return None
    build = found[0][2]
    return _stop(
        "build", build.published_at, viewer, "builds.show", number=build.number
    )


def _week(idea: Idea) -> Stop | None:
    """What the first build's week came to."""
    found = builds.of_ideas(SYSTEM, [idea.id])
    closed = feedback.standings_of(found[0][2].id) if found else []
    viewer = _part("tester")
    if not closed or viewer is None:
        return None
    where, number = "feedback.results", found[0][2].number
    return _stop("week", closed[0].closed_at, viewer, where, number=number)


def _product(product: Product) -> Stop | None:
    viewer = _part("fan")
    if viewer is None:
        return None
    where = "roadmap.product"
    return _stop("product", product.launched_at, viewer, where, number=product.number)


def _statement(author: Person) -> Stop | None:
    found = royalties.statements_of(author.id)
    if not found:
        return None
    first = found[-1]
    where = "royalties.statement"
    return _stop("statement", first.issued_at, author, where, statement_id=first.id)


def _paid(author: Person) -> Stop | None:
    found = payouts.payouts_of(author.id)
    attempt = found[-1].attempt if found else None
    if attempt is None:
        return None
    return _stop("paid", attempt.closed_at, author, "royalties.earnings")


def _stop(
    key: str, at: datetime | None, person: Person, endpoint: str, **values: Any
) -> Stop:
    assert at is not None
    return Stop(key, at, person.display_name, person.number, endpoint, values)


def _anchored(stop: Stop, anchor: str) -> Stop:
    return Stop(
        stop.key, stop.at, stop.name, stop.number, stop.endpoint, stop.values, anchor
    )


def _part(part: str) -> Person | None:
    wanted = select(Person).where(Person.source == SOURCE, Person.source_id == part)
    return db.session.scalar(wanted)


def _viewer(person: Person) -> Viewer:
    part = person.source_id if person.source_id in PARTS else ""
    roles = tuple(sorted(grant.role for grant in person.grants))
    return Viewer(part or "", person.display_name, person.number, person.bio, roles)

"""What the roadmap makes of decisions, builds and withdrawals."""

from app.builds.events import BuildPublished
from app.ideas import queries as ideas
from app.ideas.events import IdeaMoved
from app.kernel.actor import SYSTEM
from app.kernel.events import on
from app.people import queries as people
from app.reviews import queries as reviews
from app.reviews.events import ReviewDecided
from app.roadmap import commands, queries


@on(ReviewDecided)
def plan_approved(event: ReviewDecided) -> None:
    """An approval makes the item, and for a product the product row."""
    if event.outcome != "approve":
        return
    idea = ideas.by_ids(SYSTEM, [event.idea_id])[event.idea_id]
    decision = reviews.living_decision(event.review_id)
    body = decision.public_text if decision is not None else ""
    actor = people.get(event.actor_id)
    commands.plan(actor, idea, kind=event.kind, body=body)


@on(BuildPublished)
def move_shipped(event: BuildPublished) -> None:
    """Items whose changes shipped are in beta."""
    commands.move_shipped(event.build_id)


@on(IdeaMoved)
def unlink_gone(event: IdeaMoved) -> None:
    """A withdrawn or merged idea no longer belongs to its item."""
    if event.to_state not in ("withdrawn", "merged"):
        return
    for _, item in queries.items_of_ideas([event.idea_id]):
        commands.unlink(SYSTEM, item, event.idea_id)

"""Reviews and the roadmap."""

from app.ideas.models import Idea
from app.kernel.db import db
from app.kernel.events import on
from app.notifications import queries
from app.notifications.listeners.telling import Word, path_of, tell
from app.reviews.events import ReviewOpened
from app.roadmap import queries as roadmap
from app.roadmap.events import ItemMoved


@on(ReviewOpened)
def review_opened(event: ReviewOpened) -> None:
    """The product team: score it."""
    idea = db.session.get_one(Idea, event.idea_id)
    url = path_of("reviews_staff.show", event.review_id)
    cause = f"review:{event.review_id}:opened"
    product = queries.holders("product", space_id=idea.space_id)
    word = Word("review_to_decide", cause, url, {"title": idea.title}, idea.id)
    tell(product, "to_do", word)


@on(ItemMoved)
def item_moved(event: ItemMoved) -> None:
    """Those who follow the item; its ideas tell their own backers."""
    item = roadmap.by_id(event.item_id)
    stages = f"{event.from_stage}:{event.to_stage}"
    cause = f"item:{item.id}:{stages}:{item.moved_at.isoformat()}"
    url = path_of("roadmap.show", item.number)
    word = Word(f"item_{event.to_stage}", cause, url, {"title": item.title})
    tell(roadmap.followers_of(item.id), "roadmap", word)

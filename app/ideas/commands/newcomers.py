"""How much people send who are new here, or whom a moderator slowed down."""

from app.comments import commands as comments
from app.comments import queries as comment_queries
from app.ideas import queries
from app.ideas.commands import refusals
from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.people.models import Person


def refuse_hasty(actor: Actor, idea: Idea) -> None:
    """Refuse the new idea, or the link, that is one too many for a day."""
    game = queries.game_of(idea)
    if not isinstance(actor, Person) or not actor.writes_little(game.newcomer_days):
        return
    is_new = idea.state == "draft"
    if is_new and queries.sent_today(idea) >= game.newcomer_ideas_a_day:
        raise refusals.TooManyForNow(most=game.newcomer_ideas_a_day)
    words = f"{idea.problem}\n{queries.revision_of(idea.id).body_source}"
    links = comments.links_in(words)
    said = comment_queries.said_today(actor.id) if links else []
    if links + sum(map(comments.links_in, said)) > game.newcomer_links_a_day:
        raise refusals.TooManyLinks(most=game.newcomer_links_a_day)

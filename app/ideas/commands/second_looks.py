"""A decision at the gate taken back: at once by who made it, later on appeal."""

from sqlalchemy import delete

from app.comments import commands as comments
from app.ideas import policies
from app.ideas.commands import refusals
from app.ideas.commands.gate import bring_out
from app.ideas.commands.moving import Reason, grant_licence, lock, move_to
from app.ideas.models import Idea, IdeaFix
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.policies import require

RULED = ("supporting", "needs_work", "rejected")


def reconsider(actor: Actor, idea: Idea) -> None:
    """Put an idea back to the gate, due when it was; nobody has built on it yet."""
    require(policies.may_rule, actor, idea)
    lock(idea)
    if idea.state not in RULED:
        raise refusals.NoSuchMove
    if idea.thread_id is not None:
        comments.hide(actor, idea.thread_id)
    asked = IdeaFix.idea_id == idea.id, IdeaFix.attempt == idea.tries
    db.session.execute(delete(IdeaFix).where(*asked))
    move_to(actor, idea, "submitted", Reason("reconsidered"))
    idea.published_at = None
    idea.opened_at = clock.now()
    grant_licence(actor, idea, "hosting")
    audit.record(actor, "ideas.reconsider", "idea", idea.id)
    db.session.flush()


def restore(actor: Actor, idea: Idea, text: str) -> None:
    """Publish a refused idea after all, because an appeal was right."""
    require(policies.may_rule, actor, idea)
    lock(idea)
    if idea.state != "rejected":
        raise refusals.NoSuchMove
    bring_out(actor, idea, Reason("appeal_upheld", text))
    grant_licence(actor, idea, "hosting")
    audit.record(actor, "ideas.restore", "idea", idea.id)
    db.session.flush()

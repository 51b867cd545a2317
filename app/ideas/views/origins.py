"""From a comment to an idea in one tap."""

from flask import Response
from flask_babel import gettext as _

from app.comments import queries as comments
from app.ideas import commands
from app.ideas.views.blueprint import bp
from app.kernel.db import atomic
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done
from app.web.i18n import pick


@bp.post("/comments/<int:comment_id>/idea")
@access(SIGNED_IN)
def draft_from(comment_id: int) -> Response:
    """Make an idea of one's own comment: a draft, filled with what it says."""
    actor = current_actor()
    with atomic():
        comment = comments.get(actor, comment_id)
        idea = commands.draft_from(actor, comment, pick())
    said = _("Your comment is a draft now. Make it whole, then send it.")
    return done("ideas.edit", number=idea.number, message=said)

"""What is said under a bug counts: the team's first answer, the reporter's reply."""

from app.comments.models import Comment
from app.feedback import policies
from app.feedback.commands import owing
from app.feedback.commands.moves import answer
from app.feedback.models import Bug
from app.kernel.actor import Actor


def hear(actor: Actor, bug: Bug, comment: Comment) -> None:
    """Take note of a comment by its author; twice is the same as once.

    Words for the team alone answer nobody, and a reply is younger than its question.
    """
    if comment.visibility == "team":
        return
    if policies.may_answer(actor, bug):
        if bug.state == "need_info" and comment.created_at >= bug.moved_at:
            answer(actor, bug)
    elif policies.may_triage(actor, bug):
        owing.has_answered(bug)

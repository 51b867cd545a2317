"""Every no of this domain, by name."""

from app.kernel.errors import Conflict, Invalid
from app.kernel.words import N_


class EmptyComment(Invalid):
    code = "empty_comment"
    text = N_("Write something first.")


class CommentTooLong(Invalid):
    code = "comment_too_long"
    text = N_("This comment is too long. Shorten it, or write two.")


class ThreadIsLocked(Conflict):
    code = "thread_locked"
    text = N_("This conversation is closed.")


class NoReplyToReply(Invalid):
    code = "no_reply_to_reply"
    text = N_("Answer the first comment of this conversation instead.")


class LockNeedsReason(Invalid):
    code = "lock_needs_reason"
    text = N_("Say why this conversation is closed.")


class HideNeedsReason(Invalid):
    code = "hide_needs_reason"
    text = N_("Say why it is hidden.")


class TooManyForNow(Invalid):
    code = "too_many_for_now"
    text = N_("For now you may write %(most)s comments a day. Go on tomorrow.")


class TooManyLinks(Invalid):
    code = "too_many_links"
    text = N_("For now you may write %(most)s links a day. Leave some out.")

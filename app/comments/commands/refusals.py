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


class UnknownReaction(Invalid):
    code = "unknown_reaction"
    text = N_("This space does not use that reaction.")


class TooManyMentions(Invalid):
    code = "too_many_mentions"
    text = N_("Name fewer people: at most %(count)s in one comment.")


class TooManyPictures(Invalid):
    code = "too_many_pictures"
    text = N_("Too many pictures: at most %(count)s in one comment.")


class AltMissing(Invalid):
    code = "alt_missing"
    text = N_("Say in a few words what each picture shows.")


class BackersAsk(Invalid):
    code = "backers_ask"
    text = N_(
        "Whoever supports this, or made it, may ask for the team's answer. Support it "
        "first, or leave that out."
    )


class OwnMute(Invalid):
    code = "own_mute"
    text = N_("You cannot mute yourself.")


class HideNeedsReason(Invalid):
    code = "hide_needs_reason"
    text = N_("Say why it is hidden.")


class TooManyForNow(Invalid):
    code = "too_many_for_now"
    text = N_("For now you may write %(most)s comments a day. Go on tomorrow.")


class TooManyLinks(Invalid):
    code = "too_many_links"
    text = N_("For now you may write %(most)s links a day. Leave some out.")

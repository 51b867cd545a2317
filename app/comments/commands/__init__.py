"""The only way to write in threads: words, locks, what staff hides."""

from app.comments.commands.concealing import conceal, reveal
from app.comments.commands.erasure import erase
from app.comments.commands.newcomers import links_in
from app.comments.commands.refusals import (
    CommentTooLong,
    EmptyComment,
    HideNeedsReason,
    LockNeedsReason,
    NoReplyToReply,
    ThreadIsLocked,
    TooManyForNow,
    TooManyLinks,
)
from app.comments.commands.threads import hide, lock, open_thread, unhide, unlock
from app.comments.commands.writing import (
    answer,
    edit,
    remove,
    write,
    write_to_team,
)

__all__ = [
    "CommentTooLong",
    "EmptyComment",
    "HideNeedsReason",
    "LockNeedsReason",
    "NoReplyToReply",
    "ThreadIsLocked",
    "TooManyForNow",
    "TooManyLinks",
    "answer",
    "conceal",
    "edit",
    "erase",
    "hide",
    "links_in",
    "lock",
    "open_thread",
    "remove",
    "reveal",
    "unhide",
    "unlock",
    "write",
    "write_to_team",
]

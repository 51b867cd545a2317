"""The only way to write in threads: words, taps, answers, locks."""

from app.comments.commands.answers import mark_answered, pin, unpin, want_answer
from app.comments.commands.concealing import conceal, reveal
from app.comments.commands.crowds import Seed, seed
from app.comments.commands.erasure import erase
from app.comments.commands.mentions import link_to
from app.comments.commands.mutes import mute, unmute
from app.comments.commands.newcomers import links_in
from app.comments.commands.pictures import (
    claim_picture,
    detach,
    fail_picture,
    finish_picture,
    send_picture,
)
from app.comments.commands.reactions import react, take_back_reaction
from app.comments.commands.refusals import (
    AltMissing,
    BackersAsk,
    CommentTooLong,
    EmptyComment,
    HideNeedsReason,
    LockNeedsReason,
    NoReplyToReply,
    OwnMute,
    ThreadIsLocked,
    TooManyForNow,
    TooManyLinks,
    TooManyMentions,
    TooManyPictures,
    UnknownReaction,
)
from app.comments.commands.threads import (
    hide,
    lock,
    open_thread,
    set_readers,
    unhide,
    unlock,
)
from app.comments.commands.writing import (
    answer,
    edit,
    note_idea,
    remove,
    write,
    write_to_team,
)

__all__ = [
    "AltMissing",
    "BackersAsk",
    "CommentTooLong",
    "EmptyComment",
    "HideNeedsReason",
    "LockNeedsReason",
    "NoReplyToReply",
    "OwnMute",
    "Seed",
    "ThreadIsLocked",
    "TooManyForNow",
    "TooManyLinks",
    "TooManyMentions",
    "TooManyPictures",
    "UnknownReaction",
    "answer",
    "claim_picture",
    "conceal",
    "detach",
    "edit",
    "erase",
    "fail_picture",
    "finish_picture",
    "hide",
    "link_to",
    "links_in",
    "lock",
    "mark_answered",
    "mute",
    "note_idea",
    "open_thread",
    "pin",
    "react",
    "remove",
    "reveal",
    "seed",
    "send_picture",
    "set_readers",
    "take_back_reaction",
    "unhide",
    "unlock",
    "unmute",
    "unpin",
    "want_answer",
    "write",
    "write_to_team",
]

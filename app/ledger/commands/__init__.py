"""Writing the ledger: the only way in.

`post` is for the commands of higher domains, which have asked their own policy.
"""

from app.ledger.commands.journals import (
    BadJournal,
    JournalPosted,
    keep_journal,
)
from app.ledger.commands.periods import anchor, seal
from app.ledger.commands.posting import (
    AccountClosed,
    AccountDiffers,
    BadPosting,
    BelowZero,
    KeyTaken,
    Leg,
    PeriodSealed,
    Posting,
    Unbalanced,
    UnknownAccount,
    account,
    erase,
    post,
    reverse,
)

__all__ = [
    "AccountClosed",
    "AccountDiffers",
    "BadJournal",
    "BadPosting",
    "BelowZero",
    "JournalPosted",
    "KeyTaken",
    "Leg",
    "PeriodSealed",
    "Posting",
    "Unbalanced",
    "UnknownAccount",
    "account",
    "anchor",
    "erase",
    "keep_journal",
    "post",
    "reverse",
    "seal",
]

"""The only way to write supports: givers, the fold, two people who rule."""

from app.support.commands.audits import audit_rung, find_clean, sign_goal
from app.support.commands.crowds import Seed, seed
from app.support.commands.folding import fold
from app.support.commands.giving import erase, give, withdraw
from app.support.commands.refusals import (
    NoteMissing,
    NothingToRule,
    NotOpen,
    OnSale,
    OwnIdea,
    RulingOver,
    StillCooling,
    TooLate,
    UnknownReason,
    Voided,
)
from app.support.commands.rulings import (
    CHECK,
    RULING,
    Proposal,
    confirm,
    drop,
    hold,
    propose,
)

__all__ = [
    "CHECK",
    "RULING",
    "NotOpen",
    "NoteMissing",
    "NothingToRule",
    "OnSale",
    "OwnIdea",
    "Proposal",
    "RulingOver",
    "Seed",
    "StillCooling",
    "TooLate",
    "UnknownReason",
    "Voided",
    "audit_rung",
    "confirm",
    "drop",
    "erase",
    "find_clean",
    "fold",
    "give",
    "hold",
    "propose",
    "seed",
    "sign_goal",
    "withdraw",
]

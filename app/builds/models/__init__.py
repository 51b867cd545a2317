"""Channels and trains, builds with their changes, and what readers say of them."""

from app.builds.models.build import (
    CREDIT_ROLES,
    DATA_AFTER_ROLLBACK,
    ITEM_KINDS,
    ITEM_STATES,
    KINDS,
    Build,
    BuildBlock,
    BuildItem,
    BuildItemCredit,
)
from app.builds.models.channel import (
    CADENCES,
    ENROLMENT_STATES,
    JOINS,
    Channel,
    Enrolment,
)
from app.builds.models.goodwill import GOODWILLS, Goodwill
from app.builds.models.hook import BuildHook, BuildRegistration
from app.builds.models.train import REASONS, TRAIN_STATES, WAITING, Train, TrainGate
from app.builds.models.voice import VALUES, VERDICTS, BuildVote, Install, ItemVote

__all__ = [
    "CADENCES",
    "CREDIT_ROLES",
    "DATA_AFTER_ROLLBACK",
    "ENROLMENT_STATES",
    "GOODWILLS",
    "ITEM_KINDS",
    "ITEM_STATES",
    "JOINS",
    "KINDS",
    "REASONS",
    "TRAIN_STATES",
    "VALUES",
    "VERDICTS",
    "WAITING",
    "Build",
    "BuildBlock",
    "BuildHook",
    "BuildItem",
    "BuildItemCredit",
    "BuildRegistration",
    "BuildVote",
    "Channel",
    "Enrolment",
    "Goodwill",
    "Install",
    "ItemVote",
    "Train",
    "TrainGate",
]

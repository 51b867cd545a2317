"""Channels and trains, builds with their changes, and what readers say of them."""

from app.builds.models.attachment import (
    ATTACHMENT_KINDS,
    BuildAttachment,
)
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
    AWAY,
    CADENCES,
    CHANNEL_LABELS,
    ENROLMENT_STATES,
    JOINS,
    OUTCOMES,
    PASS_KINDS,
    QUEUED,
    Channel,
    ChannelPass,
    Enrolment,
    EnrolmentRemoval,
    Founder,
)
from app.builds.models.device import (
    DeviceKey,
    EarlyGet,
    InstallConsent,
)
from app.builds.models.goodwill import (
    GOODWILLS,
    Goodwill,
)
from app.builds.models.hook import (
    BuildHook,
    BuildRegistration,
)
from app.builds.models.train import (
    REASONS,
    TRAIN_STATES,
    WAITING,
    Train,
    TrainGate,
)
from app.builds.models.voice import (
    VALUES,
    VERDICTS,
    BuildVote,
    Install,
    ItemVote,
)

__all__ = [
    "ATTACHMENT_KINDS",
    "AWAY",
    "CADENCES",
    "CHANNEL_LABELS",
    "CREDIT_ROLES",
    "DATA_AFTER_ROLLBACK",
    "ENROLMENT_STATES",
    "GOODWILLS",
    "ITEM_KINDS",
    "ITEM_STATES",
    "JOINS",
    "KINDS",
    "OUTCOMES",
    "PASS_KINDS",
    "QUEUED",
    "REASONS",
    "TRAIN_STATES",
    "VALUES",
    "VERDICTS",
    "WAITING",
    "Build",
    "BuildAttachment",
    "BuildBlock",
    "BuildHook",
    "BuildItem",
    "BuildItemCredit",
    "BuildRegistration",
    "BuildVote",
    "Channel",
    "ChannelPass",
    "DeviceKey",
    "EarlyGet",
    "Enrolment",
    "EnrolmentRemoval",
    "Founder",
    "Goodwill",
    "Install",
    "InstallConsent",
    "ItemVote",
    "Train",
    "TrainGate",
]

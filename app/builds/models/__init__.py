"""Channels and trains, builds with their changes, and what readers say of them."""

from app.builds.models.attachment import ATTACHMENT_KINDS, BuildAttachment
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
from app.builds.models.device import DeviceKey, EarlyGet, InstallConsent
from app.builds.models.train import TRAIN_STATES, WAITING, Train
from app.builds.models.voice import VALUES, VERDICTS, BuildVote, Install, ItemVote

__all__ = [
    "ATTACHMENT_KINDS",
    "CADENCES",
    "CREDIT_ROLES",
    "DATA_AFTER_ROLLBACK",
    "ENROLMENT_STATES",
    "ITEM_KINDS",
    "ITEM_STATES",
    "JOINS",
    "KINDS",
    "TRAIN_STATES",
    "VALUES",
    "VERDICTS",
    "WAITING",
    "Build",
    "BuildAttachment",
    "BuildBlock",
    "BuildItem",
    "BuildItemCredit",
    "BuildVote",
    "Channel",
    "DeviceKey",
    "EarlyGet",
    "Enrolment",
    "Install",
    "InstallConsent",
    "ItemVote",
    "Train",
]

"""Telling people, their choices, and the mail of the site."""

from app.notifications.commands.choosing import (
    AlwaysOn,
    UnknownChoice,
    choose_boxes,
    choose_level,
    renew_feed,
    switch_digest,
    switch_mail,
)
from app.notifications.commands.mailing import (
    BadMailHour,
    BadSender,
    begin_digest,
    mark_digest,
    retry,
    set_up_mail,
)
from app.notifications.commands.telling import (
    CHUNK,
    Told,
    erase,
    leave_to_digest,
    read,
    tell,
    unread,
)
from app.notifications.commands.webhooks import (
    UnknownChat,
    post,
    remove_webhook,
    set_webhook,
)

__all__ = [
    "CHUNK",
    "AlwaysOn",
    "BadMailHour",
    "BadSender",
    "Told",
    "UnknownChat",
    "UnknownChoice",
    "begin_digest",
    "choose_boxes",
    "choose_level",
    "erase",
    "leave_to_digest",
    "mark_digest",
    "post",
    "read",
    "remove_webhook",
    "renew_feed",
    "retry",
    "set_up_mail",
    "set_webhook",
    "switch_digest",
    "switch_mail",
    "tell",
    "unread",
]

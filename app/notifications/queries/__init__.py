"""Reading notices, choices and mails, and who is to be told what."""

from app.notifications.queries.audiences import (
    addresses_of,
    backers_of,
    credited_in,
    holders,
    idea_of,
    inner_testers_of,
    last_move_of,
    parties_of,
    runners_of,
    testers_of,
)
from app.notifications.queries.choices import (
    Box,
    Choices,
    choices_of,
    choices_of_all,
    personal,
)
from app.notifications.queries.digests import (
    WEEK,
    due_now,
    is_digest_due,
    last_due,
    newest_run,
    readers_of,
    told_in,
)
from app.notifications.queries.mails import (
    STATES,
    busy_of,
    outbox_page,
    parked,
    parked_count,
)
from app.notifications.queries.notices import (
    in_feed_of,
    news,
    read_page,
    unread_count,
    unread_page,
)
from app.notifications.queries.webhooks import last_post_of, posts_due, webhook_of

__all__ = [
    "STATES",
    "WEEK",
    "Box",
    "Choices",
    "addresses_of",
    "backers_of",
    "busy_of",
    "choices_of",
    "choices_of_all",
    "credited_in",
    "due_now",
    "holders",
    "idea_of",
    "in_feed_of",
    "inner_testers_of",
    "is_digest_due",
    "last_due",
    "last_move_of",
    "last_post_of",
    "newest_run",
    "news",
    "outbox_page",
    "parked",
    "parked_count",
    "parties_of",
    "personal",
    "posts_due",
    "read_page",
    "readers_of",
    "runners_of",
    "testers_of",
    "told_in",
    "unread_count",
    "unread_page",
    "webhook_of",
]

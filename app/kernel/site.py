"""Settings of the site: one row a key, with defaults known here."""

import time
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import Model, db, dialect_insert

DEFAULTS: dict[str, Any] = {
    "name": "Cobuild",
    "tagline": "",
    "legal_entity": "",
    "colour": "",
    "timezone": "UTC",
    "language": "en",
    "languages": ["en", "zh_Hans", "zh_Hant", "ja"],
    "business_days": [0, 1, 2, 3, 4],
    "holidays": [],
    "crew": "just_me",
    "switched_off": [],
    "asked_until": "",
    "first_run": "",
    "first_steps": "",
    "mail_from": "",
    "digest_weekday": 4,
    "digest_hour": 18,
}
_CACHE_SECONDS = 30.0


class SiteSetting(Model):
    """One setting; its value is JSON under the key `value`."""

    __tablename__ = "site_settings"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


def get(key: str) -> Any:
    """The value of a setting, or its default; unknown keys are an error."""
    default = DEFAULTS[key]
    return _all().get(key, default)


def put(actor: Actor, key: str, value: Any) -> None:
    """Set a value; commands ask their policy before."""
    DEFAULTS[key]
    values = {
        "value": {"value": value},
        "changed_at": clock.now(),
        "changed_by_id": actor.id,
    }
    statement = dialect_insert(SiteSetting).values(key=key, **values)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=[SiteSetting.key], set_=values)
    )
    audit.record(actor, "site.put", "site", values={"key": key})
    forget()


def remember(known: dict[str, Any]) -> None:
    """Keep values for a moment, so that not every request asks for them."""
    until = time.monotonic() + _CACHE_SECONDS
    current_app.extensions["site_settings"] = (until, known)


def forget() -> None:
    """Drop what this process remembers."""
    current_app.extensions.pop("site_settings", None)


def _all() -> dict[str, Any]:
    kept = current_app.extensions.get("site_settings")
    if kept is not None and kept[0] > time.monotonic():
        known: dict[str, Any] = kept[1]
        return known
    rows = db.session.execute(select(SiteSetting.key, SiteSetting.value))
    known = {row.key: row.value["value"] for row in rows}
    remember(known)
    return known

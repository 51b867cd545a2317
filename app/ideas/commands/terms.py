"""The terms of sending an idea: a new version, in every language at once."""

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from app.ideas import policies
from app.ideas.commands import refusals
from app.ideas.models import Terms
from app.kernel import audit, clock, site
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.policies import require


def publish_terms(actor: Actor, texts: Mapping[str, str], effective_on: date) -> int:
    """Publish a version that holds from a day on, in the site's zone; its number.

    It is there in English and in each language that the site offers. Earlier versions
    stay as they were: an idea names the one that it was sent in under.
    """
    require(policies.may_publish_terms, actor)
    needed = {"en", *site.get("languages")}
    written = {lang: text.strip() for lang, text in texts.items() if text.strip()}
    for lang in sorted(needed - set(written)):
        raise refusals.TermsIncomplete(field=lang)
    effective_at = _beginning(effective_on)
    version = (db.session.scalar(select(func.max(Terms.version))) or 0) + 1
    for lang, text in written.items():
        row = Terms(version=version, lang=lang, effective_at=effective_at)
        row.set_body(text)
        db.session.add(row)
    values = {"version": version, "effective_at": effective_at.isoformat()}
    audit.record(actor, "ideas.publish_terms", "terms", version, values=values)
    db.session.flush()
    return version


def _beginning(day: date) -> datetime:
    """The first instant of a day to come; of today it is now."""
    zone = site.get("timezone")
    today = clock.today(zone)
    if day < today:
        raise refusals.TermsInThePast(field="effective_on")
    midnight = datetime.combine(day, time(), ZoneInfo(zone))
    return clock.now() if day == today else midnight

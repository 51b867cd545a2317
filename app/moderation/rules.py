"""The game's settings for moderation."""

from dataclasses import dataclass

from app.kernel import rules


@rules.section("moderation")
@dataclass(frozen=True, slots=True)
class ModerationRules:
    """What a space may change about moderation; the unit is in the name."""

    reporters_to_hide: int = 5
    reporter_age_days: int = 7
    safe_supporters: int = 500
    ruling_business_days: int = 3
    appeal_days: int = 30
    appeal_business_days: int = 5
    reason_weight: int = 80
    undo_minutes: int = 10
    solo_hours: int = 24
    spam_days: int = 365

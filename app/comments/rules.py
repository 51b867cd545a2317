"""The game's settings for comments."""

from dataclasses import dataclass

from app.kernel import rules


@rules.section("comments")
@dataclass(frozen=True, slots=True)
class CommentRules:
    """What a space may change about comments."""

    max_bytes: int = 8_000
    newcomer_days: int = 7
    newcomer_comments_a_day: int = 10
    newcomer_links_a_day: int = 2

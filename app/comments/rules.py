"""The game's settings for comments."""

from dataclasses import dataclass

from app.kernel import rules


@rules.section("comments")
@dataclass(frozen=True, slots=True)
class CommentRules:
    """What a space may change about comments."""

    max_bytes: int = 8_000

"""The game's settings for comments."""

from dataclasses import dataclass, field

from app.kernel import rules
from app.kernel.errors import Invalid
from app.kernel.words import N_

# What one tap can say, and its name for those who do not see the picture.
REACTIONS = {
    "up": "\U0001f44d",
    "down": "\U0001f44e",
    "laugh": "\U0001f604",
    "hooray": "\U0001f389",
    "confused": "\U0001f615",
    "heart": "\u2764\ufe0f",
    "rocket": "\U0001f680",
    "eyes": "\U0001f440",
}
REACTION_LABELS = {
    "up": N_("Thumbs up"),
    "down": N_("Thumbs down"),
    "laugh": N_("Laughing"),
    "hooray": N_("Hooray"),
    "confused": N_("Confused"),
    "heart": N_("Heart"),
    "rocket": N_("Rocket"),
    "eyes": N_("Eyes"),
}


class BadReactions(Invalid):
    code = "bad_reactions"
    text = N_("One of these reactions does not exist.")


@rules.section("comments")
@dataclass(frozen=True, slots=True)
class CommentRules:
    """What a space may change about comments; the unit is in the name."""

    max_bytes: int = 8_000
    max_pictures: int = 3
    max_mentions: int = 10
    answer_business_days: int = 5
    reactions: tuple[str, ...] = field(
        default=tuple(REACTIONS), metadata={"choices": REACTION_LABELS}
    )

    newcomer_days: int = 7
    newcomer_comments_a_day: int = 10
    newcomer_links_a_day: int = 2

    def __post_init__(self) -> None:
        if any(kind not in REACTIONS for kind in self.reactions):
            raise BadReactions

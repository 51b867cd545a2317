"""The kinds of notices: their families, and what comes on which way unless chosen."""

KINDS = (
    "decision_on_mine",
    "idea_stage",
    "rung",
    "idea_update",
    "reply",
    "mention",
    "official_answer",
    "answer_owed",
    "merge",
    "support_ruling",
    "moderation",
    "build",
    "bug_state",
    "roadmap",
    "deed_to_sign",
    "statement",
    "payout",
    "to_do",
    "security",
)
# Nobody switches these off: in the site, and by mail where there is an address.
ALWAYS = (
    "decision_on_mine",
    "support_ruling",
    "moderation",
    "deed_to_sign",
    "statement",
    "payout",
    "security",
)
CHANNELS = ("site", "mail", "feed")
# What waits for its reader, and no other.
DUTIES = ("to_do", "answer_owed")
# How much comes: all, what concerns the reader, what he must act on.
LEVELS = ("all", "mine", "must")
# What is told to many alike; whoever wants only his own leaves it out.
WIDE = ("rung", "idea_update", "build", "roadmap")
FAMILIES = {
    "ideas": (
        "decision_on_mine",
        "idea_stage",
        "rung",
        "idea_update",
        "merge",
        "support_ruling",
    ),
    "talk": ("reply", "mention", "official_answer"),
    "work": ("to_do", "answer_owed"),
    "builds": ("build", "bug_state", "roadmap"),
    "money": ("deed_to_sign", "statement", "payout"),
    "account": ("moderation", "security"),
}


def is_usual(level: str, kind: str, channel: str) -> bool:
    """Whether a kind comes on a channel to whoever chose nothing but a level.

    Mails at once are for what nobody may miss; the rest waits for the weekly mail.
    """
    if kind in ALWAYS or channel == "mail":
        return kind in ALWAYS
    if level == "must":
        return kind in DUTIES
    return level == "all" or kind not in WIDE

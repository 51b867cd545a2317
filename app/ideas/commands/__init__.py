"""The only way to write ideas: authors, moderators, the ladder, the one door."""

from app.ideas.commands.drafts import (
    Words,
    answer_fixes,
    draft,
    revise,
    submit,
    take_back,
    withdraw,
)
from app.ideas.commands.erasure import erase
from app.ideas.commands.follows import follow, unfollow
from app.ideas.commands.gate import (
    HARD_RULES,
    Fix,
    ask_fixes,
    conceal,
    open_item,
    publish,
    publish_by_rule,
    reject,
    return_stale,
    reveal,
)
from app.ideas.commands.idle import purge_idle, warn_idle
from app.ideas.commands.imports import ImportedIdea, import_idea
from app.ideas.commands.ladder import (
    confirm_outcome,
    expire_due,
    goal_hash,
    record_held,
    record_tally,
    sign_goal,
)
from app.ideas.commands.moving import (
    can_move,
    clear,
    end_licence,
    grant_licence,
    move,
    withdraw_clearance,
)
from app.ideas.commands.pictures import (
    Look,
    arrange,
    attach,
    claim_picture,
    detach,
    fail_picture,
    finish_picture,
    send_picture,
)
from app.ideas.commands.tags import merge_tags, rename_tag, set_tags

__all__ = [
    "HARD_RULES",
    "Fix",
    "ImportedIdea",
    "Look",
    "Words",
    "answer_fixes",
    "arrange",
    "ask_fixes",
    "attach",
    "can_move",
    "claim_picture",
    "clear",
    "conceal",
    "confirm_outcome",
    "detach",
    "draft",
    "end_licence",
    "erase",
    "expire_due",
    "fail_picture",
    "finish_picture",
    "follow",
    "goal_hash",
    "grant_licence",
    "import_idea",
    "merge_tags",
    "move",
    "open_item",
    "publish",
    "publish_by_rule",
    "purge_idle",
    "record_held",
    "record_tally",
    "reject",
    "rename_tag",
    "return_stale",
    "reveal",
    "revise",
    "send_picture",
    "set_tags",
    "sign_goal",
    "submit",
    "take_back",
    "unfollow",
    "warn_idle",
    "withdraw",
    "withdraw_clearance",
]

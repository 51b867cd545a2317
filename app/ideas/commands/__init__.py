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
from app.ideas.commands.imports import (
    Came,
    ImportedIdea,
    import_idea,
    undo_import,
    undo_update,
)
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
from app.ideas.commands.origins import draft_from
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
from app.ideas.commands.second_looks import reconsider, restore
from app.ideas.commands.switching import switch_goals
from app.ideas.commands.tags import merge_tags, rename_tag, set_tags
from app.ideas.commands.terms import publish_terms

__all__ = [
    "HARD_RULES",
    "Came",
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
    "draft_from",
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
    "publish_terms",
    "purge_idle",
    "reconsider",
    "record_held",
    "record_tally",
    "reject",
    "rename_tag",
    "restore",
    "return_stale",
    "reveal",
    "revise",
    "send_picture",
    "set_tags",
    "sign_goal",
    "submit",
    "switch_goals",
    "take_back",
    "undo_import",
    "undo_update",
    "unfollow",
    "warn_idle",
    "withdraw",
    "withdraw_clearance",
]

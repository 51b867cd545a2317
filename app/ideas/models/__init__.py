"""The tables of ideas: the idea, its words, what hangs on it, and the state table."""

from app.ideas.models.idea import Idea
from app.ideas.models.origins import IdeaOrigin
from app.ideas.models.rows import (
    LICENCES,
    IdeaClearance,
    IdeaConcealment,
    IdeaFollow,
    IdeaRung,
    IdeaStop,
    IdeaTransition,
    LicenceGrant,
)
from app.ideas.models.states import (
    CATEGORIES,
    CLEARANCES,
    MOVES,
    OUTCOMES,
    REASON_LABELS,
    STAGE_LABELS,
    STAGE_OF,
    STAGES,
    STATE_LABELS,
    STATES,
    SUPPORTABLE,
    Move,
)
from app.ideas.models.words import (
    CRITERIA,
    CRITERIA_LABELS,
    IdeaFix,
    IdeaPicture,
    IdeaRevision,
    Terms,
    TermsAcceptance,
)

__all__ = [
    "CATEGORIES",
    "CLEARANCES",
    "CRITERIA",
    "CRITERIA_LABELS",
    "LICENCES",
    "MOVES",
    "OUTCOMES",
    "REASON_LABELS",
    "STAGES",
    "STAGE_LABELS",
    "STAGE_OF",
    "STATES",
    "STATE_LABELS",
    "SUPPORTABLE",
    "Idea",
    "IdeaClearance",
    "IdeaConcealment",
    "IdeaFix",
    "IdeaFollow",
    "IdeaOrigin",
    "IdeaPicture",
    "IdeaRevision",
    "IdeaRung",
    "IdeaStop",
    "IdeaTransition",
    "LicenceGrant",
    "Move",
    "Terms",
    "TermsAcceptance",
]

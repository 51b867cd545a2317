"""The life of an idea as data: states, what fans see of them, and every move."""

from dataclasses import dataclass

from app.kernel.words import N_

CATEGORIES = {
    "open": (
        "draft",
        "submitted",
        "needs_work",
        "supporting",
        "achieved",
        "in_review",
        "parked",
    ),
    "active": ("approved", "in_development", "in_beta"),
    "done": ("launched", "retired"),
    "declined": ("rejected", "declined", "expired", "withdrawn"),
    "duplicate": ("merged",),
}
STATES = tuple(state for states in CATEGORIES.values() for state in states)
OUTCOMES = ("product", "improvement")
CLEARANCES = (
    "deed_signed",
    "deed_frozen",
    "item_started",
    "item_public",
    "audit_clean",
)

# What a fan sees: one word for several states inside.
STAGES = {
    "draft": ("draft",),
    "checked": ("submitted", "needs_work"),
    "gathering": ("supporting",),
    "review": ("achieved", "in_review", "parked"),
    "planned": ("approved",),
    "making": ("in_development", "in_beta"),
    "out": ("launched", "retired"),
    "ended": ("rejected", "declined", "expired", "withdrawn", "merged"),
}
STAGE_OF = {state: stage for stage, states in STAGES.items() for state in states}
STAGE_LABELS = {
    "draft": N_("Draft"),
    "checked": N_("Being checked"),
    "gathering": N_("Gathering support"),
    "review": N_("In review"),
    "planned": N_("Planned"),
    "making": N_("In the making"),
    "out": N_("Out now"),
    "ended": N_("Ended"),
}
STATE_LABELS = {
    "draft": N_("Draft"),
    "submitted": N_("Waiting to be checked"),
    "needs_work": N_("Needs a change"),
    "supporting": N_("Gathering support"),
    "achieved": N_("Goal reached"),
    "in_review": N_("In review"),
    "parked": N_("On hold"),
    "approved": N_("Planned"),
    "in_development": N_("In the making"),
    "in_beta": N_("Being tested"),
    "launched": N_("Out now"),
    "retired": N_("No longer sold"),
    "rejected": N_("Not published"),
    "declined": N_("Declined"),
    "expired": N_("Time ran out"),
    "withdrawn": N_("Withdrawn"),
    "merged": N_("Joined with another idea"),
}
# The public words of what was done, by the code of a transition's reason.
REASON_LABELS = {
    "sent": N_("Sent by its author."),
    "taken_back": N_("Taken back by its author before anybody read it."),
    "published": N_("Published. Publishing is not endorsing."),
    "reconsidered": N_("The decision was taken back: it is checked again."),
    "appeal_upheld": N_("Published after an appeal."),
    "published_by_rule": N_(
        "Published at once, by the rules of the place. A moderator looks at it soon."
    ),
    "rung_reached": N_("A goal was reached."),
    "fixes_asked": N_("Sent back with what to change."),
    "fixes_unanswered": N_("Back in the drafts: nobody answered in time."),
    "withdrawn_by_author": N_("Withdrawn by its author."),
    "author_left": N_("Its author has left."),
    "left_idle": N_("Its author had not touched it for a long time."),
    "goal_signed": N_("Two people confirmed that the goal was reached."),
    "goal_signed_alone": N_("Decided by one person: the goal was reached."),
    "time_ran_out": N_("The next goal was not reached in time."),
    "not_own_work": N_("Not your own work"),
    "offensive": N_("Insults or hurts people"),
    "dangerous": N_("Dangerous or against the law"),
    "advertising": N_("Advertising"),
    "known_product": N_("We sell this already"),
    "off_topic": N_("Not about anything we could make"),
}
# While these hold, supports may come in (a ladder's clock may still refuse them).
SUPPORTABLE = (
    "supporting",
    "achieved",
    "in_review",
    "parked",
    "approved",
    "in_development",
    "in_beta",
)
MAKING = ("approved", "in_development", "in_beta")

# The clearance a move waits for: of a product, of an improvement.
Needs = tuple[str | None, str | None]
NOTHING: Needs = (None, None)
STARTED: Needs = ("deed_signed", "item_started")
PUBLIC: Needs = ("deed_frozen", "item_public")
AUDITED: Needs = ("audit_clean", "audit_clean")


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the state table (PRODUCT 2).

    `door` says who calls it: `ideas` has its own command here, `move` is opened by a
    higher domain through `commands.move`, `clock` is a step of the ladder's clock that
    leaves the state, `later` has no command yet.
    """

    row: int
    source: str
    target: str
    who: str
    door: str
    reason_weight: int = 0
    needs: Needs = NOTHING

    def clearance(self, outcome: str) -> str | None:
        """What must have been cleared before, for this outcome."""
        return self.needs[OUTCOMES.index(outcome)]


def _rows() -> tuple[Move, ...]:
    return (
        Move(2, "draft", "submitted", "owner", "ideas"),
        Move(3, "submitted", "draft", "owner", "ideas"),
        Move(4, "submitted", "needs_work", "moderator", "ideas"),
        Move(5, "needs_work", "submitted", "owner", "ideas"),
        Move(6, "needs_work", "draft", "system", "ideas"),
        Move(7, "submitted", "rejected", "moderator", "ideas", reason_weight=80),
        Move(8, "submitted", "merged", "moderator", "later"),
        Move(8, "supporting", "merged", "moderator", "later"),
        Move(9, "submitted", "supporting", "moderator", "ideas"),
        Move(10, "supporting", "supporting", "system", "clock"),
        Move(11, "supporting", "achieved", "two_signers", "ideas", needs=AUDITED),
        Move(12, "supporting", "expired", "system", "ideas"),
        Move(13, "achieved", "in_review", "system", "move"),
        Move(14, "in_review", "approved", "review", "move", reason_weight=1),
        Move(15, "in_review", "parked", "review", "move", reason_weight=1),
        Move(16, "parked", "in_review", "system", "move"),
        Move(17, "in_review", "declined", "review", "move", reason_weight=80),
        Move(18, "approved", "in_development", "roadmap", "move", needs=STARTED),
        Move(19, "in_development", "in_beta", "roadmap", "move"),
        Move(19, "in_beta", "in_development", "roadmap", "move"),
        Move(20, "in_development", "launched", "roadmap", "move", needs=PUBLIC),
        Move(20, "in_beta", "launched", "roadmap", "move", needs=PUBLIC),
        *(
            Move(21, source, target, "roadmap", "move", reason_weight=1)
            for source, target in (
                *((state, "parked") for state in MAKING),
                *((state, "declined") for state in (*MAKING, "parked")),
            )
        ),
        Move(22, "launched", "retired", "product_owner", "move"),
        *(
            Move(23, source, "withdrawn", "owner", "ideas")
            for source in ("draft", "submitted", "needs_work", "supporting")
        ),
        *(
            Move(24, source, "withdrawn", "owner_and_product_owner", "move")
            for source in ("achieved", "in_review", "parked", "approved")
        ),
        # a moderator takes his own decision back while nobody has built on it
        Move(7, "rejected", "submitted", "moderator", "ideas"),
        Move(9, "supporting", "submitted", "moderator", "ideas"),
        Move(25, "rejected", "supporting", "appeal", "ideas"),
        Move(25, "declined", "in_review", "appeal", "later"),
        Move(26, "expired", "supporting", "system", "later"),
        Move(28, "supporting", "approved", "two_product", "move", reason_weight=1),
        Move(29, "supporting", "declined", "two_product", "move", reason_weight=80),
    )


MOVES = {(move.source, move.target): move for move in _rows()}

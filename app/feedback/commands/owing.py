"""What the team owes a bug: a first answer of a person, and that it moves on."""

from datetime import timedelta

from app.feedback.models import OPEN, Bug
from app.kernel import clock, duties
from app.spaces import queries as spaces

REPLY = "bug_reply"
STATE = "bug_state"


def owe_reply(bug: Bug) -> None:
    """A person of the team answers within some business days."""
    days = spaces.rules_of(bug.space_id).bugs.reply_business_days
    duties.open(
        kind=REPLY,
        subject=("bug", bug.id),
        owner_role="engineer",
        due_at=duties.business_days(days, clock.now()),
        space_id=bug.space_id,
        waiting_id=bug.reporter_id,
    )


def owe_move(bug: Bug) -> None:
    """From each state that is the team's the bug moves on within some days."""
    duties.meet(STATE, ("bug", bug.id))
    if bug.state not in OPEN or bug.state == "need_info":
        return
    days = spaces.rules_of(bug.space_id).bugs.state_days
    duties.open(
        kind=STATE,
        subject=("bug", bug.id),
        owner_role="engineer",
        due_at=clock.now() + timedelta(days=days),
        space_id=bug.space_id,
        waiting_id=bug.reporter_id,
    )


def has_answered(bug: Bug) -> None:
    """Somebody of the team has spoken; twice is the same as once."""
    duties.meet(REPLY, ("bug", bug.id))

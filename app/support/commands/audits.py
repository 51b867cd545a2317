"""A reached goal is looked at: the report, the cooling, the two signatures."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from app.ideas import commands as ideas
from app.ideas.models import Idea, IdeaRung
from app.kernel import audit, clock
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.policies import require
from app.support import policies, queries
from app.support.commands.refusals import StillCooling
from app.support.models import RungAudit
from app.support.queries import Maker

CURVE_HOURS = 48


def audit_rung(actor: Actor, idea: Idea, n: int) -> RungAudit:
    """Write the report on a reached goal; twice is the same as once."""
    known = queries.audit_of(idea.id, n)
    if known is not None:
        return known
    rung = queries.rung_of(idea.id, n)
    made = insert_once(_report(idea, rung, queries.makers_of(rung)))
    audit.record(actor, "support.audit_rung", "idea", idea.id, values={"rung": n})
    db.session.flush()
    return made or queries.get_audit(idea.id, n)


def find_clean(actor: Actor, idea: Idea, report: RungAudit) -> None:
    """Say, as a moderator, that a report shows nothing wrong; once is enough.

    For the last goal this is its clearance, which the two signatures give as well.
    """
    require(policies.may_find_clean, actor, idea)
    if report.clean_at is not None:
        return
    report.clean_at, report.clean_by_id = clock.now(), actor.id
    if report.threshold == idea.top_rung:
        ideas.clear(actor, idea, "audit_clean")
    values = {"rung": report.n}
    audit.record(actor, "support.find_clean", "idea", idea.id, values=values)
    db.session.flush()


def sign_goal(actor: Actor, idea: Idea) -> None:
    """Sign that the last goal is reached; the second of two people completes it.

    Refused while the goal cools: whoever made it is given time to ripen.
    """
    require(policies.may_sign_goal, actor, idea)
    if idea.has_reached_top and audit_rung(actor, idea, idea.rungs_crossed).is_cooling:
        raise StillCooling
    ideas.sign_goal(actor, idea)


def _report(idea: Idea, rung: IdeaRung, makers: Sequence[Maker]) -> RungAudit:
    game = queries.game_of(idea)
    youth = timedelta(days=game.young_days)
    young = sum(1 for one in makers if one.joined_at > one.counted_at - youth)
    return RungAudit(
        idea_id=idea.id,
        n=rung.n,
        threshold=rung.threshold,
        reached_at=rung.reached_at,
        counted=len(makers),
        young=young,
        curve=_curve(rung.reached_at, [one.counted_at for one in makers]),
        cooling_until=rung.reached_at + game.cooling(len(makers), young),
        made_at=clock.now(),
    )


def _curve(reached_at: datetime, times: Sequence[datetime]) -> list[int]:
    """How many came in each of the hours before a goal, the oldest hour first."""
    ago = Counter(int((reached_at - at).total_seconds() // 3600) for at in times)
    return [ago[hour] for hour in reversed(range(CURVE_HOURS))]

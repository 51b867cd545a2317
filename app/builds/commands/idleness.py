"""Testers who show no sign for weeks: asked, then at rest; coming back is one click."""

from datetime import timedelta

from app.builds import policies, queries
from app.builds.commands import enrolments, trains
from app.builds.events import TesterIdle, TesterRests
from app.builds.models import Channel, Enrolment
from app.builds.rules import BuildRules
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.events import emit
from app.kernel.policies import require


def let_idle_rest(actor: Actor) -> None:
    """Ask who showed no sign for weeks, and let rest who did not stir after that.

    No duty comes with a test: the place goes to somebody who waits, and is had again
    in one click. Asked twice, it does the same as asked once.
    """
    require(policies.may_count, actor)
    for space in queries.spaces_with_builds():
        game = trains.rules_of(space.id)
        for channel in queries.channels_in(space.id):
            _look_at(queries.locked_channel(channel.id), game)


def _look_at(channel: Channel, game: BuildRules) -> None:
    before = clock.now() - timedelta(days=game.idle_days)
    quiet = queries.idle_in(channel.id, before)
    seen = queries.last_seen(channel.space_id, [row.person_id for row in quiet])
    for row in quiet:
        enrolments.note_sign(row, seen.get(row.person_id))
        assert row.active_at is not None
        if row.active_at <= before:
            _ask_or_rest(channel, row, timedelta(days=game.idle_notice_days))
    db.session.flush()
    enrolments.fill(channel)


def _ask_or_rest(channel: Channel, row: Enrolment, notice: timedelta) -> None:
    now = clock.now()
    if row.warned_at is None:
        row.warned_at = now
        until = (now + notice).date().isoformat()
        emit(
            TesterIdle(
                enrolment_id=row.id,
                channel_id=channel.id,
                person_id=row.person_id,
                until=until,
            )
        )
    elif row.warned_at + notice <= now:
        enrolments.step_out(channel, row, "dormant")
        emit(
            TesterRests(
                enrolment_id=row.id,
                channel_id=channel.id,
                person_id=row.person_id,
                at=row.at.isoformat(),
            )
        )

"""A stable build: a weekly one that has soaked, with its changes.

Its credits stay where they were given: nobody is named twice for one thing.
"""

from app.builds import queries, rules
from app.builds.commands import trains
from app.builds.models import Build, BuildItem, Channel, Train
from app.kernel.actor import Actor
from app.kernel.db import db
from app.spaces import queries as spaces

# What a build or a change has for itself; all else it takes over.
_OWN = frozenset(
    {
        *("id", "number", "space_id", "train_id", "thread_id", "build_id", "state"),
        *("created_at", "published_at", "halted_at", "source", "source_id"),
        *("edits", "rollout_pct", "slip_reason"),
    }
)


def cut(actor: Actor, way: Channel, train: Train) -> Build | None:
    """Make a stable train's build of the last weekly one that is old enough.

    None where there is none that runs well and was not cut before.
    """
    game = trains.rules_for(way.space_id, train.week_start)
    until = rules.soaked_before(game, train.publish_at)
    source = queries.soaked(way, until)
    if source is None:
        return None
    build = trains.open_build(actor, spaces.get(way.space_id), train)
    _take_over(source, build)
    for item in source.shown_items:
        made = BuildItem(build_id=build.id, thread_id=build.thread_id)
        _take_over(item, made)
        db.session.add(made)
    train.cut_from_id = source.train_id
    db.session.flush()
    return build


def _take_over(source: Build | BuildItem, target: Build | BuildItem) -> None:
    for column in type(source).__mapper__.column_attrs:
        if column.key not in _OWN:
            setattr(target, column.key, getattr(source, column.key))

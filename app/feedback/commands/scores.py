"""What testing counts, worked out and written down."""

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.feedback import queries
from app.kernel.actor import Actor


def count_scores(actor: Actor) -> None:
    """Tell each space's channels what their testers' work counted, and who was seen.

    Asked twice, it does the same as asked once.
    """
    for space in build_queries.spaces_with_builds():
        since = queries.since_of(space.id)
        scores = queries.scores_in(space.id, since)
        points = {person_id: score.total for person_id, score in scores.items()}
        seen = queries.last_words(space.id, since)
        builds.set_scores(actor, space.id, points, seen)

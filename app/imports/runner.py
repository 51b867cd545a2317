"""A checked file goes in by batches, each its own transaction; safe to begin again."""

from collections import Counter
from collections.abc import Callable, Sequence

from app.imports import commands
from app.imports.commands import Source
from app.imports.csv_source import Post
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.spaces.models import Space

BATCH = 100


def run(
    actor: Actor,
    space: Space,
    source: Source,
    posts: Sequence[Post],
    progress: Callable[[int], None],
) -> Counter[str]:
    """Bring every idea in and count what became of each."""
    with atomic():
        run_id = commands.begin(actor, space, source).id
    counts: Counter[str] = Counter()
    for start in range(0, len(posts), BATCH):
        batch = posts[start : start + BATCH]
        with atomic():
            counts += commands.apply(actor, run_id, batch, source.author)
        progress(len(batch))
    with atomic():
        commands.finish(actor, run_id, counts)
    return counts

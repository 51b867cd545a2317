"""What bugs have to say to builds that are planned."""

from app.builds import queries as builds
from app.builds.events import TrainPlanned
from app.feedback import commands
from app.kernel.events import on


@on(TrainPlanned)
def guard_new_build(event: TrainPlanned) -> None:
    """A blocker that is open holds back the next build, too."""
    build = builds.by_ids([event.build_id]).get(event.build_id)
    if build is not None and not build.is_published:
        commands.guard_build(build)

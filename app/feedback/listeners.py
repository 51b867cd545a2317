"""What bugs have to say to builds that are planned, and what is said to bugs."""

from app.builds import queries as builds
from app.builds.events import TrainPlanned
from app.comments import queries as comments
from app.comments.events import CommentWritten
from app.feedback import commands, queries
from app.feedback.events import BugFiled
from app.kernel.actor import SYSTEM
from app.kernel.errors import Missing
from app.kernel.events import on
from app.people import queries as people


@on(TrainPlanned)
def guard_new_build(event: TrainPlanned) -> None:
    """A blocker that is open holds back the next build, too."""
    build = builds.by_ids([event.build_id]).get(event.build_id)
    if build is not None and not build.is_published:
        commands.guard_build(build)


@on(CommentWritten)
def hear_comment(event: CommentWritten) -> None:
    """The team's first answer under a bug, or the reporter's to a question."""
    bug = queries.of_thread(event.thread_id)
    if bug is None:
        return
    try:
        comment = comments.get(SYSTEM, event.comment_id)
    except Missing:  # hidden again before it was heard
        return
    commands.hear(people.get(event.author_id), bug, comment)


@on(BugFiled)
def watch_for_alarms(event: BugFiled) -> None:
    """Words of lost data, or far more bugs than a build usually gets."""
    bug = queries.get(SYSTEM, event.bug_id)
    if bug is not None:
        commands.watch(SYSTEM, bug)

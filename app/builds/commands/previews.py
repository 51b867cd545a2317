"""Wednesday: everybody may look at what comes, and talk about it."""

from app.builds import policies, queries
from app.builds.events import PreviewOpened
from app.comments import commands as comments
from app.kernel.actor import Actor
from app.kernel.events import emit
from app.kernel.policies import require


def open_previews(actor: Actor) -> None:
    """Open the conversation of each build whose preview is due; twice is once.

    Preview and build share it: what is said on Wednesday still stands on Friday.
    """
    require(policies.may_count, actor)
    for build in queries.previews_to_open():
        comments.unhide(actor, build.thread_id)
        emit(PreviewOpened(build_id=build.id, train_id=build.train_id))

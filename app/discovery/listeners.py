"""The index follows the ideas and the bugs."""

from app.discovery import commands
from app.feedback.events import BugChanged, BugFiled
from app.ideas.events import IdeaChanged, IdeaMoved
from app.kernel.events import on


@on(IdeaMoved)
def reindex_moved(event: IdeaMoved) -> None:
    """Published, ended: in or out of the index."""
    commands.index(event.idea_id)


@on(IdeaChanged)
def reindex_changed(event: IdeaChanged) -> None:
    """New words."""
    commands.index(event.idea_id)


@on(BugFiled)
def index_filed_bug(event: BugFiled) -> None:
    """A bug is found by those who see the same."""
    commands.index_bug(event.bug_id)


@on(BugChanged)
def reindex_bug(event: BugChanged) -> None:
    """New words of a bug."""
    commands.index_bug(event.bug_id)

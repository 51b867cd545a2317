"""The index follows the ideas."""

from app.discovery import commands
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

"""What ideas do when they hear of themselves: a sent picture need not wait a minute."""

from app.ideas.events import PictureSent
from app.kernel import jobs
from app.kernel.events import on


@on(PictureSent)
def prepare_soon(_event: PictureSent) -> None:
    """Ask for the job; were it lost, its minute finds the row."""
    jobs.soon("ideas.prepare_pictures")

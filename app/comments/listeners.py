"""What comments make of what was sent to them."""

from app.comments.events import PictureSent
from app.kernel import jobs
from app.kernel.events import on


@on(PictureSent)
def prepare_soon(_event: PictureSent) -> None:
    """Ask for the job; were it lost, its minute finds the row."""
    jobs.soon("comments.prepare_pictures")

"""What is due for comments, asked again and again."""

from app.comments import runner
from app.kernel.jobs import every, job


@job("comments.prepare_pictures")
@every(minutes=1)
def prepare_pictures() -> None:
    runner.prepare_pictures()

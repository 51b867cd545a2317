"""What a space tells a chat of the team: its Friday builds, and goals reached."""

from app.builds.events import BuildPublished
from app.builds.models import Build, Train
from app.ideas.events import RungReached
from app.ideas.models import Idea
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.events import on
from app.notifications import commands
from app.notifications.mails import path_of


@on(BuildPublished)
def post_build(event: BuildPublished) -> None:
    """A build is out."""
    build = db.session.get_one(Build, event.build_id)
    commands.post(
        SYSTEM,
        event.space_id,
        cause=f"build:{build.id}",
        path=path_of("builds.show", build.number),
        values={"what": "build_out", "version": build.version},
    )


@on(BuildPublished)
def post_said(event: BuildPublished) -> None:
    """What came of what people said since the build before, of weekly ones."""
    build = db.session.get_one(Build, event.build_id)
    if db.session.get_one(Train, event.train_id).question_close_at is None:
        return
    commands.post(
        SYSTEM,
        event.space_id,
        cause=f"build:{build.id}:said",
        path=path_of("feedback.said", build.number),
        values={"what": "build_said", "version": build.version},
    )


@on(RungReached)
def post_goal(event: RungReached) -> None:
    """An idea reached a goal."""
    idea = db.session.get_one(Idea, event.idea_id)
    commands.post(
        SYSTEM,
        idea.space_id,
        cause=f"idea:{idea.id}:rung:{event.rung}",
        path=path_of("ideas.show", idea.number),
        values={"what": "rung", "title": idea.title, "threshold": event.threshold},
    )

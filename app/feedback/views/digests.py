"""Wednesday's preview, and Friday's "you said, we did"."""

from flask import Response, url_for

from app.builds import queries as builds
from app.builds.rules import left
from app.comments.policies import may_comment
from app.feedback import queries
from app.feedback.views.blueprint import bp
from app.kernel import clock
from app.kernel.errors import Missing
from app.web.actor import PUBLIC, access, current_actor
from app.web.answers import leave_for, page


@bp.get("/builds/<int:number>/preview")
@access(PUBLIC)
def preview(number: int) -> Response:
    """What comes, what slipped and why; once it is out, the build itself."""
    actor = current_actor()
    try:
        shown = queries.preview_of(actor, number)
    except Missing:
        out = builds.visible_to(actor).get(number)
        if not out.is_published:
            raise
        return leave_for(url_for("builds.show", number=number))
    return page(
        "feedback/preview.html",
        shown=shown,
        build=shown.build,
        thread=shown.build.thread,
        comments=shown.comments,
        left=left(shown.build.train.publish_at, clock.now()),
        may_write=may_comment(actor, shown.build.thread),
    )


@bp.get("/builds/<int:number>/said")
@access(PUBLIC)
def said(number: int) -> Response:
    """Who asked, what was done, what was not and why."""
    actor = current_actor()
    build = builds.visible_to(actor).get(number)
    if not build.is_published:
        raise Missing
    return page("feedback/said.html", said=queries.said_of(actor, build), build=build)

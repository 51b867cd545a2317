"""The pictures of a comment, each with words for those who do not see it."""

from app.comments import policies, queries
from app.comments.commands import refusals
from app.comments.commands.threads import refuse_locked, thread_of
from app.comments.models import Comment, CommentPicture
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.pictures import Picture
from app.kernel.policies import require
from app.spaces import queries as spaces


def attach(actor: Actor, comment: Comment, picture: Picture, alt: str) -> None:
    """Add an encoded picture to one's own comment, saying what it shows."""
    require(policies.may_edit, actor, comment)
    thread = thread_of(comment)
    refuse_locked(thread)
    known = queries.pictures_of(comment.id)
    most = spaces.rules_of(thread.space_id).comments.max_pictures
    if len(known) >= most:
        raise refusals.TooManyPictures(count=most)
    if not alt.strip():
        raise refusals.AltMissing
    row = CommentPicture(
        comment_id=comment.id,
        place=known[-1].place + 1 if known else 0,
        name=picture.name,
        width=picture.width,
        height=picture.height,
        alt=alt.strip(),
    )
    db.session.add(row)
    comment.picture_count = len(known) + 1
    db.session.flush()


def detach(actor: Actor, comment: Comment, picture_id: int) -> None:
    """Take a picture off again; a picture that is not there is no matter."""
    require(policies.may_edit, actor, comment)
    refuse_locked(thread_of(comment))
    known = queries.pictures_of(comment.id)
    gone = [picture for picture in known if picture.id == picture_id]
    drop_pictures(comment, gone)


def drop_pictures(comment: Comment, pictures: list[CommentPicture]) -> None:
    """Delete some of a comment's pictures."""
    for picture in pictures:
        db.session.delete(picture)
    comment.picture_count -= len(pictures)
    db.session.flush()

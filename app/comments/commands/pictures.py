"""The pictures of a comment, each with words for those who do not see it."""

from collections.abc import Sequence

from app.comments import policies, queries
from app.comments.commands import refusals
from app.comments.commands.threads import refuse_locked, thread_of
from app.comments.events import PictureSent
from app.comments.models import Comment, CommentPicture
from app.kernel import stashes
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.events import emit
from app.kernel.pictures import Picture
from app.kernel.policies import require
from app.spaces import queries as spaces


def send_picture(
    actor: Actor, comment: Comment, stash: str, file_name: str, alt: str
) -> CommentPicture:
    """Add a picture to one's own comment, saying what it shows; a job prepares it."""
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
        alt=alt.strip(),
    )
    row.wait(stash, file_name)
    db.session.add(row)
    comment.picture_count = len(known) + 1
    db.session.flush()
    emit(PictureSent(comment_id=comment.id, picture_id=row.id))
    db.session.flush()
    return row


def claim_picture(actor: Actor) -> tuple[int, str] | None:
    """Take up the next picture that waits: its key and its stash; None, no work."""
    return stashes.claim(actor, CommentPicture)


def finish_picture(actor: Actor, picture_id: int, sizes: Sequence[Picture]) -> None:
    """Show a prepared picture, the smallest size first; twice is the same as once."""
    stashes.finish(actor, CommentPicture, picture_id, sizes)


def fail_picture(actor: Actor, picture_id: int, code: str) -> None:
    """Note why a picture cannot be shown; its author reads it with the file's name."""
    stashes.fail(actor, CommentPicture, picture_id, code)


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

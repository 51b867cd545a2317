"""Ideas, and what is said about them."""

from app.comments.events import AnswerWanted, CommentWritten, Mentioned
from app.comments.models import Comment, Thread
from app.ideas.events import DraftLeftIdle, IdeaMoved, IdeaSubmitted, RungReached
from app.ideas.models import Idea
from app.kernel.db import db
from app.kernel.events import on
from app.notifications import queries
from app.notifications.listeners.telling import Word, path_of, tell
from app.people.models import Person

# What the author hears as a decision; every other move is a stage of the way.
DECISIONS = frozenset(
    {
        "supporting",
        "needs_work",
        "rejected",
        "approved",
        "parked",
        "declined",
        "expired",
    }
)
# What those who back an idea hear of.
SHARED = frozenset(
    {
        "achieved",
        "in_review",
        "approved",
        "parked",
        "declined",
        "in_development",
        "in_beta",
        "launched",
        "retired",
        "expired",
        "withdrawn",
        "merged",
    }
)


@on(IdeaSubmitted)
def idea_waits(event: IdeaSubmitted) -> None:
    """Moderators: something is at the gate."""
    idea = db.session.get_one(Idea, event.idea_id)
    url = path_of("moderation_staff.item", idea.number)
    cause, values = f"idea:{idea.id}:waits:{idea.tries}", {"title": idea.title}
    word = Word("idea_waits", cause, url, values, idea.id)
    moderators = queries.holders("moderator", space_id=idea.space_id)
    tell(set(moderators) - {idea.author_id}, "to_do", word)


@on(IdeaMoved)
def idea_moved(event: IdeaMoved) -> None:
    """The author of every move that is not his own; backers from the goal on."""
    idea = db.session.get_one(Idea, event.idea_id)
    word = _of_move(event, idea)
    stage = "merge" if event.to_state == "merged" else "idea_stage"
    if event.actor_id != idea.author_id:
        kind = "decision_on_mine" if event.to_state in DECISIONS else stage
        tell([idea.author_id], kind, word)
    if event.to_state in SHARED:
        tell(queries.backers_of(idea.id, but=[idea.author_id]), stage, word)
    if event.to_state == "achieved":
        product = queries.holders("product", space_id=idea.space_id)
        url = path_of("reviews_staff.index")
        cause = f"{word.cause}:review"
        opened = Word("review_to_open", cause, url, word.values, idea.id)
        tell(product, "to_do", opened)


@on(RungReached)
def rung_reached(event: RungReached) -> None:
    """Author and backers; at the last goal also those who may sign it."""
    idea = db.session.get_one(Idea, event.idea_id)
    cause, url = f"idea:{idea.id}:rung:{event.rung}", _of_idea(idea)
    values = {"title": idea.title, "threshold": event.threshold}
    everyone = [idea.author_id, *queries.backers_of(idea.id)]
    tell(everyone, "rung", Word("rung", cause, url, values, idea.id))
    if event.threshold == idea.top_rung:
        signers = queries.holders("moderator", "product", space_id=idea.space_id)
        word = Word("goal_to_sign", f"{cause}:sign", url, values, idea.id)
        tell(signers, "to_do", word)


@on(DraftLeftIdle)
def draft_left_idle(event: DraftLeftIdle) -> None:
    """Its author, while there is time to go on with it."""
    idea = db.session.get_one(Idea, event.idea_id)
    day = event.purge_at[:10]
    url = path_of("ideas.edit", idea.number)
    values = {"title": idea.title, "day": day}
    word = Word("draft_left_idle", f"idea:{idea.id}:idle:{day}", url, values, idea.id)
    tell([event.author_id], "to_do", word)


@on(Mentioned)
def mentioned(event: Mentioned) -> None:
    """Whoever was named; who is answered by the same words is told once."""
    writer = db.session.get_one(Person, event.author_id)
    cause = f"comment:{event.comment_id}"
    url = path_of("comments.show", event.comment_id)
    values, idea_id = {"name": writer.display_name}, queries.idea_of(event.thread_id)
    tell([event.person_id], "mention", Word("mention", cause, url, values, idea_id))


@on(AnswerWanted)
def answer_wanted(event: AnswerWanted) -> None:
    """The product team, whose duty the answer is."""
    thread = db.session.get_one(Thread, event.thread_id)
    asker = db.session.get_one(Person, event.asked_by_id)
    url = path_of("comments.show", event.comment_id)
    cause = f"comment:{event.comment_id}:wanted"
    values = {"name": asker.display_name}
    word = Word("answer_wanted", cause, url, values, queries.idea_of(thread.id))
    team = queries.holders("product", space_id=thread.space_id)
    tell(set(team) - {asker.id}, "answer_owed", word)


@on(CommentWritten)
def comment_written(event: CommentWritten) -> None:
    """Whoever was answered, and the owner of what is talked about; each once."""
    comment = db.session.get_one(Comment, event.comment_id)
    if comment.is_removed:
        return
    thread = db.session.get_one(Thread, event.thread_id)
    is_official = comment.official_state is not None
    kind = "official_answer" if is_official else "reply"
    told = {comment.author_id}
    if comment.parent_id is not None and comment.visibility == "everyone":
        answered = db.session.get_one(Comment, comment.parent_id).author_id
        what = "team_answered" if is_official else "reply"
        tell({answered} - told, kind, _of_comment(what, comment, thread))
        told.add(answered)
    if thread.owner_id is not None and comment.visibility != "team":
        what = "team_answered_yours" if is_official else "comment_on_yours"
        tell({thread.owner_id} - told, kind, _of_comment(what, comment, thread))


def _of_comment(what: str, comment: Comment, thread: Thread) -> Word:
    writer = db.session.get_one(Person, comment.author_id)
    return Word(
        what,
        f"comment:{comment.id}",
        f"{thread.url}#comment-{comment.id}",
        {"name": writer.display_name},
        queries.idea_of(thread.id),
    )


def _of_move(event: IdeaMoved, idea: Idea) -> Word:
    move = queries.last_move_of(idea.id, event.from_state, event.to_state)
    return Word(
        f"idea_{event.to_state}",
        f"idea:{idea.id}:move:{move}",
        _of_idea(idea),
        {"title": idea.title},
        idea.id,
    )


def _of_idea(idea: Idea) -> str:
    return path_of("ideas.show", idea.number)

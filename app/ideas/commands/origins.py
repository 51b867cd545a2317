"""Making an idea of one's own comment."""

import re

import regex

from app.comments import commands as comments
from app.comments.models import Comment, Thread
from app.ideas import policies, queries
from app.ideas.commands.drafts import Words, draft
from app.ideas.models import Idea, IdeaOrigin
from app.ideas.rules import IdeaRules
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.policies import require
from app.spaces import queries as spaces

_SENTENCE = re.compile(r"(?<=[.!?])\s|(?<=[。！？])|\n")


def draft_from(actor: Actor, comment: Comment, lang: str = "") -> Idea:
    """A draft that says what one's own comment said; both keep the link.

    Twice is the same as once: the idea of that comment is returned.
    """
    require(policies.may_draft_from, actor, comment)
    known = queries.made_of(actor, [comment.id]).get(comment.id)
    if known is not None:
        return known
    thread = db.session.get_one(Thread, comment.thread_id)
    space = spaces.get(thread.space_id)
    words = _words(comment, spaces.rules_of(space.id).ideas, lang)
    idea = draft(actor, space, words)
    db.session.add(IdeaOrigin(idea_id=idea.id, comment_id=comment.id))
    comments.note_idea(actor, comment)
    db.session.flush()
    return idea


def _words(comment: Comment, game: IdeaRules, lang: str) -> Words:
    first = _SENTENCE.split(comment.body_plain, maxsplit=1)[0]
    return Words(
        title=_cut(first, game.title_characters),
        problem=_cut(comment.body_plain, game.problem_characters),
        body=comment.body_source,
        lang=lang,
    )


def _cut(words: str, most: int) -> str:
    """The beginning of some words, at most so many characters long."""
    letters = regex.findall(r"\X", words)
    if len(letters) <= most:
        return words
    return "".join(letters[: most - 1]).rstrip() + "…"

"""Monday's question, everybody's one tap, and Wednesday's answer."""

from datetime import datetime

from app.builds.models import Train
from app.feedback import policies, queries
from app.feedback.events import QuestionAnswered, QuestionAsked
from app.feedback.models import PollChoice, Question, QuestionIdea
from app.kernel import audit, clock, duties, site
from app.kernel.actor import Actor
from app.kernel.db import db, dialect_insert, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_

LEAST = 2
DUTY = "question"


class QuestionIsClosed(Conflict):
    code = "question_closed"
    text = N_("This question is closed. The next one comes on Monday.")


class NotOffered(Invalid):
    code = "not_offered"
    text = N_("Choose one of those that are offered.")


class QuestionStillOpen(Conflict):
    code = "question_still_open"
    text = N_("People still choose: answer once the question is closed.")


class AnsweredBefore(Conflict):
    code = "question_answered"
    text = N_("This question has its answer already.")


class ReasonOfAnswer(Invalid):
    code = "question_needs_words"
    text = N_("Say in a line what you take and why, or why none: everybody reads it.")


def ask_due(actor: Actor) -> list[Question]:
    """Ask "what next?" where the week's time for it has come; twice is once.

    A space with fewer than two ideas to choose from is not asked.
    """
    require(policies.may_ask, actor)
    found = [_ask(actor, train) for train in queries.trains_to_ask()]
    return [question for question in found if question is not None]


def choose(actor: Actor, question: Question, idea_id: int) -> None:
    """One tap; the last one counts, until the question closes."""
    require(policies.may_choose, actor)
    if not question.is_open:
        raise QuestionIsClosed
    if idea_id not in queries.offers(question.train_id):
        raise NotOffered
    key = {"train_id": question.train_id, "person_id": actor.id}
    fresh = {"idea_id": idea_id, "at": clock.now()}
    statement = dialect_insert(PollChoice).values(**key, **fresh)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_=fresh)
    )


def answer_question(
    actor: Actor, question: Question, taken_idea_id: int | None, words: str
) -> Question:
    """Say what is taken of what was chosen, or why none of it; once, for everybody."""
    require(policies.may_answer_question, actor, question)
    if not question.is_closed:
        raise QuestionStillOpen
    if question.answered_at is not None:
        raise AnsweredBefore
    if taken_idea_id and taken_idea_id not in queries.offers(question.train_id):
        raise NotOffered(field="taken")
    if not words.strip():
        raise ReasonOfAnswer(field="text")
    question.taken_idea_id = taken_idea_id or None
    question.answer = words.strip()
    question.answered_by_id, question.answered_at = actor.id, clock.now()
    duties.meet(DUTY, ("train", question.train_id))
    _keep_on_home(actor, clock.now() + queries.FRESH)
    emit(QuestionAnswered(train_id=question.train_id))
    audit.record(actor, "feedback.answer_question", "train", question.train_id)
    db.session.flush()
    return question


def forget_choices(person_id: int) -> None:
    """Take back what an erased person chose, where it is not counted yet."""
    for row in queries.open_choices_of(person_id):
        db.session.delete(row)


def _ask(actor: Actor, train: Train) -> Question | None:
    offered = queries.ideas_to_ask(train.channel.space_id)
    if len(offered) < LEAST:
        return None
    assert train.question_close_at is not None
    question = insert_once(
        Question(
            train_id=train.id,
            space_id=train.channel.space_id,
            opens_at=clock.now(),
            closes_at=train.question_close_at,
        )
    )
    if question is None:
        return None
    for place, idea_id in enumerate(offered, start=1):
        db.session.add(QuestionIdea(train_id=train.id, idea_id=idea_id, place=place))
    db.session.flush()
    _owe_an_answer(train, question)
    _keep_on_home(actor, question.closes_at)
    emit(QuestionAsked(train_id=train.id))
    return question


def _owe_an_answer(train: Train, question: Question) -> None:
    """By the preview of the week, which says it; for nobody in person."""
    duties.open(
        kind=DUTY,
        subject=("train", train.id),
        owner_role="product",
        due_at=max(train.preview_at or question.closes_at, question.closes_at),
        space_id=question.space_id,
    )


def _keep_on_home(actor: Actor, until: datetime) -> None:
    """Note with the site's settings until when its first page has to look.

    In all other hours the page costs nothing for it.
    """
    known = site.get("asked_until")
    if not known or until > clock.parse(known):
        site.put(actor, "asked_until", until.isoformat())

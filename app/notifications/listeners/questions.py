"""The weekly question: asked of testers, answered to who chose."""

from app.feedback import queries as feedback
from app.feedback.events import QuestionAnswered, QuestionAsked
from app.feedback.models import Question
from app.kernel.actor import SYSTEM
from app.kernel.events import on
from app.notifications import queries
from app.notifications.listeners.telling import Word, path_of, tell


@on(QuestionAsked)
def question_asked(event: QuestionAsked) -> None:
    """The testers of the train: one tap."""
    tell(queries.testers_of(event.train_id), "build", _word("question", event.train_id))


@on(QuestionAnswered)
def question_answered(event: QuestionAnswered) -> None:
    """Everyone who chose hears what is taken."""
    choosers = feedback.choosers_of(event.train_id)
    tell(choosers, "build", _word("question_answered", event.train_id))


def _word(what: str, train_id: int) -> Word:
    question: Question = feedback.question_by_id(SYSTEM, train_id)
    values = {"space": question.train.channel.space.name}
    url = path_of("feedback.question", train_id)
    return Word(what, f"train:{train_id}:{what}", url, values)

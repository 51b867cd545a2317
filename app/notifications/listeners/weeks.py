"""The weekly question, the preview, and what came of what people said."""

from app.builds.events import BuildPublished, PreviewOpened
from app.builds.models import Build, Train
from app.feedback import queries as feedback
from app.feedback.events import QuestionAnswered, QuestionAsked
from app.feedback.models import Question
from app.kernel.actor import SYSTEM
from app.kernel.db import db
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


@on(PreviewOpened)
def preview_opened(event: PreviewOpened) -> None:
    """The testers, where the week has its steps: elsewhere Friday is soon enough."""
    build = db.session.get_one(Build, event.build_id)
    if db.session.get_one(Train, event.train_id).rc_at is None:
        return
    url, values = path_of("feedback.preview", build.number), {"version": build.version}
    word = Word("build_preview", f"build:{build.id}:preview", url, values)
    tell(queries.testers_of(event.train_id), "build", word)


@on(BuildPublished)
def build_said(event: BuildPublished) -> None:
    """Who had a say in it and was not told of it as its tester or maker."""
    build = db.session.get_one(Build, event.build_id)
    if db.session.get_one(Train, event.train_id).question_close_at is None:
        return
    apart = {*queries.credited_in(build.id), *queries.testers_of(event.train_id)}
    heard = set(feedback.heard_in(build.id)) - apart
    url, values = path_of("feedback.said", build.number), {"version": build.version}
    tell(heard, "build", Word("build_said", f"build:{build.id}:said", url, values))


def _word(what: str, train_id: int) -> Word:
    question: Question = feedback.question_by_id(SYSTEM, train_id)
    values = {"space": question.train.channel.space.name}
    url = path_of("feedback.question", train_id)
    return Word(what, f"train:{train_id}:{what}", url, values)

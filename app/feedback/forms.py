"""The shapes of a report, of the team's Move form, of a four-square and an award."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from app.builds.models import BuildItem
from app.feedback.commands import LONGEST_WHY, NewBug, NewFourSquare, NewLog
from app.feedback.models import FourSquare
from app.feedback.queries import Asked, Candidate
from app.ideas.models import Idea
from app.web.form import Form, choices

SEVERITY_LABELS = {
    "blocker": _l("I cannot use it, or lost something"),
    "major": _l("Something important does not work"),
    "minor": _l("It bothers me"),
    "cosmetic": _l("It only looks wrong"),
}
STATE_LABELS = {
    "new": _l("New"),
    "need_info": _l("We need to know more"),
    "confirmed": _l("Confirmed"),
    "in_progress": _l("In work"),
    "fixed": _l("Fixed"),
    "verified": _l("Fixed and tried"),
    "duplicate": _l("Already known"),
    "wont_fix": _l("We leave it so"),
    "cannot_reproduce": _l("We could not see it"),
    "by_design": _l("Meant to be so"),
}
GROUP_LABELS = {
    "heard": _l("Heard"),
    "in_work": _l("In work"),
    "fixed": _l("Fixed, try it"),
    "closed": _l("Closed"),
}
SECRET_LABELS = {
    "private_key": _l("a private key"),
    "token": _l("a token or key"),
    "password": _l("a password"),
    "mail": _l("a mail address"),
}
# What becomes of a log with secrets on some lines.
WITH_SECRETS = {
    "blank": _l("Send it without these lines"),
    "keep": _l("Send it as it is"),
    "drop": _l("Send no log"),
}
MOOD_LABELS = {
    "love": _l("Love it"),
    "good": _l("Good"),
    "so_so": _l("So-so"),
    "meh": _l("Not for me"),
    "broken": _l("Broken"),
}
LONGEST_TITLE = 120
_TEXT = Length(max=5000)
_LINE = Length(max=LONGEST_WHY)
_NONE = "0"


class BugForm(Form):
    """A report; `log_key` and `log_name` are of a log that was sent already.

    `version` names the comment whose words it began with.
    """

    build = SelectField(_l("In which build?"), coerce=int)
    title = StringField(
        _l("What goes wrong, in one line"),
        [InputRequired(), Length(max=LONGEST_TITLE)],
    )
    actual = TextAreaField(_l("What happens?"), [InputRequired(), _TEXT])
    expected = TextAreaField(_l("What did you expect?"), [Optional(), _TEXT])
    steps = TextAreaField(_l("What did you do before?"), [Optional(), _TEXT])
    severity = RadioField(
        _l("How bad is it?"),
        choices=choices(list(SEVERITY_LABELS.items())),
        default="minor",
    )
    device = StringField(
        _l("On which device?"),
        [Optional(), Length(max=120)],
        description=_l("Only you and the team see this."),
    )
    log = FileField(_l("A log"))
    log_key = HiddenField()
    log_name = HiddenField()
    version = HiddenField()
    secrets = RadioField(
        _l("What shall we do with the log?"),
        [Optional()],
        choices=choices(list(WITH_SECRETS.items())),
    )
    is_private = BooleanField(
        _l("Only for the team and me"),
        description=_l(
            "For a hole in the security, or if it says something about you."
        ),
    )

    def bug(self, log: NewLog | None = None) -> NewBug:
        """What was sent, as the command takes it."""
        device = (self.device.data or "").strip()
        return NewBug(
            title=self.title.data or "",
            steps=self.steps.data or "",
            expected=self.expected.data or "",
            actual=self.actual.data or "",
            severity=self.severity.data,
            device={"words": device} if device else {},
            is_public=not self.is_private.data,
            log=log,
        )


class MoveForm(Form):
    """Where a bug goes, and what that needs."""

    to = SelectField(_l("Move to"), [InputRequired()])
    engineer_id = SelectField(
        _l("Engineer"),
        coerce=int,
        default=0,
        description=_l("A confirmed bug belongs to somebody."),
    )
    build_id = SelectField(
        _l("Fixed in build"),
        coerce=int,
        default=0,
        description=_l(
            "In a build that is still to come it becomes a change there, credited to "
            "the reporter."
        ),
    )
    change = StringField(
        _l("What the change is called"),
        [Optional(), Length(max=120)],
        description=_l("Everybody reads it in the build. Empty: as the bug."),
    )
    duplicate_of = IntegerField(_l("Number of the other bug"), [Optional()])
    text = TextAreaField(
        _l("Words to the reporter"),
        [Optional(), Length(max=2000)],
        description=_l("Needed for a question and for closing."),
    )


class SeverityForm(Form):
    """How bad the team thinks it is."""

    severity = SelectField(
        _l("How bad is it?"),
        [InputRequired()],
        choices=choices(list(SEVERITY_LABELS.items())),
    )


class ReopenForm(Form):
    """It is still there."""

    text = TextAreaField(_l("What do you still see?"), [Optional(), Length(max=2000)])


class ClearForm(Form):
    """Why an alarm is over."""

    reason = StringField(_l("Why is it over?"), [InputRequired(), Length(max=300)])


class FourSquareForm(Form):
    """Four taps: mood, best, weakest, awaited; two lines for who has more to say."""

    mood = RadioField(
        _l("How was it?"),
        [InputRequired(_l("Say how it was."))],
        choices=choices(list(MOOD_LABELS.items())),
    )
    best = RadioField(
        _l("I like best"), [InputRequired(_l("Choose one, or none."))], coerce=int
    )
    worst = RadioField(
        _l("Weakest"), [InputRequired(_l("Choose one, or none."))], coerce=int
    )
    want = RadioField(_l("I am waiting for"), coerce=int, default=0)
    why_best = StringField(_l("Why the best?"), [Optional(), _LINE])
    why_worst = StringField(_l("Why the weakest?"), [Optional(), _LINE])
    ran = BooleanField(_l("I ran it"))

    @classmethod
    def about(
        cls, items: Sequence[BuildItem], ideas: Sequence[Idea], said: FourSquare | None
    ) -> "FourSquareForm":
        """The form for a build's changes, with what was said before."""
        form = cls(data=_said(said) if said else None)
        named = [(str(item.id), item.title) for item in items]
        form.best.choices = choices([*named, (_NONE, _l("None of them"))])
        form.worst.choices = choices([*named, (_NONE, _l("None of them"))])
        awaited = [(str(idea.id), idea.title) for idea in ideas]
        form.want.choices = choices([*awaited, (_NONE, _l("Nothing now"))])
        return form

    def answers(self) -> NewFourSquare:
        """What was sent, as the command takes it."""
        return NewFourSquare(
            mood=self.mood.data,
            best_item_id=self.best.data or None,
            worst_item_id=self.worst.data or None,
            want_idea_id=self.want.data or None,
            why_best=self.why_best.data or "",
            why_worst=self.why_worst.data or "",
        )


class ConcealForm(Form):
    """Why words are hidden."""

    reason = StringField(_l("Why?"), [InputRequired(), Length(max=200)])


class AwardForm(Form):
    """The tester of the week, and what for."""

    candidate = RadioField(_l("Tester of the week"), [InputRequired()])
    text = TextAreaField(
        _l("What for?"),
        [Optional(), Length(max=500)],
        description=_l("Everybody reads it beside the name."),
    )

    @classmethod
    def among(
        cls, candidates: Sequence[Candidate], words: str, chosen: str
    ) -> "AwardForm":
        """The form with whom the rules propose; the likeliest is chosen."""
        form = cls(data={"candidate": chosen, "text": words})
        named = [(each.key, each.person.display_name) for each in candidates]
        form.candidate.choices = choices([*named, (_NONE, _l("Nobody this week"))])
        return form

    def chosen(self, candidates: Sequence[Candidate]) -> Candidate | None:
        """Whom the team chose; nobody is None."""
        key = self.candidate.data
        return next((each for each in candidates if each.key == key), None)


def _said(said: FourSquare) -> dict[str, Any]:
    """What stands in the database, as the fields say it."""
    return {
        "mood": said.mood,
        "best": said.best_item_id or 0,
        "worst": said.worst_item_id or 0,
        "want": said.want_idea_id or 0,
        "why_best": said.why_best,
        "why_worst": said.why_worst,
    }


class ChoiceForm(Form):
    """What one would have next."""

    idea_id = IntegerField(validators=[InputRequired()])


class QuestionForm(Form):
    """What the team takes of what was chosen."""

    taken = RadioField(_l("What do you take?"), [InputRequired()], coerce=int)
    text = TextAreaField(
        _l("In a line: what and why, or why none"),
        [InputRequired(), Length(max=500)],
        description=_l("Everybody reads it on Wednesday."),
    )

    @classmethod
    def about(cls, asked: Asked) -> "QuestionForm":
        """The form with what was offered, each with its figure."""
        form = cls()
        named = [
            (str(one.idea.id), f"{one.idea.title} ({one.count or 0})")
            for one in asked.options
        ]
        form.taken.choices = choices([*named, ("0", _l("None of them"))])
        return form

"""The shapes of a report and of the team's Move form."""

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

from app.feedback.commands import NewBug, NewLog
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
_TEXT = Length(max=5000)


class BugForm(Form):
    """A report; `log_key` and `log_name` are of a log that was sent already."""

    build = SelectField(_l("In which build?"), coerce=int)
    title = StringField(
        _l("What goes wrong, in one line"), [InputRequired(), Length(max=120)]
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

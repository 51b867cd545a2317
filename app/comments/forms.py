"""The shape of what people write in threads."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.widgets import HiddenInput

from app.web.form import Form, choices

VOICES = [
    ("person", _l("As myself")),
    ("answer", _l("As the team's answer")),
    ("team", _l("Only for the team")),
]


class CommentForm(Form):
    """Somebody's words, whom they answer, and in whose name."""

    body = TextAreaField(
        _l("Your comment"),
        [validators.InputRequired(), validators.Length(max=20_000)],
    )
    parent_id = IntegerField(validators=[validators.Optional()], widget=HiddenInput())
    voice = RadioField(
        _l("How you write"),
        choices=choices(VOICES),
        default="person",
        validate_choice=False,
    )
    about = HiddenField()
    ran = BooleanField(_l("I ran this build"))
    wants_answer = BooleanField(_l("I want the team's answer"))
    next = HiddenField()


class EditForm(Form):
    """One's own words, changed."""

    body = TextAreaField(
        _l("Your comment"),
        [validators.InputRequired(), validators.Length(max=20_000)],
    )
    version = IntegerField(widget=HiddenInput())


class LockForm(Form):
    """Why a conversation ends."""

    reason = StringField(
        _l("Why is this conversation closed?"), [validators.Length(max=300)]
    )
    next = HiddenField()

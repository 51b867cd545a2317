"""The shape of what people choose to hear of, and of an admin's mail settings."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from app.kernel.mail import LONGEST_ADDRESS, is_address
from app.notifications.commands import BadSender
from app.notifications.models import CHANNELS, CHAT_LABELS, KINDS, LEVEL_LABELS
from app.spaces.rules import WEEKDAYS
from app.web.form import Form, choices

LONGEST_URL = 2_000


class LevelForm(Form):
    """How much comes."""

    level = RadioField(
        _l("What do you want to hear about?"),
        choices=choices((key, _l(label)) for key, label in LEVEL_LABELS.items()),
    )
    has_digest = BooleanField(_l("Once a week by mail, what I have not read"))


class BoxesForm(Form):
    """The ticked boxes of the matrix, as kind and channel."""

    boxes = SelectMultipleField(
        choices=choices(
            (f"{kind}:{channel}", kind) for kind in KINDS for channel in CHANNELS
        )
    )


class MailForm(Form):
    """Who the mails are from, and when the weekly one goes."""

    sender = StringField(_l("Sender's address"), [Length(max=LONGEST_ADDRESS)])
    weekday = SelectField(
        _l("Day of the weekly mail"),
        [InputRequired()],
        coerce=int,
        choices=choices((str(n), _l(name)) for n, name in enumerate(WEEKDAYS)),
    )
    hour = SelectField(
        _l("Hour"),
        [InputRequired()],
        coerce=int,
        choices=choices((str(hour), f"{hour:02}:00") for hour in range(24)),
    )


class ChatForm(Form):
    """Where a space posts its news."""

    kind = RadioField(
        _l("Chat"),
        choices=choices((key, _l(label)) for key, label in CHAT_LABELS.items()),
    )
    url = StringField(
        _l("Address of its webhook"), [InputRequired(), Length(max=LONGEST_URL)]
    )


class TrialForm(Form):
    """Where the test mail goes."""

    address = StringField(
        _l("Send a test mail to"), [InputRequired(), Length(max=LONGEST_ADDRESS)]
    )

    def validate_address(self, field: StringField) -> None:
        """One address, and no header beside it."""
        if not is_address(field.data or ""):
            raise ValidationError(gettext(BadSender.text))

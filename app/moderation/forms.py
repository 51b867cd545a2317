"""The shape of what reporters, moderators and appellants send."""

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    validators,
)

from app.ideas.commands import HARD_RULES, Fix
from app.ideas.models import CRITERIA_LABELS, REASON_LABELS
from app.moderation import queries
from app.moderation.commands import Words
from app.moderation.models import REPORT_LABELS
from app.web.form import Form, choices

FIX_ROWS = 3
OWN_WORDS = ""


class ReportForm(Form):
    """What is wrong with a thing."""

    code = RadioField(
        _l("What is wrong with it?"),
        choices=choices((code, _l(label)) for code, label in REPORT_LABELS.items()),
        validate_choice=False,
    )
    text = TextAreaField(
        _l("What should a moderator know?"), [validators.Length(max=2_000)]
    )


class FixesForm(Form):
    """What to change: fixes of the library, and one thing a row in own words."""

    library = SelectMultipleField(_l("Out of the library"), validate_choice=False)
    criterion_1 = SelectField(_l("About"), validate_choice=False)
    text_1 = TextAreaField(_l("What to change"), [validators.Length(max=1_000)])
    criterion_2 = SelectField(_l("About"), validate_choice=False)
    text_2 = TextAreaField(_l("What to change"), [validators.Length(max=1_000)])
    criterion_3 = SelectField(_l("About"), validate_choice=False)
    text_3 = TextAreaField(_l("What to change"), [validators.Length(max=1_000)])

    def offer(self) -> None:
        """The criteria and the library, in the reader's words."""
        labels = CRITERIA_LABELS.items()
        offered = choices((code, _l(label)) for code, label in labels)
        for field in (self.criterion_1, self.criterion_2, self.criterion_3):
            field.choices = offered
        self.library.choices = choices(queries.reasons("fix", _lang()).items())

    def fixes(self) -> list[Fix]:
        """The rows that say something."""
        rows = range(1, FIX_ROWS + 1)
        return [
            Fix(self[f"criterion_{row}"].data or "", self[f"text_{row}"].data or "")
            for row in rows
            if (self[f"text_{row}"].data or "").strip()
        ]


class RefusalForm(Form):
    """Why an idea is not published."""

    code = SelectField(
        _l("Which rule does it break?"),
        choices=choices((code, _l(REASON_LABELS[code])) for code in HARD_RULES),
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("Why, in words for its author"), [validators.Length(max=4_000)]
    )

    def words(self) -> Words:
        """Rule and words as the command takes them."""
        return Words(self.code.data or "", self.reason.data or "")


class RulingForm(Form):
    """Why a thing is hidden or a person held back, and for how long."""

    code = SelectField(_l("Reason"), validate_choice=False)
    text = TextAreaField(_l("In your own words"), [validators.Length(max=4_000)])
    days = IntegerField(_l("For how many days"), [validators.Optional()])

    def offer(self) -> None:
        """The library in the reader's words, and none of it."""
        library = queries.reasons("ruling", _lang()).items()
        self.code.choices = choices([*library, (OWN_WORDS, _l("My own words"))])

    def words(self) -> Words:
        """The reason as the command takes it."""
        return Words(self.code.data or OWN_WORDS, self.text.data or "")


class AppealForm(Form):
    """Why a decision should be looked at again."""

    text = TextAreaField(
        _l("What did the decision not see?"),
        [validators.InputRequired(), validators.Length(max=4_000)],
    )


class AnswerForm(Form):
    """The answer to an appeal."""

    text = TextAreaField(
        _l("Your answer, in words for its author"),
        [validators.InputRequired(), validators.Length(max=4_000)],
    )


def _lang() -> str:
    return str(get_locale())

"""The shape of a site's and a space's settings."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import regex
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)
from wtforms.widgets import HiddenInput

from app.spaces.rules import (
    CUSTOM,
    PRESETS,
    WEEKDAYS,
    Setting,
    field_of,
)
from app.web.form import Form, choices
from app.web.i18n import LANGUAGES

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_DAY_ENDS = regex.compile(r"[\s,;、，]+")
_NUMBER = regex.compile(r"\d+")
_NUMBERS = Regexp(
    r"^\s*\d{1,9}(?:[\s,;、，]+\d{1,9})*\s*$",
    message=_l("Use whole numbers with spaces or commas between them."),
)
_AMOUNT = Regexp(r"^\d{1,7}(?:\.\d{2})?$", message=_l("Use an amount such as 25.00."))
_LADDERS = (
    ("default", _l("Usual: 100, 1,000, 5,000, 10,000")),
    ("small", _l("Small: 10, 50, 250, 500")),
    ("single", _l("One goal: 10,000 in a year")),
    ("no_clock", _l("Usual goals, no time limit")),
    (CUSTOM, _l("Numbers of our own")),
)


_AUDIENCES = (
    ("everyone", _l("Everyone")),
    ("signed_in", _l("Who is signed in")),
    ("invited", _l("Who is invited")),
)
_OUTCOMES = (("product", _l("A product")), ("improvement", _l("An improvement")))


class IdentityForm(Form):
    name = StringField(_l("Name of the site"), [InputRequired(), Length(max=60)])
    tagline = StringField(_l("In one line"), [Optional(), Length(max=160)])


class LookForm(Form):
    colour = StringField(_l("Colour"), [InputRequired(), Length(max=7)])


class LanguagesForm(Form):
    languages = SelectMultipleField(
        _l("Languages offered"), choices=choices(LANGUAGES.items())
    )
    language = SelectField(
        _l("For everybody else"), [InputRequired()], choices=choices(LANGUAGES.items())
    )


class CalendarForm(Form):
    timezone = SelectField(_l("Time zone"), [InputRequired()])
    business_days = SelectMultipleField(
        _l("Days on which you work"),
        choices=choices((str(n), _l(words)) for n, words in enumerate(WEEKDAYS)),
        coerce=str,
    )
    holidays = TextAreaField(_l("Holidays"), [Optional(), Length(max=10_000)])

    def validate_holidays(self, _field: TextAreaField) -> None:
        """Every word is a day that exists."""
        try:
            self.days()
        except ValueError:
            words = str(_l("Use dates such as 2026-12-25."))
            raise ValidationError(words) from None

    def days(self) -> list[str]:
        """The holidays entered, in order, each once."""
        words = _DAY_ENDS.split(self.holidays.data or "")
        return sorted({date.fromisoformat(word).isoformat() for word in words if word})


class FirmForm(Form):
    legal_entity = StringField(_l("Legal entity"), [Optional(), Length(max=200)])


class SpaceForm(Form):
    name = StringField(_l("Name"), [InputRequired(), Length(max=60)])
    purpose = TextAreaField(_l("What it is for"), [Optional(), Length(max=500)])
    audience = RadioField(
        _l("Who sees it"),
        choices=choices(_AUDIENCES),
        default="everyone",
    )
    outcome = RadioField(
        _l("What an idea may become"),
        choices=choices(_OUTCOMES),
        default="product",
    )
    has_goals = BooleanField(_l("Goals with a time limit"), default=True)
    has_builds = BooleanField(_l("Friday builds"), default=True)
    has_revenue = BooleanField(_l("Share of revenue"), default=True)
    product_owner = SelectField(_l("Signs for the product"), [Optional()])
    budget_owner = SelectField(_l("Signs for the budget"), [Optional()])


class NewSpaceForm(SpaceForm):
    ladder = SelectField(_l("Goals"), choices=choices(_LADDERS[:-1]), default="default")
    slug = StringField(
        _l("Address"),
        [
            InputRequired(),
            Length(max=40),
            Regexp(SLUG, message=_l("Use small letters, digits and hyphens.")),
        ],
    )


class InvitationForm(Form):
    uses = IntegerField(
        _l("For how many people"), [InputRequired(), NumberRange(1, 1_000)], default=1
    )
    days = IntegerField(
        _l("For how many days"), [InputRequired(), NumberRange(1, 365)], default=14
    )
    note = StringField(_l("For whom it is"), [Optional(), Length(max=120)])


class RulesForm(Form):
    """What every page of rules has; `rules_form` adds a field a setting."""

    preset = SelectField(
        _l("Ready-made goals"), choices=choices(_LADDERS), default=CUSTOM
    )
    note = StringField(
        _l("Why, for those who come later"), [Optional(), Length(max=200)]
    )
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])
    confirmed = HiddenField()

    def values(self, settings: Sequence[Setting], preset: str) -> dict[str, Any]:
        """What was entered, by setting, each of the kind of its usual value.

        A preset stands for its numbers once it is another one than before.
        """
        entered = {
            setting.key: _as_kind(setting, self[field_of(setting.key)].data)
            for setting in settings
        }
        chosen = PRESETS.get(self.preset.data) if self.preset.data != preset else None
        if chosen is not None and "ideas.ladder" in entered:
            entered |= {
                "ideas.ladder": chosen.goals,
                "ideas.ladder_days": chosen.days,
            }
        return entered


def rules_form(settings: Sequence[Setting], known: dict[str, Any]) -> RulesForm:
    """A form with one field a setting, filled with what is known."""

    class WithSettings(RulesForm):
        pass

    for setting in settings:
        setattr(WithSettings, field_of(setting.key), _field(setting))
    shown = {
        field_of(each.key): _as_words(each, known[each.key])
        for each in settings
        if each.key in known
    }
    form = WithSettings(data=shown)
    form.preset.flags.required = True
    return form


def _field(setting: Setting) -> Any:
    label = _l(setting.words)
    if setting.choices or setting.field.endswith("_weekday"):
        return _choosing(setting, label)
    if isinstance(setting.usual, bool):
        return BooleanField(label)
    if isinstance(setting.usual, int):
        least, most = setting.bounds
        return IntegerField(label, [InputRequired(), NumberRange(least, most)])
    if isinstance(setting.usual, tuple):
        return StringField(label, [Optional(), _NUMBERS])
    return StringField(label, [InputRequired(), _AMOUNT])


def _choosing(setting: Setting, label: Any) -> Any:
    """Some of the choices, one of them, or a day of the week."""
    offered = choices((code, _l(words)) for code, words in setting.choices.items())
    if isinstance(setting.usual, tuple):
        return SelectMultipleField(label, choices=offered)
    if offered:
        return SelectField(label, [InputRequired()], choices=offered)
    days = choices((str(number), _l(words)) for number, words in enumerate(WEEKDAYS))
    return SelectField(label, [InputRequired()], choices=days, coerce=int)


def _as_kind(setting: Setting, entered: Any) -> Any:
    if not isinstance(setting.usual, tuple):
        return entered
    return tuple(entered or ()) if setting.choices else _whole(entered)


def _as_words(setting: Setting, value: Any) -> Any:
    if setting.choices or not isinstance(value, tuple):
        return value
    return ", ".join(map(str, value))


def _whole(words: str | None) -> tuple[int, ...]:
    return tuple(int(found) for found in _NUMBER.findall(words or ""))

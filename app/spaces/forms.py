"""The shape of a site's and a space's settings."""

import regex
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import HiddenInput

from app.spaces.rules import CUSTOM, PRESETS, Ladder
from app.web.form import Form, choices

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_NUMBER = regex.compile(r"\d+")
_NUMBERS = Regexp(
    r"^\s*\d{1,9}(?:[\s,;、，]+\d{1,9})*\s*$",
    message=_l("Use whole numbers with spaces or commas between them."),
)
_LADDERS = (
    ("default", _l("Usual: 100, 1,000, 5,000, 10,000")),
    ("small", _l("Small: 10, 50, 250, 500")),
    ("single", _l("One goal: 10,000 in a year")),
    ("no_clock", _l("Usual goals, no time limit")),
    (CUSTOM, _l("Numbers of our own")),
)


_AUDIENCES = (("everyone", _l("Everyone")), ("signed_in", _l("Who is signed in")))
_OUTCOMES = (("product", _l("A product")), ("improvement", _l("An improvement")))


class SiteForm(Form):
    name = StringField(_l("Name of the site"), [InputRequired(), Length(max=60)])
    tagline = StringField(_l("In one line"), [Optional(), Length(max=160)])
    legal_entity = StringField(_l("Legal entity"), [Optional(), Length(max=200)])
    timezone = SelectField(_l("Time zone"), [InputRequired()])


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
    ladder = SelectField(_l("Goals"), choices=choices(_LADDERS), default="default")
    goals = StringField(_l("Own goals"), [Optional(), _NUMBERS])
    days = StringField(_l("Days for each"), [Optional(), _NUMBERS])
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])
    confirmed = HiddenField()

    def chosen_ladder(self) -> Ladder:
        """The ladder entered: a preset, or numbers of one's own."""
        preset = PRESETS.get(self.ladder.data)
        return preset or Ladder(_whole(self.goals.data), _whole(self.days.data))


class NewSpaceForm(SpaceForm):
    slug = StringField(
        _l("Address"),
        [
            InputRequired(),
            Length(max=40),
            Regexp(SLUG, message=_l("Use small letters, digits and hyphens.")),
        ],
    )


def _whole(words: str | None) -> tuple[int, ...]:
    return tuple(int(found) for found in _NUMBER.findall(words or ""))

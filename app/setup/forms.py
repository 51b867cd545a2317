"""The shape of the three screens of the first run."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.web.form import Form, choices
from app.web.i18n import LANGUAGES

_CREWS = (
    ("just_me", _l("Just me")),
    ("few", _l("Two to five of us")),
    ("more", _l("More")),
)
_AUDIENCES = (
    ("everyone", _l("Everyone")),
    ("signed_in", _l("Who is signed in")),
    ("invited", _l("Who is invited")),
)
_USES = (
    ("wishes", _l("Wishes for something that exists")),
    ("products", _l("New products to sell")),
)


class SiteScreen(Form):
    """What the site is called, how it speaks and looks."""

    name = StringField(_l("Name of the site"), [InputRequired(), Length(max=60)])
    language = SelectField(
        _l("Language"), [InputRequired()], choices=choices(LANGUAGES.items())
    )
    colour = StringField(_l("Colour"), [Optional(), Length(max=7)])
    timezone = SelectField(_l("Time zone"), [InputRequired()])


class TeamScreen(Form):
    """Who takes part, and how many run it."""

    audience = RadioField(_l("Who takes part?"), choices=choices(_AUDIENCES))
    crew = RadioField(_l("How many of you run it?"), choices=choices(_CREWS))


class SpaceScreen(Form):
    """What the first space is for."""

    use = RadioField(_l("What is it for?"), choices=choices(_USES))
    name = StringField(_l("Name of the space"), [InputRequired(), Length(max=60)])

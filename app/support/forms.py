"""The joining sheet: what a visitor gives to support and sign up in one act."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app.kernel import clock
from app.web.form import Form

OLDEST = 1900
LONGEST_PASSWORD = 1_000


def plausible_year(form: Any, field: Any) -> None:
    """A year that someone living may be born in."""
    NumberRange(OLDEST, clock.now().year)(form, field)


class JoiningForm(Form):
    """Name, password, birth year; nothing else."""

    name = StringField(
        _l("Name"),
        [InputRequired(), Length(max=100)],
        description=_l("Shown beside what you do here; you also sign in with it."),
    )
    password = PasswordField(
        _l("Password"), [InputRequired(), Length(max=LONGEST_PASSWORD)]
    )
    birth_year = IntegerField(
        _l("Year of birth"),
        [InputRequired(), plausible_year],
        description=_l("Asked once, shown to nobody."),
    )

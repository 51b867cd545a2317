"""Shapes of input: which day the trial balance shows."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import Optional

from app.web.form import Form


class AsOf(Form):
    """A day, or none for now."""

    on = DateField(_l("As of the end of"), [Optional()])

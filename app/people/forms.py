"""The shape of what people enter about themselves."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.kernel import clock
from app.people.login.passwords import LONGEST
from app.web.form import Form

OLDEST = 1900


class PlausibleYear:
    """A year someone living may be born in."""

    def __call__(self, form: Any, field: Any) -> None:
        NumberRange(OLDEST, clock.now().year)(form, field)


class SignInForm(Form):
    name = StringField(_l("Name"), [InputRequired(), Length(max=100)])
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=LONGEST)])
    next = HiddenField()


class SignUpForm(Form):
    name = StringField(_l("Name"), [InputRequired(), Length(max=100)])
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=LONGEST)])
    birth_year = IntegerField(_l("Year of birth"), [InputRequired(), PlausibleYear()])
    next = HiddenField()


class StepUpForm(Form):
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=LONGEST)])
    code = StringField(_l("Your code"), [Optional(), Length(max=40)])
    next = HiddenField()


class CodeForm(Form):
    code = StringField(_l("Your code"), [InputRequired(), Length(max=40)])
    token = HiddenField()
    next = HiddenField()


class PasswordForm(Form):
    old = PasswordField(_l("Password now"), [InputRequired(), Length(max=LONGEST)])
    password = PasswordField(_l("New password"), [InputRequired(), Length(max=LONGEST)])


class AddressForm(Form):
    address = StringField(_l("E-mail"), [InputRequired(), Length(max=254)])


class ForgottenForm(Form):
    name = StringField(_l("Name or e-mail"), [InputRequired(), Length(max=254)])


class NewPasswordForm(Form):
    password = PasswordField(_l("New password"), [InputRequired(), Length(max=LONGEST)])


class SettingsForm(Form):
    display_name = StringField(_l("Shown name"), [InputRequired(), Length(max=100)])
    bio = TextAreaField(_l("About you"), [Optional(), Length(max=4000)])
    locale = SelectField(_l("Language"), [Optional()])
    timezone = SelectField(_l("Time zone"), [Optional()])
    theme = SelectField(_l("Appearance"), [InputRequired()])
    shows_supports = BooleanField(_l("Show on my page which ideas I support"))
    single_keys = BooleanField(_l("Keyboard shortcuts of a single key"))


class RoleForm(Form):
    role = SelectField(_l("Role"), [InputRequired()])
    space = SelectField(_l("Where"), [InputRequired()])

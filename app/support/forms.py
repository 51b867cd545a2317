"""The joining sheet of a visitor's tap; what the team decides about supports."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from app.kernel import clock
from app.kernel.words import N_
from app.support.commands import Proposal
from app.support.models import RULING_REASONS
from app.web.form import Form, choices

OLDEST = 1900
LONGEST_PASSWORD = 1_000
LONGEST_NOTE = 300
VERDICT_LABELS = {
    "release": N_("It counts"),
    "void": N_("It does not count"),
    "restore": N_("It counts again"),
}
# What may be decided about supports in a state.
VERDICTS_ON = {
    "held": ("release", "void"),
    "counted": ("void",),
    "voided": ("restore",),
}


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


class RulingForm(Form):
    """One decision, why in words for everybody, and about which supports."""

    decision = SelectField(_l("Decision"), [InputRequired()])
    note = StringField(
        _l("Why, for everybody to read"),
        [InputRequired(), Length(max=LONGEST_NOTE)],
        description=_l("Name no person: it stands on the public history."),
    )
    supports = SelectMultipleField(
        _l("Supports"), coerce=int, choices=[], validate_choice=False
    )

    def offer(self, state: str) -> None:
        """Offer what may be decided about supports in a state."""
        self.decision.choices = choices(
            (f"{verdict}:{code}", _worded(verdict, label))
            for verdict in VERDICTS_ON[state]
            for code, label in RULING_REASONS[verdict].items()
        )

    def proposal(self) -> Proposal:
        """What was put forward."""
        verdict, _, code = (self.decision.data or "").partition(":")
        note, ids = self.note.data or "", self.supports.data or []
        return Proposal(verdict, code, note, tuple(ids))


def _worded(verdict: str, label: str) -> str:
    return f"{gettext(VERDICT_LABELS[verdict])}: {gettext(label)}"

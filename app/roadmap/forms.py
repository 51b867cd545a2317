"""The shape of moves, take-ups and prices."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.roadmap.models import STAGES
from app.web.form import Form, choices

STAGE_LABELS = {
    "considering": _l("Considering"),
    "planned": _l("Planned"),
    "in_progress": _l("In the making"),
    "in_beta": _l("Being tested"),
    "shipped": _l("Out now"),
    "not_doing": _l("Not doing"),
}
CONFIDENCE_LABELS = {
    "exploring": _l("Exploring"),
    "likely": _l("Likely"),
    "committed": _l("Committed"),
}
GUARD_LABELS = {
    "deed_signed": _l("the revenue agreement is not signed by all"),
    "deed_frozen": _l("the revenue agreement is not frozen with its product codes"),
    "item_started": _l("work has not started"),
    "item_public": _l("no published Friday build carries it"),
    "no_such_move": _l("it cannot go there from where it is"),
    "audit_clean": _l("its goal is not confirmed"),
}
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "JPY", "CNY", "TWD", "HKD")


class MoveForm(Form):
    """Where an item goes, and why, in words for everyone."""

    stage = SelectField(
        _l("To"),
        [InputRequired()],
        choices=choices((s, STAGE_LABELS[s]) for s in STAGES),
    )
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(), Length(max=2000)],
        description=_l("Everyone who follows the item or supports its ideas reads it."),
    )


class PlanForm(Form):
    """How sure we are, and for which quarter."""

    confidence = RadioField(
        _l("How sure are we?"),
        [InputRequired()],
        choices=choices(CONFIDENCE_LABELS.items()),
    )
    quarter = StringField(
        _l("Target quarter"),
        [Optional(), Regexp(r"20\d\dQ[1-4]", message=_l("Write it like 2027Q1."))],
        description=_l("Like 2027Q1, or empty."),
    )
    version = IntegerField(_l("Version"), [InputRequired()])


class TakeUpForm(Form):
    """Yes or no to an improvement, with the reason everyone reads."""

    verdict = RadioField(
        _l("What do we do?"),
        [InputRequired()],
        choices=choices(
            [
                ("take_up", _l("Take it up: put it on the roadmap")),
                ("decline", _l("Decline it")),
            ]
        ),
    )
    text = TextAreaField(
        _l("Public reason"),
        [InputRequired(), Length(max=4000)],
        description=_l("The author and all supporters read it."),
    )
    change_our_mind = TextAreaField(
        _l("What would change our mind"),
        [Optional(), Length(max=4000)],
        description=_l("Needed for a no."),
    )


class PriceForm(Form):
    """What a product costs."""

    price = StringField(
        _l("Price"), [InputRequired(), Length(max=20)], description=_l("Like 129.00.")
    )
    currency = SelectField(
        _l("Currency"), [InputRequired()], choices=choices((c, c) for c in CURRENCIES)
    )


class LaunchForm(Form):
    """The words that go out with the launch."""

    reason = TextAreaField(
        _l("Words for the launch"), [InputRequired(), Length(max=2000)]
    )

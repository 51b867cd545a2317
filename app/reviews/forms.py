"""The shape of marks and of a decision."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.reviews.commands import Verdict
from app.reviews.models import CRITERIA
from app.web.form import Form, choices

CRITERION_LABELS = {
    "fit": (_l("Fit"), _l("Would we be proud to sell it?")),
    "demand": (_l("Demand"), _l("Do enough people want it at this price?")),
    "feasibility": (_l("Feasibility"), _l("Can we build it with what we know?")),
    "cost": (_l("Cost"), _l("Does it earn at the price people named?")),
    "licence": (_l("Licence"), _l("Free of the rights of others?")),
    "originality": (_l("Originality"), _l("New, not only different?")),
}
OUTCOME_LABELS = [
    ("approve", _l("Make it")),
    ("park", _l("Put it on hold")),
    ("decline", _l("Decline")),
]
KIND_LABELS = [
    ("product", _l("A new product, with a revenue agreement")),
    ("improvement", _l("An improvement of something that exists")),
]
CAUSE_LABELS = [
    ("", _l("None")),
    ("licence", _l("Rights to settle")),
    ("timing", _l("Timing")),
    ("overlap", _l("Overlaps with other work")),
    ("cost", _l("Cost")),
]


def _mark(criterion: str) -> RadioField:
    label, hint = CRITERION_LABELS[criterion]
    marks = [(str(mark), str(mark)) for mark in range(1, 6)]
    return RadioField(
        label, [InputRequired()], description=hint, choices=choices(marks)
    )


class ScoreForm(Form):
    """A mark from 1 to 5 for each criterion, and a note for colleagues."""

    fit = _mark("fit")
    demand = _mark("demand")
    feasibility = _mark("feasibility")
    cost = _mark("cost")
    licence = _mark("licence")
    originality = _mark("originality")
    note = TextAreaField(
        _l("Note"),
        [Optional(), Length(max=2000)],
        description=_l("Your team reads it."),
    )

    def marks(self) -> dict[str, int]:
        """The marks as numbers."""
        return {criterion: int(self[criterion].data) for criterion in CRITERIA}


class DecisionForm(Form):
    """What is put forward, in words that everyone will read."""

    outcome = RadioField(
        _l("Decision"), [InputRequired()], choices=choices(OUTCOME_LABELS)
    )
    kind = RadioField(
        _l("What it becomes"),
        [InputRequired()],
        choices=choices(KIND_LABELS),
        default="product",
    )
    text = TextAreaField(
        _l("Public reason"),
        [InputRequired(), Length(max=8000)],
        description=_l("The author and all supporters read it."),
    )
    change_our_mind = TextAreaField(
        _l("What would change our mind"), [Optional(), Length(max=4000)]
    )
    park_cause = RadioField(
        _l("Why on hold"), [Optional()], choices=choices(CAUSE_LABELS), default=""
    )
    park_until = DateField(_l("On hold until"), [Optional()])

    def verdict(self) -> Verdict:
        """What the form says, for the command."""
        return Verdict(
            outcome=self.outcome.data,
            kind=self.kind.data,
            text=self.text.data or "",
            change_our_mind=self.change_our_mind.data or "",
            park_cause=self.park_cause.data or "",
            park_until=self.park_until.data,
        )

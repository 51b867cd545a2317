"""The shape of agreements, uploads and approvals; the sentences of findings."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DecimalField,
    FileField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.kernel.words import N_
from app.web.form import Form

FINDINGS = {
    "import_waits": N_("The sales file %(name)s waits for a second person."),
    "unmapped_sku": N_(
        "The code %(sku)s leads to no agreement yet (lines: %(lines)s, net: %(net)s)."
    ),
    "unfrozen_deed": N_(
        "The agreement of the code %(sku)s is not in force (lines: %(lines)s, net: "
        "%(net)s)."
    ),
    "returns_above_sales": N_(
        "%(product)s: over its whole life more came back than was sold, %(net)s."
    ),
    "negative_pool": N_("%(product)s: more came back than was sold, %(pool)s."),
    "deductions_capped": N_(
        "%(product)s: discount and freight are above the limit, %(left)s is not "
        "deducted."
    ),
    "pool_changed": N_("%(product)s: %(pool)s against %(was)s in the quarter before."),
    "no_deed": N_("Under no agreement: %(net)s net (lines: %(lines)s)."),
    "late_lines": N_(
        "%(product)s: late sales of earlier quarters, %(net)s net (lines: %(lines)s)."
    ),
    "lone_returns": N_(
        "%(product)s: returns without their sale, %(net)s net (lines: %(lines)s), "
        "taken from the version in force."
    ),
}
CARRIED = {
    "negative": _l(
        "More came back than was sold. Later sales make up for it; you "
        "never pay anything back."
    ),
    "below_minimum": _l(
        "It is below the least amount we pay out. It stays yours and is "
        "paid once it is reached."
    ),
    "waiting": _l("The first payout of a product waits for returns."),
}
DEED_STATES = {
    "draft": _l("Draft"),
    "signing": _l("Being signed"),
    "signed": _l("Signed"),
    "frozen": _l("In force"),
    "superseded": _l("Followed by a newer version"),
    "cancelled": _l("Cancelled"),
}
IMPORT_STATES = {
    "validated": _l("Waits for a second person"),
    "accepted": _l("Accepted"),
    "rejected": _l("Rejected"),
}
RUN_STATES = {
    "draft": _l("Blocked"),
    "computed": _l("Waits for approval"),
    "approved": _l("Approved"),
    "posted": _l("Posted"),
    "cancelled": _l("Cancelled"),
}
KINDS = {"sale": _l("Sale"), "return": _l("Return"), "correction": _l("Correction")}
TERMS = {
    "rate_bp": ("rate", _l("The share of net sales")),
    "creator_floor_bp": ("rate", _l("The least part of the creators")),
    "minimum": ("minimum", _l("The least amount paid out")),
    "wait_days": ("wait_days", _l("The wait")),
    "due_days": ("due_days", _l("The days to the statement")),
    "reserve_bp": ("reserve", _l("a reserve")),
}
GROUPS = {"creator": _l("Creator"), "other": _l("Other")}
ROLES = {"party": _l("Party"), "product": _l("Product"), "finance": _l("Finance")}


class TermsForm(Form):
    """The terms of a draft; percentages, not basis points."""

    rate = DecimalField(
        _l("Share of net sales, in percent"),
        [InputRequired(), NumberRange(min=0)],
        description=_l("All parties together. The creators get at least one percent."),
    )
    minimum = StringField(
        _l("Least amount we pay out"),
        [InputRequired(), Length(max=12)],
        description=_l("In the currency of the sales, like 25.00."),
    )
    wait_days = IntegerField(
        _l("Days the first payout waits after the first sale"), [InputRequired()]
    )
    due_days = IntegerField(
        _l("Days to the statement after a quarter ends"), [InputRequired()]
    )
    reserve = DecimalField(
        _l("Kept back for returns, in percent"),
        [Optional()],
        default=Decimal(0),
        description=_l("Must be 0: this site does not compute reserves yet."),
    )
    shares = HiddenField()


class SignForm(Form):
    """A name under exactly this text."""

    sha256 = HiddenField(validators=[InputRequired()])
    agreed = BooleanField(
        _l("I have read this agreement and sign it"), [InputRequired()]
    )


class FreezeForm(Form):
    """The codes that a version covers."""

    skus = TextAreaField(
        _l("Product codes in sales files"),
        [InputRequired(), Length(max=5_000)],
        description=_l("One a line, exactly as shops write them."),
    )


class UploadForm(Form):
    """A sales file, from where it comes, and its totals if it has none."""

    source = StringField(
        _l("Shop or system it comes from"),
        [InputRequired(), Length(max=100)],
        description=_l("The same name each time: line numbers are kept per source."),
    )
    file = FileField(_l("CSV file"))
    totals = TextAreaField(
        _l("Control totals"),
        [Optional(), Length(max=2_000)],
        description=_l(
            "Only if the file has no total rows. One currency a line: rows, currency, "
            "units, gross, net, like 6,EUR,880,58500.00,45520.00."
        ),
    )


class RejectForm(Form):
    """Why a file goes."""

    reason = StringField(_l("Reason"), [InputRequired(), Length(max=500)])


class MapForm(Form):
    """Where a code leads."""

    sku = StringField(_l("Product code"), [InputRequired(), Length(max=100)])
    deed = SelectField(_l("Leads to"))

    def offer(self, deeds: list[tuple[int, str]]) -> "MapForm":
        """Give the choices: every deed, and none."""
        none = ("0", _l("No agreement covers it"))
        self.deed.choices = [*((str(key), name) for key, name in deeds), none]
        return self


class PeriodForm(Form):
    """The quarter to compute."""

    period = StringField(
        _l("Quarter"),
        [InputRequired(), Length(max=6)],
        description=_l("Like 2026Q3."),
    )


class ApproveForm(Form):
    """The approval of what was seen."""

    sha256 = HiddenField(validators=[InputRequired()])
    read = BooleanField(_l("I have read everything that stands out"))


def share_rows(form: Any) -> list[tuple[str, str, str]]:
    """(who, group, weight) of the rows of a share table that are filled in."""
    columns = (form.getlist(name) for name in ("person", "group", "weight"))
    rows = [tuple(cell.strip() for cell in row) for row in zip(*columns, strict=False)]
    return [(who, group, weight) for who, group, weight in rows if who or weight]

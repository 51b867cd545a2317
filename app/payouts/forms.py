"""Shapes of input: where to be paid, tax papers, the bank's answer."""

from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.payouts.commands import Details
from app.web.form import Form, choices

TAX_LABELS = {
    "w9": _l("W-9, United States"),
    "w8ben": _l("W-8BEN, a person abroad"),
    "w8bene": _l("W-8BEN-E, a firm abroad"),
    "residence": _l("Certificate of residence"),
    "other": _l("Other papers"),
}
STATE_LABELS = {
    "planned": _l("Planned"),
    "approved": _l("Approved"),
    "submitting": _l("Being paid"),
    "transferred": _l("Paid"),
    "held": _l("On hold"),
    "canceled": _l("Taken out"),
}
STATE_TONES = {
    "approved": "info",
    "submitting": "info",
    "transferred": "good",
    "held": "warn",
}
BATCH_LABELS = {
    "planned": _l("Second person"),
    "approved": _l("Approved"),
    "exported": _l("At the bank"),
    "settled": _l("Settled"),
    "canceled": _l("Taken out"),
    "voided": _l("Voided"),
}
BATCH_TONES = {
    "planned": "warn",
    "approved": "info",
    "exported": "info",
    "settled": "good",
}
STOP_LABELS = {
    "no_details": _l("No payment details yet"),
    "unchecked": _l("Finance has not checked the payment details yet"),
    "tax_papers": _l("Tax papers are missing or not released yet"),
    "bank_changed": _l("Payment details were changed: 72 hours wait"),
    "details_changed": _l("Payment details were changed after the plan"),
    "rejected": _l("The bank refused the last payment"),
    "balance": _l("Less is owed than was planned"),
}


class PayeeForm(Form):
    """Who is paid, and where: an IBAN, or an account with a clearing code."""

    legal_name = StringField(
        _l("Legal name"),
        [InputRequired(), Length(max=140)],
        description=_l("As it stands on your bank account."),
    )
    address = TextAreaField(
        _l("Address"),
        [InputRequired(), Length(max=400)],
        description=_l("Street, postal code and place."),
    )
    country = SelectField(_l("Country"), [InputRequired()], validate_choice=False)
    iban = StringField(_l("IBAN"), [Length(max=60)])
    bic = StringField(_l("BIC"), [Length(max=20)])
    account = StringField(_l("Account number"), [Length(max=60)])
    clearing = StringField(
        _l("Clearing code of the bank"),
        [Length(max=30)],
        description=_l("Routing number, sort code, BSB or branch code."),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.country.choices = choices(countries())

    def details(self) -> Details:
        """What was entered."""
        return Details(
            legal_name=self.legal_name.data or "",
            address=self.address.data or "",
            country=self.country.data or "",
            iban=self.iban.data or "",
            bic=self.bic.data or "",
            account=self.account.data or "",
            clearing=self.clearing.data or "",
        )


class TaxForm(Form):
    """Which tax papers finance has seen."""

    kind = SelectField(
        _l("Kind of papers"), [InputRequired()], choices=choices(TAX_LABELS.items())
    )
    signed_on = DateField(_l("Signed on"), [InputRequired()])


class CheckForm(Form):
    """Which details were looked at."""

    details_id = HiddenField()


class ApproveForm(Form):
    """The hash of what was seen."""

    sha256 = HiddenField()


class ConfirmForm(Form):
    """What the bank says of a payment that went out."""

    bank_reference = StringField(
        _l("Bank reference"), [InputRequired(), Length(max=140)]
    )
    value_on = DateField(_l("Value date"), [InputRequired()])


class FailForm(Form):
    """Why the bank refused a payment."""

    reason = StringField(_l("What the bank says"), [InputRequired(), Length(max=280)])


def countries() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language."""
    locale = get_locale() or Locale("en")
    named = [
        (name, code)
        for code, name in locale.territories.items()
        if len(code) == 2 and code not in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ")
    ]
    return [("", ""), *((code, name) for name, code in sorted(named))]

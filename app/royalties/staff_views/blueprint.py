"""The blueprint that the staff pages of royalties share, and their menu."""

from flask import Blueprint

from app.kernel.words import N_
from app.royalties import policies
from app.web import nav

bp = Blueprint("royalties_staff", __name__)
nav.gone_without(bp, "revenue", but=policies.keeps_agreements)
_MENU = (
    (N_("Agreements"), "deeds", policies.may_see_deeds, "pen-line", 60),
    (N_("Sales"), "sales", policies.may_see_money, "receipt", 62),
    (N_("Royalty runs"), "runs", policies.may_see_money, "coins", 64),
)
for _label, _view, _policy, _icon, _order in _MENU:
    nav.add(
        "staff",
        _label,
        f"royalties_staff.{_view}",
        _policy,
        icon=_icon,
        order=_order,
        switch="revenue",
    )

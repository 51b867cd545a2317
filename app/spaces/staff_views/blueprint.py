"""The blueprint that the staff pages of spaces share, and their menu."""

from flask import Blueprint

from app.kernel.words import N_
from app.spaces import policies
from app.web import nav

bp = Blueprint("spaces_staff", __name__)

nav.add(
    "staff",
    N_("Spaces"),
    "spaces_staff.index",
    policies.may_invite_anywhere,
    icon="list",
    order=85,
)
nav.add(
    "staff",
    N_("Site"),
    "spaces_staff.site",
    policies.may_manage,
    icon="settings",
    order=90,
)

"""The blueprint that the modules of this package fill."""

from flask import Blueprint

bp = Blueprint("feedback", __name__)

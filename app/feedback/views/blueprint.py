"""The blueprint that the modules of this package fill."""

from flask import Blueprint

from app.web import nav

bp = Blueprint("feedback", __name__)
nav.gone_without(bp, "builds")

"""The blueprint of the team's pages."""

from flask import Blueprint

from app.web import nav

bp = Blueprint("feedback_staff", __name__)
nav.gone_without(bp, "builds")

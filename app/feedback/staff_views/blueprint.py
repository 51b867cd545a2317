"""The blueprint of the team's pages."""

from flask import Blueprint

bp = Blueprint("feedback_staff", __name__)

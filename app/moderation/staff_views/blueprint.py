"""The blueprint of the moderators' pages."""

from flask import Blueprint

bp = Blueprint("moderation_staff", __name__)

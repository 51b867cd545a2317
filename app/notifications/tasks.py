"""Mails leave the house each minute, where there is a server."""

from flask import current_app

from app.kernel.jobs import every
from app.notifications import runner


@every(minutes=1)
def send_mails() -> None:
    """Nothing is sent without COBUILD_SMTP_URL, and never from the demo world."""
    config = current_app.config
    if config["SMTP_URL"] and config["STORE"] != "demo":
        runner.send_due()

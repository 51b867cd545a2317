"""What leaves the house each minute: mails, where there is a server, and posts."""

from flask import current_app

from app.kernel import mail
from app.kernel.jobs import every
from app.notifications import queries, runner


@every(minutes=1)
def send_mails() -> None:
    """Nothing is sent without COBUILD_SMTP_URL, and never from the demo world."""
    if mail.works():
        runner.send_due()


@every(minutes=1)
def post_to_chats() -> None:
    """The demo world posts nothing."""
    if current_app.config["STORE"] != "demo":
        runner.post_due()


@every(minutes=1)
def write_digests() -> None:
    """The mails of the week, once it is time; none where none can be sent."""
    if mail.works() and queries.is_digest_due():
        runner.write_digests()

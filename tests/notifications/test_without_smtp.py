"""With the mail server down everything goes on, and mails are read in the site."""

import re

import pytest
from sqlalchemy import select

from app.ideas import commands as ideas
from app.kernel import relay
from app.kernel.db import atomic, db
from app.kernel.mail import MailRow
from app.notifications import runner, tasks
from app.people.models import EmailAddress, Person
from app.web.limits import limiter
from tests.support import making

LONG = "a long and quiet evening"


@pytest.fixture
def dead(app, monkeypatch, socket_enabled):
    """A port at which nobody listens."""
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    limiter.reset()


def csrf_of(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]


def test_joining_signing_in_and_reading_ones_mail(dead, client, mo, space):
    sent = {"name": "Nora", "password": LONG, "birth_year": "1990"}
    assert client.post("/join", data=sent).status_code == 303
    client.csrf_token = csrf_of(client.get("/me/settings"))
    assert client.post("/sign-out").status_code == 303
    client.csrf_token = ""
    assert client.post("/sign-in", data=sent).status_code == 303
    nora = db.session.scalars(select(Person).where(Person.display_name == "Nora")).one()
    lamp = making.idea(nora, space, state="submitted", tries=1, published_at=None)
    db.session.commit()
    with atomic():
        ideas.publish(mo, lamp)
    relay.drain()
    tasks.send_mails()
    page = client.get("/me/mail").text
    assert "is published and gathers support." in page
    assert "kept here" in page


def test_a_mail_that_cannot_go_waits_and_goes_later(dead, ana, mo, space, session):
    row = EmailAddress(
        person_id=ana.id,
        address="ana@example.org",
        address_key="ana@example.org",
        verified_at=ana.created_at,
    )
    session.add(row)
    lamp = making.idea(ana, space, state="submitted", tries=1, published_at=None)
    session.commit()
    with atomic():
        ideas.publish(mo, lamp)
    relay.drain()
    assert runner.send_due() == 0
    (mail,) = session.scalars(select(MailRow).where(MailRow.person_id == ana.id))
    assert (mail.address, mail.sent_at, mail.attempts) == ("ana@example.org", None, 0)
    assert mail.parked_at is None

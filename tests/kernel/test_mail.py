"""A mail's address, its envelope, and the link it holds."""

import pytest

from app.kernel import mail, site
from app.kernel.actor import SYSTEM
from app.kernel.mail import MailRow


@pytest.mark.parametrize("words", ["a@b", "ada@example.org", "灯@例え.jp", "a+b@c.d"])
def test_addresses(words):
    assert mail.is_address(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "a",
        "@b",
        "a@",
        "a b@c",
        "a@b\n",
        "a@b,c@d",
        "<a@b>",
        "a@b@c",
        "a@" + "b" * 300,
    ],
)
def test_what_is_no_address(words):
    assert not mail.is_address(words)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (
            "It is out.\n\nhttps://lamps.example/7\n\nhttps://b.example\n",
            "https://lamps.example/7",
        ),
        ("See http://127.0.0.1:8000/ideas/7 today", "http://127.0.0.1:8000/ideas/7"),
        ("Nothing to see", ""),
    ],
)
def test_the_link_of_a_mail(text, link):
    assert MailRow(text=text).link == link


def test_mails_are_from_the_site(session):
    site.put(SYSTEM, "name", 'Lamps, "Ltd"')
    envelope = mail.envelope("ada@example.org", "A\r\nlamp\x0b now")
    assert str(envelope["From"]) == '"Lamps, \\"Ltd\\"" <no-reply@127.0.0.1>'
    assert envelope["Subject"] == "A lamp now"
    site.put(SYSTEM, "mail_from", "hello@lamps.example")
    assert mail.sender() == "hello@lamps.example"


@pytest.mark.parametrize(
    ("url", "store", "works"),
    [("", "own", False), ("smtp://x", "own", True), ("smtp://x", "demo", False)],
)
def test_where_mails_leave_the_house(url, store, works, app, session, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", url)
    monkeypatch.setitem(app.config, "STORE", store)
    assert mail.works() is works

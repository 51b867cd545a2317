"""The words of a mail: whole in every part, and never taken for markup."""

from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest

from app.kernel.mail import Mail, MailRow
from app.notifications import mails, runner
from app.notifications.models import SENTENCES, Notice
from tests.journeys.vectors import VECTORS
from tests.support import making

OURS = {"html", "head", "meta", "title", "body", "p", "b", "a", "hr", "small"}
LISTS = {"h2", "ul", "li"}


class Markup(HTMLParser):
    """The elements and attributes of a mail, as a mail program reads it."""

    def __init__(self, source):
        super().__init__()
        self.elements, self.attributes, self.links, self.words = set(), set(), [], ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, words):
        self.words += words


@pytest.mark.parametrize("part", ["about", "digest"])
def test_names_and_titles_stay_words(part, ana, space, session):
    lamp = making.idea(ana, space)
    for vector in VECTORS:
        found = Markup(_written(part, vector, lamp).html)
        assert found.elements <= OURS | LISTS, vector
        assert found.attributes <= {"lang", "charset", "href"}, vector
        assert all(link.startswith("http://127.0.0.1:8000/") for link in found.links)


def _written(part, vector, lamp):
    values = {"title": vector, "name": vector, "what": "idea_approved"}
    if part == "about":
        return mails.about("idea_approved", values, "/ideas/7", "en", "/unsubscribe/x")
    lamp.title = vector
    notices = [
        Notice(kind="idea_stage", values=values, url="/ideas/7", idea_id=lamp.id),
        Notice(kind="reply", values={**values, "what": "reply"}, url="/ideas/7"),
    ]
    return mails.digest(notices, {lamp.id: lamp}, "en", "/unsubscribe/x")


def test_what_stays_words_is_all_there(app, session):
    letter = mails.about("reply", {"name": '<b>"Ana" & co</b>'}, "/", "en")
    assert '<b>"Ana" & co</b> answered you.' in letter.text
    assert '<b>"Ana" & co</b> answered you.' in Markup(letter.html).words
    assert "&lt;" not in letter.text


def test_no_title_writes_a_header(app, session):
    for vector in (*VECTORS, "A lamp\r\nBcc: x@evil.example", "A\x00lamp\x0bB\x1e"):
        letter = mails.about("idea_approved", {"title": vector}, "/", "en")
        row = MailRow(
            id=7,
            address="ben@example.org",
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
        )
        sent = message_from_bytes(
            runner._message(row).as_bytes(), policy=policy.default
        )
        assert set(sent.keys()) == {
            "From",
            "To",
            "Subject",
            "Date",
            "Auto-Submitted",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
        }
        assert sent["To"] == "ben@example.org"
        assert not sent.defects


@pytest.mark.parametrize("locale", [None, "zh_Hans", "zh_Hant", "ja"])
def test_a_mail_speaks_the_language_asked_of_it(locale, session):
    letter = mails.about("idea_approved", {"title": "Lamp"}, "/", locale)
    is_english = "going to be made" in letter.text
    assert is_english is (locale is None)
    tag = (locale or "en").replace("_", "-")
    assert f'<html lang="{tag}">' in letter.html


def test_whoever_chose_a_mail_can_end_it_there(app, session):
    must = mails.about("password", {}, "/me/security", "en")
    chosen = mails.about("reply", {"name": "Ana"}, "/", "en", "/unsubscribe/abc")
    assert (must.unsubscribe, chosen.unsubscribe) == ("", "/unsubscribe/abc")
    assert "concerns you directly" in must.text
    for text in (chosen.text, chosen.html):
        assert "http://127.0.0.1:8000/unsubscribe/abc" in text
    assert chosen.text.endswith("\n")
    assert Mail("a", "b").unsubscribe == ""


def test_every_sentence_makes_a_mail(app, session):
    values = dict.fromkeys(
        ("title", "name", "version", "reason", "period", "day", "space"), "something"
    )
    values |= {"threshold": 100, "minor": 27312, "currency": "EUR"}
    for what in SENTENCES:
        letter = mails.about(what, values, "/", "en")
        assert "%(" not in letter.text
        assert letter.subject.startswith("Cobuild: ")

"""What the tests of people need again and again."""

import re
from dataclasses import dataclass

import pyotp
from sqlalchemy import select

from app.kernel import clock
from app.kernel.actor import ANONYMOUS
from app.kernel.db import db
from app.kernel.mail import MailRow
from app.people import commands, login, queries

LONG = "seven lamps on a quiet hill"
SHORT = "quiet hill 7"
NOON = "2026-08-21 12:00Z"


def join(name: str = "Nora", password: str = LONG, birth_year: int = 1990):
    """Someone who signed up, as the page does."""
    new = commands.SignUp(name, login.hash_password(password), birth_year)
    return commands.sign_up(ANONYMOUS, new)


def enrol(person) -> tuple[str, list[str]]:
    """A confirmed second factor: its secret, and the recovery codes."""
    begun = commands.begin_second_factor(person, person)
    codes = commands.confirm_second_factor(person, person, code_of(begun.secret))
    return begun.secret, codes


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or some steps of 30 seconds away."""
    return pyotp.TOTP(secret).at(int(clock.now().timestamp()) + 30 * steps)


def hidden(answer, name: str) -> str:
    """The value of a hidden field of the page's own form, or of its frame."""
    own = re.search(rf'id="{name}" name="{name}"[^>]* value="([^"]*)"', answer.text)
    found = own or re.search(rf'name="{name}"[^>]* value="([^"]*)"', answer.text)
    assert found, answer.text
    return found[1]


def token_of(browser, path: str) -> str:
    """Read a page and let the browser send its token from now on."""
    answer = browser.get(path)
    browser.csrf_token = hidden(answer, "csrf_token")
    return answer.text


def prove(person, address: str) -> None:
    """Give a person a proved address, as the mailed link does."""
    commands.give_address(person, person, address)
    token = commands.address_link(person, person)[1]
    commands.prove_address(person, person, queries.link("address", token))


@dataclass(frozen=True)
class Letter:
    """A mail as its reader sees it, and the path that its link leads to."""

    subject: str
    text: str
    url: str
    is_secret: bool


def mailed(person, address: str) -> Letter:
    """The last mail to an address of a person."""
    sent = select(MailRow).where(
        MailRow.person_id == person.id, MailRow.address == address
    )
    row = db.session.scalars(sent.order_by(MailRow.id.desc())).first()
    found = re.search(r"https?://[^/]+(/\S*)", row.text)
    return Letter(row.subject, row.text, found[1], row.is_secret)

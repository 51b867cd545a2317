"""What the tests of people need again and again."""

import re

import pyotp

from app.kernel import clock
from app.kernel.actor import ANONYMOUS
from app.people import commands, login

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

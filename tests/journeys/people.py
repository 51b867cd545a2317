"""What everybody does: join, sign in, prove a second factor."""

import hashlib
import io

import pyotp
from PIL import Image

from app.kernel import clock, ids
from app.kernel.db import atomic, db
from app.people.models import Person
from app.people.models import Session as SignInSession
from tests import cast
from tests.journeys.site import PASSWORD, Site, Walker


def first_admin(site: Site, name: str, *, scripted: bool) -> Walker:
    """The one-time link of the machine's owner leads to the first admin."""
    path = site.run("people", "admin-link").strip().split()[-1]
    ada = site.visitor(scripted=scripted).go(path)
    ada.name = name
    ada.fill("Name", name).fill("Password", PASSWORD).fill("Year of birth", "1980")
    ada.page.locator("main form button[type=submit]").first.click()
    enrol(ada)
    return ada


def enrol(walker: Walker) -> None:
    """Set up the second factor with the key shown; recovery codes are shown once."""
    walker.go("/me/security/second-factor")
    if walker.page.locator("#totp-key").count() == 0:
        walker.click("Set up")
        step_up(walker)
    key = walker.page.locator("#totp-key").first
    secret = key.evaluate("field => field.value || field.textContent")
    walker.totp = pyotp.TOTP(secret.replace(" ", ""))
    walker.type_code().click("Confirm")
    walker.see("Recovery")


def join(site: Site, name: str, *, scripted: bool, locale: str = "en-GB") -> Walker:
    """Sign up as anyone does: a name, a password, a birth year."""
    walker = site.visitor(scripted=scripted, locale=locale).go("/join")
    walker.name = name
    walker.fill("Name", name).fill("Password", PASSWORD).fill("Year of birth", "1990")
    walker.page.locator("main form button[type=submit]").first.click()
    walker.page.wait_for_load_state()
    return walker


def sign_in(walker: Walker) -> None:
    """Come back after the session ended."""
    walker.go("/sign-in")
    walker.fill("Name", walker.name).fill("Password", PASSWORD)
    walker.page.locator("main form button[type=submit]").first.click()
    walker.page.wait_for_load_state()
    if walker.page.locator("main input[name=code]").count():
        walker.site.next_code()
        walker.type_code()
        walker.page.locator("main form button[type=submit]").first.click()
        walker.page.wait_for_load_state()


def step_up(walker: Walker) -> None:
    """Prove again who one is, where the page asks for it."""
    if "/step-up" not in walker.page.url:
        return
    walker.fill("Password", PASSWORD)
    if walker.totp is not None:
        walker.site.next_code()
        walker.type_code()
    walker.page.locator("main form button[type=submit]").first.click()
    walker.page.wait_for_load_state()


def at_home(site: Site, person: Person, *, scripted: bool = True) -> Walker:
    """A member of the cast whose browser is signed in already."""
    token = ids.token()
    with site.app.app_context(), atomic():
        db.session.add(
            SignInSession(
                token_hash=hashlib.sha256(token.encode()).hexdigest(),
                person_id=person.id,
                stamp=person.security_stamp,
                created_at=clock.now(),
                last_seen_at=clock.now(),
            )
        )
    walker = site.visitor(scripted=scripted)
    walker.name = person.display_name
    cookie = {"name": site.app.config["COOKIE_NAME"], "value": token, "url": site.url}
    walker.page.context.add_cookies([cookie])
    return walker


def named(site: Site, name: str, *, scripted: bool = True) -> Walker:
    """The same, by the name of the cast."""
    with site.app.app_context():
        person = cast.known()[name]
    return at_home(site, person, scripted=scripted)


def picture() -> dict[str, object]:
    """A picture as a form sends it."""
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "orange").save(out, "PNG")
    return {"name": "lamp.png", "mimeType": "image/png", "buffer": out.getvalue()}

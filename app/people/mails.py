"""Mails with a link that opens a door, and word to an address that was replaced."""

from flask import current_app, url_for
from flask_babel import force_locale, gettext

from app.kernel import site
from app.kernel.mail import Mail
from app.people.models import Person


def prove_address(person: Person, token: str) -> Mail:
    """The link that shows an address to be the person's own."""
    with force_locale(person.locale or "en"):
        return _with_link(
            gettext("Is this your address?"),
            gettext(
                "%(name)s entered this address. If that was you, open this link "
                "within 24 hours:",
                name=person.display_name,
            ),
            link("people.prove_address", token),
            gettext("If it was not you, do nothing: nothing else will come."),
        )


def forgotten_password(person: Person, token: str, name: str) -> Mail:
    """The link to choose a new password."""
    with force_locale(person.locale or "en"):
        return _with_link(
            gettext("Choose a new password"),
            gettext(
                "Somebody asked for a new password for %(name)s. If that was you, "
                "open this link within an hour:",
                name=name,
            ),
            link("people.renew_password", token),
            gettext("If it was not you, do nothing: your password stays as it is."),
        )


def address_gone(person: Person) -> Mail:
    """Word to the former address: it is no longer used."""
    with force_locale(person.locale or "en"):
        return _with_link(
            gettext("This address is no longer used"),
            gettext(
                "%(name)s no longer uses this address here. If that was not you, "
                "sign in and look under Security:",
                name=person.display_name,
            ),
            current_app.config["ORIGIN"] + url_for("people.security"),
            gettext("If it was you, all is well."),
        )


def link(endpoint: str, token: str) -> str:
    """The whole address of a one-time link, to be sent or copied."""
    return str(current_app.config["ORIGIN"]) + url_for(endpoint, token=token)


def _with_link(subject: str, before: str, url: str, after: str) -> Mail:
    name = str(site.get("name"))
    return Mail(
        subject=f"{name}: {subject}", text=f"{before}\n\n{url}\n\n{after}\n\n{name}\n"
    )

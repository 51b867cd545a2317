"""Words for notices: a sentence on the page, a mail for what must not be missed."""

from typing import Any

import flask_babel
from flask import current_app
from flask_babel import force_locale, gettext

from app.kernel import site
from app.kernel.mail import Mail
from app.kernel.money import Money
from app.notifications.models import SENTENCES
from app.web.filters import money


def sentence(what: str, values: dict[str, Any]) -> str:
    """What happened, in the reader's language, with his numbers and money."""
    words: str = gettext(SENTENCES[what])
    return words % _shown(values)


def about(what: str, values: dict[str, Any], url: str, locale: str | None) -> Mail:
    """The mail of a notice, in the language of whoever gets it."""
    with force_locale(locale or "en"):
        said = sentence(what, values)
        name = str(site.get("name"))
        link = f"{current_app.config['ORIGIN']}{url}"
        goodbye = gettext(
            "You get this mail because it concerns you directly. %(name)s", name=name
        )
        return Mail(subject=f"{name}: {said}", text=f"{said}\n\n{link}\n\n{goodbye}\n")


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    shown = {
        key: flask_babel.format_decimal(value) if isinstance(value, int) else value
        for key, value in values.items()
    }
    if "minor" in values:
        shown["amount"] = money(Money(values["minor"], values["currency"]))
    return shown

"""The base of all forms: shape of input in the reader's language; no rules."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import wtforms
from babel.support import NullTranslations, Translations
from flask import request
from flask_babel import get_locale
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.i18n import messages_path
from wtforms.meta import DefaultMeta

from app.kernel.errors import Refusal
from app.web.errors import sentence

_NAMES = {"zh_Hant": "zh_TW", "zh_Hans": "zh"}


class _Meta(DefaultMeta):
    csrf = False  # every POST is checked in web/csrf

    def get_translations(self, form: Any) -> Any:  # noqa: ARG002
        return _translations(str(get_locale()))


class Form(wtforms.Form):
    """A form filled from the request; `refuse` shows the business's no in place."""

    Meta = _Meta

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        if formdata is None and request.method == "POST":
            formdata = request.form
        super().__init__(formdata, **kwargs)

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at the field it names, else above the form."""
        field = self._fields.get(str(refusal.values.get("field", "")))
        if field is None:
            self.form_errors.append(sentence(refusal))
        else:
            field.errors = [*field.errors, sentence(refusal)]


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Options of a select or radio field from (value, lazy label) pairs."""
    return [SelectChoice(value, label) for value, label in pairs]


@cache
def _translations(name: str) -> NullTranslations:
    return Translations.load(messages_path(), [_NAMES.get(name, name)], "wtforms")

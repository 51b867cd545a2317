"""The shape of what authors send."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.widgets import HiddenInput

from app.ideas.commands import Words
from app.spaces.models import Space
from app.web.form import Form, choices
from app.web.i18n import LANGUAGES

OTHER_LANGUAGES = {
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "": _l("Another language"),
}
OUTCOMES = [
    ("improvement", _l("An improvement")),
    ("product", _l("A new product")),
]
WRITTEN_IN = {**LANGUAGES, **OTHER_LANGUAGES}


class IdeaForm(Form):
    """What an idea says; pictures come beside it, as files of the request."""

    space = SelectField(_l("Where it belongs"), validate_choice=False)
    outcome = RadioField(
        _l("What is it?"), choices=choices(OUTCOMES), validate_choice=False
    )
    title = StringField(
        _l("Title"),
        [validators.InputRequired(), validators.Length(max=400)],
        description=_l(
            "Say the thing, not the brand. One line that a stranger understands."
        ),
    )
    problem = TextAreaField(
        _l("What bothers you today?"),
        [validators.Length(max=2_000)],
        description=_l(
            "A moment from your life helps more than a feature list. Needed before it "
            "is sent."
        ),
    )
    body = TextAreaField(
        _l("Your idea"),
        [validators.Length(max=20_000)],
        description=_l(
            "Markdown works. Write in any language; readers see which one it is."
        ),
    )
    lang = SelectField(_l("Written in"), choices=choices(WRITTEN_IN.items()))
    version = IntegerField(validators=[validators.Optional()], widget=HiddenInput())

    def offer(self, spaces: Sequence[Space]) -> None:
        """The spaces that may be chosen."""
        self.space.choices = choices((row.slug, row.name) for row in spaces)

    def words(self) -> Words:
        """What was written, as the command takes it."""
        return Words(
            title=self.title.data or "",
            problem=self.problem.data or "",
            body=self.body.data or "",
            lang=self.lang.data or "",
        )


class SendForm(Form):
    """Sending an idea to be checked."""

    terms = BooleanField(_l("I accept these terms."))
    version = IntegerField(widget=HiddenInput())


class NewTermsForm(Form):
    """A version of the terms: a text a language, and the day it begins."""

    effective_on = DateField(_l("Holds from"), [validators.InputRequired()])
    en = TextAreaField(LANGUAGES["en"], [validators.Length(max=20_000)])
    zh_Hans = TextAreaField(  # noqa: N815 - the name of the language
        LANGUAGES["zh_Hans"], [validators.Length(max=20_000)]
    )
    zh_Hant = TextAreaField(  # noqa: N815 - the name of the language
        LANGUAGES["zh_Hant"], [validators.Length(max=20_000)]
    )
    ja = TextAreaField(LANGUAGES["ja"], [validators.Length(max=20_000)])

    def texts(self) -> dict[str, str]:
        """What was written, by language."""
        return {lang: self[lang].data or "" for lang in LANGUAGES}

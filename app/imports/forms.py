"""The shape of what an admin says about a file."""

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.imports.csv_source import FIELDS
from app.web.form import Form, choices

KIND_LABELS = {"ideas": _l("Ideas"), "bugs": _l("Bugs")}


class UploadForm(Form):
    """A file, what its rows become, and where they go."""

    kind = RadioField(
        _l("What is in it?"), choices=choices(KIND_LABELS.items()), default="ideas"
    )
    space = SelectField(_l("Space"), [InputRequired()])
    file = FileField(_l("CSV file"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # files are no form data: a validator would never find one
        self.file.flags.required = True


class ColumnsForm(Form):
    """Which column holds what; one that is left out is empty."""

    title = SelectField(_l("Title"), [InputRequired()])
    content = SelectField(_l("Description"), [Optional()])
    author_name = SelectField(_l("Author"), [Optional()])
    vote_count = SelectField(_l("Number of votes"), [Optional()])
    created_at = SelectField(_l("Date"), [Optional()])
    withdrawn_at = SelectField(_l("Withdrawn on"), [Optional()])
    source_id = SelectField(_l("Key of the row"), [Optional()])
    status = SelectField(_l("State"), [Optional()])
    severity = SelectField(_l("How bad"), [Optional()])
    date_format = StringField(_l("How dates are written"), [Optional(), Length(max=40)])
    author = StringField(
        _l("Author of rows that name none"), [InputRequired(), Length(max=60)]
    )

    def offer(self, header: Sequence[str], kind: str) -> None:
        """Let each field be any column of the file, or none."""
        options = [("", _("not in the file")), *((name, name) for name in header)]
        for name in {*FIELDS["ideas"], *FIELDS["bugs"]} - {*FIELDS[kind]}:
            del self[name]
        for name in FIELDS[kind]:
            cast("SelectField", self[name]).choices = options

    def mapping(self, kind: str) -> dict[str, str]:
        """Each field with its column."""
        return {name: self[name].data or "" for name in FIELDS[kind]}

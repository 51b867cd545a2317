"""The shapes of what the team and readers send about builds."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.builds.commands import LONGEST_QUESTION, Description, Entry
from app.builds.models import Build, Train
from app.web.form import Form, choices

KIND_LABELS = {
    "software": _l("Software"),
    "prototype": _l("Prototype"),
    "print_file": _l("File to print"),
    "design": _l("Design"),
}
ITEM_KIND_LABELS = {
    "feature": _l("New"),
    "fix": _l("Fix"),
    "change": _l("Change"),
    "removal": _l("Removed"),
}
DATA_LABELS = {
    "unknown": _l("Not said"),
    "kept": _l("Everything stays"),
    "lost": _l("Something is lost"),
}
ROLE_LABELS = {
    "author": _l("made it"),
    "idea": _l("asked for it"),
    "reporter": _l("reported it"),
    "designer": _l("drew it"),
    "translator": _l("translated it"),
    "tester": _l("tested it"),
}
GOODWILL_LABELS = {
    "earlier_place": _l("A place in the next early test"),
    "first_purchase": _l("First place when the next product is sold"),
    "question": _l("A question that the product owner answers"),
}
# Why a train moved, stays away or was taken back; the rest has words or figures.
REASON_LABELS = {
    "holiday": _l("No build: it is a holiday."),
    "moved_holiday": _l("It moved because of a holiday."),
    "empty": _l("No build: no change was ready."),
    "joined": _l("Its changes came with the next build."),
    "unsoaked": _l("No build: none was out long enough."),
    "unsigned": _l("It moved: nobody tried it early, and the owner did not sign."),
}
_TITLE = Length(max=120)
_TEXT = Length(max=20_000)


def why(train: Train) -> str:
    """Why a train is not as it was announced; empty for one that is."""
    is_moved = train.reason_code == "holiday" and train.state != "skipped"
    code = "moved_holiday" if is_moved else train.reason_code
    if code in REASON_LABELS:
        return str(REASON_LABELS[code])
    if code == "gate":
        return str(
            _(
                "It moved: too few who try it early said keep (%(figures)s).",
                figures=train.reason,
            )
        )
    if code == "halted":
        return str(_("Taken back: %(reason)s", reason=train.reason))
    if code == "resumed":
        return str(_("Offered again: %(reason)s", reason=train.reason))
    if code:
        return str(_("The time was changed: %(reason)s", reason=train.reason))
    return ""


class VoteForm(Form):
    """Keep or needs work, and whether one ran it."""

    verdict = StringField(validators=[InputRequired()])
    ran = BooleanField()


class ItemVoteForm(Form):
    """Like or dislike."""

    value = StringField(validators=[InputRequired()])


class PlanForm(Form):
    """A week of a space; any day of it."""

    space_id = SelectField(_l("Space"), [InputRequired()], coerce=int)
    week = DateField(_l("Any day of the week"), [InputRequired()])


class TimeForm(Form):
    """Another time, on the wall of the site, and why."""

    publish_at = DateTimeLocalField(
        _l("New time"), [InputRequired()], format="%Y-%m-%dT%H:%M"
    )
    reason = TextAreaField(
        _l("Why does it change?"),
        [InputRequired(), Length(max=500)],
        description=_l("Everybody reads it beside the new time."),
    )

    def instant(self, zone: str) -> datetime:
        """The time on the wall as an instant."""
        local = self.publish_at.data
        assert local is not None
        return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


class ReasonForm(Form):
    """Why something is held back, or did not make it."""

    reason = TextAreaField(_l("Reason"), [InputRequired(), Length(max=500)])


class GoodwillForm(Form):
    """What the team does for a late build."""

    choice = RadioField(
        _l("What may we do for you?"),
        [InputRequired()],
        choices=choices(list(GOODWILL_LABELS.items())),
    )
    question = TextAreaField(
        _l("Your question"), [Optional(), Length(max=LONGEST_QUESTION)]
    )


class HookForm(Form):
    """A token for one space."""

    space_id = SelectField(_l("Space"), [InputRequired()], coerce=int)
    name = StringField(
        _l("What uses it"),
        [InputRequired(), Length(max=60)],
        description=_l("Such as the name of your build system."),
    )


class DescriptionForm(Form):
    """Words and links of a build."""

    title = StringField(_l("In one line"), [Optional(), _TITLE])
    notes = TextAreaField(_l("Notes"), [Optional(), _TEXT])
    kind = SelectField(
        _l("What it is"),
        [InputRequired()],
        choices=choices(list(KIND_LABELS.items())),
    )
    artifact_url = StringField(
        _l("Where to get it"),
        [Optional(), Length(max=500)],
        description=_l("A link that begins with https://, or a path of this site."),
    )
    sha256 = StringField(_l("SHA-256"), [Optional(), Length(max=64)])
    size = IntegerField(_l("Size in bytes"), [Optional()])
    git_ref = StringField(_l("Source mark"), [Optional(), Length(max=120)])
    rollback = TextAreaField(
        _l("How to go back"),
        [Optional(), _TEXT],
        description=_l("Readers see it before they join the test."),
    )
    rollback_data = SelectField(
        _l("What happens to data"),
        [InputRequired()],
        choices=choices(list(DATA_LABELS.items())),
    )
    picture = FileField(_l("Picture"))
    picture_alt = StringField(_l("What the picture shows"), [Optional(), _TITLE])
    edits = IntegerField(validators=[InputRequired()])

    @classmethod
    def of(cls, build: Build) -> "DescriptionForm":
        """The form, filled from what is stored."""
        return cls(obj=build, notes=build.body_source, rollback=build.rollback_source)

    def description(self) -> Description:
        """What was sent, as the command takes it."""
        return Description(
            title=(self.title.data or "").strip(),
            notes=self.notes.data or "",
            rollback=self.rollback.data or "",
            rollback_data=self.rollback_data.data,
            artifact_url=(self.artifact_url.data or "").strip(),
            kind=self.kind.data,
            git_ref=(self.git_ref.data or "").strip(),
            sha256=(self.sha256.data or "").strip(),
            size=self.size.data,
        )


class ItemForm(Form):
    """A change, the idea it comes from, and up to three more people."""

    kind = SelectField(
        _l("Kind"),
        [InputRequired()],
        choices=choices(list(ITEM_KIND_LABELS.items())),
        default="feature",
    )
    title = StringField(_l("What changes"), [InputRequired(), _TITLE])
    body = TextAreaField(_l("More about it"), [Optional(), _TEXT])
    idea_id = SelectField(
        _l("From which idea?"),
        coerce=int,
        default=0,
        description=_l("Its author is credited by itself."),
    )
    name_1 = StringField(_l("Credit: name or number"), [Optional(), _TITLE])
    role_1 = SelectField(
        _l("For what"), choices=choices(list(ROLE_LABELS.items())), default="author"
    )
    name_2 = StringField(_l("Credit: name or number"), [Optional(), _TITLE])
    role_2 = SelectField(
        _l("For what"), choices=choices(list(ROLE_LABELS.items())), default="designer"
    )
    name_3 = StringField(_l("Credit: name or number"), [Optional(), _TITLE])
    role_3 = SelectField(
        _l("For what"), choices=choices(list(ROLE_LABELS.items())), default="tester"
    )

    def credited(self) -> list[tuple[str, str]]:
        """(name or number, role) of each filled line."""
        lines = [
            (self.name_1.data, self.role_1.data),
            (self.name_2.data, self.role_2.data),
            (self.name_3.data, self.role_3.data),
        ]
        return [(name.strip(), role) for name, role in lines if name and name.strip()]


JOIN_LABELS = {
    "open": _l("Whoever likes, in one tap"),
    "score": _l("By what their testing counted so far"),
    "invite": _l("By a link from the team"),
    "device": _l("With the code of a device"),
}


class EntryForm(Form):
    """How one gets into a channel, and for how many it has places."""

    joins = SelectField(
        _l("How one joins"),
        [InputRequired()],
        choices=choices(list(JOIN_LABELS.items())),
        default="open",
    )
    capacity = IntegerField(
        _l("Places"),
        [Optional()],
        description=_l("Empty: as many as like to. Who is in is never sent away."),
    )

    def entry(self) -> Entry:
        """What was sent, as the command takes it."""
        return Entry(self.joins.data, self.capacity.data)


class ChannelForm(EntryForm):
    """Another channel of a space."""

    space_id = SelectField(_l("Space"), [InputRequired()], coerce=int)
    code = SelectField(_l("Which test"), [InputRequired()])


class PassForm(Form):
    """A link: for how many, how long, and for whom."""

    uses = IntegerField(
        _l("For how many people"), [InputRequired(), NumberRange(1, 1_000)], default=1
    )
    days = IntegerField(
        _l("For how many days"), [InputRequired(), NumberRange(1, 365)], default=14
    )
    note = StringField(
        _l("For whom it is"),
        [Optional(), _TITLE],
        description=_l("Only the team reads it."),
    )


class CodesForm(Form):
    """Codes for devices, one person each."""

    count = IntegerField(
        _l("How many codes"), [InputRequired(), NumberRange(1, 200)], default=10
    )
    note = StringField(
        _l("For which devices"),
        [Optional(), _TITLE],
        description=_l("Only the team reads it."),
    )


class JoinForm(Form):
    """The code of a device, where a test asks for one."""

    token = StringField(_l("Code of your device"), [Optional(), Length(max=200)])


class AppealForm(Form):
    """Why a removal was wrong."""

    text = TextAreaField(
        _l("What is wrong about the decision?"), [InputRequired(), Length(max=2000)]
    )


class AnswerForm(Form):
    """The second look at a removal."""

    outcome = RadioField(
        _l("What do you decide?"),
        [InputRequired()],
        choices=choices(
            [
                ("upheld", _l("The decision was wrong: let them in again")),
                ("dismissed", _l("The decision stands")),
            ]
        ),
    )
    text = TextAreaField(_l("Why?"), [InputRequired(), Length(max=2000)])

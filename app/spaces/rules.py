"""A space's settings one by one: their words, bounds, ladders and differences."""

import dataclasses
import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.kernel import rules
from app.kernel.errors import Invalid
from app.kernel.words import N_

CUSTOM = "custom"
Deviations = dict[str, dict[str, Any]]


class OutOfBounds(Invalid):
    code = "out_of_bounds"
    text = N_("Between %(least)s and %(most)s, please.")


@rules.section("team")
@dataclass(frozen=True, slots=True)
class TeamRules:
    """What holds where only one person has the role that two should have."""

    alone_after_hours: int = 24


@dataclass(frozen=True, slots=True)
class Ladder:
    """Goals, and the days that each adds to the clock; no days = no clock."""

    goals: tuple[int, ...]
    days: tuple[int, ...]


PRESETS = {
    "default": Ladder((100, 1_000, 5_000, 10_000), (60, 365, 182, 182)),
    "small": Ladder((10, 50, 250, 500), (60, 365, 182, 182)),
    "single": Ladder((10_000,), (365,)),
    "no_clock": Ladder((100, 1_000, 5_000, 10_000), ()),
}
# The parts of a rule set, in the order of the page, and the switch that each needs.
SECTIONS = {
    "ideas": (N_("Ideas"), ""),
    "support": (N_("Support"), ""),
    "comments": (N_("Comments"), ""),
    "moderation": (N_("Moderation"), ""),
    "builds": (N_("Friday builds"), "builds"),
    "feedback": (N_("Friday reports"), "builds"),
    "reviews": (N_("Reviews"), "goals"),
    "roadmap": (N_("Roadmap"), ""),
    "royalties": (N_("Share of revenue"), "revenue"),
    "team": (N_("Team"), ""),
}
# Settings of a switch that does not rule their whole section.
_BY_SWITCH = {
    "ideas.ladder": "goals",
    "ideas.ladder_days": "goals",
    "ideas.ladder_mode": "goals",
    "ideas.grace_hours": "goals",
    "ideas.goal_business_days": "goals",
    "ideas.review_start_days": "goals",
    "ideas.review_days": "goals",
}
WORDS = {
    "ideas.min_age_years": N_("Youngest age to take part, years"),
    "ideas.open_drafts": N_("Drafts a person may have open"),
    "ideas.queue_places": N_("Ideas a person may have waiting to be checked"),
    "ideas.max_pictures": N_("Most pictures of an idea"),
    "ideas.product_pictures": N_("Pictures a product idea needs"),
    "ideas.improvement_pictures": N_("Pictures an improvement needs"),
    "ideas.title_characters": N_("Longest title, characters"),
    "ideas.problem_characters": N_("Longest problem, characters"),
    "ideas.reason_weight": N_("Shortest reason of a no, letters"),
    "ideas.gate_business_days": N_("Check of an idea, business days"),
    "ideas.resubmission_business_days": N_("Second check, business days"),
    "ideas.fix_days": N_("Time for what is to change, days"),
    "ideas.third_try_hours": N_("Wait before a third try, hours"),
    "ideas.ladder": N_("Goals"),
    "ideas.ladder_days": N_("Days for each"),
    "ideas.ladder_mode": N_("A goal reached in time"),
    "ideas.grace_hours": N_("Grace after the last day, hours"),
    "ideas.goal_business_days": N_("Signing a reached goal, business days"),
    "ideas.review_start_days": N_("Start of the review, days"),
    "ideas.review_days": N_("Length of the review, days"),
    "ideas.parked_days": N_("Word on a parked idea, every so many days"),
    "ideas.start_days": N_("Start of the work, days"),
    "ideas.ship_days": N_("Bringing it out, days"),
    "ideas.evaluation_days": N_("We may study a reached goal for, days"),
    "ideas.draft_idle_days": N_("An untouched draft is kept, days"),
    "ideas.draft_warning_days": N_("Warning before a draft goes, days"),
    "ideas.newcomer_days": N_("Somebody is new here for, days"),
    "ideas.newcomer_ideas_a_day": N_("Ideas of a newcomer a day"),
    "ideas.newcomer_links_a_day": N_("Links in a newcomer's ideas a day"),
    "ideas.max_tags": N_("Most tags of an idea"),
    "ideas.gate": N_("Before an idea is public"),
    "ideas.gate_first_ideas": N_("How many first ideas wait"),
    "ideas.look_business_days": N_("Look at what is public at once, business days"),
    "ideas.verdict_business_days": N_("The end waits for open checks, business days"),
    "support.young_days": N_("An account is young for, days"),
    "support.young_percent": N_("Many young accounts, from a percentage of"),
    "support.cooling_hours": N_("A reached goal rests, hours"),
    "support.long_cooling_days": N_("It rests with many young accounts, days"),
    "support.least_supporters": N_("Goals rest from so many supporters on"),
    "support.check_business_days": N_("Checking doubted support, business days"),
    "comments.max_bytes": N_("Longest comment, bytes"),
    "comments.max_pictures": N_("Most pictures of a comment"),
    "comments.max_mentions": N_("Most people named in a comment"),
    "comments.answer_business_days": N_("The team's answer, business days"),
    "comments.newcomer_days": N_("Somebody is new here for, days"),
    "comments.newcomer_comments_a_day": N_("Comments of a newcomer a day"),
    "comments.newcomer_links_a_day": N_("Links in a newcomer's comments a day"),
    "comments.reactions": N_("Reactions"),
    "moderation.reporters_to_hide": N_("So many reports hide until a decision"),
    "moderation.reporter_age_days": N_(
        "A report counts towards it from an age of, days"
    ),
    "moderation.safe_supporters": N_(
        "From so many supporters on, numbers hide nothing"
    ),
    "moderation.ruling_business_days": N_("Decision on a report, business days"),
    "moderation.appeal_days": N_("Time to appeal, days"),
    "moderation.appeal_business_days": N_("Answer to an appeal, business days"),
    "moderation.reason_weight": N_("Shortest reason, letters"),
    "moderation.undo_minutes": N_("A decision can be taken back for, minutes"),
    "moderation.solo_hours": N_("A lone moderator's second look after, hours"),
    "moderation.spam_days": N_("Who sends spam only reads for, days"),
    "builds.publish_weekday": N_("Day of the build"),
    "builds.publish_hour": N_("Hour of the build"),
    "builds.report_close_weekday": N_("Votes close on"),
    "builds.report_close_hour": N_("Votes close at, hour"),
    "builds.standings_weekday": N_("Results on"),
    "builds.standings_hour": N_("Results at, hour"),
    "builds.awards_weekday": N_("Awards on"),
    "builds.awards_hour": N_("Awards at, hour"),
    "builds.freeze_weekday": N_("Changes are chosen on"),
    "builds.freeze_hour": N_("Changes are chosen at, hour"),
    "builds.question_close_weekday": N_("The question of the week closes on"),
    "builds.question_close_hour": N_("The question of the week closes at, hour"),
    "builds.preview_weekday": N_("Preview on"),
    "builds.preview_hour": N_("Preview at, hour"),
    "builds.inner": N_("Early testers try each build before it is out"),
    "builds.rc_weekday": N_("Early testers get it on"),
    "builds.rc_hour": N_("Early testers get it at, hour"),
    "builds.gate_weekday": N_("Go or no go on"),
    "builds.gate_hour": N_("Go or no go at, hour"),
    "builds.gate_most_ok": N_("So many early testers who keep it are always enough"),
    "builds.gate_percent": N_("Early testers who must keep it, percent"),
    "builds.nightly": N_("Nightly builds from Monday to Thursday"),
    "builds.nightly_hour": N_("Hour of the nightly build"),
    "builds.stable_every_weeks": N_("A stable build every so many weeks"),
    "builds.stable_soak_weeks": N_("A stable build was out before for, weeks"),
    "builds.ahead_weeks": N_("Weeks announced ahead"),
    "builds.retry_weekday": N_("Next try after a no, day"),
    "builds.retry_hour": N_("Next try after a no, hour"),
    "builds.idle_days": N_("A tester without a sign is asked after, days"),
    "builds.idle_notice_days": N_("The place is kept after that for, days"),
    "builds.score_days": N_("Testing counts over, days"),
    "builds.founders": N_("First testers on the wall"),
    "feedback.standings_hours": N_("Results after reports close, hours"),
    "feedback.awards_hours": N_("Awards after reports close, hours"),
    "feedback.least_respondents": N_("A share ranks from so many reports on"),
    "feedback.popcorn_respondents": N_("Popcorn from so many reports on"),
    "reviews.slots": N_("Ideas studied at once"),
    "reviews.quorum": N_("People who study an idea"),
    "reviews.least_text": N_("Shortest public reason, letters"),
    "reviews.longest_park_days": N_("Longest parking, days"),
    "reviews.most_parks": N_("Parked how often at most"),
    "roadmap.least_decline_text": N_("Shortest reason of a no, letters"),
    "roadmap.least_reason": N_("Shortest reason of a move, letters"),
    "team.alone_after_hours": N_("One person alone decides after, hours"),
    "royalties.rate_bp": N_("Share of net sales, hundredths of a percent"),
    "royalties.creator_floor_bp": N_("Author's least share, hundredths of a percent"),
    "royalties.minimum_payout": N_("Smallest payout"),
    "royalties.first_wait_days": N_("First payout after, days"),
    "royalties.statement_due_days": N_("Statement after the period, days"),
    "royalties.dispute_days": N_("Time to object, days"),
    "royalties.deduction_cap_bp": N_("Most deductions, hundredths of a percent"),
    "royalties.minimum_age": N_("Youngest age to sign, years"),
}
# What a text setting may say, where its section does not name it.
CHOICES = {
    "ideas.gate": {
        "first": N_("the first ideas of a person wait, later ones are looked at soon"),
        "all": N_("every idea waits"),
        "none": N_("no idea waits"),
    },
    "ideas.ladder_mode": {
        "add": N_("adds its days to what is left"),
        "reset": N_("starts its days afresh"),
    },
}
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
# The unit that ends a name bounds the setting; the first that fits counts.
_BOUNDS = (
    ("_business_days", 1, 60),
    ("_days", 0, 3_650),
    ("_weeks", 1, 52),
    ("_hours", 0, 2_160),
    ("_minutes", 0, 1_440),
    ("_percent", 0, 100),
    ("_weekday", 0, 6),
    ("_hour", 0, 23),
    ("_years", 0, 99),
    ("_age", 18, 99),
    ("_bp", 0, 10_000),
    ("_bytes", 100, 20_000),
    ("_pictures", 0, 5),
    ("quorum", 1, 20),
    ("slots", 0, 100),
    ("open_drafts", 1, 100),
    ("queue_places", 1, 100),
    ("_characters", 10, 2_000),
    ("", 0, 1_000),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a section: its key, its usual value, what bounds it."""

    key: str
    usual: Any

    @property
    def section(self) -> str:
        return self.key.split(".")[0]

    @property
    def field(self) -> str:
        return self.key.split(".")[1]

    @property
    def words(self) -> str:
        """What it is called, to be translated; an unknown one by its own name."""
        return WORDS.get(self.key, self.field.replace("_", " ").capitalize())

    @property
    def choices(self) -> dict[str, str]:
        """What it may say, with the words for each; empty for what is free."""
        cls = rules.sections().get(self.section)
        known = {field.name: field for field in dataclasses.fields(cls)} if cls else {}
        named = known[self.field].metadata if self.field in known else {}
        return named.get("choices") or CHOICES.get(self.key, {})

    @property
    def switch(self) -> str:
        """The switch without which it has no use; empty for most."""
        known = SECTIONS.get(self.section, ("", ""))[1]
        return _BY_SWITCH.get(self.key, known)

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the most that a number may be."""
        return next(
            (least, most)
            for ending, least, most in _BOUNDS
            if self.field.endswith(ending)
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One setting before and after."""

    name: str
    before: Any
    after: Any


def settings(switched_off: Collection[str] = ()) -> list[Setting]:
    """Every setting there is, section by section, but for what is switched off."""
    known = rules.sections()
    order = sorted(known, key=[*SECTIONS, *known].index)
    found = [
        Setting(f"{name}.{field.name}", field.default)
        for name in order
        for field in dataclasses.fields(known[name])
    ]
    return [setting for setting in found if setting.switch not in switched_off]


def with_values(deviations: Deviations, values: dict[str, Any]) -> Deviations:
    """The deviations with other values; a usual one is no deviation."""
    usual = {setting.key: setting.usual for setting in settings()}
    flat = {
        f"{name}.{field}": value
        for name, part in deviations.items()
        for field, value in part.items()
    }
    made: Deviations = {}
    for key, value in {**flat, **values}.items():
        plain = tuple(value) if isinstance(value, list) else value
        if plain != usual.get(key):
            name, field = key.split(".")
            kept = list(plain) if isinstance(plain, tuple) else plain
            made.setdefault(name, {})[field] = kept
    return made


def check(deviations: Deviations) -> None:
    """Refuse numbers beyond their bounds, and what a section itself refuses."""
    rules.book(deviations)
    for setting in settings():
        value = deviations.get(setting.section, {}).get(setting.field)
        least, most = setting.bounds
        if type(value) is int and not least <= value <= most:
            raise OutOfBounds(least=least, most=most, field=field_of(setting.key))


def digest(deviations: Deviations) -> str:
    """The SHA-256 of a set of rules, however its keys are ordered."""
    plain = json.dumps(deviations, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def field_of(key: str) -> str:
    """The name of a setting's field on a page."""
    return key.replace(".", "-")


def ladder_of(deviations: Deviations) -> Ladder:
    """The ladder that a set of deviations leads to."""
    game = rules.book(deviations).ideas
    return Ladder(tuple(game.ladder), tuple(game.ladder_days))


def preset_of(ladder: Ladder) -> str:
    """The name of a ladder, `custom` for numbers of one's own."""
    named = (name for name, preset in PRESETS.items() if preset == ladder)
    return next(named, CUSTOM)


def with_ladder(deviations: Deviations, ladder: Ladder) -> Deviations:
    """The deviations with another ladder; the default one is no deviation."""
    values = {"ideas.ladder": ladder.goals, "ideas.ladder_days": ladder.days}
    return with_values(deviations, values)


def changes(old: Deviations, new: Deviations) -> list[Change]:
    """Every setting that differs between two sets of rules, defaults filled in."""
    before, after = _flat(old), _flat(new)
    return [
        Change(name, before[name], after[name])
        for name in sorted(before)
        if before[name] != after[name]
    ]


def _flat(deviations: Deviations) -> dict[str, Any]:
    book = vars(rules.book(deviations))
    return {
        f"{name}.{field.name}": getattr(section, field.name)
        for name, section in book.items()
        for field in dataclasses.fields(section)
    }

"""Who gets through which door: every route, as every sort of person, own and others'.

The table beside this file is the whole answer, one line a door: `yes` got in, `form`
was told what is missing in an empty form, `in` was sent to sign in, `no` was refused,
`404` found nothing there, `-` owns no such thing. A door that opens or closes changes a
line: then the test leaves the table it found beside the known one, to be read and kept.
"""

import difflib
import re
from itertools import product

import pytest
from flask import templating
from sqlalchemy import delete, select

from app.builds.models import (
    Build,
    BuildAttachment,
    BuildBlock,
    BuildItem,
    Channel,
    Enrolment,
    Train,
)
from app.comments.models import Comment
from app.feedback.models import Bug, FourSquare
from app.ideas.models import Idea, Tag
from app.imports.models import ImportRun
from app.kernel.db import db
from app.moderation import commands as moderation
from app.moderation import queries as moderation_queries
from app.moderation.models import Appeal, Ruling
from app.payouts.models import BankFile, Payee, PayeeHold, Payout
from app.people.models import Person, RoleGrant, Session
from app.reviews.models import Review
from app.roadmap.models import Product, RoadmapItem, RoadmapItemIdea
from app.royalties.models import DeedShare, RoyaltyRun, SalesImport, Statement
from app.setup import queries
from app.spaces.models import Space
from app.web.limits import limiter
from tests.conftest import ROOT, browser_of, thrown_away
from tests.ideas import make
from tests.moderation.make import WHY

TABLE = ROOT / "tests/web/permissions.txt"
pytestmark = [pytest.mark.nodb, pytest.mark.slow, pytest.mark.unmeasured]
WHOSE = ("own", "other's")
FANS = ("fan", "author", "tester")
# Doors that lead out of the store, or whose key is a secret: tested elsewhere.
APART = {"static_file", "files.show", "health.csp_report", "builds.register_build"}
SECRETS = {"token", "colour"}
# What else an address may ask for.
PLAIN = {
    "n": 1,
    "number": 1,
    "key": 1,
    "ruling_id": 1,
    "invitation_id": 1,
    "goodwill_id": 1,
    "hook_id": 1,
    "alarm_id": 1,
    "pass_id": 1,
    "removal_id": 1,
    "section": "identity",
    "outcome": "upheld",
    "kind": "idea",
    "act": "keep",
}
# Every act that somebody without a session may do.
OPEN_ACTS = {
    "/sign-in",
    "/sign-in/code",
    "/sign-out",
    "/join",
    "/forgotten",
    "/preferences/theme",
    "/ideas/<int:number>/support",
    "/ideas/<int:number>/support/joining",
    "/demo/view-as/<int:number>",
    "/demo/walk/dismissal",
    "/demo/leaving",
}


def _first(statement, *owners, mine=None, actor_id=None):
    """The first row; with owners, one that is the actor's, or is not."""
    for column in owners:
        is_mine = column == actor_id
        statement = statement.where(is_mine if mine else column != actor_id)
    return db.session.scalars(statement).first()


def _idea(state):
    def find(whose):
        found = _first(select(Idea).where(Idea.state == state), Idea.author_id, **whose)
        return found and {"number": found.number, "key": found.id}

    return find


def _comment(whose):
    found = _first(select(Comment), Comment.author_id, **whose)
    return found and {"comment_id": found.id, "thread_id": found.thread_id}


def _person(whose):
    named = select(Person).where(Person.source == queries.SOURCE)
    person = _first(named.order_by(Person.number), Person.id, **whose)
    if person is None:
        return None
    grant = _first(select(RoleGrant).where(RoleGrant.person_id == person.id))
    return {"number": person.number, "grant_id": grant.id if grant else 0}


def _session(whose):
    found = _first(select(Session), Session.person_id, **whose)
    return found and {"session_id": found.id}


def _build(*, is_out):
    def find():
        wanted = (
            Build.published_at.is_not(None) if is_out else Build.published_at.is_(None)
        )
        item = _first(
            select(BuildItem).join(Build).where(wanted).order_by(BuildItem.id)
        )
        build = db.session.get_one(Build, item.build_id)
        block = _first(select(BuildBlock))
        hung = _first(select(BuildAttachment))
        values = {"number": build.number, "item_id": item.id}
        said = _first(select(FourSquare))
        return values | {
            "attachment_id": hung.id if hung else 0,
            "block_id": block.id if block else 0,
            "foursquare_id": said.id if said else 0,
        }

    return find


def _channel():
    """A channel and one of its testers."""
    found = _first(select(Channel).order_by(Channel.id))
    tester = _first(select(Enrolment).where(Enrolment.channel_id == found.id))
    return {
        "channel_id": found.id,
        "slug": db.session.get_one(Space, found.space_id).slug,
        "code": found.code,
        "number": db.session.get_one(Person, tester.person_id).number,
        "pass_id": 0,
    }


def _bug(whose):
    found = _first(select(Bug), Bug.reporter_id, **whose)
    return found and {"number": found.number}


def _ruling(whose):
    found = _first(select(Ruling), Ruling.about_id, **whose)
    return found and {"ruling_id": found.id}


def _appeal(whose):
    found = _first(select(Appeal), Appeal.by_id, **whose)
    return found and {"appeal_id": found.id}


def _item():
    link = _first(select(RoadmapItemIdea))
    item = db.session.get_one(RoadmapItem, link.item_id)
    idea = db.session.get_one(Idea, link.idea_id)
    return {"number": item.number, "idea_number": idea.number}


def _deed(whose):
    found = _first(select(DeedShare), DeedShare.person_id, **whose)
    return found and {"version_id": found.version_id}


def _statement(whose):
    found = _first(select(Statement), Statement.person_id, **whose)
    return found and {"statement_id": found.id}


def _payee(whose):
    payee = _first(select(Payee), Payee.person_id, **whose)
    if payee is None:
        return None
    holds = select(PayeeHold).where(PayeeHold.person_id == payee.person_id)
    hold = _first(holds)
    number = db.session.get_one(Person, payee.person_id).number
    return {"number": number, "hold_id": hold.id if hold else 0}


def _payout(whose):
    line = _first(select(Payout), Payout.person_id, **whose)
    file = _first(select(BankFile))
    return line and {
        "payout_id": line.id,
        "batch_id": line.batch_id,
        "file_id": file.id if file else 0,
    }


def _by(model, argument, column):
    def find():
        return {argument: getattr(_first(select(model)), column)}

    return find


# The things that doors are about, by the beginning of their address: what somebody
# owns is tried as one's own and as another's.
OWNED = (
    (r"/staff/queue/appeals/", {"": _appeal}),
    (r"(/staff/queue)?/reports/", {"public": _idea("supporting")}),
    (r"/staff/queue/", {"submitted": _idea("submitted")}),
    (r"/staff/rulings/<kind>/", {"public": _idea("supporting")}),
    (r"(/staff)?/rulings/", {"": _ruling}),
    (r"(/staff)?/ideas/", {"draft": _idea("draft"), "public": _idea("supporting")}),
    (r"/(comments|threads)/", {"": _comment}),
    (r"(/staff/people|/people|/demo/view-as)/", {"": _person}),
    (r"/me/sessions/", {"": _session}),
    (r"(/staff)?/bugs/", {"": _bug}),
    (r"(/staff)?/deeds/", {"": _deed}),
    (r"/statements/", {"": _statement}),
    (r"/staff/payees/", {"": _payee}),
    (r"/staff/payouts/", {"": _payout}),
)
COMMON = (
    (r"(/builds|/staff)/channels/|/testing/", {"": _channel}),
    (r"/staff/removals/", {"": lambda: {"removal_id": 1}}),
    (r"(/staff)?/questions/", {"": _by(Train, "train_id", "id")}),
    (
        r"(/staff)?/builds/",
        {"planned": _build(is_out=False), "out": _build(is_out=True)},
    ),
    (r"(/staff)?/roadmap/", {"": _item}),
    (r"(/staff)?/products/", {"": _by(Product, "number", "number")}),
    (r"/staff/ledger/", {"": lambda: {"seq": 1}}),
    (r"/staff/reviews/", {"": _by(Review, "review_id", "id")}),
    (r"/staff/royalties/", {"": _by(RoyaltyRun, "run_id", "id")}),
    (r"/staff/sales/", {"": _by(SalesImport, "import_id", "id")}),
    (r"(/staff/spaces|/s)/", {"": _by(Space, "slug", "slug")}),
    (r"/staff/imports/", {"": _by(ImportRun, "run_id", "id")}),
    (r"/staff/tags/", {"": _by(Tag, "key", "id")}),
    (r"/staff/site/", {"": dict}),
)


def _moderate(gatekeeper, people):
    """Each of them was warned, and asks for a second look."""
    for person in people:
        subject = moderation_queries.subject_of(("person", person.id))
        words = moderation.Words(text=WHY)
        ruling = moderation.sanction(gatekeeper, subject, "warn", words)
        moderation.appeal(person, ruling, "I did not.")


class Gatekeeper:
    """A moderator besides those of the demo, so that theirs are published, too."""

    is_person = True

    def __init__(self) -> None:
        self.id = _first(select(Person.id).order_by(Person.id.desc()))

    def has_role(self, role, _space_id=None) -> bool:
        return role == "moderator"


class Doors:
    """Every door of the site, and what each sort of person finds behind it."""

    def __init__(self, app, connection) -> None:
        self._connection = connection
        self._adapter = app.url_map.bind("localhost")
        self._rules = sorted(
            (rule for rule in app.url_map.iter_rules() if _is_tried(rule)),
            key=lambda rule: (rule.rule, rule.endpoint),
        )

    def of(self, actor_id, browser) -> dict[str, str]:
        """{door: what happened} for one person."""
        found = {}
        for rule in self._rules:
            methods = sorted(rule.methods & {"GET", "POST"})
            for method, (what, values) in product(methods, _things(rule, actor_id)):
                door = " ".join(filter(None, (method, rule.rule, what)))
                path = values is not None and self._adapter.build(
                    rule.endpoint, _wanted(rule, values), method=method
                )
                found[door] = self._try(browser, method, path) if path else "-"
        return found

    def _try(self, browser, method, path) -> str:
        """Knock, and leave no trace: neither a row nor a cookie."""
        db.session.commit()
        kept = self._connection.begin_nested()
        cookies = dict(browser._cookies)
        try:
            return _outcome(browser.open(path, method=method))
        finally:
            browser._cookies = cookies
            db.session.rollback()
            kept.rollback()
            db.session.expire_all()


def _is_tried(rule) -> bool:
    return rule.endpoint not in APART and not rule.arguments & SECRETS


def _things(rule, actor_id):
    """[(what and whose, {argument: value})] of a door; None where there is none."""
    if not rule.arguments:
        return [("", {})]
    if common := _starting(COMMON, rule.rule):
        return [(name, find()) for name, find in common.items()]
    owned = _starting(OWNED, rule.rule)
    assert owned, f"nothing to try {rule.rule} with: add it to OWNED or COMMON"
    return [
        (
            f"{name} {whose}".strip(),
            find({"mine": whose == "own", "actor_id": actor_id}),
        )
        for (name, find), whose in product(owned.items(), WHOSE)
    ]


def _starting(things, address):
    return next((found for start, found in things if re.match(start, address)), None)


def _wanted(rule, values):
    return {name: values.get(name, PLAIN.get(name)) for name in rule.arguments}


def _outcome(answer) -> str:
    if "/sign-in" in (answer.location or ""):
        return "in"
    if answer.status_code in {401, 403}:
        return "no"
    assert answer.status_code < 500, answer.request.path
    return {404: "404", 422: "form"}.get(answer.status_code, "yes")


def _table(columns: dict[str, dict[str, str]]) -> list[str]:
    """The doors by line, the people by column."""
    doors = list(next(iter(columns.values())))
    width = max(map(len, doors))
    head = " ".join(f"{name:13}" for name in columns).rstrip()
    lines = [f"{'':{width}} {head}"]
    for door in doors:
        cells = " ".join(f"{columns[name][door]:13}" for name in columns).rstrip()
        lines.append(f"{door:{width}} {cells}")
    return lines


@pytest.fixture(scope="module")
def members(columns):
    """What those who signed in find."""
    return {part: doors for part, doors in columns.items() if part != "visitor"}


@pytest.fixture(scope="module")
def columns(town):
    """What everybody finds, in the demo world, where each has own ideas."""
    with (
        pytest.MonkeyPatch.context() as patch,
        town.app_context(),
        thrown_away() as connection,
    ):
        patch.setattr(limiter, "enabled", False)
        # who gets in is settled before a page is painted: the crawl looks at the paint
        patch.setattr(templating, "_render", lambda *_: "")
        people = {
            viewer.part: queries.named(viewer.number)
            for viewer in queries.cast()
            if viewer.part
        }
        space = db.session.scalars(select(Space)).first()
        # those of other tests that looked at this world
        db.session.execute(delete(Session))
        gatekeeper = Gatekeeper()
        for person in people.values():
            make.draft(person, space)
            make.submitted(person, space)
            make.published(person, gatekeeper, space)
        _moderate(gatekeeper, [people[part] for part in FANS])
        db.session.add_all(
            (
                Tag(space_id=space.id, name="Wood", key="wood"),
                ImportRun(
                    source="csv",
                    file_sha256="x",
                    space_id=space.id,
                    by_id=people["admin"].id,
                ),
            )
        )
        doors = Doors(town, connection)
        found = {"visitor": doors.of(0, town.test_client())}
        for part, person in people.items():
            browser = browser_of(town, person, stepped_up=True)
            found[part] = doors.of(person.id, browser)
        yield found


def test_doors(columns):
    found = _table(columns)
    known = TABLE.read_text(encoding="utf-8").splitlines()
    changed = list(
        difflib.unified_diff(known, found, "known", "found", n=0, lineterm="")
    )
    if changed:
        TABLE.with_suffix(".found").write_text("\n".join(found) + "\n")
    assert changed == [], "\n".join(changed)


def test_visitors_do_little(columns):
    inside = ("yes", "form")
    entered = {door for door, how in columns["visitor"].items() if how in inside}
    assert {door.split()[1] for door in entered if door.startswith("POST")} <= OPEN_ACTS
    assert not [door for door in entered if "/me" in door or "/staff" in door]


@pytest.mark.parametrize("part", FANS)
def test_fans_are_not_staff(columns, part):
    staff = [how for door, how in columns[part].items() if "/staff" in door]
    assert set(staff) <= {"no", "-"}


def test_drafts_are_their_authors(members):
    for doors in members.values():
        drafts = {how for door, how in doors.items() if "draft other's" in door}
        assert drafts <= {"no", "404"}


def test_nobody_rules_in_own_matter(members):
    for doors in members.values():
        own = {
            how
            for door, how in doors.items()
            if door.startswith("POST /staff/queue/") and "own" in door
        }
        assert own <= {"no", "-"}
        assert own

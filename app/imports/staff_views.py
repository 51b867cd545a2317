"""Bringing a file in by the page: upload, columns, a look, a yes, and a way back."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from app.imports import commands, csv_source, forms, policies, queries
from app.imports.commands import Reading, Source
from app.imports.csv_source import Head, Post
from app.imports.models import ImportRun
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Invalid, Refusal
from app.kernel.words import N_
from app.spaces import queries as spaces
from app.web import nav
from app.web.actor import access, current_actor
from app.web.answers import done, invalid, page
from app.web.errors import sentence

bp = Blueprint("imports", __name__)

STATE_LABELS = {
    "checked": N_("Waits for your yes"),
    "applying": N_("On its way in"),
    "applied": N_("Done"),
    "undoing": N_("On its way out"),
    "undone": N_("Taken back"),
    "dropped": N_("Put away"),
}
STATE_TONES = {"checked": "warn", "applied": "good", "undone": "bad"}
KEPT_LABELS = {
    "edited": N_("was changed here since"),
    "supported": N_("people stand behind it"),
    "talked": N_("people talk about it"),
    "followed": N_("people follow it"),
    "moved": N_("it was moved here since"),
    "seen": N_("others see it, too"),
}
nav.add(
    "staff",
    N_("Imports"),
    "imports.index",
    policies.may_import,
    icon="upload",
    order=88,
)


@dataclass(frozen=True, slots=True)
class Look:
    """What a dry run found: nothing of it has come in."""

    rows: int
    known: int
    withdrawn: int
    closed: int
    votes: int
    samples: list[Post]
    faults: list[str]
    fault_count: int

    @property
    def is_good(self) -> bool:
        """Whether the file can come in as it is."""
        return self.rows > 0 and not self.fault_count


@bp.get("/staff/imports")
@access(policies.may_import)
def index() -> Response:
    """Every import, the newest first."""
    found = queries.runs(request.args.get("after"))
    return page("imports/staff/index.html", page=found, **_labels())


@bp.route("/staff/imports/new", methods=("GET", "POST"))
@access(policies.may_import)
def new() -> Response:
    """Upload a file; nothing of it comes in yet."""
    form = forms.UploadForm()
    form.space.choices = [
        (each.slug, each.name) for each in spaces.all_of(current_actor())
    ]
    if request.method == "GET":
        return page("imports/staff/new.html", form=form)
    if form.validate():
        try:
            run = _keep(current_actor(), form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return done("imports.show", run_id=run.id)
    return invalid("imports/staff/new.html", form=form)


@bp.get("/staff/imports/<int:run_id>")
@access(policies.may_import)
def show(run_id: int) -> Response:
    """One import as it stands: its columns, its progress, or what became of it."""
    run = queries.run(run_id)
    if run.state == "checked":
        head = csv_source.head(queries.content_of(run), run.kind)
        return _checked(run, head, _columns_of(run, head))
    if run.is_working and request.headers.get("HX-Request") == "true":
        return page("imports/staff/_progress.html", run=run)
    if request.headers.get("HX-Request") == "true":
        return done("imports.show", run_id=run.id)
    return page("imports/staff/show.html", **_stand_of(run), **_labels())


@bp.post("/staff/imports/<int:run_id>/columns")
@access(policies.may_import)
def columns(run_id: int) -> Response:
    """Say which column is what, and look again."""
    run = queries.run(run_id)
    head = csv_source.head(queries.content_of(run), run.kind)
    form = forms.ColumnsForm()
    form.offer(head.header, run.kind)
    if not form.validate():
        return _checked(run, head, form, status=422)
    reading = Reading(
        mapping=form.mapping(run.kind),
        date_format=(form.date_format.data or "").strip(),
        author=(form.author.data or "").strip(),
    )
    with atomic():
        commands.read_anew(current_actor(), queries.run(run_id), reading)
    return done("imports.show", run_id=run_id, anchor="look")


@bp.post("/staff/imports/<int:run_id>/application")
@access(policies.may_import)
def begin(run_id: int) -> Response:
    """Let the file in; the background does it."""
    found = queries.scan(queries.run(run_id))
    with atomic():
        commands.begin(current_actor(), queries.run(run_id), found)
    return done("imports.show", run_id=run_id)


@bp.post("/staff/imports/<int:run_id>/removal")
@access(policies.may_import)
def drop(run_id: int) -> Response:
    """Put the file away."""
    with atomic():
        commands.drop(current_actor(), queries.run(run_id))
    return done("imports.index", message=_("The file was put away. Nothing came in."))


@bp.post("/staff/imports/<int:run_id>/undo")
@access(policies.may_import)
def undo(run_id: int) -> Response:
    """Take everything back that nobody has touched since."""
    with atomic():
        commands.undo(current_actor(), queries.run(run_id))
    return done("imports.show", run_id=run_id)


def _keep(actor: Actor, form: forms.UploadForm) -> ImportRun:
    sent = request.files.get("file")
    if not sent or not sent.filename:
        raise csv_source.NoFile(field="file")
    source = Source(sent.filename, sent.read(), form.kind.data)
    space = spaces.by_slug_for_system(form.space.data)
    with atomic():
        return commands.keep(actor, space, source, Reading())


def _checked(
    run: ImportRun, head: Head, form: forms.ColumnsForm, status: int = 200
) -> Response:
    look, problem = None, ""
    try:
        look = _look(run)
    except Invalid as refusal:
        problem = sentence(refusal)
    return page(
        "imports/staff/checked.html",
        status=status,
        run=run,
        head=head,
        form=form,
        look=look,
        problem=problem,
    )


def _look(run: ImportRun) -> Look:
    found = queries.scan(run)
    keys = [post.source_id for post in found.posts]
    return Look(
        rows=len(found.posts),
        known=len(queries.known_ids(run, keys)),
        withdrawn=sum(post.is_withdrawn for post in found.posts),
        closed=sum(post.state != "new" for post in found.posts),
        votes=sum(post.votes for post in found.posts),
        samples=found.posts[: csv_source.SAMPLES],
        faults=[_said(fault) for fault in found.faults],
        fault_count=found.fault_count,
    )


def _said(fault: Invalid) -> str:
    """A fault in the reader's words, what was wanted as well."""
    wanted: str = fault.values.get("wanted", "")
    values = fault.values | ({"wanted": _(wanted)} if wanted else {})
    return str(_(fault.text) % values)


def _columns_of(run: ImportRun, head: Head) -> forms.ColumnsForm:
    data: dict[str, Any] = head.guess | run.mapping
    data |= {"date_format": run.date_format, "author": run.author}
    form = forms.ColumnsForm(data=data)
    form.offer(head.header, run.kind)
    return form


def _stand_of(run: ImportRun) -> dict[str, Any]:
    """All that the page of a run shows that has begun."""
    shown: dict[str, Any] = {"run": run, "endings": queries.endings(run.id)}
    if run.state == "undone":
        shown["page"] = queries.kept(run.id, request.args.get("after"))
    return shown


def _labels() -> dict[str, Any]:
    return {"states": STATE_LABELS, "tones": STATE_TONES, "whys": KEPT_LABELS}

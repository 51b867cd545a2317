"""Pages and acts of authors and followers."""

from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, request
from flask_babel import gettext as _

from app.ideas import commands, policies, queries
from app.ideas.forms import IdeaForm
from app.ideas.models import OUTCOMES, Idea
from app.ideas.views.blueprint import bp
from app.kernel import pictures, text
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import EditConflict, Missing, Refusal
from app.kernel.policies import require
from app.spaces import queries as spaces
from app.spaces.models import Space
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import done, page
from app.web.errors import sentence
from app.web.i18n import pick

PLACES = 5


@dataclass(frozen=True, slots=True)
class Sent:
    """A picture that came with the form: where it waits, its name, what it shows."""

    stash: str
    name: str
    alt: str


@bp.route("/ideas/new", methods=["GET", "POST"])
@access(SIGNED_IN)
def new() -> Response:
    """Begin an idea: saved as a draft, seen by its author alone."""
    actor = current_actor()
    form = _blank_form(actor)
    if _only_looks() or not form.validate():
        return _new_page(form)
    sent, wrong = _sent_pictures()
    try:
        with atomic():
            space = spaces.by_slug(actor, form.space.data or "")
            idea = commands.draft(actor, space, form.words(), _outcome(form))
            commands.set_tags(actor, idea, _tags())
            wrong += _attach(actor, idea, sent)
    except Refusal as refusal:
        form.refuse(refusal)
        return _new_page(form)
    return _after_saving(actor, idea.number, form, wrong)


@bp.route("/ideas/<int:number>/edit", methods=["GET", "POST"])
@access(SIGNED_IN)
def edit(number: int) -> Response:
    """Change a draft, or what a moderator asked for."""
    actor = current_actor()
    idea = queries.visible_to(actor).get(number)
    require(policies.may_edit, actor, idea)
    form = _filled_form(idea)
    if _only_looks() or not form.validate():
        return _edit_page(idea, form)
    sent, wrong = _sent_pictures()
    try:
        with atomic():
            wrong += _save(actor, number, form, sent)
    except EditConflict as refusal:
        form.refuse(refusal)
        return _edit_page(queries.visible_to(actor).get(number), form, conflict=True)
    except Refusal as refusal:
        form.refuse(refusal)
        return _edit_page(queries.visible_to(actor).get(number), form)
    return _after_saving(actor, number, form, wrong)


@bp.post("/ideas/preview")
@access(SIGNED_IN)
def preview() -> Response:
    """How a text will look, as a fragment; nothing is kept."""
    html = text.render(request.form.get("body", "")).html
    return page("ideas/_preview.html", preview=html)


@bp.get("/ideas/<int:number>/pictures/<int:key>")
@access(SIGNED_IN)
def picture(number: int, key: int) -> Response:
    """One picture of a draft, asked for while it is being prepared."""
    actor = current_actor()
    idea = queries.visible_to(actor).get(number)
    require(policies.may_edit, actor, idea)
    known = {row.id: row for row in queries.pictures_of(idea.id)}
    if key not in known:
        raise Missing
    return page(
        "ideas/_picture.html", idea=idea, picture=known[key], reasons=pictures.REASONS
    )


@bp.post("/ideas/<int:number>/autosave")
@access(SIGNED_IN)
def autosave(number: int) -> Response:
    """Keep what is being written: 204 with its version, or 409 with what is saved."""
    actor = current_actor()
    form = IdeaForm()
    try:
        with atomic():
            idea = queries.visible_to(actor).get(number)
            commands.revise(actor, idea, form.words(), form.version.data or 0)
            commands.answer_fixes(actor, idea, _numbered("answer_"))
    except EditConflict:
        idea = queries.visible_to(actor).get(number)
        return page("ideas/_stored.html", 409, stored=queries.revision_of(idea.id))
    answer = make_response("", 204)
    answer.headers["X-Version"] = str(idea.version)
    return answer


def _only_looks() -> bool:
    """Whether the form is opened, or sent by its preview button to be seen again."""
    return request.method == "GET" or "preview" in request.form


def _preview(form: IdeaForm) -> str | None:
    """What the preview button asks for; a text that is too long is refused in place."""
    if "preview" not in request.form:
        return None
    try:
        return text.render(form.body.data or "").html
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _blank_form(actor: Actor) -> IdeaForm:
    form = IdeaForm(data={"lang": pick(), "space": request.args.get("space")})
    known = spaces.all_of(actor)
    form.offer(known)
    here = next((s for s in known if s.slug == form.space.data), None)
    here = here or (known[0] if known else None)
    if here is not None and form.outcome.data not in OUTCOMES:
        form.space.data, form.outcome.data = here.slug, here.outcome
    return form


def _filled_form(idea: Idea) -> IdeaForm:
    revision = queries.revision_of(idea.id)
    form = IdeaForm(
        data={
            "title": revision.title,
            "problem": revision.problem,
            "body": revision.body_source,
            "lang": revision.lang,
            "version": idea.version,
            "outcome": idea.outcome,
            "space": idea.space.slug,
        }
    )
    form.offer([idea.space])
    return form


def _outcome(form: IdeaForm) -> str | None:
    return form.outcome.data if form.outcome.data in OUTCOMES else None


def _sent_pictures() -> tuple[list[Sent], list[str]]:
    """Put aside what was sent, before the transaction; bad files become sentences."""
    sent: list[Sent] = []
    wrong: list[str] = []
    for place, upload in enumerate(request.files.getlist("pictures")):
        if not upload.filename:
            continue
        name, alt = upload.filename[-100:], request.form.get(f"alt_{place}", "")
        try:
            sent.append(Sent(pictures.stash(upload.stream.read()), name, alt[:300]))
        except Refusal as refusal:
            wrong.append(f"{name}: {sentence(refusal)}")
    return sent, wrong


def _attach(actor: Actor, idea: Idea, sent: list[Sent]) -> list[str]:
    """Add as many as there is room for; the sentences of those left out."""
    wrong = []
    for one in sent:
        try:
            commands.send_picture(actor, idea, one.stash, one.name, one.alt)
        except Refusal as refusal:
            wrong.append(f"{one.name}: {sentence(refusal)}")
    return wrong


def _save(actor: Actor, number: int, form: IdeaForm, sent: list[Sent]) -> list[str]:
    idea = queries.visible_to(actor).get(number)
    commands.revise(actor, idea, form.words(), form.version.data or 0)
    if _numbered("tag_"):
        commands.set_tags(actor, idea, _tags())
    if looks := _looks():
        commands.arrange(actor, idea, looks)
    for picture_id in _numbered("picture_off_"):
        commands.detach(actor, idea, picture_id)
    commands.answer_fixes(actor, idea, _numbered("answer_"))
    return _attach(actor, idea, sent)


def _tags() -> list[str]:
    """The tags of the form, in the order of its fields."""
    return [name for _, name in sorted(_numbered("tag_").items())]


def _looks() -> dict[int, commands.Look]:
    """What the form says of each kept picture."""
    return {key: _look(key, alt) for key, alt in _numbered("picture_alt_").items()}


def _look(key: int, alt: str) -> commands.Look:
    sent = request.form
    return commands.Look(
        alt=alt[:300],
        is_decorative=f"picture_plain_{key}" in sent,
        focus=(
            sent.get(f"picture_x_{key}", 50, type=int),
            sent.get(f"picture_y_{key}", 50, type=int),
        ),
        place=sent.get(f"picture_place_{key}", type=int),
    )


def _numbered(prefix: str) -> dict[int, str]:
    """The fields of the form whose name ends in the key of a row."""
    return {
        int(name.removeprefix(prefix)): words
        for name, words in request.form.items()
        if name.startswith(prefix) and name.removeprefix(prefix).isdecimal()
    }


def _after_saving(
    actor: Actor, number: int, form: IdeaForm, wrong: list[str]
) -> Response:
    """On to the page; or, where a picture was bad, back with all the rest saved."""
    idea = queries.visible_to(actor).get(number)
    if wrong:
        form.version.data = idea.version
        form.form_errors.extend(wrong)
        return _edit_page(idea, form, saved=True)
    if "send" not in request.form:
        return done("ideas.show", number=number, message=_("Your draft is saved."))
    if not all(picture.is_described for picture in queries.pictures_of(idea.id)):
        message = _("Your draft is saved. Now say what each picture shows.")
        return done("ideas.edit", number=number, message=message, anchor="pictures")
    return done("ideas.submit", number=number, message=_("Your draft is saved."))


def _new_page(form: IdeaForm) -> Response:
    seen = _preview(form)
    known = spaces.all_of(current_actor())
    here = next((space for space in known if space.slug == form.space.data), None)
    status = 422 if form.errors else 200
    return page(
        "ideas/new.html",
        status,
        form=form,
        places=PLACES,
        preview=seen,
        **_tag_part(here, []),
    )


def _edit_page(
    idea: Idea, form: IdeaForm, *, conflict: bool = False, saved: bool = False
) -> Response:
    stored = queries.revision_of(idea.id)
    if conflict:
        form.version.data = idea.version
    known = queries.pictures_of(idea.id)
    seen = _preview(form)
    return page(
        "ideas/edit.html",
        422 if form.errors else 200,
        idea=idea,
        form=form,
        stored=stored if conflict else None,
        saved=saved,
        pictures=known,
        places=max(PLACES - len(known), 0),
        fixes=_fixes(idea),
        preview=seen,
        reasons=pictures.REASONS,
        **_tag_part(idea.space, idea.tag_names),
    )


def _tag_part(space: Space | None, names: list[str]) -> dict[str, Any]:
    """A field for each tag that may be chosen, and the words known already."""
    if space is None:
        return {"tag_fields": [], "known_tags": []}
    most = spaces.rules_of(space.id).ideas.max_tags
    empty = [""] * max(most - len(names), 0)
    return {
        "tag_fields": [*names, *empty],
        "known_tags": queries.tags_offered(space.id),
    }


def _fixes(idea: Idea) -> list[Any]:
    if idea.state != "needs_work":
        return []
    return queries.fixes_of(idea.id, idea.tries)

"""Agreements: the list, the draft, signing, freezing, the next version."""

from decimal import Decimal
from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.kernel import approvals, site
from app.kernel.db import atomic
from app.kernel.errors import Missing, Refusal
from app.people import queries as people
from app.people.models import Person
from app.royalties import commands, policies, queries
from app.royalties.commands import NewShare, SharesWrong, UnknownParty
from app.royalties.commands.signing import FREEZE
from app.royalties.engine.terms import Terms
from app.royalties.forms import (
    DEED_STATES,
    GROUPS,
    ROLES,
    TERMS,
    FreezeForm,
    SignForm,
    TermsForm,
    share_rows,
)
from app.royalties.models import DeedVersion
from app.royalties.staff_views.blueprint import bp
from app.web.actor import access, current_actor, stepped_up
from app.web.answers import csv_answer, done, invalid, page
from app.web.form import Form

_BP = Decimal(100)
_PAGE = "royalties/staff/deed.html"


@bp.get("/staff/deeds")
@access(policies.may_see_deeds)
def deeds() -> Response:
    """Every agreement, by product."""
    return page(
        "royalties/staff/deeds.html",
        versions=queries.deeds.versions(),
        states=DEED_STATES,
    )


@bp.get("/staff/deeds.csv")
@access(policies.may_see_deeds)
def deeds_csv() -> Response:
    """Every share line of every version."""
    header = ("product", "name", "version", "state", "rate_percent", "person", "group")
    rows = [
        (
            version.deed.product.number,
            version.deed.product.name,
            version.n,
            version.state,
            Decimal(version.terms["rate_bp"]) / 100,
            f"P{share.person.number}",
            share.group,
            share.weight,
            version.sha256,
        )
        for version in queries.deeds.versions()
        for share in version.shares
    ]
    return csv_answer("agreements", (*header, "weight", "sha256"), rows)


@bp.get("/staff/deeds/<int:version_id>")
@access(policies.may_see_deeds)
def deed(version_id: int) -> Response:
    """One version: the draft as a form, later its text, signatures and codes."""
    version = queries.deeds.version(version_id)
    return page(_PAGE, **_context(version))


@bp.post("/staff/deeds/<int:version_id>")
@access(policies.may_draft)
def write(version_id: int) -> Response:
    """Write the terms and shares of a draft."""
    form = TermsForm()
    if not form.validate():
        return _again(version_id, terms_form=form)
    try:
        shares = _shares(share_rows(request.form))
        with atomic():
            version = queries.deeds.version(version_id)
            commands.set_terms(current_actor(), version, _terms(form, version), shares)
    except Refusal as refusal:
        return _again(version_id, refusal, terms_form=form)
    return done("royalties_staff.deed", version_id=version_id, message=_("Saved."))


@bp.post("/staff/deeds/<int:version_id>/signing")
@access(policies.may_draft)
def open_signing(version_id: int) -> Response:
    """Fix the text and ask everybody to sign."""
    with atomic():
        version = queries.deeds.version(version_id)
        commands.open_signing(current_actor(), version)
    message = _("The text is fixed. Everybody concerned is asked to sign.")
    return done("royalties_staff.deed", version_id=version_id, message=message)


@bp.post("/staff/deeds/<int:version_id>/cancellation")
@access(policies.may_draft)
def cancel(version_id: int) -> Response:
    """End a version that is not signed."""
    with atomic():
        commands.cancel(current_actor(), queries.deeds.version(version_id))
    return done("royalties_staff.deed", version_id=version_id, message=_("Cancelled."))


@bp.post("/staff/deeds/<int:version_id>/freeze")
@access(policies.may_draft)
@stepped_up
def freeze(version_id: int) -> Response:
    """Name the codes, or confirm as the second person those that were named."""
    form = FreezeForm()
    if not form.validate():
        return _again(version_id, freeze_form=form)
    try:
        with atomic():
            version = queries.deeds.version(version_id)
            skus = (form.skus.data or "").splitlines()
            version = commands.freeze(current_actor(), version, skus)
    except Refusal as refusal:
        return _again(version_id, refusal, freeze_form=form)
    message = (
        _("The agreement is in force.")
        if version.state == "frozen"
        else _("A second person has to confirm these codes.")
    )
    return done("royalties_staff.deed", version_id=version_id, message=message)


@bp.post("/staff/deeds/<int:version_id>/next")
@access(policies.may_draft)
def next_version(version_id: int) -> Response:
    """Begin the next version from a copy."""
    with atomic():
        version = queries.deeds.version(version_id)
        draft = commands.next_version(current_actor(), version.deed)
    return done("royalties_staff.deed", version_id=draft.id)


def _again(version_id: int, refusal: Refusal | None = None, **forms: Form) -> Response:
    for form in forms.values():
        if refusal is not None:
            form.refuse(_at_its_field(refusal))
    version = queries.deeds.version(version_id)
    rows = share_rows(request.form) or None
    return invalid(_PAGE, **{**_context(version, rows), **forms})


def _at_its_field(refusal: Refusal) -> Refusal:
    """A refusal of a term names it in the reader's words, at the field of the form."""
    name = str(refusal.values.get("field", ""))
    field, label = TERMS.get(name, (name, None))
    refusal.values["field"] = field
    if label is not None and "term" in refusal.values:
        refusal.values["term"] = str(label)
    return refusal


def _context(
    version: DeedVersion, rows: list[tuple[str, str, str]] | None = None
) -> dict[str, Any]:
    actor = current_actor()
    parties, roles = queries.deeds.missing_signers(version)
    kept = [
        (f"P{s.person.number}", s.group, str(s.weight), s.person.display_name)
        for s in version.shares
    ]
    sent = [(*row, "") for row in rows or ()]
    has_signed = any(each.person_id == actor.id for each in version.signatures)
    names = people.by_ids(sorted(parties))
    return {
        "version": version,
        "product": version.deed.product,
        "terms": Terms.of(version.terms),
        "rows": [*(sent or kept), *[("", "other", "", "")] * 3],
        "terms_form": _terms_form(version),
        "freeze_form": FreezeForm(MultiDict(), skus="\n".join(version.wanted_skus)),
        "sign_form": SignForm(MultiDict(), sha256=version.sha256),
        "missing": [names[person_id].display_name for person_id in sorted(parties)],
        "missing_roles": [ROLES[role] for role in roles],
        "may_sign": version.state == "signing"
        and not has_signed
        and policies.may_sign(actor, version),
        "may_draft": policies.may_draft(actor),
        "may_freeze": version.state == "signed" and policies.may_freeze(actor, version),
        "approval": approvals.of(FREEZE, "deed_version", version.id),
        "signer_names": queries.sales.names_of(_involved(version)),
        "legal_entity": site.get("legal_entity"),
        "others": queries.deeds.versions_of(version.deed_id),
        "states": DEED_STATES,
        "groups": GROUPS,
        "roles": ROLES,
        "is_maker": _is_maker(version, actor.id),
    }


def _is_maker(version: DeedVersion, actor_id: int | None) -> bool:
    approval = approvals.of(FREEZE, "deed_version", version.id)
    return approval is not None and approval.maker_id == actor_id


def _involved(version: DeedVersion) -> list[int | None]:
    approval = approvals.of(FREEZE, "deed_version", version.id)
    maker = approval.maker_id if approval is not None else None
    return [maker, version.freeze_maker_id, version.freeze_checker_id]


def _terms_form(version: DeedVersion) -> TermsForm:
    terms = Terms.of(version.terms)
    return TermsForm(
        MultiDict(),
        rate=Decimal(terms.rate_bp) / _BP,
        minimum=terms.minimum,
        wait_days=terms.wait_days,
        due_days=terms.due_days,
        reserve=Decimal(0),
    )


def _terms(form: TermsForm, version: DeedVersion) -> Terms:
    kept = Terms.of(version.terms)
    return Terms(
        rate_bp=int((form.rate.data or 0) * _BP),
        creator_floor_bp=kept.creator_floor_bp,
        deduction_cap_bp=kept.deduction_cap_bp,
        minimum=(form.minimum.data or "").strip(),
        minimums=kept.minimums,
        wait_days=form.wait_days.data or 0,
        due_days=form.due_days.data or 0,
        dispute_days=kept.dispute_days,
        reserve_bp=int((form.reserve.data or 0) * _BP),
    )


def _shares(rows: list[tuple[str, str, str]]) -> list[NewShare]:
    shares = []
    for who, group, weight in rows:
        if not weight.isascii() or not weight.isdigit():
            raise SharesWrong(field="shares")
        shares.append(NewShare(_person(who).id, group, int(weight[:12])))
    return shares


def _person(who: str) -> Person:
    """A party by number (P12) or sign-in name."""
    digits = who.removeprefix("P").removeprefix("p")
    try:
        if digits.isascii() and digits.isdigit():
            return people.by_number(int(digits[:12]))
    except Missing:
        raise UnknownParty(name=who, field="shares") from None
    found = people.by_sign_in_name(who)
    if found is None:
        raise UnknownParty(name=who, field="shares")
    return found

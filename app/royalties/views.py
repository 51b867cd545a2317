"""What people read of their money and sign for it."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response
from flask_babel import format_decimal
from flask_babel import gettext as _

from app.ideas import queries as ideas
from app.kernel.actor import Actor
from app.kernel.db import atomic
from app.kernel.errors import Refusal
from app.kernel.money import Money, exponent
from app.kernel.words import N_
from app.people import queries as people
from app.roadmap import queries as roadmap
from app.royalties import commands, policies, queries
from app.royalties.engine.periods import Period
from app.royalties.engine.terms import Terms
from app.royalties.forms import (
    CARRIED,
    DEED_STATES,
    GROUPS,
    ROLES,
    SignForm,
)
from app.royalties.models import DeedVersion, Statement
from app.royalties.queries import own
from app.web import lineage, nav
from app.web.actor import SIGNED_IN, access, current_actor
from app.web.answers import csv_answer, done, invalid, page

bp = Blueprint("royalties", __name__)
nav.gone_without(bp, "revenue", but=policies.keeps_papers)
nav.add(
    "mine",
    N_("Earnings"),
    "royalties.earnings",
    SIGNED_IN,
    icon="coins",
    order=40,
    switch="revenue",
)
_SUMS = ("opening", "earned", "paid", "closing", "payable", "carried")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement as it is read: the sentence, and how it came about."""

    body: dict[str, Any]
    sentence: str
    money: dict[str, Money]
    is_lifted: bool


@bp.get("/me/earnings")
@access(SIGNED_IN)
def earnings() -> Response:
    """Paid, next, held; quarter by quarter; where it comes from; what was agreed."""
    person = _me()
    return page(
        "royalties/earnings.html",
        person=person,
        earnings=queries.earnings_of(person),
        sources=queries.statements.sources_of(person.id),
        deeds=queries.deeds.versions_of_person(person.id),
        to_sign=_to_sign(person.id),
        carried=CARRIED,
        states=DEED_STATES,
    )


@bp.get("/me/earnings.csv")
@access(SIGNED_IN)
def earnings_csv() -> Response:
    """The same quarters as CSV."""
    header = ("period", "currency", "opening", "earned", "paid", "closing", "payable")
    rows = [_csv_row(each) for each in queries.statements_of(_me().id)]
    return csv_answer("earnings", header, rows)


@bp.get("/statements/<int:statement_id>")
@access(SIGNED_IN)
def statement(statement_id: int) -> Response:
    """One sentence, and unfolded how each cent came about."""
    actor = current_actor()
    one = queries.statements.statement(actor, statement_id)
    body = json.loads(one.body)
    period = Period.parse(one.period)
    return page(
        "royalties/statement.html",
        statement=one,
        body=body,
        period=period,
        sums={name: Money.parse(body[name], one.currency) for name in _SUMS},
        lines=[_line(each, one.currency) for each in body["lines"]],
        carried=CARRIED,
        links=_lineage(actor, body),
        is_mine=one.person_id == actor.id,
        object_until=date.fromisoformat(body["object_until"]),
    )


@bp.get("/statements/<int:statement_id>.csv")
@access(SIGNED_IN)
def statement_csv(statement_id: int) -> Response:
    """Every figure of a statement, with fixed English headers; byte-equal for ever."""
    one = queries.statements.statement(current_actor(), statement_id)
    name = f"statement-{one.period}-P{one.person.number}-{one.currency}"
    return csv_answer(name, own.STATEMENT_HEADER, own.statement_rows(one))


@bp.get("/deeds/<int:version_id>")
@access(SIGNED_IN)
def deed(version_id: int) -> Response:
    """The agreement as its signers read it."""
    version = queries.deeds.version_for(current_actor(), version_id)
    form = SignForm(sha256=version.sha256)
    return page("royalties/deed.html", form=form, **_deed_page(version))


@bp.post("/deeds/<int:version_id>/signature")
@access(SIGNED_IN)
def sign(version_id: int) -> Response:
    """Sign exactly the text that was shown."""
    actor, form = current_actor(), SignForm()
    version = queries.deeds.version_for(actor, version_id)
    if not form.validate():
        return invalid("royalties/deed.html", form=form, **_deed_page(version))
    try:
        with atomic():
            commands.sign(actor, queries.deeds.version(version_id), form.sha256.data)
    except Refusal as refusal:
        form.refuse(refusal)
        again = queries.deeds.version(version_id)
        return invalid("royalties/deed.html", form=form, **_deed_page(again))
    message = _("Signed. Thank you.")
    return done("royalties.deed", version_id=version_id, message=message)


def _me() -> Any:
    return people.get(current_actor().id or 0)


def _to_sign(person_id: int) -> list[DeedVersion]:
    return [
        version
        for version in queries.deeds.versions_of_person(person_id)
        if version.state == "signing"
        and person_id in queries.deeds.missing_signers(version)[0]
    ]


def _csv_row(each: Statement) -> tuple[str, ...]:
    minors = (
        each.opening_minor,
        each.earned_minor,
        each.paid_minor,
        each.closing_minor,
        each.payable_minor,
    )
    amounts = (Money(minor, each.currency).decimal for minor in minors)
    return (each.period, each.currency, *amounts)


def _deed_page(version: DeedVersion) -> dict[str, Any]:
    actor = current_actor()
    parties, roles = queries.deeds.missing_signers(version)
    has_signed = any(each.person_id == actor.id for each in version.signatures)
    may_sign = version.state == "signing" and policies.may_sign(actor, version)
    names = people.by_ids(sorted(parties))
    return {
        "version": version,
        "product": version.deed.product,
        "terms": Terms.of(version.terms),
        "mine": [s for s in version.shares if s.person_id == actor.id],
        "missing": [names[person_id].display_name for person_id in sorted(parties)],
        "missing_roles": [ROLES[role] for role in roles],
        "has_signed": has_signed,
        "may_sign": may_sign and not has_signed,
        "states": DEED_STATES,
        "groups": GROUPS,
        "roles": ROLES,
    }


def _lineage(actor: Actor, body: dict[str, Any]) -> list[lineage.Link]:
    numbers = {line["product"] for line in body["lines"]}
    products = [roadmap.product(actor, number) for number in sorted(numbers)]
    ids = [key for row in products for key in roadmap.ideas_of_product(row.id)]
    return lineage.of(actor, sorted(ideas.by_ids(actor, ids)))


def _line(body: dict[str, Any], currency: str) -> Line:
    names = ("gross", "returns", "discount", "tax", "freight", "not_deducted")
    more = ("net", "cumulative", "pool", "earned")
    money = {name: Money.parse(body[name], currency) for name in (*names, *more)}
    plain = body["rate_bp"] * body["weight"] * money["net"].minor
    plain_minor = plain / (10_000 * body["weight_total"])
    return Line(
        body=body,
        sentence=_sentence(body, money),
        money=money,
        is_lifted=abs(money["earned"].minor - plain_minor) >= 2,
    )


def _sentence(body: dict[str, Any], money: dict[str, Money]) -> str:
    """In the reader's numbers: You earned 273.12: 60 % of 1 % of 45,520.00."""
    share = Decimal(100 * body["weight"]) / body["weight_total"]
    words: str = _(
        "You earned %(amount)s: %(share)s %% of %(rate)s %% of %(net)s",
        amount=_amount(money["earned"]),
        share=format_decimal(share, "#,##0.##"),
        rate=format_decimal(Decimal(body["rate_bp"]) / 100, "#,##0.##"),
        net=_amount(money["net"]),
    )
    return words


def _amount(money: Money) -> str:
    """An amount without its currency, with all its decimals."""
    places = exponent(money.currency)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(Decimal(money.decimal), pattern))

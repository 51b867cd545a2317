"""Links that work without a session: the end of a mail, and the own feed.

Their address is signed, and proves in whose name they act.
"""

from typing import Any

from flask import Response, request
from flask_babel import force_locale
from flask_babel import gettext as _

from app.kernel import site
from app.kernel.db import atomic
from app.kernel.errors import Missing
from app.kernel.signing import unsigned
from app.notifications import commands, mails, queries
from app.notifications.models import KIND_LABELS
from app.notifications.views.blueprint import bp
from app.notifications.views.choices import FEED
from app.people import queries as people
from app.people.models import Person
from app.web import csrf, feed
from app.web.actor import PUBLIC, access
from app.web.answers import done, page

_ONE_CLICK = "List-Unsubscribe"


@bp.get("/unsubscribe/<token>")
@access(PUBLIC)
def unsubscribe(token: str) -> Response:
    """What the link in a mail opens: nothing happens before its button is pressed."""
    return _page(token)


@bp.post("/unsubscribe/<token>")
@access(PUBLIC)
def end_mails(token: str) -> Response:
    """End mails of a kind: the button, or the mail program in one click (RFC 8058)."""
    _switch(token, is_on=False)
    if _ONE_CLICK in request.form:
        # a mail program follows no redirect
        return _page(token)
    return done(".unsubscribe", token=token)


@bp.post("/unsubscribe/<token>/undoing")
@access(PUBLIC)
def resume_mails(token: str) -> Response:
    """Take it back."""
    _switch(token, is_on=True)
    return done(".unsubscribe", token=token)


@bp.get("/notices/feed/<token>")
@access(PUBLIC)
def own_feed(token: str) -> Response:
    """The notices that somebody wants in the own feed."""
    person, number = _signed_by(FEED, token)
    is_newest = str(queries.choices_of(person.id).feed_number) == number
    if person.disabled_at is not None or not is_newest:
        raise Missing
    with force_locale(person.locale or str(site.get("language"))):
        entries = [
            feed.Entry(
                key=f"notice/{notice.id}",
                title=mails.sentence(notice.what, notice.values),
                url=notice.url,
                at=notice.created_at,
            )
            for notice in queries.in_feed_of(person.id)
        ]
        title = _("Notices for %(name)s", name=person.display_name)
        page_of = mails.path_of("notifications.index")
        return feed.answer(feed.Feed(f"notices/{person.id}", title, page_of, entries))


csrf.exempt(end_mails)
csrf.exempt(resume_mails)


def _page(token: str) -> Response:
    person, topic = _signed_by(mails.PURPOSE, token)
    return page(
        "notifications/unsubscribe.html",
        token=token,
        is_on=_is_on(person, topic),
        **_named(topic),
    )


def _named(topic: str) -> dict[str, Any]:
    is_digest = topic == mails.DIGEST
    return {"is_digest": is_digest, "kind": "" if is_digest else _(KIND_LABELS[topic])}


def _is_on(person: Person, topic: str) -> bool:
    choices = queries.choices_of(person.id)
    if topic == mails.DIGEST:
        return choices.has_digest
    return choices.wants(topic, "mail")


def _switch(token: str, *, is_on: bool) -> None:
    with atomic():
        person, topic = _signed_by(mails.PURPOSE, token)
        if topic == mails.DIGEST:
            commands.switch_digest(person, person, is_on=is_on)
        else:
            commands.switch_mail(person, person, topic, is_on=is_on)


def _signed_by(purpose: str, token: str) -> tuple[Person, str]:
    """Whose link it is, and what for; Missing if it is not ours, or he is gone."""
    value = unsigned(purpose, token)
    if value is None:
        raise Missing
    key, _dot, rest = value.partition(".")
    person = people.get(int(key))
    if person.state != "active":
        raise Missing
    return person, rest

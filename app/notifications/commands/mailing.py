"""The weeks of the digest, and what admins do about the mail of the site."""

from sqlalchemy import update

from app.kernel import audit, clock, mail, site
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Invalid
from app.kernel.mail import PARKED, MailRow
from app.kernel.policies import require
from app.kernel.words import N_
from app.notifications import policies, queries
from app.notifications.models import DigestRun

_DAYS, _HOURS = range(7), range(24)


class BadSender(Invalid):
    code = "bad_sender"
    text = N_("This does not look like an e-mail address.")


class BadMailHour(Invalid):
    code = "bad_mail_hour"
    text = N_("Choose a day of the week and a full hour.")


def begin_digest(actor: Actor) -> DigestRun | None:  # noqa: ARG001 - every command has one
    """The week whose mails are to be written, if there is one.

    One that was begun is ended first. Late is done once: weeks in which nobody wrote
    are told together.
    """
    newest, due = queries.newest_run(), queries.due_now()
    if newest is not None and newest.done_at is None:
        return newest
    if newest is not None and newest.due_at >= due:
        return None
    since = newest.due_at if newest is not None else due - queries.WEEK
    return insert_once(DigestRun(due_at=due, since_at=since, last_person_id=0))


def mark_digest(
    actor: Actor,  # noqa: ARG001 - every command has one
    run: DigestRun,
    last_person_id: int | None,
) -> None:
    """How far along the people the mails of a week are; None: everybody has his."""
    if last_person_id is None:
        run.done_at = clock.now()
    else:
        run.last_person_id = last_person_id
    db.session.flush()


def set_up_mail(actor: Actor, sender: str, weekday: int, hour: int) -> None:
    """Who the mails are from (nothing: no-reply at this site), and when digests go."""
    require(policies.may_run_mail, actor)
    clean = sender.strip()
    if clean and not mail.is_address(clean):
        raise BadSender(field="sender")
    if weekday not in _DAYS or hour not in _HOURS:
        raise BadMailHour(field="hour")
    wanted = {"mail_from": clean, "digest_weekday": weekday, "digest_hour": hour}
    for key, value in wanted.items():
        if value != site.get(key):
            site.put(actor, key, value)
    db.session.flush()


def retry(actor: Actor, mail_ids: list[int] | None = None) -> int:
    """Try parked mails once more, these or all; how many wait again."""
    require(policies.may_run_mail, actor)
    change = update(MailRow).where(*PARKED)
    if mail_ids is not None:
        change = change.where(MailRow.id.in_(mail_ids))
    anew = change.values(parked_at=None, next_try_at=clock.now(), attempts=0)
    anew = anew.returning(MailRow.id).execution_options(synchronize_session=False)
    found = list(db.session.scalars(anew))
    for mail_id in found:
        audit.record(actor, "notifications.retry", "mail", mail_id)
    return len(found)

"""What the domain holds of a person."""

from typing import Any

from sqlalchemy import select

from app.feedback.models import Bug
from app.feedback.queries.awards import personal_awards
from app.feedback.queries.foursquares import personal_foursquares
from app.feedback.queries.parts import logs_of, sighted_by
from app.feedback.queries.questions import personal_choices
from app.kernel.db import db


def personal(person: Any) -> dict[str, Any]:
    """What this domain holds of a person."""
    reported = reported_by(person.id)
    logs = {log.bug_id: log for log in logs_of([bug.id for bug in reported])}
    return {
        "bugs": [
            {
                "number": bug.number,
                "at": bug.created_at.isoformat(),
                "title": bug.title,
                "steps": bug.steps,
                "expected": bug.expected,
                "actual": bug.actual,
                "device": bug.device_json,
                "log": logs[bug.id].file_name if bug.id in logs else None,
            }
            for bug in reported
        ],
        "bugs_seen_too": [bug.number for bug in sighted_by(person.id)],
        "four_squares": personal_foursquares(person.id),
        "awards": personal_awards(person.id),
        "questions": personal_choices(person.id),
    }


def reported_by(person_id: int) -> list[Bug]:
    """All that a person ever reported, whoever may read it."""
    statement = select(Bug).where(Bug.reporter_id == person_id)
    return list(db.session.scalars(statement.order_by(Bug.id)))

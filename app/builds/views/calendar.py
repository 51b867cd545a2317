"""What comes when: a page, and a file for other calendars."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _

from app.builds import queries
from app.builds.forms import why
from app.builds.queries import Stop
from app.builds.views.blueprint import bp
from app.kernel import clock, site
from app.spaces import queries as spaces
from app.web.actor import PUBLIC, access, current_actor
from app.web.answers import page

# So much of the past stays in a file, and so long is a line of it (RFC 5545).
_KEPT = timedelta(days=60)
_OCTETS = 73


@bp.get("/builds/calendar")
@access(PUBLIC)
def calendar() -> Response:
    """The weeks ahead and the last ones, with the reason of whatever moved."""
    actor, slug = current_actor(), request.args.get("space")
    space = spaces.by_slug(actor, slug) if slug else None
    space_id = space.id if space else None
    return page(
        "builds/calendar.html",
        ahead=queries.weeks_ahead(actor, space_id),
        page=queries.weeks_past(actor, request.args.get("after"), space_id),
        spaces=[one for one in spaces.all_of(actor) if one.has_builds],
        here=space,
        owed=queries.open_goodwills(actor.id) if actor.id else [],
        zone=site.get("timezone"),
    )


@bp.get("/builds/calendar.ics")
@access(PUBLIC)
def calendar_file() -> Response:
    """The same as iCalendar; a week that was left out is a cancelled event."""
    stops = queries.weeks_since(current_actor(), clock.now() - _KEPT)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cobuild//Builds//EN",
        f"X-WR-CALNAME:{_said(_('Friday builds'))}",
        *(line for stop in stops for line in _event(stop)),
        "END:VCALENDAR",
    ]
    words = "".join(f"{part}\r\n" for line in lines for part in _folded(line))
    answer = Response(words, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="builds.ics"'
    return answer


def _event(stop: Stop) -> list[str]:
    train = stop.train
    host = urlsplit(current_app.config["ORIGIN"]).hostname
    is_off = train.state == "skipped"
    name = stop.build.version if stop.build else _("Build")
    return [
        "BEGIN:VEVENT",
        f"UID:train-{train.id}@{host}",
        f"DTSTAMP:{_utc(train.created_at)}",
        f"DTSTART:{_utc(train.publish_at)}",
        "DURATION:PT15M",
        f"STATUS:{'CANCELLED' if is_off else 'CONFIRMED'}",
        f"SUMMARY:{_said(f'{stop.space.name}: {name}')}",
        f"DESCRIPTION:{_said(why(train))}",
        f"URL:{current_app.config['ORIGIN']}{_path_of(stop)}",
        "END:VEVENT",
    ]


def _path_of(stop: Stop) -> str:
    if stop.build is None:
        return url_for("builds.calendar")
    return url_for("builds.show", number=stop.build.number)


def _utc(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"


def _said(words: str) -> str:
    """Text as a calendar reads it: signs of its own are marked."""
    marked = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(marked.splitlines())


def _folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets; those that follow begin with a space."""
    part, octets = "", 0
    for sign in line:
        more = len(sign.encode())
        if octets + more > _OCTETS:
            yield part
            part, octets = " ", 1
        part, octets = part + sign, octets + more
    yield part

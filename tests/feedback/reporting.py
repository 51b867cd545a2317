"""A week's build with three changes, and people who report on it."""

from datetime import date, timedelta

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds import rules
from app.builds.commands import NewItem
from app.feedback import commands, queries
from app.feedback.commands import NewFourSquare
from app.ideas.models import Idea, IdeaConcealment
from app.kernel import clock, ids
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.spaces import queries as spaces
from tests.support import making

MONDAY = date(2026, 11, 2)
TUESDAY = "2026-11-03 09:00Z"
FRIDAY = "2026-11-06 17:00Z"
CLOSES = "2026-11-10 12:00Z"
COUNTED = "2026-11-10 14:00Z"
AWARDED = "2026-11-10 17:00Z"


def week_of(people, space, monday=MONDAY):
    """Made by eddy and drawn by ana: a lamp; by paul: a dial; by nobody: a hum."""
    eddy, ana, mei, paul = (people[name].id for name in ("eddy", "ana", "mei", "paul"))
    parts = (
        ("Dim lamp", [(eddy, "author"), (ana, "designer"), (mei, "idea")]),
        ("Slow dial", [(paul, "author")]),
        ("No hum", []),
    )
    with clock.at(f"{monday} 00:30Z"):
        train = builds.plan_train(SYSTEM, space, monday)
        build = build_queries.of_train(train.id)
        for title, credits_ in parts:
            builds.add_item(SYSTEM, build, NewItem("feature", title, credits=credits_))
    with clock.at(train.publish_at):
        builds.publish(SYSTEM, train)
    db.session.flush()
    return build


def week_of_today(people, space):
    """The same, out for days by today's clock, and open for a day more."""
    now = clock.now()
    build = week_of(people, space, rules.week_of((now - timedelta(days=14)).date()))
    train = build.train
    train.report_close_at = now + timedelta(days=1)
    train.standings_at = train.report_close_at + timedelta(hours=2)
    train.awards_at = train.report_close_at + timedelta(hours=5)
    db.session.flush()
    return build


def idea(author, space, title, state="in_development", **changed):
    """An idea of a space, in the making unless told otherwise."""
    values = {
        "number": ids.next_number("idea"),
        "space_id": space.id,
        "rule_set_id": spaces.rule_set(space.id).id,
        "author_id": author.id,
        "state": state,
        "outcome": "improvement",
        "title": title,
        "problem": "",
        "published_at": clock.parse("2026-09-01 09:00Z"),
    }
    row = Idea(**(values | changed))
    db.session.add(row)
    db.session.flush()
    return row


def hide(made):
    """Let an idea be seen by nobody but the team."""
    db.session.add(IdeaConcealment(idea_id=made.id, by_id=1, reason="Under review"))
    db.session.flush()


def say(person, build, best=None, worst=None, **more):
    """A report of somebody who ran it; changes by their place in the build."""
    items = [item.id for item in queries.items_out(build.id)]
    new = NewFourSquare(
        more.pop("mood", "good"),
        None if best is None else items[best],
        None if worst is None else items[worst],
        **more,
    )
    commands.send_foursquare(person, build, new, ran=True)


def crowd_says(build, *voices):
    """(how many, best, worst) of each group, from so many new people."""
    people = making.crowd(sum(count for count, *_ in voices))
    for count, best, worst in voices:
        for _ in range(count):
            say(people.pop(), build, best, worst)
    db.session.commit()


def close(build):
    """Count the reports when they are due."""
    with clock.at(COUNTED):
        commands.close_standings(SYSTEM, build)
        db.session.commit()
    return queries.standings_of(build.id)


def announce(build):
    """Announce the awards when they are due."""
    with clock.at(AWARDED):
        commands.announce_due_awards(SYSTEM)
        db.session.commit()
    return queries.awards_of_build(build.id)

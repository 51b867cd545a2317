"""Drafts nobody touches: warned once, let go later, saved by any edit."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.ideas import commands as ideas
from app.ideas import queries
from app.ideas.events import DraftLeftIdle
from app.ideas.models import Idea, IdeaRevision
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.events import OutboxEvent
from tests import cast
from tests.ideas import make

BEGUN = clock.parse("2026-01-05 09:30Z")


@pytest.fixture
def draft(ana, space):
    with clock.at(BEGUN):
        return make.draft(ana, space)


def after(days, act):
    with clock.at(BEGUN + timedelta(days=days)):
        return act(SYSTEM)


def warnings():
    rows = select(OutboxEvent).where(OutboxEvent.name == DraftLeftIdle.name)
    return [row.body for row in db.session.scalars(rows)]


def test_an_idle_draft_is_warned_of_once(draft, ana):
    assert after(334, ideas.warn_idle) == 0
    assert after(335, ideas.warn_idle) == 1
    assert after(336, ideas.warn_idle) == 0
    at = BEGUN + timedelta(days=365)
    told = {"idea_id": draft.id, "author_id": ana.id, "purge_at": at.isoformat()}
    assert warnings() == [told]


def test_it_goes_a_month_after_the_warning_however_late_that_was(draft):
    after(400, ideas.warn_idle)
    assert after(429, ideas.purge_idle) == 0
    assert after(430, ideas.purge_idle) == 1
    assert after(430, ideas.purge_idle) == 0
    assert db.session.scalars(select(Idea)).all() == []
    assert db.session.scalars(select(IdeaRevision)).all() == []


def test_nothing_goes_without_a_warning(draft):
    assert after(900, ideas.purge_idle) == 0


def test_an_edit_saves_it(draft, ana):
    after(340, ideas.warn_idle)
    with clock.at(BEGUN + timedelta(days=350)):
        words = ideas.Words("Not forgotten", "", "", "en")
        ideas.revise(ana, draft, words, draft.version)
    assert after(380, ideas.purge_idle) == 0
    assert after(700, ideas.warn_idle) == 1


def test_what_was_sent_once_leaves_a_blank_stub(ana, space):
    with clock.at(BEGUN):
        idea = make.submitted(ana, space)
        ideas.take_back(ana, idea)
    after(335, ideas.warn_idle)
    after(365, ideas.purge_idle)
    assert (idea.state, idea.title) == ("withdrawn", "-")
    last = queries.history_of(idea.id)[-1]
    assert (last.reason_code, last.actor_id) == ("left_idle", SYSTEM.id)


def test_what_waits_or_is_public_never_goes(ana, mo, space):
    with clock.at(BEGUN):
        make.submitted(ana, space, "Waits")
        make.published(ana, mo, space, "Public")
    assert after(900, ideas.warn_idle) == 0


def test_each_space_has_its_own_patience(people, ana, draft):
    brisk = cast.space(people, "brisk", ideas={"draft_idle_days": 60})
    with clock.at(BEGUN):
        short = make.draft(ana, brisk)
    assert after(30, ideas.warn_idle) == 1
    assert short.purge_warned_at is not None
    assert draft.purge_warned_at is None

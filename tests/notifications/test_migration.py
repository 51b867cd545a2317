"""What was told before keeps its words, under the kinds that people now choose of."""

from alembic import command
from sqlalchemy import select, text

from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.kernel.mail import Mail, MailRow, send
from app.notifications.models import Notice
from app.spaces import commands as spaces
from tests import cast
from tests.conftest import alembic_config
from tests.support import making

# what, the kind now, the kind before
KNOWN = (
    ("support_voided", "support_ruling", "decision_on_mine"),
    ("ruling_hide", "moderation", "decision_on_mine"),
    ("appeal_upheld", "moderation", "decision_on_mine"),
    ("idea_approved", "decision_on_mine", "decision_on_mine"),
    ("idea_merged", "merge", "idea_stage"),
    ("mention", "mention", "reply"),
    ("answer_wanted", "answer_owed", "to_do"),
    ("idea_waits", "to_do", "to_do"),
)


def test_down_and_up_again(world):
    with world.app_context():
        with atomic():
            ben = cast.people()["ben"]
            made = spaces.NewSpace(slug="lamps", name="Lamps")
            idea = making.idea(ben, spaces.create(SYSTEM, made, {}))
            for what, kind, _ in KNOWN:
                _tell(ben, what, kind, f"idea:{idea.id}:{what}")
            _tell(ben, "rung", "rung", "idea:999:rung:1")
            _tell(ben, "reply", "reply", "mail alone", on_site=False)
            _tried(ben, "often", 5)
            _tried(ben, "once", 1)
        db.session.remove()
        command.downgrade(alembic_config(), "0023")
        kinds = db.session.execute(text("SELECT kind FROM notices ORDER BY id"))
        assert list(kinds.scalars()) == [*(before for _, _, before in KNOWN), "rung"]
        db.session.remove()
        command.upgrade(alembic_config(), "head")
        told = list(db.session.scalars(select(Notice).order_by(Notice.id)))
        assert [n.kind for n in told] == [*(kind for _, kind, _ in KNOWN), "rung"]
        assert [n.idea_id for n in told] == [idea.id] * len(KNOWN) + [None]
        assert all(n.on_site and n.in_feed and not n.by_mail for n in told)
        parked = select(MailRow.cause).where(MailRow.parked_at.is_not(None))
        assert list(db.session.scalars(parked)) == ["often"]
        db.session.remove()


def _tell(person, what, kind, cause, **ways):
    row = Notice(
        person_id=person.id,
        kind=kind,
        cause=cause,
        url="/",
        values={"what": what},
        created_at=clock.now(),
        read_at=clock.now(),
        **ways,
    )
    db.session.add(row)
    db.session.flush()


def _tried(person, cause, times):
    send(person.id, "ben@example.org", Mail("Out", "Look."), cause)
    db.session.flush()
    db.session.query(MailRow).filter_by(cause=cause).update({"attempts": times})

"""What moderation holds of a person, and how it lets go."""

from app.kernel.actor import SYSTEM
from app.moderation import commands, queries
from app.moderation.commands import Words
from app.moderation.models import Appeal, Report
from tests.moderation import make


def test_a_persons_own_data(lamp, mo, ana, ben):
    make.report(ben, lamp, text="Rude.")
    hidden = commands.conceal(mo, make.subject(lamp), Words("insult"))
    commands.appeal(ana, hidden, "It is not.")
    assert [one["text"] for one in queries.personal(ben)["reports"]] == ["Rude."]
    mine = queries.personal(ana)
    assert [one["act"] for one in mine["rulings"]] == ["hide"]
    assert [one["text"] for one in mine["appeals"]] == ["It is not."]


def test_erasing_blanks_words_and_drops_what_still_waits(session, lamp, mo, ana, ben):
    comment = make.comment(ana, lamp)
    make.report(ben, lamp, text="Rude.")
    hidden = commands.conceal(mo, make.subject(lamp), Words("insult"))
    commands.appeal(ana, hidden, "It is not.")
    make.report(ben, comment, "comment", text="Rude again.")
    for person in (ben, ana):
        commands.erase(SYSTEM, person)
    session.commit()
    assert [row.text for row in session.query(Report)] == [""]
    assert session.query(Appeal).one().text == "-"
    assert queries.reporters_of(hidden.id) == [ben.id]

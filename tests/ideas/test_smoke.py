from app.ideas import commands as ideas
from tests.ideas import make


def test_walk(session, ana, mo, priya, space):
    idea = make.achieved(ana, (mo, priya), space)
    assert idea.state == "achieved"
    ideas.move(priya, idea, "in_review", "opened")
    ideas.move(priya, idea, "approved", "approved", "Yes, we make it.")
    assert ideas.can_move(idea, "in_development") == ["deed_signed"]
    ideas.clear(priya, idea, "deed_signed")
    ideas.move(priya, idea, "in_development", "started")
    ideas.move(priya, idea, "in_beta", "shipped")
    ideas.clear(priya, idea, "deed_frozen")
    ideas.move(priya, idea, "launched", "out")
    assert idea.stage == "out"

"""A few indexed ideas."""

import pytest

from app.discovery import commands
from tests.support import making


@pytest.fixture
def shelf(session, ana, ben, mei, space):
    """Ideas in three languages, indexed; and a draft that nobody may find."""
    titles = {
        "lamp": (ana, "Modular desk lamp with magnetic joints", "It folds flat.", "en"),
        "ink": (
            ben,
            "An e-ink calendar for the wall",
            "Programmed in C, of course.",
            "en",
        ),
        "light": (mei, "会呼吸的小夜灯", "给孩子的灯，可以慢慢变暗。", "zh_Hans"),
        "power": (mei, "行動電源的顏色", "用顏色顯示還剩多少電量。", "zh_Hant"),
        "desk": (ben, "机の上を静かにする", "コードを隠したい。", "ja"),
    }
    found = {
        key: making.idea(author, space, title=title, body=body, lang=lang)
        for key, (author, title, body, lang) in titles.items()
    }
    found["draft"] = making.idea(
        ana, space, title="Secret lamp", state="draft", published_at=None
    )
    for idea in found.values():
        commands.index(idea.id)
    session.commit()
    return found

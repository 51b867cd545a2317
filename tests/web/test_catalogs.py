"""Four complete catalogs: a new sentence arrives in all of them."""

import re
import runpy

import pytest
from babel.messages.pofile import read_po

from tests.conftest import ROOT

pytestmark = pytest.mark.nodb
LANGUAGES = ("en", "zh_Hans", "zh_Hant", "ja")
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;!?](?:\s|$)|[\u4e00-\u9fff]:(?!\w)")


@pytest.fixture(scope="module")
def template():
    """Every sentence of the code and the templates."""
    catalogs = runpy.run_path(str(ROOT / "bin/lib/messages.py"))
    return [message for message in catalogs["sentences"]() if message.id]


def _catalog(name: str):
    path = ROOT / f"app/translations/{name}/LC_MESSAGES/messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=name)


def _first(words) -> str:
    return words[0] if isinstance(words, list | tuple) else words


def test_there_are_sentences_to_translate(template):
    assert len(template) > 1000


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_sentence_is_there(template, name):
    catalog = _catalog(name)
    missing = [
        _first(message.id)
        for message in template
        if (known := catalog.get(message.id, message.context)) is None
        or not _first(known.string)
        or known.fuzzy
    ]
    assert missing == []


@pytest.mark.parametrize("name", LANGUAGES[1:])
def test_placeholders_stay(name):
    for message in _catalog(name):
        if message.id:
            texts = message.id if isinstance(message.id, tuple) else (message.id,)
            wanted = set().union(*(PLACEHOLDER.findall(text) for text in texts))
            assert set(PLACEHOLDER.findall(_first(message.string))) <= wanted, (
                message.id
            )


@pytest.mark.parametrize("name", ["zh_Hans", "zh_Hant"])
def test_chinese_has_full_width_punctuation(name):
    wrong = [m.string for m in _catalog(name) if HALF_WIDTH.search(_first(m.string))]
    assert wrong == []


def test_traditional_is_not_simplified():
    texts = " ".join(_first(message.string) for message in _catalog("zh_Hant"))
    assert not set("们这对发说时过还后当体") & set(texts)
    assert "支援" not in texts


def test_fans_never_read_inside_words(template):
    inside = re.compile(r"\b(?:minor units?|basis points?|bp|rung|tally|concealment)\b")
    assert [m.id for m in template if inside.search(str(m.id).lower())] == []

"""Pages as a browser reads them, cells as a spreadsheet does: what of it could run."""

import re
from collections.abc import Iterator

# the parser of the HTML standard, which repairs broken markup as browsers do
from bleach._vendor import html5lib

ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "xlink:href"}
RUNS = re.compile(r"(javascript|vbscript|data):", re.IGNORECASE)
LEAVES = re.compile(r"[/\\]{2}")
FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"[+-][0-9]+(\.[0-9]+)?")
STRANGERS = {
    "animate",
    "applet",
    "base",
    "embed",
    "frame",
    "frameset",
    "iframe",
    "marquee",
    "math",
    "object",
    "set",
    "style",
}


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run a cell."""
    return bool(FORMULA.match(cell)) and not NUMBER.fullmatch(cell)


def dangers(html: str) -> list[str]:
    """The elements and attributes that our own pages never have."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    elements = (one for one in tree.iter() if isinstance(one.tag, str))  # no comments
    return [found for one in elements for found in _of(one.tag, one.attrib)]


def _of(tag, attributes) -> Iterator[str]:
    name = _plain(tag)
    known = {_plain(key): value for key, value in attributes.items()}
    is_ours = known.get("src", "").startswith("/static/")
    if name in STRANGERS or (name == "script" and not is_ours):
        yield name
    for key, value in known.items():
        if _is_danger(key, value):
            yield f"{name} {key}={value}"


def _is_danger(key: str, value: str) -> bool:
    if key == "http-equiv":
        return value.lower() == "refresh"
    # browsers pass over controls around an address, and over breaks in it
    address = re.sub(r"^[\s\x00-\x1f]+|[\t\r\n]", "", value)
    leads = RUNS.match(address) or LEAVES.match(address)
    return key.startswith(("on", "data-hx-on")) or (key in ADDRESSES and bool(leads))


def _plain(name) -> str:
    """Without its namespace: a string in braces before it, or one of three parts."""
    own = name if isinstance(name, str) else name[1]
    return own.rpartition("}")[2].lower()

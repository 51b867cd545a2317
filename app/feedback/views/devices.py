"""What a browser says of the device it runs on, in a few words."""

import re

# The first that fits counts: later names stand inside earlier browsers' words, too.
_SYSTEMS = (
    ("Android {}", re.compile(r"Android (\d+)")),
    ("iOS {}", re.compile(r"(?:iPhone|iPad|iPod).*? OS (\d+)")),
    ("Windows", re.compile(r"Windows NT")),
    ("macOS", re.compile(r"Mac OS X")),
    ("ChromeOS", re.compile(r"CrOS")),
    ("Android", re.compile(r"Android")),
    ("Linux", re.compile(r"Linux|X11")),
)
_BROWSERS = (
    ("Edge {}", re.compile(r"Edg(?:A|iOS)?/(\d+)")),
    ("Opera {}", re.compile(r"OPR/(\d+)")),
    ("Samsung Internet {}", re.compile(r"SamsungBrowser/(\d+)")),
    ("WeChat {}", re.compile(r"MicroMessenger/(\d+)")),
    ("Firefox {}", re.compile(r"(?:Firefox|FxiOS)/(\d+)")),
    ("Chrome {}", re.compile(r"(?:Chrome|CriOS)/(\d+)")),
    ("Safari {}", re.compile(r"Version/(\d+)[^ ]* .*Safari/")),
)


def facts(user_agent: str) -> str:
    """Browser and system of a User-Agent header: "Firefox 131, Windows"."""
    found = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return ", ".join(words for words in found if words)


def _first(known: tuple[tuple[str, re.Pattern[str]], ...], user_agent: str) -> str:
    for name, pattern in known:
        if seen := pattern.search(user_agent[:500]):
            return name.format(*seen.groups())
    return ""

"""The reader's language: chosen, else the browser's; four complete catalogs."""

from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, g, request
from flask_babel import Babel, format_decimal, get_locale
from jinja2 import pass_context

from app.kernel import site
from app.web.actor import current_actor

LANGUAGES = {
    "en": "English",
    "zh_Hans": "简体中文",
    "zh_Hant": "繁體中文",
    "ja": "日本語",
}
COOKIE = "lang"
_babel = Babel()


def init_app(app: Flask) -> None:
    """Compile the catalogs, pick a locale for each request, keep a chosen one."""
    folder = Path(app.root_path) / "translations"
    compile_catalogs(folder)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(folder)
    _babel.init_app(app, locale_selector=pick, timezone_selector=_zone)
    app.jinja_env.globals["ngettext"] = _counting(app.jinja_env.globals["ngettext"])
    app.after_request(_keep_choice)
    app.context_processor(_context)


def _counting(ngettext: Any) -> Any:
    """Sentences with a count write it as the reader does: 1,306 supporters."""

    @pass_context
    def counted(context: Any, one: str, many: str, n: int, **values: Any) -> Any:
        values.setdefault("num", format_decimal(n))
        return ngettext(context, one, many, n, **values)

    return counted


def compile_catalogs(folder: Path) -> None:
    """Write each .mo that is older than its .po."""
    for po in folder.glob("*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            with po.open("rb") as source, mo.open("wb") as target:
                write_mo(target, read_po(source))


def pick() -> str:
    """`?lang=`, the person's own, the cookie, the browser's list, English."""
    if "locale" not in g:
        g.locale = _pick()
    return str(g.locale)


def match(wanted: str) -> str | None:
    """One of our four for a BCP 47 tag: zh-TW and zh-HK are Traditional."""
    try:
        locale = Locale.parse(wanted.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    if locale.language == "zh":
        return f"zh_{locale.script or 'Hans'}"
    return locale.language if locale.language in LANGUAGES else None


def bcp47(name: str) -> str:
    """The tag of the `lang` attribute: zh-Hans."""
    return name.replace("_", "-")


def _pick() -> str:
    asked = request.args.get("lang") or ""
    own = getattr(current_actor(), "locale", None) or ""
    chosen = (match(asked), match(own), match(request.cookies.get(COOKIE, "")))
    browser = (match(tag) for tag, _ in request.accept_languages)
    offered = site.get("languages")
    found = (name for name in (*chosen, *browser) if name and name in offered)
    return next(found, str(site.get("language")))


def _offered() -> dict[str, str]:
    """The languages that the site offers, by the tag of the `lang` attribute."""
    names = site.get("languages")
    return {bcp47(name): own for name, own in LANGUAGES.items() if name in names}


def _zone() -> str:
    own = getattr(current_actor(), "timezone", None)
    return str(own or site.get("timezone"))


def _keep_choice(answer: Response) -> Response:
    asked = match(request.args.get("lang") or "")
    if asked:
        answer.set_cookie(
            COOKIE, asked, max_age=31_536_000, samesite="Lax", httponly=True
        )
    return answer


def _context() -> dict[str, object]:
    name = pick()
    return {
        "locale": get_locale(),
        "lang": bcp47(name),
        "languages_offered": _offered(),
    }

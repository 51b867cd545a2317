"""Keep the catalogs in step with the sentences of code and templates."""

import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
KEYWORDS = ("N_", "_l", "lazy_gettext")
WIDTH = 100


def sentences() -> Catalog:
    """Every sentence that code and templates mark for translation."""
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
    keywords = [f"--keyword={word}" for word in KEYWORDS]
    # By default Babel passes over folders whose name begins with _, as _ui does.
    options = ["-F", "pyproject.toml", "--no-location", "--ignore-dirs=.* __pycache__"]
    with TemporaryDirectory() as folder:
        path = Path(folder, "messages.pot")
        words = [*command, *options, *keywords, "-o", str(path), "."]
        subprocess.run(words, check=True, cwd=ROOT)  # noqa: S603 - our own words
        with path.open("rb") as file:
            return read_po(file)


def update(path: Path, template: Catalog) -> None:
    """Add what is new to one catalog, drop what is gone, and compile it."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parts[-3])
    # a copy: what is new would be one and the same message in all four
    catalog.update(deepcopy(template), no_fuzzy_matching=True)
    if path.parts[-3] == "en":
        _say_it_as_it_is_written(catalog)
    header = _header_of(path)
    with path.open("wb") as file:
        write_po(
            file, catalog, WIDTH, True, True, sort_output=True, ignore_obsolete=True
        )
    path.write_text(header + path.read_text(encoding="utf-8"), encoding="utf-8")
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def _say_it_as_it_is_written(catalog: Catalog) -> None:
    for message in catalog:
        is_empty = (
            not any(message.string) if message.pluralizable else not message.string
        )
        if message.id and is_empty:
            message.string = message.id


def _header_of(path: Path) -> str:
    """The first entry as it stands: Babel would write the hour into it."""
    return path.read_text(encoding="utf-8").split("\n\n", 1)[0] + "\n\n"


if __name__ == "__main__":
    template = sentences()
    for path in sorted(ROOT.glob("app/translations/*/LC_MESSAGES/messages.po")):
        update(path, template)

"""The house keeps its own rules."""

import ast
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.kernel.db import Base, db
from app.kernel.events import Event, listeners
from migrations.env_filter import include_object
from tests.conftest import ROOT

APP = ROOT / "app"
KINDS = {
    "__init__",
    "events",
    "rules",
    "models",
    "queries",
    "policies",
    "commands",
    "forms",
    "mails",
    "views",
    "staff_views",
    "slots",
    "listeners",
    "runner",
    "tasks",
    "cli",
}
EDGES = {"views", "staff_views", "tasks", "listeners", "cli", "runner", "slots"}
# Names beside the vocabulary; each has its reason in docs/adr/0002.
NAMED = {
    "people": {"login"},
    "setup": {"demo"},
    "imports": {"csv_source"},
    "royalties": {"engine"},
    "payouts": {"bank_gateway"},
}
FREE = {"kernel", "web", "cli", "server", "store", "translations"}


def _domains() -> list[Path]:
    return sorted(p for p in APP.iterdir() if p.is_dir() and p.name not in FREE)


def _modules() -> list[Path]:
    return sorted(p for p in APP.rglob("*.py") if "translations" not in p.parts)


@pytest.mark.parametrize("domain", [p.name for p in _domains() if p.name[0] != "_"])
def test_files_have_names_of_the_vocabulary(domain):
    names = {p.stem for p in (APP / domain).iterdir() if p.name[0] != "_"}
    known = KINDS | NAMED.get(domain, set())
    assert not {name for name in names if not name.startswith(".")} - known


def test_commit_is_called_in_one_place():
    callers = {
        path.relative_to(APP).as_posix()
        for path in _modules()
        if re.search(r"\.commit\(", path.read_text("utf-8"))
    }
    assert callers == {"kernel/db.py"}


def test_only_edges_open_a_transaction():
    allowed = EDGES | {"relay", "answers", "shell", "jobs", "db"}
    strangers = {
        path.relative_to(APP).as_posix()
        for path in _modules()
        if "atomic" in _called(path)
        and path.stem not in allowed
        and not ((EDGES | {"login"}) & set(path.parts))
        and path.relative_to(APP).parts[0] not in {"cli", "setup", "store"}
    }
    assert strangers == set()


def test_forms_mails_and_runners_stay_at_home():
    for path in _modules():
        domain = path.relative_to(APP).parts[0]
        for name in _imported(path):
            parts = name.split(".")
            if len(parts) >= 3 and parts[2] in {"forms", "mails", "runner"}:
                assert parts[1] in {domain, "web"}, f"{path} imports {name}"


def test_merge_of_ideas_is_called_by_support_only():
    callers = {
        path.relative_to(APP).parts[0]
        for path in _modules()
        if "ideas.merge(" in path.read_text("utf-8")
    }
    assert callers <= {"support"}


def test_every_route_states_its_access(app):
    silent = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "access")
    }
    assert silent == set()


def test_templates_are_named_after_their_views(app):
    known = {"_layout", "_ui", "errors"} | {p.name for p in _domains()}
    folders = {p.name for p in (ROOT / "templates").iterdir() if p.is_dir()}
    assert folders <= known


def test_templates_include_their_own_and_lower_ones():
    for path in (ROOT / "templates").rglob("*.html"):
        home = path.relative_to(ROOT / "templates").parts[0]
        names = re.findall(
            r'{%-? *(?:include|extends|import|from) "([^"]+)"', path.read_text("utf-8")
        )
        for folder in {name.split("/")[0] for name in names} - {home}:
            assert folder.startswith("_") or _level(folder) < _level(home), path


def test_no_template_marks_markup_safe():
    for path in (ROOT / "templates").rglob("*.html"):
        assert "|safe" not in path.read_text("utf-8").replace(" ", ""), path


def test_no_template_styles_or_scripts_inline():
    bad = re.compile(
        r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.IGNORECASE
    )
    for path in (ROOT / "templates").rglob("*.html"):
        assert not bad.search(path.read_text("utf-8")), path


def test_events_are_plain_json(app):
    plain = {int, str, bool, float, int | None, str | None}
    for kind in _events():
        for field in fields(kind):
            assert field.type in plain or "list" in str(field.type), (kind, field.name)
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", kind.name)


def test_event_names_are_unique(app):
    names = [kind.name for kind in _events()]
    assert len(names) == len(set(names))


def test_every_listener_names_an_event_that_exists(app):
    assert {kind.name for kind, _ in listeners().values()} <= {
        e.name for e in _events()
    }


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_metadata_equals_the_migrations(session):
    context = MigrationContext.configure(
        db.session.connection(),
        opts={"include_object": include_object, "compare_type": True},
    )
    assert compare_metadata(context, Base.metadata) == []


def test_tables_keyed_to_people_have_relations_that_never_load_unasked():
    lazy = {
        f"{mapper.class_.__name__}.{relation.key}"
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if relation.lazy not in {"raise", "raise_on_sql"}
    }
    assert lazy == {"Person.grants"}


def _events() -> list[type[Event]]:
    """One class a name and place: slotted dataclasses exist twice."""
    found = {
        (kind.__module__, kind.__qualname__): kind for kind in Event.__subclasses__()
    }
    ours = [kind for place, kind in found.items() if place[0].startswith("app.")]
    return sorted(ours, key=lambda kind: kind.name)


def _called(path: Path) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _level(domain: str) -> int:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    for level, names in enumerate(reversed(layers)):
        if domain in {name.strip() for name in names.split("|")}:
            return level
    return 99

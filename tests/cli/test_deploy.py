"""The files of deploy/ name commands, settings and limits that exist."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

from config import LARGEST_BODY, ROOT, Settings

pytestmark = pytest.mark.nodb
DEPLOY = ROOT / "deploy"
MANUAL = ROOT / "docs" / "operations.md"


def texts() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in DEPLOY.iterdir()}


def test_each_command_that_is_typed_exists(app):
    whole = "\n".join([*texts().values(), MANUAL.read_text("utf-8")])
    typed = set(re.findall(r"flask --app wsgi ([a-z][a-z-]+)", whole))
    typed |= set(re.findall(r"^ *cobuild ([a-z][a-z-]+)", whole, re.MULTILINE))
    assert {"migrate", "serve", "backup", "restore", "doctor"} <= typed
    assert typed <= set(app.cli.commands)


def test_the_settings_are_known(tmp_path):
    told = re.findall(r"^#? ?(\w+)=(.*)$", texts()["cobuild.env"], re.MULTILINE)
    environ = dict(told) | {"COBUILD_DATA": str(tmp_path)}
    settings = Settings.from_env(environ)
    assert settings.is_https
    assert settings.smtp_url
    known = (ROOT / "config.py").read_text("utf-8")
    assert all(f'"{name}"' in known for name, _ in told)


def test_the_manual_links_to_each_file_there_is():
    linked = re.findall(r"\]\(\.\./deploy/([\w.-]+)\)", MANUAL.read_text("utf-8"))
    assert set(linked) <= set(texts())
    copied = {name for name in texts() if name.startswith("cobuild-backup")}
    assert set(texts()) == set(linked) | copied


def test_proxies_take_uploads_as_large_as_we_do():
    most = LARGEST_BODY // 1024 // 1024
    assert f"max_size {most}MB" in texts()["Caddyfile"]
    assert f"client_max_body_size {most}m" in texts()["nginx.conf"]
    for header in ("Host $host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto"):
        assert f"proxy_set_header {header}" in texts()["nginx.conf"]


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*.service")), ids=Path.name.fget)
def test_units_run_as_the_sites_user_in_its_tree(path):
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(path)
    service = unit["Service"]
    assert (service["User"], service["WorkingDirectory"]) == ("cobuild", "/opt/cobuild")
    assert service["UMask"] == "0077"


def test_the_manual_begins_with_going_online():
    begin = "# Operations\n\n## Online in ten minutes"
    assert MANUAL.read_text("utf-8").startswith(begin)

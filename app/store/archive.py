"""One backup is one archive: the database, the files, the secrets, a manifest.

Files carry the hash of their content as their name and are written once, so whatever
the database names is there when it is archived after the database.
"""

import dataclasses
import hashlib
import json
import os
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.kernel import clock
from app.store.dumps import CannotBackUp, Facts
from config import Settings

DATABASE = "database"
MANIFEST = "manifest.json"
FORMAT = 1
_CONTENT_NAME = re.compile(r"([0-9a-f]{64})\.[a-z0-9]{2,5}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds, of which moment; `files` maps each path to its SHA-256."""

    store: str
    made_at: str
    has_files: bool
    facts: Facts
    files: dict[str, str]
    format: int = FORMAT


def write(
    path: Path, settings: Settings, dumped: Path, facts: Facts, *, has_files: bool
) -> Manifest:
    """Write an archive that only this user reads; it is on the disk when this ends."""
    members = {DATABASE: dumped, **_secrets(settings)}
    if has_files:
        members |= _stored(settings.files)
    made_at = clock.now().isoformat(timespec="seconds")
    files = {name: _sha256(file) for name, file in members.items()}
    manifest = Manifest(settings.store, made_at, has_files, facts, files)
    beside = dumped.with_name(MANIFEST)
    beside.write_text(json.dumps(dataclasses.asdict(manifest), indent=1), "utf-8")
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        with zipfile.ZipFile(file, "w", compresslevel=1) as packed:
            for name, source in {MANIFEST: beside, **members}.items():
                packed.write(source, name, _method(name))
        file.flush()
        os.fsync(file.fileno())
    return manifest


def unpack(path: Path, folder: Path) -> Manifest:
    """Unpack an archive and check each file against the manifest."""
    try:
        # makes plain files only, and none outside of the folder
        with zipfile.ZipFile(path) as packed:
            packed.extractall(folder)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error) as wrong:
        raise CannotBackUp(f"{path} is not a whole backup: {wrong}") from wrong
    manifest = _read(path, folder / MANIFEST)
    fault = _fault(folder, manifest)
    if fault:
        raise CannotBackUp(f"{path} is damaged: {fault}")
    return manifest


def _read(path: Path, written: Path) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(written.read_text("utf-8"))
        if told["format"] != FORMAT:
            raise CannotBackUp(f"{path} was made by a newer release.")
        return Manifest(**{**told, "facts": Facts(**told["facts"])})
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise CannotBackUp(f"{path} is not a backup of Cobuild.") from wrong


def _fault(folder: Path, manifest: Manifest) -> str:
    """The first thing that differs from the manifest, or nothing."""
    there = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file()
    }
    del there[MANIFEST]
    if strange := there.keys() ^ manifest.files.keys():
        return f"{min(strange)} is missing or strange."
    for name, path in there.items():
        digest = _sha256(path)
        named = _CONTENT_NAME.fullmatch(path.name)
        if digest != manifest.files[name] or (named and digest != named[1]):
            return f"{name} has other content than written down."
    return ""


def _secrets(settings: Settings) -> dict[str, Path]:
    """The two keys of the store; one given by environment is kept by its owner."""
    keys = (settings.secret_file, settings.payee_key_file)
    return {f"secrets/{path.name}": path for path in keys if path.exists()}


def _stored(folder: Path) -> dict[str, Path]:
    """The files by content; one that is being written has no such name yet."""
    return {
        f"files/{path.parent.name}/{path.name}": path
        for path in sorted(folder.glob("??/*"))
        if _CONTENT_NAME.fullmatch(path.name)
    }


def _method(name: str) -> int:
    """Pictures are small already."""
    is_picture = name.startswith("files/")
    return zipfile.ZIP_STORED if is_picture else zipfile.ZIP_DEFLATED


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

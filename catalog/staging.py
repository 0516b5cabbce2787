"""Tables that are being built, kept apart from those in use until they are complete.

A build in the app's data folder writes to a folder of its own, which begins as links to the tables
in use. When it is complete, what it made takes the place of the old tables in one go. So pages
never show a half of a build, and a build that was stopped goes on where it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from catalog import store
from catalog.builds import BUILD
from catalog.graph import MANIFEST
from catalog.json_files import read_json, write_json
from catalog.settings import Settings

# In it: the tables in use when the folder was opened, and those of the folder that are no newer.
BASE: Final = "base.json"
IN_USE: Final = "in_use"
BUILT: Final = "built"
# Decides which tables are in use (Settings.tables), so it comes after all others.
DECIDING: Final = "councils.parquet"
CONSEQUENCE: Final = "the tables will be built again"


def open_staging(settings: Settings) -> Settings:
    """Settings whose built tables are the staging folder's, which now has all tables in use.

    What an earlier build left there stays, unless the tables in use have changed since.
    """
    staged = replace(settings, staged=True)
    in_use = _describe_files(settings.built)
    if _read_base(staged).get(IN_USE) == in_use:
        return staged
    shutil.rmtree(staged.built, ignore_errors=True)
    staged.built.mkdir(parents=True, exist_ok=True)
    for path in _files(settings.built):
        _link(path, staged.built / path.name)
    write_json(staged.built / BASE, {IN_USE: in_use, BUILT: in_use})
    return staged


def publish(staged: Settings) -> list[str]:
    """Puts what was built in use and returns the names of the tables that are new.

    Tables that the build left alone are not touched, so that a file which a user supplied in the
    meantime stays.
    """
    settings = replace(staged, staged=False)
    settings.built.mkdir(parents=True, exist_ok=True)
    before = _read_base(staged).get(BUILT, [])
    changed = [
        staged.built / str(entry[0])
        for entry in _describe_files(staged.built)
        if entry not in before
    ]  # fmt: skip
    _replace_all(sorted(changed, key=lambda path: path.name == DECIDING), settings.built)
    _publish_manifest(staged.built, settings.built)
    in_use, built = _describe_files(settings.built), _describe_files(staged.built)
    # Where a user supplied a file in the meantime, the next build begins again, with that file.
    write_json(staged.built / BASE, {IN_USE: in_use if in_use == built else None, BUILT: built})
    return sorted(path.stem for path in changed)


def _replace_all(paths: Sequence[Path], folder: Path) -> None:
    """Puts files in a folder: all are linked beside their places first, then moved in one go.

    So what a page reads while they are moved, a few thousandths of a second, is all that can be of
    two builds; every page is shown again after it (views/parts/job_panel.py).
    """
    ready = []
    try:
        for path in paths:
            temporary = store.temporary_path(folder / path.name)
            ready.append((temporary, folder / path.name))
            _link(path, temporary)
        for temporary, target in ready:
            temporary.replace(target)
    finally:
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)


def _read_base(staged: Settings) -> dict[str, Any]:
    base = read_json(staged.built / BASE, CONSEQUENCE)
    return base if isinstance(base, dict) else {}


def _publish_manifest(source: Path, target: Path) -> None:
    """Records of steps: those of the build over those that were there."""
    entries: dict[str, Any] = {}
    for folder in (target, source):
        stored = read_json(folder / MANIFEST, CONSEQUENCE)
        entries |= stored if isinstance(stored, dict) else {}
    write_json(target / MANIFEST, entries)
    build = read_json(source / BUILD, "the result of the last build is unknown")
    if build is not None:
        write_json(target / BUILD, build)


def _files(folder: Path) -> list[Path]:
    """Tables and records of a folder, without files that are being written."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith(".") and path.name != BASE
    )


def _describe_files(folder: Path) -> list[list[str | int]]:
    """Which tables a folder has: name, size and time of change of each."""
    return [
        [path.name, status.st_size, status.st_mtime_ns]
        for path in _files(folder)
        if path.suffix == ".parquet" and (status := path.stat())
    ]


def _link(path: Path, target: Path) -> None:
    """A second name for a file, or a copy where the disk has no links. Tables never change."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copy2(path, target)

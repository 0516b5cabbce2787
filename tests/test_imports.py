"""Who may import whom: the laws in pyproject.toml, kept by import-linter, and some more."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from catalog.columns import COLUMNS
from catalog.fingerprint import ROOMS as FINGERPRINTED
from catalog.settings import PROJECT
from catalog.tables import TABLES
from etl.run import registry

CONFIG = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]
LAWS: dict[str, dict[str, Any]] = {
    law["id"]: law for law in CONFIG["importlinter"]["contracts"]
}  # fmt: skip
# The package of an installation, in which the rooms lie; the same in every process.
OUTER = "wardwise"
ROOMS = tuple(sorted({path.parent.name for path in PROJECT.glob("*/__init__.py")} - {OUTER}))
ENTRIES = {"app", "pipeline"}
LINT = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on the laws of a folder, in a process of its own."""
    words = [sys.executable, "-c", LINT, "--no-cache"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=120)


def test_every_law_of_imports_is_kept() -> None:
    done = lint(PROJECT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_is_under_the_laws() -> None:
    rooms = set(ROOMS)
    assert set(CONFIG["importlinter"]["root_packages"]) == rooms
    assert {layer.strip("()") for layer in LAWS["rooms"]["layers"]} >= rooms
    assert set(CONFIG["mypy"]["packages"]) == rooms | {OUTER}
    assert rooms - {"cli"} <= set(FINGERPRINTED), "a change there would make nothing anew"
    assert {path.stem for path in PROJECT.glob("*.py")} == ENTRIES


def test_every_page_is_under_the_laws_of_pages() -> None:
    pages = {f"views.{path.stem}" for path in (PROJECT / "views").glob("[!_]*.py")}
    assert set(LAWS["pages"]["modules"]) == pages
    assert {name.strip("\\ \n") for name in LAWS["parts"]["layers"][0].split("|")} == pages


@pytest.mark.parametrize(
    ("module", "line", "law"),
    [
        ("geo/broken.py", "from etl.clients import http", LAWS["rooms"]["name"]),
        ("indicators/broken.py", "import streamlit", LAWS["streamlit"]["name"]),
        ("etl/run/broken.py", "import requests", LAWS["requests"]["name"]),
        ("views/parts/broken.py", "from views import map", LAWS["parts"]["name"]),
        ("reports/broken.py", "import pipeline", LAWS["entries"]["name"]),
    ],
)
def test_a_broken_law_is_named(tmp_path: Path, module: str, line: str, law: str) -> None:
    """On copies of nothing but what the law is about: the rooms with one file each."""
    for room in ROOMS:
        for folder in (PROJECT / room, *(PROJECT / room).rglob("*/")):
            if (folder / "__init__.py").is_file():
                there = tmp_path / folder.relative_to(PROJECT)
                there.mkdir(parents=True)
                (there / "__init__.py").touch()
    for name in (f"{name.replace('.', '/')}.py" for name in modules_in_laws()):
        if (PROJECT / name).is_file():
            (tmp_path / name).touch()
    (tmp_path / "pyproject.toml").write_bytes((PROJECT / "pyproject.toml").read_bytes())
    (tmp_path / module).write_text(f"{line}\n", "utf-8")
    done = lint(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    said = " ".join(done.stdout.split())
    assert f"{law} BROKEN" in said
    assert f"{module.removesuffix('.py').replace('/', '.')} ->" in said


def modules_in_laws() -> set[str]:
    """Names of modules that the laws speak of, which must be there for a law to be read."""
    words = " ".join(str(law) for law in LAWS.values())
    return {word.strip("\"'[],()|\\") for word in words.replace("\\n", " ").split()}


def test_no_room_is_named_as_what_streamlit_runs_by_itself() -> None:
    """The first request of a server runs `pages/*.py` beside the entry, not the entry."""
    assert not (PROJECT / "pages").exists()


def test_no_two_files_of_tests_share_a_name() -> None:
    """Helpers are imported by name, and pytest knows test files by theirs."""
    names = Counter(path.name for path in (PROJECT / "tests").rglob("*.py"))
    assert not {name for name, count in names.items() if count > 1} - {"conftest.py"}


def test_imports_are_absolute() -> None:
    """import-linter and the fingerprint of a step both follow names, not dots."""
    for room in ROOMS:
        for path in (PROJECT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                assert not (isinstance(node, ast.ImportFrom) and node.level), path


def test_every_source_has_the_one_shape() -> None:
    for name, module in registry.modules().items():
        assert module.SOURCE.id == name
        assert module.SOURCE.publisher
        assert callable(module.requests)
        assert callable(module.tidy)
        assert module.TABLE is TABLES[module.TABLE.name]


def test_no_two_sources_write_the_same_table() -> None:
    written = [module.TABLE.name for module in registry.modules().values()]
    assert len(written) == len(set(written))


def test_every_column_of_every_table_is_defined_once_with_a_meaning() -> None:
    for table in TABLES.values():
        strange = set(table.columns) - set(COLUMNS)
        assert not strange, f"{table.name}: {strange}"
        assert set(table.key) <= set(table.columns)
    assert all(column.meaning for column in COLUMNS.values())


def test_files_stay_short_enough_to_hold_in_mind() -> None:
    folders = [PROJECT / name for name in (*ROOMS, "tests", "benchmarks")]
    files = [*PROJECT.glob("*.py"), *(file for folder in folders for file in folder.rglob("*.py"))]
    lines = {
        file.relative_to(PROJECT).as_posix(): len(file.read_text("utf-8").splitlines())
        for file in files
    }
    assert not {path: count for path, count in lines.items() if count > 300}

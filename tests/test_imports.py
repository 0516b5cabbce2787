"""Who may import whom: the rooms' walls, kept by a look at every import."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from catalog.columns import COLUMNS
from catalog.settings import PROJECT
from catalog.tables import TABLES
from etl import registry

ALL = {
    "catalog",
    "commands",
    "etl",
    "forecasts",
    "geo",
    "indicators",
    "pipeline",
    "reports",
    "views",
}
# What a room may import of the others. The entries and the terminal commands see everything.
MAY_IMPORT = {
    "catalog": set(),
    "geo": {"catalog"},
    "etl": {"catalog", "geo"},
    "forecasts": {"catalog"},
    "indicators": {"catalog"},
    "reports": {"catalog", "geo", "indicators"},
    "views": {"catalog", "geo", "indicators", "reports"},
    "commands": ALL,
    "pipeline": ALL,
    "app": ALL,
    "cli": ALL,
}
# Libraries that live in one place.
HOMES = {
    "requests": ("etl/connection.py", "etl/http.py", "etl/troubles.py"),
    "truststore": ("etl/connection.py",),
    "streamlit": ("views/", "app.py"),
    "geopandas": ("geo/",),
    "pydeck": ("geo/",),
    "statsmodels": ("forecasts/",),
    "prophet": ("forecasts/",),
    "typer": ("commands/",),
    "altair": ("views/",),
    "docx": ("reports/",),
    "typst": ("reports/",),
    "xlsxwriter": ("reports/",),
    "matplotlib": ("reports/charts.py", "forecasts/plot.py"),
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every Python file of the rooms, by its path."""
    for room in MAY_IMPORT:
        path = PROJECT / f"{room}.py"
        for file in [path] if path.is_file() else sorted((PROJECT / room).rglob("*.py")):
            yield file.relative_to(PROJECT).as_posix(), ast.parse(file.read_text("utf-8"))


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.split(".")[0]


def faults(path: str, tree: ast.Module) -> list[str]:
    """Broken rules of a file, with its line and the rule."""
    room = path.split("/")[0].removesuffix(".py")
    found = []
    for line, name in imports(tree):
        if name in MAY_IMPORT and name != room and name not in MAY_IMPORT[room]:
            found.append(f"{path}:{line}: {room} may not import {name}")
        if name in HOMES and not path.startswith(HOMES[name]):
            found.append(f"{path}:{line}: {name} is used only in {', '.join(HOMES[name])}")
    return found


def test_every_room_and_entry_is_under_the_rules() -> None:
    rooms = {path.parent.name for path in PROJECT.glob("*/__init__.py")}
    assert rooms <= set(MAY_IMPORT), "a room without rules may import anything"
    assert {path.stem for path in PROJECT.glob("*.py")} <= set(MAY_IMPORT)
    assert rooms <= {path.split("/")[0] for path, _ in sources()}


def test_rooms_import_only_what_they_may() -> None:
    found = [fault for path, tree in sources() for fault in faults(path, tree)]
    assert not found, "\n".join(found)


def test_a_broken_wall_is_named_with_its_line() -> None:
    tree = ast.parse("import polars\nfrom etl import http\nimport requests, cli\n")
    assert faults("geo/lookups.py", tree) == [
        "geo/lookups.py:2: geo may not import etl",
        "geo/lookups.py:3: requests is used only in etl/connection.py, etl/http.py, "
        "etl/troubles.py",
        "geo/lookups.py:3: geo may not import cli",
    ]


def test_every_source_has_the_one_shape() -> None:
    for name, module in registry.modules().items():
        assert module.SOURCE.id == name
        assert module.SOURCE.publisher
        assert callable(module.asks)
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
    folders = [PROJECT / name for name in (*ALL, "tests", "benchmarks")]
    files = [*PROJECT.glob("*.py"), *(file for folder in folders for file in folder.rglob("*.py"))]
    lines = {
        file.relative_to(PROJECT).as_posix(): len(file.read_text("utf-8").splitlines())
        for file in files
    }
    assert not {path: count for path, count in lines.items() if count > 300}

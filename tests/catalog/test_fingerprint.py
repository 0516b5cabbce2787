"""What a result hangs on is found in the files: every import, and the libraries' versions."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from catalog import fingerprint as prints
from catalog.settings import PROJECT


def ours(names: set[str]) -> set[str]:
    """Those that are modules of ours, as something else may be taken from a module."""
    return {name for name in names if prints.find_module_file(name)}


def by_syntax(text: str) -> set[str]:
    """What a text imports, by Python's own reading of it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module, "no import here is relative to its package"
            assert not node.level
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_every_import_of_every_file_is_found_also_those_inside_functions() -> None:
    for room in prints.ROOMS:
        for path in (PROJECT / room).rglob("*.py"):
            text = path.read_text("utf-8")
            missed = ours(by_syntax(text)) - set(prints.list_imports(text))
            assert not missed, f"{path}: {missed}"


@pytest.mark.parametrize(
    "text",
    [
        "from etl.clients import (\n    http,  # asks (politely)\n)\nimport etl.raw as kept\n",
        "def late():\n    from etl import raw\n    from etl.clients import http\n",
        "import etl.clients.http, etl.raw as kept\n",
    ],
)
def test_imports_of_every_shape_are_found(text: str) -> None:
    assert {"etl.clients.http", "etl.raw"} <= set(prints.list_imports(text))


@pytest.mark.parametrize(
    ("start", "reached"),
    [
        ("etl.datasets.labour.bres", "etl.clients.http"),
        ("etl.datasets.labour.bres", "catalog.columns"),
        ("wards.build_steps", "catalog.tables.wards"),
        ("indicators.run", "catalog.vocabulary.reliability"),
        ("forecasts.run", "forecasts.models.theta"),
        ("forecasts.run", "catalog.store"),
    ],
)
def test_a_step_reaches_what_it_imports_by_way_of_others(start: str, reached: str) -> None:
    assert reached in prints.list_reachable(start)


def test_what_is_not_ours_is_not_followed() -> None:
    assert prints.list_reachable("polars") == set()
    assert prints.find_module_file("etl.nothing_of_that_name") is None


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rooms in a folder of their own, which fingerprints are taken of from now on."""
    for room in ("catalog", "etl", "geo", "indicators", "reference", "wards"):
        shutil.copytree(PROJECT / room, tmp_path / room, ignore=shutil.ignore_patterns("sample"))
    monkeypatch.setattr(prints, "PROJECT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("catalog/vocabulary/reliability.py", True),
        ("catalog/tables/forecasts.py", True),
        ("indicators/skills/gaps.py", True),
        ("indicators/__init__.py", True),
        ("etl/clients/http.py", False),
    ],
)
def test_a_changed_line_counts_exactly_where_it_can_be_reached(
    copy: Path, file: str, changes: bool
) -> None:
    before = prints.fingerprint(["indicators.run"], [])
    assert prints.fingerprint(["indicators.run"], []) == before
    with (copy / file).open("a") as source:
        source.write("\n# another line\n")
    assert (prints.fingerprint(["indicators.run"], []) != before) == changes


def test_a_file_of_facts_beside_the_code_counts(copy: Path) -> None:
    before = prints.fingerprint(["indicators.run"], [])
    (copy / "indicators" / "weights.csv").write_text("a,1\n")
    prints._digest.cache_clear()
    assert prints.fingerprint(["indicators.run"], []) != before


@pytest.mark.parametrize(
    ("step", "changes"), [("indicators.run", True), ("etl.datasets.labour.ashe", False)]
)
@pytest.mark.parametrize("end", ["csv", "toml"])
def test_a_changed_reference_table_counts_exactly_where_it_is_read(
    copy: Path, step: str, changes: bool, end: str
) -> None:
    path = copy / "reference" / "qualifications" / f"training_weights.{end}"
    before = prints.fingerprint([step], [])
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    prints._digest_reference.cache_clear()
    assert prints.fingerprint([step], []) == before, "line ends are no figures"
    path.write_bytes(path.read_bytes() + b"# another line\r\n")
    prints._digest_reference.cache_clear()
    assert (prints.fingerprint([step], []) != before) == changes


def test_reference_tables_of_code_are_those_that_it_names() -> None:
    assert prints.list_references(["indicators.skills.training"]) == (
        "general_subjects",
        "skills_constants",
        "training_weights",
    )


@pytest.mark.parametrize("library", ["polars", "statsmodels", "shapely"])
def test_another_version_of_a_data_library_counts(
    monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    before = prints.fingerprint(["geo.changes"], [])
    version = prints._version
    upgraded = lambda name: "99.0" if name == library else version(name)  # noqa: E731
    monkeypatch.setattr(prints, "_version", upgraded)
    assert prints.fingerprint(["geo.changes"], []) != before


def test_every_library_is_installed_under_the_name_that_is_asked_for() -> None:
    assert all(version for _, version in prints.library_versions())


def test_inputs_count_by_what_they_say_and_in_their_order() -> None:
    made = [
        prints.fingerprint([], inputs)
        for inputs in ([("a", 1)], [("a", 2)], ["b", "c"], ["c", "b"])
    ]
    assert len(set(made)) == 4


def test_a_package_that_finds_its_modules_leads_to_all_of_them_and_another_to_none() -> None:
    tables = prints.list_reachable("catalog.tables")
    assert {"catalog.tables.wards", "catalog.tables.forecasts"} <= tables
    assert "catalog.store" not in prints.list_reachable("catalog.vocabulary.reliability")

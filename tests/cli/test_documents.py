"""The generated reference is current, and `show --describe` says what is stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import cli
from catalog import store
from catalog.settings import Settings
from catalog.sources import OGL, Origin
from catalog.tables import TABLES
from cli import describing, documents
from cli.terminal import app


@pytest.mark.parametrize("name", documents.reference())
def test_the_reference_is_what_the_code_says(name: str) -> None:
    written = (documents.FOLDER / name).read_text("utf-8")
    assert written == documents.reference()[name], f"docs/reference/{name} is old: wardwise docs"


def test_every_table_says_where_it_is_from() -> None:
    origins = documents.table_origins()
    assert set(origins) == set(TABLES)
    assert origins["vacancies"][1] == "Comes with `wardwise fetch --only vacancies`."
    assert "`wardwise supply fe_achievements FILE`" in origins["fe_achievements"][1]
    assert origins["lad_changes"] == [
        "Made by Wardwise from `councils`, `lsoa_changes`, `lsoa_wards`."
    ]


def test_every_command_and_option_is_in_the_reference() -> None:
    text = documents.commands()
    for command in app.registered_commands:
        name = command.name or str(getattr(command.callback, "__name__", ""))
        assert f"\n## {name}\n" in text
    assert (
        "| `--address` | Address to listen on; 0.0.0.0 opens it to the network. | `127.0.0.1` |"
        in (text)
    )
    assert "| `--forecasts` or `--no-forecasts` |" in text
    assert str(Path.home()) not in text


def test_the_reference_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    documents.docs_command(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "commands.md", "data-dictionary.md", "forecast-record.md",
    ]  # fmt: skip


def vacancies(root: Path) -> None:
    """Two months of one industry, stored under a folder."""
    table = TABLES["vacancies"]
    months = [date(2026, 1, 31), date(2025, 12, 31)]
    frame = pl.DataFrame(
        {
            "area_code": "K02000001", "area_name": "United Kingdom", "area_type": "country",
            "area_vintage": "", "period": ["2026-01", "2025-12"], "period_start": months,
            "period_end": months, "industry_code": "total", "industry_name": "All",
            "industry_level": "total", "vacancies_count": 1.0, "status": "estimated",
        }
    )  # fmt: skip
    origin = Origin(
        "vacancies", "Vacancy Survey", "ONS", "LMS", "https://example.org", OGL,
        release="2026-02-10", retrieved="2026-02-11T09:00:00+00:00", notes=("A survey.",),
    )  # fmt: skip
    store.write(frame, table, origin, root)


def test_a_stored_table_is_described_with_its_rows_and_origin(tmp_path: Path) -> None:
    vacancies(tmp_path)
    lines = describing.describe_table(TABLES["vacancies"], tmp_path).splitlines()
    assert lines[:4] == [
        "vacancies",
        "One row is the United Kingdom, a rolling three months and an industry.",
        "Key: area_code, period, industry_code",
        "Rows: 2",
    ]
    assert lines[4:10] == [
        "Periods: 2025-12 to 2026-01",
        "Source: ONS, Vacancy Survey (LMS)",
        "Address: https://example.org",
        "Release: 2026-02-10",
        "Retrieved: 2026-02-11T09:00:00+00:00",
        f"Licence: {OGL}",
    ]
    count = next(line for line in lines if line.startswith("  vacancies_count "))
    assert count.endswith(
        "number. Vacancies on a day, as the average of three months. In vacancies. May be blank."
    )


def test_a_table_that_is_not_there_is_described_all_the_same(tmp_path: Path) -> None:
    lines = describing.describe_table(TABLES["jobs"], tmp_path).splitlines()
    assert "Rows: not built" in lines[3]
    assert any(line.startswith("  job_kind ") for line in lines)


def test_every_table_is_listed_with_its_rows_and_periods(tmp_path: Path) -> None:
    vacancies(tmp_path)
    listed = describing.list_tables(tmp_path)
    assert listed["table"].to_list() == sorted(TABLES)
    assert listed.filter(table="vacancies").row(0)[1:4] == (2, "2025-12", "2026-01")
    assert listed.filter(table="jobs").row(0)[1:4] == (None, None, None)


def test_the_boundaries_of_a_table_are_said(prepared: Settings) -> None:
    words = describing.describe_table(TABLES["ward_measures"], prepared.tables)
    years = store.read("ward_measures", prepared.tables)[0]["ward_vintage"].unique().to_list()
    assert f"Boundaries of: {', '.join(sorted(years))}" in words
    assert "Made from: " in words


def test_describing_a_table_that_there_is_not_names_those_there_are(
    monkeypatch: pytest.MonkeyPatch, prepared: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WARDWISE_DATA", str(prepared.data))
    with pytest.raises(SystemExit) as ended:
        cli.main(["show", "jbos", "--describe"])
    assert ended.value.code == 2
    assert "no table 'jbos'; the tables are adverts" in capsys.readouterr().err

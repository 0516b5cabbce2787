"""Each data test passes on sound tables and names what is wrong with broken ones."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import shapely

import pipeline
from catalog import store
from catalog.settings import Settings
from catalog.tables import TABLES
from etl import checks

POINTED = shapely.to_wkb(shapely.Polygon([(0, 0), (1, 0), (0, 1)]))
CROSSED = shapely.to_wkb(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))
NOTHING = shapely.to_wkb(shapely.Polygon())


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded sample with everything that is derived quickly."""
    made = Settings(data=tmp_path_factory.mktemp("sound"))
    pipeline.prepare(made, lambda *_: None)
    return made.tables


def rewritten(root: Path, table: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Changes a stored table without its promises being checked, as a bug elsewhere might."""
    frame, origin = store.read(table, root)
    path = store.path_of(table, root)
    change(frame).write_parquet(path, metadata={store.KEY: json.dumps(asdict(origin))})


def test_the_sample_is_sound_and_as_committed(sound: Path) -> None:
    assert checks.run(sound, sample=True) == []


def test_an_empty_folder_has_no_faults(tmp_path: Path) -> None:
    assert checks.run(tmp_path) == []


def first(column: str, value: Any) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """The frame with a value changed in its first row that has one."""

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        row = frame[column].is_not_null().arg_max()
        at = pl.int_range(pl.len()) == row
        return frame.with_columns(pl.when(at).then(pl.lit(value)).otherwise(column).alias(column))

    return change


def a_ward_gains_jobs(frame: pl.DataFrame) -> pl.DataFrame:
    here = (pl.col("measure") == "jobs_section_c") & (pl.col("ward_code") == "E05001341")
    return frame.with_columns(value=pl.when(here).then(pl.col("value") + 9).otherwise("value"))


BROKEN: dict[str, tuple[str, Callable[[pl.DataFrame], pl.DataFrame], str, str]] = {
    "a negative count": ("jobs", first("jobs", -5.0), "promises", "1 negative values"),
    "a repeated key": ("lads", lambda f: pl.concat([f, f.head(1)]), "promises", "share a key"),
    "a column gone": ("jobs", lambda f: f.drop("period"), "promises", "columns missing: period"),
    "an unknown council": (
        "claimants", first("area_code", "E08009999"), "codes_known", "no list knows: E08009999",
    ),
    "a ward with jobs from nowhere": (
        "ward_measures", a_ward_gains_jobs, "wards_against_councils", "wards of E08000032 have",
    ),
    "premises that do not add up": (
        "ward_premises", lambda f: f.with_columns(pl.col("premises_count") + 1), "premises_add_up",
        "in wards and 71 not placed, of 19322 read",
    ),
    "fewer rows": ("gva", lambda f: f.head(10), "expectations", "10 rows where 7,644 were"),
    "an older sample": (
        "vacancies", lambda f: f.filter(pl.col("period") < "2026"), "expectations", "reaches 2025",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_table_is_named_with_its_rule(sound: Path, tmp_path: Path, name: str) -> None:
    table, change, rule, words = BROKEN[name]
    root = tmp_path / "tables"
    shutil.copytree(sound, root)
    rewritten(root, table, change)
    found = [f.message for f in checks.run(root, sample=True) if (f.table, f.rule) == (table, rule)]
    assert any(words in message for message in found), found


def jobs(**cells: float | None) -> pl.DataFrame:
    """Jobs of one council and year: the total, and sections by letter."""
    return pl.DataFrame(
        {
            "area_code": "E08000033", "area_type": "lad", "period": "2024",
            "job_kind": "employment", "industry_code": code, "jobs": count,
            "industry_level": "total" if code == "total" else "section",
        }
        for code, count in cells.items()
    )  # fmt: skip


def ward(value: float | None, measure: str = "jobs_section_c", code: str = "W1") -> pl.DataFrame:
    one = {
        "ward_code": code, "lad_code": "E08000033", "measure": measure, "period": "2024",
        "value": value,
    }  # fmt: skip
    return pl.DataFrame([one], schema_overrides={"value": pl.Float64})


def wards(*codes: str, year: str = "2025", wkb: bytes = POINTED) -> pl.DataFrame:
    one = {"lad_code": "E08000033", "ward_vintage": year, "geometry_wkb": wkb}
    return pl.DataFrame({"ward_code": code, **one} for code in codes)


def lsoas(*of_wards: str, year: str = "2025") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "lsoa_code": f"L{number}", "ward_code": code, "lad_code": "E08000033",
            "ward_vintage": year,
        }
        for number, code in enumerate(of_wards)
    )  # fmt: skip


def premises(in_ward: float, not_placed: int, read: int) -> checks.Tables:
    of = {"lad_code": "E08000033"}
    ward_premises = {**of, "description_group": "total", "premises_count": in_ward}
    report = {**of, "not_placed_count": not_placed, "read_count": read}
    return {
        "ward_premises": pl.DataFrame([ward_premises]),
        "premises_report": pl.DataFrame([report]),
    }


def forecast(*bounds: float | None) -> checks.Tables:
    """lower95, lower80, mean, upper80, upper95 of one forecast."""
    names = ("lower95", "lower80", "mean", "upper80", "upper95")
    what = dict.fromkeys(("family", "area_code", "series_code", "period"), "x")
    return {"forecasts": pl.DataFrame([{**what, **dict(zip(names, bounds, strict=True))}])}


COUNCILS = pl.DataFrame({"lad_code": ["E08000033"]})

# rule: (tables that keep it, tables that break it, words of the fault), as small as can be
CASES: list[tuple[Any, checks.Tables, checks.Tables, str]] = [
    (
        checks._codes_known,
        {"councils": COUNCILS, "jobs": jobs(total=1.0)},
        {"councils": COUNCILS.clear(), "jobs": jobs(total=1.0)},
        "codes that no list knows: E08000033",
    ),
    (
        checks._codes_known,
        {"councils": COUNCILS, "wards": wards("W1"), "ward_measures": ward(1.0)},
        {"councils": COUNCILS, "wards": wards("W2"), "ward_measures": ward(1.0)},
        "wards without a boundary: W1",
    ),
    (
        checks._codes_known,
        {"councils": COUNCILS, "wards": wards("W1"), "ward_measures": ward(1.0)},
        {"councils": COUNCILS, "wards": wards("W1"), "ward_measures": ward(1.0, "luck")},
        "measures that no list knows: ['luck']",
    ),
    (
        checks._percentages_in_range,
        {"aps": pl.DataFrame({"value_pct": [0.0, 100.0, None]})},
        {"aps": pl.DataFrame({"value_pct": [-0.1, 100.0, None]})},
        "value_pct outside 0 to 100",
    ),
    (
        checks._percentages_in_range,
        {"backtest": pl.DataFrame({"skill_pct": [-30.0], "wape_pct": [130.0]})},
        {"aps": pl.DataFrame({"value_pct": [0.0, 100.1, None]})},
        "value_pct outside 0 to 100",
    ),
    (
        checks._percentages_in_range,
        {"ward_measures": ward(120.0, "claimants_persons")},
        {"ward_measures": ward(120.0, "claimants_pct")},
        "a share outside 0 to 100 %",
    ),
    (
        checks._sections_against_totals,
        {"jobs": jobs(total=1000.0, A=10.0, C=965.0)},
        {"jobs": jobs(total=1000.0, A=10.0, C=950.0)},
        "sections sum to 960 and the total is 1,000 (E08000033, 2024, employment)",
    ),
    (
        checks._wards_against_councils,
        {"jobs": jobs(C=30.0), "ward_measures": pl.concat([ward(10.0), ward(20.2, code="W2")])},
        {"jobs": jobs(C=30.0), "ward_measures": pl.concat([ward(10.0), ward(21.0, code="W2")])},
        "wards of E08000033 have 31.0 jobs in section C, the council 30.0",
    ),
    (
        checks._premises_add_up,
        premises(in_ward=7.0, not_placed=2, read=9),
        premises(in_ward=7.0, not_placed=2, read=10),
        "in wards and 2 not placed, of 10 read",
    ),
    (
        checks._one_ward_vintage,
        {"wards": wards("W1"), "lsoa_wards": lsoas("W1")},
        {"wards": wards("W1"), "lsoa_wards": lsoas("W1", year="2024")},
        "the LSOA lookup is for wards of ['2024'] and the ward boundaries are of ['2025']",
    ),
    (
        checks._every_lsoa_in_a_ward,
        {"wards": wards("W1", "W2"), "lsoa_wards": lsoas("W1", "W2")},
        {"wards": wards("W1"), "lsoa_wards": lsoas("W1", "W2")},
        "LSOAs in wards that are not on the map: L1",
    ),
    (
        checks._boundaries_valid,
        {"wards": wards("W1")},
        {"wards": wards("W1", wkb=CROSSED)},
        "invalid boundaries: W1",
    ),
    (
        checks._boundaries_valid,
        {"wards": wards("W1")},
        {"wards": wards("W1", wkb=NOTHING)},
        "invalid boundaries: W1",
    ),
    (
        checks._intervals_nested,
        forecast(1.0, 2.0, 3.0, 4.0, 5.0) | {"other": COUNCILS},
        forecast(2.0, 1.0, 3.0, 4.0, 5.0),
        "intervals not nested, such as x x x x",
    ),
    (
        checks._intervals_nested,
        forecast(None, None, 3.0, None, None),
        forecast(1.0, 2.0, 6.0, 4.0, 5.0),
        "intervals not nested",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "kept", "broken", "words"), CASES)
def test_a_rule_passes_what_keeps_it_and_names_what_breaks_it(
    rule: Any, kept: checks.Tables, broken: checks.Tables, words: str
) -> None:
    assert list(rule(kept)) == []
    ((_, message, _),) = rule(broken)
    assert words in message


def test_every_rule_has_a_case_and_is_quiet_where_its_tables_are_not_held() -> None:
    assert {rule for rule, *_ in CASES} == set(checks.RULES)
    assert [list(rule({})) for rule in checks.RULES] == [[] for _ in checks.RULES]


def test_sections_with_a_gap_are_not_held_against_the_total() -> None:
    held = {"jobs": jobs(total=1000.0, A=None, C=500.0)}
    assert list(checks._sections_against_totals(held)) == []


def test_a_table_without_a_publisher_is_a_fault(sound: Path, tmp_path: Path) -> None:
    frame, origin = store.read("lads", sound)
    store.write(frame, TABLES["lads"], replace(origin, publisher=""), tmp_path)
    assert [(fault.table, fault.rule) for fault in checks.run(tmp_path)] == [("lads", "origin")]


def test_half_a_file_is_a_fault_among_others(sound: Path, tmp_path: Path) -> None:
    root = tmp_path / "tables"
    shutil.copytree(sound, root)
    store.path_of("aps", root).write_bytes(b"PAR1")
    assert [fault.rule for fault in checks.run(root)] == ["readable"]


def test_every_stored_table_is_in_the_catalogue(sound: Path) -> None:
    assert set(store.names(sound)) <= set(TABLES)

"""Ward measures from tidy tables: totals kept, the modelled told from the observed."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from etl import ward_tables

LOOKUP = pl.DataFrame(
    {
        "lsoa_code": ["L1", "L2", "L3"],
        "ward_code": ["W1", "W1", "W2"],
        "lad_code": ["C", "C", "C"],
    }
)
UNCHANGED = pl.DataFrame(
    {"lsoa11_code": ["L1", "L2", "L3"], "lsoa21_code": ["L1", "L2", "L3"], "change_kind": ["U"] * 3}
)
YEAR = {"period": "2021", "period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31)}
WARDS = pl.DataFrame(
    {
        "ward_code": ["W1", "W2"],
        "ward_name": ["One", "Two"],
        "lad_code": ["C", "C"],
        "lad_name": ["Council", "Council"],
        "ward_vintage": ["2025", "2025"],
    }
)


def small_areas(*rows: tuple[str, str, str, str, float | None]) -> pl.DataFrame:
    """Rows of `jobs_small_areas` as (LSOA, its type, level, industry, jobs)."""
    return pl.DataFrame(
        [
            {
                "area_code": code,
                "area_type": kind,
                "lad_code": "C",
                **YEAR,
                "industry_level": level,
                "industry_code": industry,
                "job_kind": "employment",
                "jobs": jobs,
                "status": "missing" if jobs is None else "estimated",
            }
            for code, kind, level, industry, jobs in rows
        ],
        schema_overrides={"jobs": pl.Float64},
    )


def values(frame: pl.DataFrame) -> set[tuple[str, str, float | None, str]]:
    return set(frame.select("ward_code", "measure", "value", "status").iter_rows())


def test_ward_jobs_are_the_sum_of_their_lsoas() -> None:
    held = small_areas(
        ("L1", "lsoa11", "total", "total", 1000.0),
        ("L2", "lsoa11", "total", "total", 500.0),
        ("L3", "lsoa11", "total", "total", 40.0),
        ("L1", "lsoa21", "total", "total", None),
    )
    found = ward_tables.jobs(held, LOOKUP, UNCHANGED)
    assert values(found) == {
        ("W1", "jobs_total", 1500.0, "estimated"),
        ("W2", "jobs_total", 40.0, "estimated"),
    }
    assert dict(found.select("ward_code", "reliability").iter_rows()) == {"W1": "low", "W2": "low"}


def test_jobs_by_division_are_summed_to_sections_where_they_are_published() -> None:
    held = small_areas(
        ("L1", "lsoa21", "division", "10", 70.0),
        ("L2", "lsoa21", "division", "33", 30.0),
        ("L3", "lsoa21", "division", "41", 5.0),
        ("L3", "lsoa21", "division", "97", 1.0),
    )
    assert values(ward_tables.observed_sector_jobs(held, LOOKUP)) == {
        ("W1", "jobs_section_c", 100.0, "estimated"),
        ("W2", "jobs_section_f", 5.0, "estimated"),
    }


def test_shares_are_of_the_wards_own_total_and_say_when_a_ward_was_redrawn() -> None:
    census = pl.DataFrame(
        [
            {"area_code": ward, "area_type": "ward", **YEAR, "qualification_code": code,
             "residents_persons": persons, "status": "observed"}
            for ward, code, persons in [
                ("OLD", "total", 200.0), ("OLD", "4", 50.0), ("W2", "total", 100.0),
                ("W2", "4", 10.0),
            ]
        ]
    )  # fmt: skip
    changes = pl.DataFrame(
        {
            "former_code": ["OLD", "OLD", "W2"],
            "ward_code": ["W1", "W2", "W2"],
            "share": [0.5, 0.5, 1.0],
        }
    )
    found = ward_tables.census_shares(
        census, changes, category="qualification_code", names={"4": "level 4"}
    )
    assert values(found) == {
        ("W1", "residents_adults_persons", 100.0, "estimated"),
        ("W2", "residents_adults_persons", 200.0, "estimated"),
        ("W1", "residents_qualification_4_pct", 25.0, "estimated"),
        ("W2", "residents_qualification_4_pct", 17.5, "estimated"),
    }
    assert found["note"].str.contains("boundaries changed").all()


def test_a_ward_without_residents_in_work_has_a_total_and_no_shares() -> None:
    census = pl.DataFrame(
        [
            {"area_code": "W1", "area_type": "ward", **YEAR, "occupation_code": code,
             "residents_persons": 0.0, "status": "observed"}
            for code in ("total", "1")
        ]
    )  # fmt: skip
    changes = pl.DataFrame({"former_code": ["W1"], "ward_code": ["W1"], "share": [1.0]})
    found = ward_tables.census_shares(
        census, changes, category="occupation_code", names={"1": "managers"}
    )
    assert values(found) == {
        ("W1", "residents_employed_persons", 0.0, "observed"),
        ("W1", "residents_occupation_1_pct", None, "missing"),
    }


def premises(**counts: float) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"lad_code": "L1", "ward_code": "W1", **YEAR, "description_group": "total",
             "status": "observed", "rateable_value_gbp": 5000.0, **counts}
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("occupied", "empty", "expected"),
    [
        (75.0, 25.0, (25.0, "observed")),
        (10.0, 10.0, (None, "missing")),
        (0.0, 0.0, (None, "missing")),
    ],
)
def test_the_share_of_empty_premises_needs_half_of_them_recorded(
    occupied: float, empty: float, expected: tuple[float | None, str]
) -> None:
    frame = premises(premises_count=100.0, occupied_count=occupied, empty_count=empty)
    found = ward_tables.premises(frame).filter(pl.col("measure") == "premises_empty_pct")
    assert found.select("value", "status").row(0) == expected
    assert (found["note"][0] != "") == (expected[0] is None), "and says why there is none"


def test_a_ward_without_a_figure_that_its_council_has_is_missing_and_not_absent() -> None:
    rows = ward_tables.premises(premises(premises_count=9.0, occupied_count=9.0, empty_count=0.0))
    found = ward_tables.together(WARDS, rows)
    assert ("W2", "premises_count", None, "missing") in values(found)
    assert ("W1", "premises_count", 9.0, "observed") in values(found)


def test_with_nothing_held_the_table_is_there_and_empty() -> None:
    assert ward_tables.together(WARDS).is_empty()


def test_figures_of_a_ward_that_is_not_on_the_map_are_an_error() -> None:
    rows = ward_tables.premises(
        premises(premises_count=9.0, occupied_count=9.0, empty_count=0.0)
    ).with_columns(ward_code=pl.lit("W9"))
    with pytest.raises(ValueError, match="W9"):
        ward_tables.together(WARDS, rows)

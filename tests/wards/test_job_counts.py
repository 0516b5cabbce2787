"""Jobs by ward: each job once, split LSOAs by what is at hand, what lacks is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from factory_wards import make_frame

from catalog.reading import Reader
from wards import job_counts, observed_sectors

YEAR = {"period": "2021", "period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31)}
NAMES = {"lad_code": "C", "lad_name": "Council", "ward_vintage": "2025"}
LOOKUP = make_frame(
    "lsoa_wards",
    [
        {"lsoa_code": lsoa, "ward_code": ward, "ward_name": ward, **NAMES}
        for lsoa, ward in (("L1", "W1"), ("L2", "W1"), ("L3", "W2"))
    ],
)
WARDS = pl.DataFrame(
    [{"ward_code": ward, "ward_name": ward, **NAMES, "has_boundary": True} for ward in ("W1", "W2")]
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


def changes(*rows: tuple[str, str, str]) -> pl.DataFrame:
    """Rows of `lsoa_changes` as (2011, 2021, kind), all in the council."""
    return make_frame(
        "lsoa_changes",
        [
            {"lsoa11_code": old, "lsoa21_code": new, "change_kind": kind, "lad22_code": "C"}
            for old, new, kind in rows
        ],
    )


def total_jobs(small: pl.DataFrame, **tables: pl.DataFrame) -> pl.DataFrame:
    held = {"jobs_small_areas": small, "lsoa_wards": LOOKUP, **tables}
    return job_counts.total_jobs(Reader(Path("nowhere"), held), WARDS).rows


def test_ward_jobs_are_the_sum_of_their_lsoas() -> None:
    held = small_areas(
        ("L1", "lsoa11", "total", "total", 1000.0),
        ("L2", "lsoa11", "total", "total", 500.0),
        ("L3", "lsoa11", "total", "total", 40.0),
        ("L1", "lsoa21", "total", "total", None),
    )
    found = total_jobs(held)
    assert values(found) == {
        ("W1", "jobs_total", 1500.0, "estimated"),
        ("W2", "jobs_total", 40.0, "estimated"),
    }
    assert dict(found.select("ward_code", "reliability").iter_rows()) == {"W1": "fair", "W2": "low"}


def test_the_same_jobs_by_lsoas_of_both_years_are_counted_once() -> None:
    both = [
        (code, kind, "total", "total", jobs)
        for kind in ("lsoa11", "lsoa21")
        for code, jobs in (("L1", 1000.0), ("L2", 500.0), ("L3", 40.0))
    ]
    assert total_jobs(small_areas(*both))["value"].to_list() == [1500.0, 40.0]


def test_the_vintage_that_is_whole_is_taken_and_else_the_fuller_says_what_it_lacks() -> None:
    newer = [("L1", "lsoa21", "total", "total", 900.0), ("L3", "lsoa21", "total", "total", 50.0)]
    older = [(code, "lsoa11", "total", "total", 10.0) for code in ("L1", "L2", "L3")]
    assert total_jobs(small_areas(*newer, *older))["value"].to_list() == [20.0, 10.0]
    found = total_jobs(small_areas(*newer))
    assert values(found) == {
        ("W1", "jobs_total", 900.0, "partial"),
        ("W2", "jobs_total", 50.0, "estimated"),
    }
    assert "1 of its 2 LSOAs without a figure" in found["note"][0]


def test_an_lsoa_that_no_lookup_knows_makes_every_ward_of_the_council_partial() -> None:
    every = [(code, "lsoa21", "total", "total", 10.0) for code in ("L1", "L2", "L3", "L9")]
    found = total_jobs(small_areas(*every))
    assert set(found["status"]) == {"partial"}
    assert found["note"].str.contains("1 LSOA of the council, with 10 jobs, in no ward").all()


SPLIT = changes(("OLD", "L1", "S"), ("OLD", "L3", "S"), ("L2", "L2", "U"))
OF_2011 = (
    ("OLD", "lsoa11", "total", "total", 100.0),
    ("L2", "lsoa11", "total", "total", 0.0),
)


def residents(*rows: tuple[str, float]) -> pl.DataFrame:
    return make_frame(
        "census_qualifications",
        [
            {"area_code": code, "area_type": "lsoa21", "lad_code": "C",
             "qualification_code": "total", "residents_persons": persons, "status": "observed"}
            for code, persons in rows
        ],
    )  # fmt: skip


def test_a_split_lsoa_goes_by_jobs_of_its_parts_else_by_residents_else_evenly() -> None:
    people = residents(("L1", 500.0), ("L3", 1500.0))
    # Two of three LSOAs in the newest year: too few to be shown, enough to share out by.
    newer = small_areas(
        *OF_2011,
        ("L1", "lsoa21", "total", "total", 26.0),
        ("L3", "lsoa21", "total", "total", 74.0),
    ).with_columns(
        period=pl.when(pl.col("area_type") == "lsoa21").then(pl.lit("2024")).otherwise("period")
    )
    by_jobs = total_jobs(newer, lsoa_changes=SPLIT, census_qualifications=people)
    by_people = total_jobs(small_areas(*OF_2011), lsoa_changes=SPLIT, census_qualifications=people)
    evenly = total_jobs(small_areas(*OF_2011), lsoa_changes=SPLIT)
    assert by_jobs["value"].to_list() == pytest.approx([26.0, 74.0])
    assert by_people["value"].to_list() == pytest.approx([25.0, 75.0])
    assert evenly["value"].to_list() == pytest.approx([50.0, 50.0])
    assert [frame["note"][0].partition("shared out by ")[2] for frame in (by_jobs, by_people)] == [
        "the jobs of its parts in 2024", "the residents of its parts in 2021",
    ]  # fmt: skip
    assert "evenly" in evenly["note"][0]
    assert set(evenly["status"]) == {"estimated"}


def test_an_irregular_change_sends_nothing_to_another_council() -> None:
    """E01027506 of Gateshead lay partly in what is Northumberland's E01035637 today."""
    beyond = changes(("OLD", "L1", "X"), ("OLD", "FAR", "X"), ("L2", "L2", "U"), ("L3", "L3", "U"))
    beyond = beyond.with_columns(
        lad22_code=pl.when(pl.col("lsoa21_code") == "FAR").then(pl.lit("N")).otherwise("lad22_code")
    )
    held = small_areas(*OF_2011, ("L3", "lsoa11", "total", "total", 7.0))
    assert total_jobs(held, lsoa_changes=beyond)["value"].to_list() == [100.0, 7.0]


def count_sections(held: pl.DataFrame) -> pl.DataFrame:
    named = held.with_columns(industry_name=pl.lit("A division"))
    reader = Reader(Path("nowhere"), {"jobs_small_areas": named, "lsoa_wards": LOOKUP})
    return observed_sectors.count_observed(reader, WARDS).sections


def test_jobs_by_division_are_summed_to_sections_where_they_are_published() -> None:
    cells = {("L1", "10"): 70.0, ("L2", "33"): 30.0, ("L3", "41"): 5.0, ("L3", "97"): 1.0}
    held = small_areas(
        *(
            (lsoa, "lsoa21", "division", division, cells.get((lsoa, division), 0.0))
            for lsoa in ("L1", "L2", "L3")
            for division in ("10", "33", "41", "97")
        )
    )
    assert values(count_sections(held)) == {
        ("W1", "jobs_section_c", 100.0, "estimated"),
        ("W2", "jobs_section_c", 0.0, "estimated"),
        ("W1", "jobs_section_f", 0.0, "estimated"),
        ("W2", "jobs_section_f", 5.0, "estimated"),
    }
    gap = held.with_columns(
        jobs=pl.when((pl.col("area_code") == "L2") & (pl.col("industry_code") == "33"))
        .then(None)
        .otherwise("jobs")
    )
    assert ("W1", "jobs_section_c", 70.0, "partial") in values(count_sections(gap))


def test_the_newest_year_that_is_nearly_whole_is_shown() -> None:
    lsoas = [f"L{number}" for number in range(40)]
    lookup = make_frame(
        "lsoa_wards",
        [{"lsoa_code": lsoa, "ward_code": "W1", "ward_name": "W1", **NAMES} for lsoa in lsoas],
    )
    of_year = {"2021": lsoas, "2022": lsoas[:39], "2023": lsoas[:20]}
    held = pl.concat(
        small_areas(*((lsoa, "lsoa21", "total", "total", 10.0) for lsoa in of)).with_columns(
            period=pl.lit(year)
        )
        for year, of in of_year.items()
    )
    found = total_jobs(held, lsoa_wards=lookup)
    assert found.select("period", "value", "status").row(0) == ("2022", 390.0, "partial")


def test_a_merger_of_which_one_has_no_row_is_partial() -> None:
    merged = changes(("OLD", "L3", "M"), ("GONE", "L3", "M"))
    rows = (("L1", "lsoa11", "total", "total", 1.0), ("L2", "lsoa11", "total", "total", 2.0),
            ("OLD", "lsoa11", "total", "total", 5.0))  # fmt: skip
    assert ("W2", "jobs_total", 5.0, "partial") in values(
        total_jobs(small_areas(*rows), lsoa_changes=merged)
    )

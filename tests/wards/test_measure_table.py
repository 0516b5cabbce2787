"""Ward measures from tidy tables: totals kept, the modelled told from the observed."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from factory_wards import make_frame

from wards import measure_table

YEAR = {"period": "2021", "period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31)}
NAMES = {"lad_code": "C", "lad_name": "Council", "ward_vintage": "2025"}
WARDS = pl.DataFrame(
    [{"ward_code": ward, "ward_name": ward, **NAMES, "has_boundary": True} for ward in ("W1", "W2")]
)


def values(frame: pl.DataFrame) -> set[tuple[str, str, float | None, str]]:
    return set(frame.select("ward_code", "measure", "value", "status").iter_rows())


def census(category: str, *rows: tuple[str, str, float | None]) -> pl.DataFrame:
    """Rows of a census table as (ward, category, residents)."""
    table = "census_occupations" if category == "occupation_code" else "census_qualifications"
    return make_frame(
        table,
        [
            {"area_code": ward, "area_type": "ward", "lad_code": "C", **YEAR, category: code,
             "residents_persons": persons,
             "status": "missing" if persons is None else "observed"}
            for ward, code, persons in rows
        ],
    )  # fmt: skip


LINKS = pl.DataFrame(
    {"former_code": ["OLD", "OLD", "W2"], "ward_code": ["W1", "W2", "W2"], "share": [0.5, 0.5, 1.0]}
)
LEVEL_4 = {"category": "qualification_code", "names": {"4": "level 4"}}


def test_shares_are_of_the_wards_own_total_and_say_when_a_ward_was_redrawn() -> None:
    counts = census(
        "qualification_code",
        ("OLD", "total", 200.0), ("OLD", "4", 50.0), ("W2", "total", 100.0), ("W2", "4", 10.0),
    )  # fmt: skip
    found = measure_table.census_rows(counts, LINKS, WARDS, **LEVEL_4)
    assert values(found) == {
        ("W1", "residents_adults_persons", 100.0, "estimated"),
        ("W2", "residents_adults_persons", 200.0, "estimated"),
        ("W1", "residents_qualification_4_pct", 25.0, "estimated"),
        ("W2", "residents_qualification_4_pct", 17.5, "estimated"),
    }
    assert found["note"].str.contains("boundaries changed").all()


def test_a_share_is_of_the_parts_whose_total_is_known_too() -> None:
    counts = census(
        "qualification_code",
        ("OLD", "total", None), ("OLD", "4", 50.0), ("W2", "total", 100.0), ("W2", "4", 10.0),
    )  # fmt: skip
    found = measure_table.census_rows(counts, LINKS, WARDS, **LEVEL_4)
    assert values(found) == {
        ("W1", "residents_adults_persons", None, "missing"),
        ("W2", "residents_adults_persons", 100.0, "partial"),
        ("W1", "residents_qualification_4_pct", None, "missing"),
        ("W2", "residents_qualification_4_pct", 10.0, "partial"),
    }


def test_without_the_list_of_changes_wards_that_kept_their_code_have_figures() -> None:
    counts = census(
        "qualification_code",
        ("OLD", "total", 200.0), ("OLD", "4", 50.0), ("W2", "total", 100.0), ("W2", "4", 10.0),
    )  # fmt: skip
    found = measure_table.census_rows(counts, LINKS.clear(), WARDS, **LEVEL_4)
    assert values(found) == {
        ("W1", "residents_adults_persons", None, "missing"),
        ("W2", "residents_adults_persons", 100.0, "observed"),
        ("W1", "residents_qualification_4_pct", None, "missing"),
        ("W2", "residents_qualification_4_pct", 10.0, "observed"),
    }
    assert found.filter(ward_code="W1")["note"].str.contains("we do not know where").all()


def test_a_part_larger_than_its_total_is_no_share() -> None:
    counts = census("qualification_code", ("W1", "total", 3.0), ("W1", "4", 4.0))
    found = measure_table.census_rows(counts, LINKS.clear(), WARDS, **LEVEL_4)
    assert ("W1", "residents_qualification_4_pct", None, "missing") in values(found)


def test_a_ward_without_residents_in_work_has_a_total_and_no_shares() -> None:
    counts = census("occupation_code", ("W1", "total", 0.0), ("W1", "1", 0.0))
    found = measure_table.census_rows(
        counts, LINKS.clear(), WARDS.head(1), category="occupation_code", names={"1": "managers"}
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
    found = measure_table.premises_rows(frame).filter(pl.col("measure") == "premises_empty_pct")
    assert found.select("value", "status").row(0) == expected
    assert (found["note"][0] != "") == (expected[0] is None), "and says why there is none"


def test_a_ward_without_a_figure_that_its_council_has_is_missing_and_not_absent() -> None:
    rows = measure_table.premises_rows(
        premises(premises_count=9.0, occupied_count=9.0, empty_count=0.0)
    )
    undrawn = WARDS.with_columns(has_boundary=pl.col("ward_code") == "W1")
    found, notes = measure_table.combine_measures(undrawn, rows)
    assert ("W2", "premises_count", None, "missing") in values(found)
    assert ("W1", "premises_count", 9.0, "observed") in values(found)
    assert set(found.filter(ward_code="W2")["note"]) == {
        "no figure for this ward in the source; we have no boundary, so not on the map"
    }
    assert notes == []


def test_with_nothing_held_the_table_is_there_and_empty() -> None:
    assert measure_table.combine_measures(WARDS)[0].is_empty()


def test_figures_of_a_ward_that_no_list_has_are_left_out_and_said() -> None:
    rows = measure_table.premises_rows(
        premises(premises_count=9.0, occupied_count=9.0, empty_count=0.0)
    ).with_columns(ward_code=pl.lit("W9"))
    found, notes = measure_table.combine_measures(WARDS, rows)
    assert found.is_empty()
    assert "1 ward in no list of current wards (W9; " in notes[0]


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("claimants_pct", 103.0),
        ("claimants_pct", -1.0),
        ("claimants_persons", float("nan")),
        ("claimants_persons", float("inf")),
    ],
)
def test_a_value_that_cannot_be_is_left_out_and_said(measure: str, value: float) -> None:
    rows = pl.DataFrame(
        [{"ward_code": "W1", **YEAR, "measure": measure, "value": value,
          "status": "observed", "reliability": "good", "note": ""}]
    )  # fmt: skip
    found, notes = measure_table.combine_measures(WARDS, rows)
    assert ("W1", measure, None, "missing") in values(found)
    assert f"Left out: 1 impossible value, such as {measure} of W1" in notes[0]


def test_claimants_are_of_the_newest_month_and_withheld_ones_stay_withheld() -> None:
    held = make_frame(
        "claimants_small_areas",
        [
            {"area_code": ward, "area_type": "ward", "lad_code": "C", **YEAR, "period": month,
             "measure": "claimants_persons", "value": value,
             "status": "suppressed" if value is None else "rounded"}
            for ward, month, value in (
                ("W1", "2026-01", 5.0), ("W1", "2026-02", 10.0), ("W2", "2026-02", None),
                ("W1", "2026-03", None), ("W2", "2026-03", None),
            )
        ],
    )  # fmt: skip
    assert values(measure_table.claimant_rows(held)) == {
        ("W1", "claimants_persons", 10.0, "rounded"),
        ("W2", "claimants_persons", None, "suppressed"),
    }

"""Former councils and wards: what is recoded keeps its figures, what merged is summed or said."""

from __future__ import annotations

import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.schema import Table
from geo import changes

CHANGES = pl.DataFrame(
    [
        ("OLD_B", "Barnham", "NEW_B", "Barnham", "recoded"),
        ("N1", "Northby", "NY", "North Shire", "merged"),
        ("N2", "Southby", "NY", "North Shire", "merged"),
    ],
    schema=["former_code", "former_name", "lad_code", "lad_name", "change_kind"],
    orient="row",
)
COUNTS = Table(
    name="counts",
    grain="an area and a year",
    key=("area_code", "period"),
    columns=("area_code", "area_name", "area_type", "area_vintage", "period", "jobs", "status"),
    value="jobs",
    additive=True,
)
RATES = Table(**{**vars(COUNTS), "name": "rates", "additive": False})


def rows(*cells: tuple[str, str, float | None, str]) -> pl.DataFrame:
    """Cells as (area code, period, value, status)."""
    return pl.DataFrame(
        [
            (code, code, "lad", "2021", period, value, status)
            for code, period, value, status in cells
        ],
        schema={name: pl.Float64 if name == "jobs" else pl.String for name in COUNTS.columns},
        orient="row",
    )


def cells(frame: pl.DataFrame) -> set[tuple[str, str, float | None, str]]:
    return set(frame.select("area_code", "period", "jobs", "status").iter_rows())


def test_a_recoded_council_keeps_its_figures() -> None:
    frame, notes = changes.to_current_lads(rows(("OLD_B", "2020", 5.0, "rounded")), CHANGES, COUNTS)
    assert cells(frame) == {("NEW_B", "2020", 5.0, "rounded")}
    assert notes == []


def test_merged_councils_are_summed_and_said() -> None:
    old = rows(("N1", "2020", 5.0, "rounded"), ("N2", "2020", 7.0, "estimated"))
    frame, notes = changes.to_current_lads(old, CHANGES, COUNTS)
    assert cells(frame) == {("NY", "2020", 12.0, "estimated")}
    assert "Northby to North Shire" in notes[0]


def test_a_sum_with_a_predecessor_missing_is_partial() -> None:
    frame, _ = changes.to_current_lads(rows(("N1", "2020", 5.0, "rounded")), CHANGES, COUNTS)
    assert cells(frame) == {("NY", "2020", 5.0, "partial")}
    both = rows(("N1", "2020", 5.0, "rounded"), ("N2", "2020", None, "missing"))
    frame, _ = changes.to_current_lads(both, CHANGES, COUNTS)
    assert cells(frame) == {("NY", "2020", 5.0, "partial")}


def test_the_new_councils_own_figure_stands_over_a_sum() -> None:
    old = rows(("N1", "2023", 5.0, "rounded"), ("N2", "2023", 7.0, "rounded"))
    own = rows(("NY", "2023", 99.0, "rounded"), ("NY", "2024", None, "missing"))
    frame, _ = changes.to_current_lads(pl.concat([own, old]), CHANGES, COUNTS)
    assert cells(frame) == {("NY", "2023", 99.0, "rounded"), ("NY", "2024", None, "missing")}


def test_rates_of_merged_councils_are_left_out_and_said() -> None:
    old = rows(("N1", "2020", 5.0, "estimated"), ("N2", "2020", 7.0, "estimated"))
    frame, notes = changes.to_current_lads(old, CHANGES, RATES)
    assert frame.is_empty()
    assert "cannot be added up" in notes[0]


def square(x: float, y: float, size: float = 1.0) -> bytes:
    return bytes(shapely.to_wkb(shapely.box(x, y, x + size, y + size)))


def wards(year: str, **squares: bytes) -> pl.DataFrame:
    middle = {
        code: shapely.from_wkb(shape).representative_point() for code, shape in squares.items()
    }
    return pl.DataFrame(
        {
            "ward_code": list(squares),
            "ward_name": list(squares),
            "lad_code": ["C"] * len(squares),
            "ward_vintage": [year] * len(squares),
            "long": [point.x for point in middle.values()],
            "lat": [point.y for point in middle.values()],
            "geometry_wkb": list(squares.values()),
        }
    )


OLD = wards("2022", KEPT=square(0, 0), GONE=square(1, 0, 2))
NEW = wards("2025", KEPT=square(0, 0), EAST=square(2, 0, 2), WEST=square(1, 0))
LSOAS = pl.DataFrame(
    {"lsoa_code": ["L1", "L2", "L3"], "ward_code": ["KEPT", "WEST", "EAST"], "lad_code": ["C"] * 3}
)
CENTRES = pl.DataFrame(
    {"lsoa_code": ["L1", "L2", "L3"], "long": [0.5, 1.5, 2.5], "lat": [0.5, 0.5, 0.5]}
)
RESIDENTS = pl.DataFrame(
    {"lsoa_code": ["L1", "L2", "L3"], "residents_persons": [900.0, 300.0, 100.0]}
)


def test_a_redrawn_ward_is_shared_out_by_residents() -> None:
    found = changes.ward_changes(OLD, NEW, LSOAS, CENTRES, RESIDENTS)
    assert found.select("former_code", "ward_code", "share").rows() == [
        ("GONE", "EAST", 0.25),
        ("GONE", "WEST", 0.75),
        ("KEPT", "KEPT", 1.0),
    ]


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_census_counts_are_conserved(kept: float, gone: float) -> None:
    links = changes.ward_changes(OLD, NEW, LSOAS, CENTRES, RESIDENTS)
    census = pl.DataFrame(
        {"ward_code": ["KEPT", "GONE"], "persons": [kept, gone], "status": ["observed"] * 2}
    )
    moved = changes.wards_to_current(census, links, value="persons")
    assert moved["persons"].sum() == pytest.approx(kept + gone)
    status = dict(moved.select("ward_code", "status").iter_rows())
    assert status == {"KEPT": "observed", "EAST": "estimated", "WEST": "estimated"}


def test_councils_are_followed_by_their_lsoas() -> None:
    then = pl.DataFrame(
        {
            "lsoa21_code": ["L1", "L2", "L3", "L4"],
            "lad22_code": ["N1", "N2", "OLD_B", "SPLIT"],
            "lad22_name": ["Northby", "Southby", "Barnham", "Splitham"],
        }
    )
    now = pl.DataFrame(
        {"lsoa_code": ["L1", "L2", "L3", "L4"], "lad_code": ["NY", "NY", "NEW_B", "X"]}
    )
    councils = pl.DataFrame(
        {"lad_code": ["NY", "NEW_B", "X"], "lad_name": ["North Shire", "Barnham", "Other"]}
    )
    found = changes.lad_changes(then, now, councils).select(
        "former_code", "lad_code", "change_kind"
    )
    assert set(found.iter_rows()) == {
        ("N1", "NY", "merged"),
        ("N2", "NY", "merged"),
        ("OLD_B", "NEW_B", "recoded"),
        ("SPLIT", "X", "merged"),
    }

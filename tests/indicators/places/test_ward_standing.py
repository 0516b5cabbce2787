"""Where a ward's figures stand: ranks from both ends, facts, what is unusual, and reach."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.places import ward_standing

COLUMNS = {"ward_code": pl.String, "lad_code": pl.String, "measure": pl.String,
           "period": pl.String, "value": pl.Float64}  # fmt: skip


def rows(*cells: tuple[str, str, str, float | None], measure: str = "jobs_total") -> pl.DataFrame:
    """Ward, council, period and value of each row."""
    return pl.DataFrame(
        [(ward, lad, measure, period, value) for ward, lad, period, value in cells],
        schema=COLUMNS, orient="row",
    )  # fmt: skip


def places(frame: pl.DataFrame, ward: str, similar: tuple[str, ...] = ()) -> dict[str, object]:
    return ward_standing.rank_measures(frame, ward, similar).row(0, named=True)


def test_ranks_count_from_both_ends_and_equal_figures_share_them() -> None:
    frame = rows(("A", "L", "1", 9), ("B", "L", "1", 5), ("C", "L", "1", 5), ("D", "L", "1", 1))
    ranks = {
        ward: (place["council_rank"], place["council_low_rank"], place["council_count"])
        for ward in "ABCD"
        if (place := places(frame, ward))
    }
    assert ranks == {"A": (1, 4, 4), "B": (2, 2, 4), "C": (2, 2, 4), "D": (4, 1, 4)}


def test_only_the_same_period_is_compared_and_a_missing_figure_is_no_place() -> None:
    frame = rows(("A", "L", "2024", 9), ("B", "L", "2024", None), ("C", "L", "2023", 10),
                 ("D", "L", "2024", 3))  # fmt: skip
    assert (places(frame, "A")["council_rank"], places(frame, "A")["council_count"]) == (1, 2)


def test_a_rank_among_similar_wards_needs_three_of_them() -> None:
    cells = [("A", "L", "1", 9.0), ("X", "M", "1", 1.0), ("Y", "M", "1", 2.0), ("Z", "M", "1", 3.0)]
    assert places(rows(*cells), "A", ("X", "Y", "Z"))["similar_rank"] == 1
    assert places(rows(*cells[:3]), "A", ("X", "Y"))["similar_rank"] is None
    assert places(rows(*cells), "A", ("X", "Y", "Z"))["council_rank"] is None  # alone in L


@given(st.lists(st.integers(0, 9), min_size=2, max_size=8))
def test_ranks_of_all_wards_are_those_of_a_list(values: list[int]) -> None:
    frame = rows(*((str(place), "L", "1", float(v)) for place, v in enumerate(values)))
    for place, value in enumerate(values):
        found = places(frame, str(place))
        assert found["council_rank"] == 1 + len([v for v in values if v > value])
        assert found["council_low_rank"] == 1 + len([v for v in values if v < value])


def test_facts_come_in_their_order_and_no_more_than_asked() -> None:
    names = ["premises_count", "claimants_pct", "jobs_total", "jobs_section_c"]
    ranked = pl.concat([rows(("A", "L", "1", 1.0), measure=name) for name in names])
    chosen = ward_standing.choose_facts(ranked, most=2)["measure"].to_list()
    assert chosen == ["jobs_total", "claimants_pct"]


def compared(*cells: tuple[float, float, int, int]) -> pl.DataFrame:
    """Value, the council's value, rank and rank from below, of ten wards each."""
    return pl.DataFrame(
        [
            {"measure": str(place), "value_pct": value, "council_pct": council,
             "council_rank": high, "council_low_rank": low, "council_count": 10}
            for place, (value, council, high, low) in enumerate(cells)
        ]
    )  # fmt: skip


def test_unusual_is_the_outer_fifth_on_the_side_of_the_councils_own_figure() -> None:
    frame = compared((9, 5, 2, 9), (4, 5, 10, 1), (6, 5, 3, 8), (4, 5, 1, 10))
    # The third is not far out, the fourth is highest of the wards yet below the council.
    assert ward_standing.most_unusual(frame)["measure"].to_list() == ["1", "0"]
    assert ward_standing.most_unusual(frame, most=1)["measure"].to_list() == ["1"]


def test_reach_has_the_middle_of_the_council_and_only_wards_with_a_figure() -> None:
    reach = pl.DataFrame(
        [
            {"ward_code": ward, "lad_code": "L", "reach_setting": setting, "jobs_in_reach": jobs,
             "rank_in_council": rank, "households_no_car_pct": 20.0, "status": "modelled"}
            for ward, setting, jobs, rank in (
                ("A", "no_car", 100.0, 2), ("B", "no_car", 300.0, 1), ("C", "no_car", None, None),
                ("A", "any", 900.0, 1),
            )
        ]
    )  # fmt: skip
    row = ward_standing.describe_reach(reach, "A")
    assert row is not None
    assert (row["jobs_in_reach"], row["council_middle"], row["council_count"]) == (100.0, 200.0, 2)
    assert row["council_values"] == [300.0]
    assert ward_standing.describe_reach(reach, "C") is None
    lower = pl.when(pl.col("ward_code") == "B").then(pl.lit("partial")).otherwise("status")
    row = ward_standing.describe_reach(reach.with_columns(status=lower), "A")
    assert row is not None
    assert (row["council_middle"], row["council_values"]) == (None, [])


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ({"jobs": 90.0, "status": "modelled", "reliability": "fair"}, "X"),
        ({"jobs": 90.0, "status": "modelled", "reliability": "low"}, None),
        ({"jobs": None, "status": "missing", "reliability": ""}, None),
        ({"jobs": 90.0, "status": "partial", "reliability": "fair"}, None),
    ],
)
def test_the_largest_group_is_a_headline_only_where_it_is_sure(
    first: dict[str, object], expected: str | None
) -> None:
    other = {"sector_code": "Y", "jobs": 50.0, "status": "modelled", "reliability": "fair"}
    groups = pl.DataFrame([{"sector_code": "X", **first}, other])
    row = ward_standing.largest_group(groups)
    assert (row and row["sector_code"]) == expected

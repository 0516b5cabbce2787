"""A ward beside its council and the wards like it."""

from __future__ import annotations

import polars as pl
import pytest

from indicators.places.ward_comparison import (
    NO_FIGURE,
    middle_figure,
    share_of_council,
    with_shares,
)
from indicators.places.ward_views import largest_sectors, share_of_residents

Row = tuple[str, float | None, str]


def measure(*rows: Row) -> pl.DataFrame:
    schema = {"ward_code": pl.String, "value": pl.Float64, "status": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


BASES = measure(("W1", 100.0, "observed"), ("W2", 300.0, "observed"))


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([("W1", 10.0, "observed"), ("W2", 30.0, "observed")], (25.0, "observed")),
        ([("W1", 10.0, "observed"), ("W2", None, "suppressed")], (10.0, "partial")),
        ([("W1", 10.0, "observed")], (10.0, "partial")),
        ([("W1", None, "missing"), ("W2", None, "suppressed")], (None, "suppressed")),
    ],
)
def test_a_councils_share_is_weighted_by_what_it_is_a_share_of(
    shares: list[Row], expected: tuple[float | None, str]
) -> None:
    assert share_of_council(measure(*shares), BASES, 2) == expected


def test_the_middle_one_of_the_wards_alike() -> None:
    wards = measure(("W1", 1.0, "observed"), ("W2", 9.0, "observed"), ("W3", 2.0, "observed"))
    assert middle_figure(wards) == (2.0, "observed")
    assert middle_figure(measure()) == NO_FIGURE


def test_shares_of_sectors_are_of_all_of_them_or_none() -> None:
    frame = pl.DataFrame({"industry_code": ["C", "G"], "jobs": [30.0, 10.0]})
    assert with_shares(frame, "pct")["pct"].to_list() == [75.0, 25.0]
    holed = frame.with_columns(jobs=pl.Series([30.0, None]))
    assert with_shares(holed, "pct")["pct"].to_list() == [None, None]


def test_sectors_in_order_of_their_jobs_over_all_wards() -> None:
    frame = pl.DataFrame({
        "ward_code": ["W1", "W2", "W1", "W2"], "industry_code": ["C", "C", "G", "G"],
        "industry_name": ["Making", "Making", "Selling", "Selling"], "jobs": [5.0, None, 3.0, 4.0],
    })  # fmt: skip
    assert largest_sectors(frame).rows() == [("G", "Selling"), ("C", "Making")]


def test_a_share_of_residents_needs_every_part_of_the_ward() -> None:
    frame = pl.DataFrame({
        "ward_code": ["W1", "W1", "W2", "W2"], "skill_kind": ["occupation"] * 4,
        "skill_code": ["1", "2", "1", "2"], "residents_persons": [1.0, 3.0, 2.0, None],
        "period": ["2021"] * 4, "status": ["observed"] * 4, "reliability": ["good"] * 4,
        "note": [""] * 4,
    })  # fmt: skip
    found = share_of_residents(frame, "occupation", "1")
    assert found.select("ward_code", "value").rows() == [("W1", 25.0), ("W2", None)]

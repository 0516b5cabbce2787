"""Sums of classes: once in a sector, in every sector that has them, whatever the order of codes."""

from __future__ import annotations

import polars as pl
from factory_fine import lists
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.sectors import sector_list_jobs
from indicators.sectors.fine_noise import SUM_TIMES, half_width_jobs
from indicators.sectors.sector_list_jobs import classes_of_sectors, sum_sectors

CODES = ("10110", "26110", "58210", "62011", "62020", "62030", "63110")
prefixes = st.sampled_from(sorted({code[:n] for code in CODES for n in (2, 3, 4, 5)}))


def classes(jobs: dict[str, float | None]) -> pl.DataFrame:
    """Rows of `levels` of one place, as many jobs before and ten times as many in the nation."""
    figures = {
        name: [None if value is None else times * value for value in jobs.values()]
        for name, times in (
            ("jobs", 1), ("jobs_before", 1), ("nation_jobs", 10), ("nation_before", 10),
        )
    }  # fmt: skip
    return pl.DataFrame(
        {"industry_code": list(jobs), **figures},
        schema_overrides=dict.fromkeys(figures, pl.Float64),
    ).with_columns(
        area_code=pl.lit("here"), measured_code=pl.lit("here"), measured_name=pl.lit("Here"),
        source=pl.lit(0), year=pl.lit(2021), total=pl.lit(1e6), nation_total=pl.lit(1e7),
        industry_level=pl.lit("subclass"),
        status=pl.when(pl.col("jobs").is_null()).then(pl.lit("suppressed"))
        .otherwise(pl.lit("estimated")),
    )  # fmt: skip


def jobs_of(frame: pl.DataFrame, sector: str) -> float | None:
    value: float | None = frame.filter(sector_code=sector)["jobs"].item()
    return value


HELD = dict(zip(CODES, (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0), strict=True))


def test_a_class_counts_once_in_a_sector_and_in_every_sector_that_has_it() -> None:
    found = sum_sectors(
        classes(HELD), lists({"Digital": ["62", "6202", "62020"], "Creative": ["6202", "58"]})
    )
    assert jobs_of(found, "digital") == 8 + 16 + 32
    assert jobs_of(found, "creative") == 4 + 16
    assert found.filter(sector_code="digital")["overlaps"].item() == "Creative"


def test_sectors_without_a_class_in_common_do_not_overlap() -> None:
    found = sum_sectors(classes(HELD), lists({"Digital": ["62"], "Food": ["10"]}))
    assert found["overlaps"].null_count() == 2


def test_widths_of_classes_add_up_as_squares() -> None:
    frame = classes({"62011": 1000.0, "62020": 1000.0})
    found = sum_sectors(frame, lists({"Digital": ["62"], "One": ["62011"]}))
    one = frame.select(half_width_jobs(pl.col("jobs"), "subclass")).to_series()[0]
    halves = dict(found.select("sector_code", "half_jobs").iter_rows())
    assert abs(halves["one"] - one) < 1e-9
    assert abs(halves["digital"] - SUM_TIMES * 2**0.5 * one) < 1e-9


def test_a_code_of_which_there_is_no_class_is_counted() -> None:
    found = sum_sectors(classes(HELD), lists({"Odd": ["62", "99"]}))
    assert found["unknown_count"].item() == 1


@settings(max_examples=30)
@given(st.lists(prefixes, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_sum_is_that_of_its_classes_in_any_order_and_however_often(
    codes: list[str], shuffler: object
) -> None:
    mixed = [*codes, *codes[:2]]
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    expected = sum(v for code, v in HELD.items() if any(code.startswith(p) for p in codes))
    for listed in (codes, mixed):
        assert jobs_of(sum_sectors(classes(HELD), lists({"Ours": listed})), "ours") == expected


@settings(max_examples=30)
@given(st.lists(prefixes, min_size=1, max_size=4), st.lists(prefixes, max_size=4))
def test_a_wider_sector_has_no_fewer_jobs(codes: list[str], more: list[str]) -> None:
    found = sum_sectors(classes(HELD), lists({"Narrow": codes, "Wide": [*codes, *more]}))
    narrow, wide = jobs_of(found, "narrow"), jobs_of(found, "wide")
    assert narrow is not None
    assert wide is not None
    assert narrow <= wide


def test_prefixes_are_of_the_digits_from_the_left() -> None:
    found = classes_of_sectors(lists({"A": ["62"]}), pl.Series(["62011", "26200", "16200"]))
    assert found["industry_code"].to_list() == ["62011"]


def test_of_many_overlaps_the_first_are_named_and_the_rest_counted() -> None:
    count = sector_list_jobs.OVERLAPS_NAMED + 3
    belongs = pl.DataFrame(
        [("ours", f"s{number:02}", f"Sector {number:02}", "62020") for number in range(count)],
        schema=[*sector_list_jobs.SECTOR, "industry_code"], orient="row",
    )  # fmt: skip
    words = sector_list_jobs.overlaps(belongs).filter(sector_code="s00")["overlaps"].item()
    assert words.startswith("Sector 01, Sector 02, ")
    assert words.endswith("Sector 08 and 2 more")

"""A place beside others: of one concept and one period, published where it is, summed where not."""

from __future__ import annotations

import polars as pl

from indicators.places.comparators import MEASURES, Compared, compare_places, list_standing

ALL, ENGLAND = Compared("Both", ("a", "b")), Compared("England", ("E92000001",))


def jobs(code: str, year: str, count: float | None, status: str = "estimated") -> dict[str, object]:
    return {
        "area_code": code, "period": year, "industry_code": "total", "job_kind": "employment",
        "jobs": count, "status": status,
    }  # fmt: skip


def claimants(code: str, month: str, persons: float, pct: float) -> list[dict[str, object]]:
    values = {"claimants_persons": persons, "claimants_pct": pct}
    return [
        {
            "area_code": code, "area_name": code, "period": month, "measure": name, "value": value,
            "status": "rounded",
        }
        for name, value in values.items()
    ]  # fmt: skip


def births(code: str, year: str, born: float, active: float) -> list[dict[str, object]]:
    return [
        {
            "area_code": code, "period": year, "event": event, "enterprises_count": count,
            "status": "rounded",
        }
        for event, count in (("births", born), ("active", active))
    ]  # fmt: skip


TABLES = {
    "jobs": pl.DataFrame(
        [
            jobs("a", "2021", 100.0), jobs("b", "2021", 100.0), jobs("a", "2022", 150.0),
            jobs("b", "2022", 70.0), jobs("a", "2023", 999.0), jobs("E92000001", "2021", 1000.0),
            jobs("E92000001", "2022", 1010.0), jobs("E92000001", "2023", 1111.0),
        ]
    ),
    "claimants": pl.DataFrame(
        [
            *claimants("a", "2025-01", 10.0, 1.0), *claimants("b", "2025-01", 90.0, 3.0),
            *claimants("E92000001", "2025-01", 500.0, 4.0),
        ]
    ),
    "business_demography": pl.DataFrame(
        [
            *births("a", "2024", 10.0, 100.0), *births("b", "2024", 30.0, 100.0),
            *births("E92000001", "2023", 1.0, 10.0),
        ]
    ),
}  # fmt: skip


def cell(frame: pl.DataFrame, measure: str, place: str) -> tuple[str, float | None, str]:
    row = frame.filter(measure=measure, place=place).row(0, named=True)
    return row["period"], row["value"], row["status"]


def test_a_group_is_compared_in_its_own_newest_period() -> None:
    frame = compare_places(ALL, [ENGLAND], TABLES)
    assert cell(frame, "jobs", "Both") == ("2022", 220.0, "estimated")
    assert cell(frame, "jobs", "England") == ("2022", 1010.0, "estimated")
    assert round(cell(frame, "jobs_change_pct", "Both")[1] or 0, 6) == 10.0
    assert round(cell(frame, "jobs_change_pct", "England")[1] or 0, 6) == 1.0


def test_a_share_of_a_group_is_of_its_sums_and_not_a_mean() -> None:
    """100 claimants of 1,000 and 3,000 residents: 2.5%, and not the mean of 1% and 3%."""
    frame = compare_places(ALL, [ENGLAND], TABLES)
    assert cell(frame, "claimants_pct", "Both") == ("2025-01", 2.5, "rounded")
    assert cell(frame, "claimants_pct", "England") == ("2025-01", 4.0, "rounded")
    assert cell(frame, "births_pct", "Both") == ("2024", 20.0, "rounded")


def test_a_place_without_the_figure_of_that_period_has_none() -> None:
    frame = compare_places(ALL, [ENGLAND, Compared("C", ("c",))], TABLES)
    assert cell(frame, "births_pct", "England") == ("2024", None, "missing")
    assert cell(frame, "jobs", "C") == ("2022", None, "missing")


def test_a_sum_that_lacks_a_part_gives_no_change() -> None:
    partial = TABLES["jobs"].with_columns(
        status=pl.when(pl.col("period") == "2021").then(pl.lit("partial")).otherwise("status")
    )
    frame = compare_places(ALL, [ENGLAND], {**TABLES, "jobs": partial})
    assert frame.filter(measure="jobs_change_pct").is_empty()
    assert cell(frame, "jobs", "Both")[1] == 220.0


def test_without_figures_nothing_is_compared() -> None:
    nothing = {name: frame.clear() for name, frame in TABLES.items()}
    assert compare_places(ALL, [ENGLAND], nothing).is_empty()
    assert set(MEASURES) == set(compare_places(ALL, [ENGLAND], TABLES)["measure"])


def test_the_region_stands_beside_it_where_all_councils_are_in_one() -> None:
    councils = pl.DataFrame({
        "lad_code": ["a", "b", "c", "w"], "country_name": ["England"] * 3 + ["Wales"],
        "region_code": ["1", "1", "2", "W92000004"],
        "region_name": ["North", "North", "South", "Wales"],
    })  # fmt: skip

    def standing(*members: str) -> list[str]:
        return [each.name for each in list_standing(members, councils)]

    assert standing("a", "b") == ["England", "North"]
    assert standing("a", "c") == ["England"]
    assert standing("a", "w") == []
    assert standing("w") == ["Wales"]

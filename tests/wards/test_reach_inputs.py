"""Jobs around the councils, of one year and one vintage, and need by LSOA."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from catalog import store
from catalog.schema import check
from catalog.settings import SAMPLE
from catalog.tables import TABLES
from catalog.tables.access import CENSUS_CARS, LSOA_NEED, REACH_JOBS
from wards import lsoa_need, reach_jobs

CHANGES = pl.DataFrame(
    [("O1", "N1", "U"), ("O2", "N2", "S"), ("O2", "N3", "S"), ("O3", "N4", "M"), ("O4", "N4", "M")],
    ["lsoa11_code", "lsoa21_code", "change_kind"], orient="row",
).with_columns(lad22_code=pl.lit("E1"), lad22_name=pl.lit("A"))  # fmt: skip
EVERY = pl.DataFrame({"lsoa_code": ["N1", "N2", "N3", "N4"]})


def around(year: str, vintage: str, **jobs: float | None) -> pl.DataFrame:
    rows = [(code, vintage, year, value, "estimated" if value is not None else "missing")
            for code, value in jobs.items()]  # fmt: skip
    return pl.DataFrame(
        rows,
        {"area_code": pl.String, "area_vintage": pl.String, "period": pl.String,
         "jobs": pl.Float64, "status": pl.String}, orient="row",
    )  # fmt: skip


def choose(*years: pl.DataFrame) -> reach_jobs.YearOfJobs:
    chosen = reach_jobs.choose_year(pl.concat(years), EVERY, CHANGES, EVERY)
    assert chosen is not None
    return chosen


def test_unchanged_stay_merged_are_summed_and_split_are_halved() -> None:
    year = choose(around("2021", "2011", O1=10, O2=30, O3=1, O4=2, O9=7))
    assert dict(year.jobs.sort("lsoa_code").select("lsoa_code", "jobs").iter_rows()) == {
        "N1": 10, "N2": 15, "N3": 15, "N4": 3
    }  # fmt: skip
    assert year.unplaced["jobs"].sum() == 7
    assert "7 jobs of 1 LSOA of 2011" in " ".join(reach_jobs.describe_gaps(year, EVERY))


def test_a_newer_year_is_taken_where_it_is_nearly_whole_and_vintages_never_mix() -> None:
    old = around("2021", "2011", O1=10, O2=30, O3=1, O4=2)
    whole = around("2024", "2021", N1=11, N2=16, N3=17, N4=4)
    assert choose(old, whole).vintage == "2021"
    assert choose(old, whole.filter(pl.col("area_code") != "N1")).period == "2021"
    both = choose(around("2021", "2021", N1=1, N2=2, N3=3, N4=4), old)
    assert (both.vintage, both.jobs["jobs"].sum()) == ("2021", 10), "counted once"


def test_an_lsoa_without_a_figure_is_absent_and_said() -> None:
    year = choose(around("2024", "2021", N1=0, N2=16, N3=17, N4=None))
    held = year.jobs.drop_nulls("jobs")
    assert set(held["lsoa_code"]) == {"N1", "N2", "N3"}, "no jobs is a figure, nothing is not"
    assert (
        "1 of the 4 LSOAs within 40 km have no figure" in reach_jobs.describe_gaps(year, EVERY)[1]
    )


def test_without_any_figure_no_year_is_chosen() -> None:
    nothing = around("2024", "2021", N1=None)
    assert reach_jobs.choose_year(nothing, EVERY, CHANGES, EVERY) is None


def census(name: str, value: str, rows: dict[tuple[str, str], float | None]) -> pl.DataFrame:
    frame = pl.DataFrame(
        [(lsoa, code, count, "observed" if count is not None else "missing")
         for (lsoa, code), count in rows.items()],
        {"area_code": pl.String, name: pl.String, value: pl.Float64, "status": pl.String},
        orient="row",
    )  # fmt: skip
    return frame.with_columns(
        area_type=pl.lit("lsoa21"), lad_code=pl.lit("E9"), period=pl.lit("2021")
    )


def test_residents_and_households_stand_side_by_side_in_todays_council() -> None:
    people = census("qualification_code", "residents_persons", {
        ("N1", "total"): 1000.0, ("N1", "none"): 200.0, ("N2", "total"): None, ("N2", "none"): None,
    })  # fmt: skip
    cars = census("cars_code", "households", {
        ("N1", "total"): 400.0, ("N1", "none"): 100.0, ("N3", "total"): 300.0, ("N3", "none"): 0.0,
    })  # fmt: skip
    today = pl.DataFrame({"lsoa_code": ["N1", "N2", "N3"], "lad_code": "E1"})
    frame = check(lsoa_need.count_need(people, cars, today), LSOA_NEED)
    assert frame.drop("period").rows() == [
        ("N1", "E1", 1000.0, 200.0, 400.0, 100.0, "observed"),
        ("N2", "E1", None, None, None, None, "missing"),
        ("N3", "E1", None, None, 300.0, 0.0, "missing"),
    ]
    assert lsoa_need.list_unplaced(frame, today.head(2)) == ["1 LSOA in no ward, such as N3."]


def test_without_cars_residents_are_there_alone(tmp_path: Path) -> None:
    for name in ("census_qualifications", "lsoa_wards"):
        frame, origin = store.read(name, SAMPLE)
        store.write(frame, TABLES[name], origin, tmp_path)
    lsoa_need.build(tmp_path, lambda *_: None)
    frame, origin = store.read("lsoa_need", tmp_path)
    assert frame["households"].null_count() == frame.height == 701
    assert "Households without a car are missing" in origin.notes[-1]


def test_the_samples_ring_is_what_can_be_reached_from_its_councils() -> None:
    need, jobs = (store.read(name, SAMPLE)[0] for name in (LSOA_NEED.name, REACH_JOBS.name))
    centres = store.read("lsoa_centroids", SAMPLE)[0]
    assert need["lad_code"].n_unique() == 3
    assert set(need["lsoa_code"]) <= set(jobs["lsoa_code"]) <= set(centres["lsoa_code"])
    assert need.filter(pl.col("households_no_car") > pl.col("households")).is_empty()
    assert jobs["period"].n_unique() == 1
    assert CENSUS_CARS.name not in store.names(SAMPLE)

"""The record that comes with Wardwise stands beside that of this data, councils first."""

from __future__ import annotations

import polars as pl

from catalog.tables import TABLES
from indicators.places import forecast_accuracy as accuracy

EMPTY = TABLES["backtest"].empty()


def backtest(*rows: dict[str, object]) -> pl.DataFrame:
    blank = dict.fromkeys(TABLES["backtest"].columns)
    fixed = {"family": "jobs_section", "part": "sector", "phase": "all", "model": "shipped",
             "yardstick": "naive"}  # fmt: skip
    return pl.DataFrame([blank | fixed | row for row in rows], schema=TABLES["backtest"].dtypes)


def test_jobs_of_councils_go_by_employees_and_regions_by_their_own() -> None:
    records = accuracy.read_records(EMPTY, "jobs_section")
    assert records["record"].unique().to_list() == [accuracy.STORED]
    assert records["area_type"][0] == "lad", "councils come first"
    employees = accuracy.read_records(EMPTY, "employees_section")
    lads = records.filter(area_type="lad")
    assert lads.equals(employees.filter(area_type="lad"))
    regions = records.filter(area_type="region")
    assert regions.height
    assert not regions.equals(employees.filter(area_type="region"))
    assert accuracy.recorded_family("jobs_section") == "employees_section"
    assert accuracy.recorded_family("jobs_section", "region") == "jobs_section"
    assert accuracy.recorded_family("adverts") == "adverts"


def test_this_data_follows_what_comes_with_wardwise_at_each_horizon() -> None:
    own = backtest(
        {"area_type": "lad", "horizon_from": 1, "horizon_to": 1, "skill_pct": -4.0},
        {"area_type": "lad", "horizon_from": 1, "horizon_to": 5, "skill_pct": 9.0},
        {"area_type": "lad", "horizon_from": 1, "horizon_to": 1, "model": "naive"},
    )
    records = accuracy.read_records(own, "jobs_section").filter(area_type="lad", phase="all")
    first = records.filter(part="sector").head(2)
    assert first["record"].to_list() == [accuracy.STORED, accuracy.OWN]
    assert first["skill_pct"][1] == -4.0, "a loss stays a loss"
    assert records.filter(record=accuracy.OWN).height == 1, "no row of all horizons, nor of others"


def test_a_row_of_every_horizon_stays_where_there_is_no_other() -> None:
    own = backtest({"area_type": "lad", "horizon_from": 1, "horizon_to": 5, "skill_pct": 9.0})
    records = accuracy.read_records(own, "jobs_section").filter(record=accuracy.OWN)
    assert records["skill_pct"].to_list() == [9.0]


def test_a_family_without_any_record_has_none() -> None:
    assert accuracy.read_records(EMPTY, "vacancies").is_empty()
    assert accuracy.read_sharing("vacancies").is_empty()


def test_groups_of_jobs_go_by_those_of_employees() -> None:
    sharing = accuracy.read_sharing("jobs_section")
    assert sharing.equals(accuracy.read_sharing("employees_section"))
    assert set(sharing["members"]) == {"mixed", "neighbours"}
    assert sharing["shared_error"].is_between(0, 1).all()

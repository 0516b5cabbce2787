"""Whose record decides: that of this data where it is of enough areas, else the one that comes with
Wardwise, else that of areas like these."""

from __future__ import annotations

import polars as pl
import pytest
from factory_windows import windows

import reference
from forecasts.backtest.intervals import WIDTHS, interval_widths
from forecasts.backtest.reference_record import (
    LIKE,
    OWN,
    RECORDED_AS,
    STORED,
    choices_and_widths,
)
from forecasts.backtest.selection import CHOICES, choose_models, judge_models
from forecasts.models import models
from forecasts.series.series_groups import SERIES_GROUPS

GVA, JOBS = SERIES_GROUPS["gva_section"], SERIES_GROUPS["jobs_section"]
RECORD, STORED_WIDTHS = (
    reference.read(name) for name in ("forecast_record", "forecast_interval_widths")
)


def own(areas: int, **more: object) -> pl.DataFrame:
    """Windows of this many councils, in which the champion is off by 8% and naive by 10."""
    made = windows({GVA.champion: 0.08, "naive": 0.1}, GVA, areas=areas,
                   horizons=range(1, 6), **more)  # type: ignore[arg-type]  # fmt: skip
    return made.with_columns(published=GVA.champion)


def records(choices: pl.DataFrame, area_type: str, part: str = "sector") -> set[str]:
    rows = choices.filter(area_type=area_type, part=part)
    return {name for name in (OWN, STORED) for reason in rows["reason"] if name in reason}


def test_enough_councils_go_by_their_own_record() -> None:
    choices, widths = choices_and_widths(own(30), GVA, ["lad"])
    expected = choose_models(judge_models(own(30), GVA), GVA, OWN)
    assert choices.filter(area_type="lad").equals(expected.filter(area_type="lad"))
    assert records(choices, "lad") == {OWN}
    own_widths = widths.filter(area_type="lad", part="sector")
    assert own_widths.equals(interval_widths(own(30), GVA).select(own_widths.columns))


def test_few_councils_go_by_the_record_that_comes_with_wardwise() -> None:
    choices, widths = choices_and_widths(own(29), GVA, ["lad"])
    assert records(choices, "lad") == {STORED}
    stored = STORED_WIDTHS.filter(family=GVA.name, area_type="lad").select(list(WIDTHS))
    assert widths.filter(area_type="lad").sort(stored.columns).equals(stored.sort(stored.columns))


def test_without_a_record_of_this_data_the_stored_one_serves_every_area_type() -> None:
    kinds = ["lad", "region", "country", "cauth", "something new"]
    choices, widths = choices_and_widths(pl.DataFrame(), GVA, kinds)
    assert (list(choices.columns), list(widths.columns)) == (list(CHOICES), list(WIDTHS))
    for kind in kinds:
        assert records(choices, kind) == {STORED}
        assert widths.filter(area_type=kind)["q80"].null_count() == 0
        assert choices.filter(area_type=kind, part="sector")["horizon"].to_list() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("area_type", "like"), [*LIKE.items(), ("something new", "lad")])
def test_area_types_that_are_not_tested_borrow_of_those_they_are_like(
    area_type: str, like: str
) -> None:
    employees = SERIES_GROUPS["employees_section"]
    kinds = ["lad", "region", area_type]
    for table in choices_and_widths(pl.DataFrame(), employees, kinds):
        of_kind = {kind: table.filter(area_type=kind).drop("area_type") for kind in kinds}
        assert not of_kind["lad"].equals(of_kind["region"])
        assert of_kind[area_type].height > 0
        assert of_kind[area_type].equals(of_kind[like])


def test_a_type_of_few_areas_goes_by_its_stored_record_beside_a_type_of_many() -> None:
    employees = SERIES_GROUPS["employees_section"]
    many, few = (
        windows({employees.champion: 0.3, "naive": 0.4}, employees, areas=areas, area_type=kind)
        .with_columns(published=employees.champion)
        for areas, kind in ((30, "lad"), (3, "region"))
    )  # fmt: skip
    choices, widths = choices_and_widths(pl.concat([many, few]), employees, ["lad", "region"])
    assert records(choices, "lad") == {OWN}
    assert records(choices, "region") == {STORED}
    stored = STORED_WIDTHS.filter(family=employees.name, area_type="region")
    assert widths.filter(area_type="region").height == stored.height > 0


def test_families_of_too_few_councils_anywhere_go_by_the_same_survey() -> None:
    assert RECORDED_AS["jobs_section"] == "employees_section"
    choices, widths = choices_and_widths(pl.DataFrame(), JOBS, ["lad", "region"])
    as_employees = STORED_WIDTHS.filter(family="employees_section", area_type="lad")
    of_councils = widths.filter(area_type="lad").sort(list(WIDTHS))
    assert of_councils.equals(as_employees.select(list(WIDTHS)).sort(list(WIDTHS)))
    own_regions = STORED_WIDTHS.filter(family="jobs_section", area_type="region")
    assert widths.filter(area_type="region").height == own_regions.height
    assert records(choices, "lad") == {STORED}


def test_a_family_without_any_record_has_widths_of_its_few_areas_and_no_choice() -> None:
    vacancies = SERIES_GROUPS["vacancies"]
    few = windows({"naive": 0.1}, vacancies, areas=7, origins=range(24_000, 24_030),
                  area_type="country").with_columns(published="naive")  # fmt: skip
    choices, widths = choices_and_widths(few, vacancies, ["country"])
    assert choices.is_empty()
    assert widths.filter(horizon=1, band=1).drop_nulls("q80").height == 1


def test_the_stored_record_names_models_and_naives_of_its_families() -> None:
    for family, rows in RECORD.partition_by("family", as_dict=True).items():
        group = SERIES_GROUPS[str(family[0])]
        assert set(rows["yardstick"]) <= set(group.naives)
        assert set(rows["model"]) <= set(group.models) <= set(models(group.per_year))
        assert set(rows["beaten"]) <= {"", *group.models}
        spans = set(rows.select("horizon_from", "horizon_to").iter_rows())
        assert spans <= set(group.horizon_groups)


def test_the_stored_widths_are_in_order_and_of_every_band_and_horizon() -> None:
    known = STORED_WIDTHS.drop_nulls(["q80", "q95"])
    assert known.filter((pl.col("q80") > pl.col("q95")) | (pl.col("q80") <= 0)).is_empty()
    for (family, _, _), rows in STORED_WIDTHS.partition_by(
        "family", "area_type", "part", as_dict=True
    ).items():
        group = SERIES_GROUPS[str(family)]
        cells = {(h, b) for h in range(1, group.horizon + 1) for b in range(len(group.bands) + 1)}
        assert set(rows.select("horizon", "band").iter_rows()) == cells

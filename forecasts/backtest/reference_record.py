"""The record that comes with Wardwise, for data of too few areas to have one of its own.

`benchmarks/store_forecast_record.py` writes both tables, of every council that could be had.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

import reference
from catalog.vocabulary.forecast_families import RECORDED_AS
from forecasts.backtest.intervals import WIDTHS, interval_widths
from forecasts.backtest.selection import CHOICES, Verdict, choose_models, judge_models
from forecasts.series.series_groups import SeriesGroup

# Area types that are never tested by themselves, and whose record they go by.
LIKE: Final = {"country": "region", "itl2": "region", "cauth": "region"}
OWN: Final = "the record of this data"
STORED: Final = "the record that comes with Wardwise"


def choices_and_widths(
    windows: pl.DataFrame, group: SeriesGroup, area_types: Iterable[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Choices (CHOICES) and interval widths (WIDTHS) of each area type: by the record of `windows`
    where that is of enough areas, else by the stored one, else by that of areas like these."""
    own = judge_models(windows, group)
    trusted = {verdict.area_type for verdict in own}
    stored = [v for v in _stored_verdicts(group) if v.area_type not in trusted]
    choices = pl.concat([choose_models(own, group, OWN), choose_models(stored, group, STORED)])
    widths = pl.concat([
        interval_widths(windows.filter(pl.col("area_type").is_in(sorted(trusted))), group)
        if trusted else pl.DataFrame(schema=WIDTHS),
        _stored_widths(group).filter(~pl.col("area_type").is_in(sorted(trusted))),
    ])  # fmt: skip
    if widths.is_empty() and not windows.is_empty():
        widths = interval_widths(windows, group)  # better few areas than none
    return (
        pl.concat([choices, *_borrowed(choices, area_types)]).select(list(CHOICES)),
        pl.concat([widths, *_borrowed(widths, area_types)]).select(list(WIDTHS)),
    )


def _borrowed(rows: pl.DataFrame, area_types: Iterable[str]) -> list[pl.DataFrame]:
    """Rows for the area types that have none: those of the type that they are like."""
    available = set(rows["area_type"])
    borrowed = []
    for area_type in sorted(set(area_types) - available):
        donors = [LIKE.get(area_type, "lad"), "region", "lad", *sorted(available)]
        donor = next((name for name in donors if name in available), None)
        if donor is not None:
            borrowed.append(
                rows.filter(pl.col("area_type") == donor).with_columns(area_type=pl.lit(area_type))
            )
    return borrowed


def _of_family(table: pl.DataFrame, group: SeriesGroup) -> pl.DataFrame:
    """The family's own rows, and for area types without any those of the family it is like."""
    own = table.filter(family=group.name)
    other = table.filter(family=RECORDED_AS.get(group.name, ""))
    other = other.filter(~pl.col("area_type").is_in(own["area_type"].unique().to_list()))
    return pl.concat([own, other])


def _stored_verdicts(group: SeriesGroup) -> list[Verdict]:
    rows = _of_family(reference.read("forecast_record"), group).drop("family")
    return [Verdict(**row) for row in rows.iter_rows(named=True)]


def _stored_widths(group: SeriesGroup) -> pl.DataFrame:
    widths = reference.read("forecast_interval_widths")
    return _of_family(widths, group).select(list(WIDTHS))

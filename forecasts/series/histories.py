"""Tidy tables as long histories: a row for each group, area, series and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from forecasts.series.series_groups import SERIES_GROUPS, SeriesGroup, check_series_groups

COLUMNS: Final = (
    "family", "area_code", "area_name", "area_type", "series_code", "series_name", "unit",
    "period", "period_end", "value", "status", "within",
)  # fmt: skip
# Years that an area needs: with two there is one growth and nothing to test it on.
ENOUGH: Final = 3


@dataclass(frozen=True)
class Histories:
    """The history of each group of series with data, why others have none, and their sources."""

    frames: dict[str, pl.DataFrame]
    skipped: dict[str, str] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)

    def concat(self) -> pl.DataFrame:
        return pl.concat(list(self.frames.values())) if self.frames else pl.DataFrame()


def read(root: Path, only: Sequence[str] | None = None) -> Histories:
    """Histories from the tables under `root`; a missing table is noted in `skipped`."""
    result = Histories({})
    tables: dict[str, pl.DataFrame] = {}
    for group in _choose_groups(only):
        available = [name for name in (group.reads, group.also) if name and store.has(name, root)]
        if not available:
            result.skipped[group.name] = f"the table {group.reads} has not been built"
            continue
        for name in available:
            if name not in tables:
                tables[name], origin = store.read(name, root)
                result.stamps[name] = origin.fingerprint
        rows = _combine_areas([tidy(tables[name], group) for name in available])
        if rows["value"].is_null().all():
            result.skipped[group.name] = f"the table {group.reads} holds no {group.title.lower()}"
        else:
            result.frames[group.name] = rows
    _drop_second_kind(result)
    return result


def _choose_groups(only: Sequence[str] | None) -> list[SeriesGroup]:
    """The groups in `only`, with the groups of their parents and leading series.

    SeriesGroupError for an unknown name.
    """
    check_series_groups(only or ())
    names = set(only or SERIES_GROUPS)
    for name in only or ():
        names |= {SERIES_GROUPS[name].above, SERIES_GROUPS[name].leading}
    return [group for name, group in SERIES_GROUPS.items() if name in names]


def _combine_areas(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """The first frame, and from each other frame the areas that are not in those before it."""
    combined = frames[0]
    for frame in frames[1:]:
        combined = pl.concat([combined, frame.join(combined, on="area_code", how="anti")])
    return combined


def tidy(table: pl.DataFrame, group: SeriesGroup) -> pl.DataFrame:
    """The group's rows of its source table in the columns of a history."""
    rows = group.rows(table)
    code, name = group.series
    if group.name == "adverts_occupation":
        rows = rows.filter(pl.col(code) != "total")
    within = "lad_code" if "lad_code" in rows.columns else None
    return rows.select(
        pl.lit(group.name).alias("family"),
        "area_code",
        "area_name",
        "area_type",
        (pl.col(code) if code in rows.columns else pl.lit("total")).alias("series_code"),
        (pl.col(name) if name in rows.columns else pl.lit(group.title)).alias("series_name"),
        pl.lit(group.unit).alias("unit"),
        "period",
        "period_end",
        pl.col(group.value).cast(pl.Float64).alias("value"),
        "status",
        (pl.col(within) if within else pl.lit("")).alias("within"),
    )


def _drop_second_kind(result: Histories) -> None:
    """Forecast employees only for councils without employment figures.

    Both are published for every council and one is enough, but a data folder may have only one.
    """
    for level in ("section", "division"):
        second = result.frames.get(f"employees_{level}")
        first = result.frames.get(f"jobs_{level}")
        if second is None or first is None:
            continue
        lads = pl.col("area_type") == "lad"
        years = pl.col("value").is_not_null().sum()
        with_employment = (
            first.filter(lads)
            .group_by("area_code", "series_code").agg(years.alias("years"))
            .filter(pl.col("years") >= ENOUGH)["area_code"].unique()
        )  # fmt: skip
        remaining = second.filter(~(lads & pl.col("area_code").is_in(with_employment.to_list())))
        if remaining.filter(lads & pl.col("value").is_not_null()).is_empty():
            del result.frames[f"employees_{level}"]
            result.skipped[f"employees_{level}"] = "we have employment for every council"
        else:
            result.frames[f"employees_{level}"] = remaining

"""Tidy tables as long histories: a row for each group, area, series and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from forecasts.series.carriers import TABLES, Carrier, read_carriers
from forecasts.series.series_groups import SERIES_GROUPS, SeriesGroup, check_series_groups

COLUMNS: Final = (
    "family", "area_code", "area_name", "area_type", "series_code", "series_name", "unit",
    "period", "period_end", "value", "status", "within",
)  # fmt: skip
# Years that an area needs: with two there is one growth and nothing to test it on.
ENOUGH: Final = 3


@dataclass(frozen=True)
class Histories:
    """The history of each group of series with data, why others have none, their sources, and the
    monthly figures that carry yearly ones on. `members`: the councils of each region.
    `reference_years`: of groups in constant prices, the year whose prices they are in."""

    frames: dict[str, pl.DataFrame]
    skipped: dict[str, str] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)
    carriers: dict[str, Carrier] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    reference_years: dict[str, int] = field(default_factory=dict)

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
            result.reference_years[group.name] = _reference_year(tables[available[0]], group)
    _drop_second_kind(result)
    result.members.update(_members(root))
    found = read_carriers(root)
    used = {SERIES_GROUPS[name].carrier for name in result.frames} & set(found.by_name)
    result.carriers.update({name: found.by_name[name] for name in used})
    result.stamps.update({
        table: found.stamps[table]
        for name in used for table in TABLES[name] if table in found.stamps
    })  # fmt: skip
    result.skipped.update(found.faults)
    return result


def _choose_groups(only: Sequence[str] | None) -> list[SeriesGroup]:
    """The groups in `only`, with the groups of their parents.

    SeriesGroupError for an unknown name.
    """
    check_series_groups(only or ())
    names = set(only or SERIES_GROUPS)
    for name in only or ():
        names.add(SERIES_GROUPS[name].above)
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


def _reference_year(table: pl.DataFrame, group: SeriesGroup) -> int:
    """The year whose prices a group in constant prices is in; 0 for other groups."""
    if not group.chained or "price_year" not in table.columns:
        return 0
    years = group.rows(table)["price_year"].cast(pl.Int64, strict=False).drop_nulls().to_list()
    return max(years, default=0)


def _members(root: Path) -> dict[str, list[str]]:
    """Councils of each region; empty without the table of councils."""
    if not store.has("councils", root):
        return {}
    councils = store.read("councils", root)[0].drop_nulls("region_code")
    grouped = councils.group_by("region_code").agg(pl.col("lad_code").sort())
    return {code: list(members) for code, members in grouped.iter_rows()}

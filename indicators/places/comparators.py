"""A place beside others: the nation, its region, and groups of councils, each taken as one place.

Every figure is of one concept and one period: that of the newest figure of the place compared. A
place without that figure has none here, and an older or newer one does not stand in for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.vocabulary import periods
from catalog.vocabulary.areas import CODES_OF_NATIONS, NATIONS
from catalog.vocabulary.status import MISSING, PARTIAL, worst_status
from indicators.input_frames import births_rate, shape_businesses
from indicators.places.unemployment import imply_residents

READS: Final = ("jobs", "claimants", "business_demography")
# What is compared: identity, words for it, and its unit.
MEASURES: Final = {
    "jobs": ("Jobs at workplaces", "jobs"),
    "jobs_change_pct": ("Change in jobs on the year before", "%"),
    "claimants_pct": ("Residents aged 16 to 64 claiming unemployment benefits", "%"),
    "births_pct": ("New businesses, as a share of active ones", "%"),
}
SCHEMA: Final = {
    "measure": pl.String, "label": pl.String, "unit": pl.String, "place": pl.String,
    "period": pl.String, "value": pl.Float64, "status": pl.String,
}  # fmt: skip
SERIES: Final = ("period", "value", "status")


@dataclass(frozen=True)
class Compared:
    """A place to compare by: its codes are those of its councils, or its own where published."""

    name: str
    codes: tuple[str, ...]


def list_standing(members: Sequence[str], councils: pl.DataFrame) -> list[Compared]:
    """The nation and the region of a place, as published; no region where it has two or more."""
    of_place = councils.filter(pl.col("lad_code").is_in(list(members)))
    standing = []
    countries = of_place["country_name"].unique().to_list()
    if len(countries) == 1 and countries[0] in CODES_OF_NATIONS:
        code = CODES_OF_NATIONS[countries[0]]
        standing.append(Compared(NATIONS[code], (code,)))
    regions = of_place.select("region_code", "region_name").unique().rows()
    if len(regions) == 1 and regions[0][0] and regions[0][1] != countries[0]:
        standing.append(Compared(regions[0][1], (regions[0][0],)))
    return standing


def compare_places(
    place: Compared, others: Sequence[Compared], tables: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """measure, label, unit, place, period, value and status: the place first, of each measure.

    `tables` has the tables of READS by name. The value is null, and the status missing, where a
    place has no figure in the period of the first.
    """
    rows = []
    for measure, (label, unit) in MEASURES.items():
        own = _series(measure, place.codes, tables)
        if own.is_empty():
            continue
        period = own.sort("period")["period"][-1]
        for each in (place, *others):
            figure = _series(measure, each.codes, tables).filter(period=period)
            value, status = figure.row(0)[1:] if figure.height else (None, MISSING)
            rows.append((measure, label, unit, each.name, period, value, status))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _series(measure: str, codes: Sequence[str], tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """period, value and status of a measure of one place, of periods that all its codes have."""
    if measure == "claimants_pct":
        return _claimants(tables["claimants"], codes)
    if measure == "births_pct":
        return _births(tables["business_demography"], codes)
    jobs = tables["jobs"].filter(industry_code="total", job_kind="employment").drop_nulls("jobs")
    total = _sum(jobs, "jobs", codes).select("period", value="jobs", status="status")
    return total if measure == "jobs" else _changes(total)


def _sum(frame: pl.DataFrame, value: str, codes: Sequence[str]) -> pl.DataFrame:
    """period, `value` and the worst status of the sum, of periods that every code has."""
    of_codes = frame.filter(pl.col("area_code").is_in(list(codes)))
    statuses = of_codes.group_by("period").agg(worst_status().alias("status"))
    total = periods.sum_members(frame, value, codes, ["period"])
    return total.join(statuses, on="period", validate="1:1")


def _changes(total: pl.DataFrame) -> pl.DataFrame:
    """The change on the year before, in %; none between sums of which one lacks a part."""
    firm = total.filter(pl.col("status") != PARTIAL)
    year = pl.col("period").cast(pl.Int32, strict=False)
    before = firm.select(year=year + 1, before="value")
    return (
        firm.with_columns(year=year)
        .join(before, on="year", validate="1:1")
        .filter(pl.col("before") > 0)
        .select("period", 100 * (pl.col("value") / pl.col("before") - 1), "status")
    )


def _claimants(claimants: pl.DataFrame, codes: Sequence[str]) -> pl.DataFrame:
    """Claimants over the residents that the published shares imply."""
    wide = imply_residents(claimants.filter(pl.col("area_code").is_in(list(codes))))
    counted = _sum(wide, "claimants_persons", codes)
    residents = periods.sum_members(wide, "residents", codes, ["period"])
    both = counted.join(residents, on="period", validate="1:1")
    pct = 100 * pl.col("claimants_persons") / pl.col("residents")
    return both.select("period", pct.alias("value"), "status")


def _births(business_demography: pl.DataFrame, codes: Sequence[str]) -> pl.DataFrame:
    wide = shape_businesses(business_demography)
    births, active = (
        periods.sum_members(wide, name, codes, ["period"]) for name in ("births", "active")
    )
    rounded = business_demography.filter(pl.col("area_code").is_in(list(codes)))
    statuses = rounded.group_by("period").agg(worst_status().alias("status"))
    return (
        births.join(active, on="period", validate="1:1")
        .join(statuses, on="period", validate="1:1")
        .select("period", births_rate().alias("value"), "status")
        .drop_nulls("value")
    )

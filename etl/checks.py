"""Data tests on what was built. Each rule is a short function that says in words what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.expectations import EXPECTATIONS
from catalog.measures import MEASURES
from catalog.schema import TableError, check
from catalog.tables import TABLES
from etl.areas import NATIONS, REGIONS
from geo.boundaries import shapes_of
from geo.lookups import VintageError, same_vintage

Tables = dict[str, pl.DataFrame]

# BRES rounds each cell by its size: to 5 below 100, to 25, 50 or 100 above (half a step either way
# is 2.5 % of the cell or less from 100 up), so a sum of cells may be off by that share of the sum,
# and by 2.5 jobs for each cell. Published as "rounded apart"; sums are compared within this.
ROUNDING_SHARE: Final = 0.025
ROUNDING_JOBS_PER_CELL: Final = 2.5
# Sums of cells that had been rounded before they were published together.
NO_SHARES: Final = ("growth_pct", "area_growth_pct", "cv_pct")  # in per cent, yet no share
DIVISION_SHARE: Final = 0.06


@dataclass(frozen=True)
class Fault:
    """One broken promise: the table, the rule, what is wrong and how many rows show it."""

    table: str
    rule: str
    message: str
    rows: int


def run(root: Path, *, sample: bool = False) -> list[Fault]:
    """Every fault of every table under a folder; with `sample` also the committed expectations."""
    held: Tables = {}
    faults = []
    for name in store.names(root):
        try:
            frame, origin = store.read(name, root)
        except store.StoreError as error:
            faults.append(Fault(name, "readable", str(error), 0))
            continue
        if name in TABLES:
            faults += _as_promised(name, frame)
        if name not in TABLES or TABLES[name].dtypes.items() <= frame.schema.items():
            held[name] = frame
        if not (origin.publisher and origin.licence and (origin.retrieved or origin.made_from)):
            faults.append(Fault(name, "origin", "no publisher, licence or time of retrieval", 0))
    for rule in RULES:
        faults += [
            Fault(table, rule.__name__.strip("_"), message, rows)
            for table, message, rows in rule(held)
        ]
    if sample:
        faults += list(_expected(held))
    return faults


def _as_promised(name: str, frame: pl.DataFrame) -> Iterator[Fault]:
    try:
        check(frame, TABLES[name])
    except TableError as error:
        yield Fault(name, "promises", str(error).removeprefix(f"{name}: "), frame.height)


Found = Iterator[tuple[str, str, int]]


def _codes_known(held: Tables) -> Found:
    """Area codes are councils, regions, nations or wards that the place tables know."""
    if "councils" not in held:
        return
    wide = {*held["councils"]["lad_code"], *REGIONS, *NATIONS}
    for name, frame in held.items():
        if not {"area_code", "area_type"} <= set(frame.columns):
            continue
        of_place = frame.filter(pl.col("area_type").is_in(["lad", "region", "country"]))
        strange = sorted(set(of_place["area_code"]) - wide)
        if strange:
            rows = of_place.filter(pl.col("area_code").is_in(strange)).height
            yield name, f"codes that no list knows: {', '.join(strange[:5])}", rows
    if "ward_measures" in held and "wards" in held:
        strange = sorted(set(held["ward_measures"]["ward_code"]) - set(held["wards"]["ward_code"]))
        if strange:
            yield (
                "ward_measures",
                f"wards without a boundary: {', '.join(strange[:5])}",
                len(strange),
            )
        unknown = sorted(set(held["ward_measures"]["measure"]) - set(MEASURES))
        if unknown:
            yield "ward_measures", f"measures that no list knows: {unknown[:5]}", len(unknown)


def _percentages_in_range(held: Tables) -> Found:
    """A share in per cent is between 0 and 100; growth, and a back-test's errors, need not be."""
    for name, frame in held.items():
        if name == "backtest":
            continue
        shares = [c for c in frame.columns if c.endswith("_pct") and c not in NO_SHARES]
        for column in shares:
            wrong = frame.filter((pl.col(column) < 0) | (pl.col(column) > 100)).height
            if wrong:
                yield name, f"{column} outside 0 to 100", wrong
    if "ward_measures" in held:
        shares = [measure.id for measure in MEASURES.values() if measure.unit == "%"]
        outside = pl.col("measure").is_in(shares) & ~pl.col("value").is_between(0, 100)
        wrong = held["ward_measures"].filter(outside).height
        if wrong:
            yield "ward_measures", "a share outside 0 to 100 %", wrong


def _sections_against_totals(held: Tables) -> Found:
    """Sections of BRES add up to the total within what rounding can explain."""
    if "jobs" not in held:
        return
    yield from _sums(held["jobs"], "section", ROUNDING_SHARE)
    yield from _sums(held["jobs"], "division", DIVISION_SHARE)


def _sums(jobs: pl.DataFrame, level: str, share: float) -> Found:
    key = ["area_code", "period", "job_kind"]
    total = jobs.filter(pl.col("industry_level") == "total").select(*key, total="jobs")
    parts = jobs.filter(pl.col("industry_level") == level)
    summed = parts.group_by(key).agg(
        pl.col("jobs").sum().alias("summed"),
        pl.col("jobs").is_null().any().alias("gap"),
        pl.len().alias("cells"),
    )
    compared = summed.join(total, on=key, validate="1:1").filter(~pl.col("gap")).drop_nulls("total")
    room = share * pl.col("total") + ROUNDING_JOBS_PER_CELL * pl.col("cells")
    off = compared.filter((pl.col("summed") - pl.col("total")).abs() > room)
    if off.height:
        worst = off.sort((pl.col("summed") / pl.col("total") - 1).abs(), descending=True).row(
            0, named=True
        )
        yield (
            "jobs",
            f"{level}s sum to {worst['summed']:,.0f} and the total is {worst['total']:,.0f} "
            f"({worst['area_code']}, {worst['period']}, {worst['job_kind']}): more than rounding",
            off.height,
        )


def _wards_against_councils(held: Tables) -> Found:
    """Modelled sector jobs of a council's wards add up to the council's published sector."""
    if not {"ward_measures", "jobs"} <= set(held):
        return
    wards = (
        held["ward_measures"]
        .filter(pl.col("measure").str.starts_with("jobs_section_"))
        .with_columns(
            industry_code=pl.col("measure").str.strip_prefix("jobs_section_").str.to_uppercase()
        )
        .group_by("lad_code", "period", "industry_code")
        .agg(pl.col("value").sum())
    )
    councils = held["jobs"].filter(pl.col("job_kind") == "employment")
    off = wards.join(
        councils,
        left_on=["lad_code", "period", "industry_code"],
        right_on=["area_code", "period", "industry_code"],
        validate="1:1",
    ).filter((pl.col("value") - pl.col("jobs")).abs() > 0.5)
    if off.height:
        example = off.row(0, named=True)
        yield (
            "ward_measures",
            f"wards of {example['lad_code']} have {example['value']:,.1f} jobs in section "
            f"{example['industry_code']}, the council {example['jobs']:,.1f}",
            off.height,
        )


def _premises_add_up(held: Tables) -> Found:
    """Premises in wards and premises not placed add up to the rows read from each list."""
    if not {"ward_premises", "premises_report"} <= set(held):
        return
    placed = (
        held["ward_premises"]
        .filter(pl.col("description_group") == "total")
        .group_by("lad_code")
        .agg(pl.col("premises_count").sum().alias("in_wards"))
    )
    report = held["premises_report"].join(placed, on="lad_code", how="left", validate="1:1")
    off = report.filter(
        pl.col("in_wards").fill_null(0) + pl.col("not_placed_count") != pl.col("read_count")
    )
    for row in off.iter_rows(named=True):
        yield (
            "ward_premises",
            f"{row['lad_code']}: {row['in_wards']} in wards and {row['not_placed_count']} not "
            f"placed, of {row['read_count']} read",
            1,
        )


def _one_ward_vintage(held: Tables) -> Found:
    """Ward boundaries and the LSOA lookup are of one year."""
    if {"wards", "lsoa_wards"} <= set(held):
        try:
            same_vintage(held["lsoa_wards"], held["wards"])
        except VintageError as error:
            yield "wards", str(error), 0


def _every_lsoa_in_a_ward(held: Tables) -> Found:
    """Every LSOA of a council on the map goes to a ward of the map."""
    if not {"wards", "lsoa_wards"} <= set(held):
        return
    mapped = held["lsoa_wards"].filter(
        pl.col("lad_code").is_in(held["wards"]["lad_code"].implode())
    )
    lost = mapped.join(held["wards"], on="ward_code", how="anti")
    if lost.height:
        yield (
            "lsoa_wards",
            f"LSOAs in wards that are not on the map: {lost['lsoa_code'][0]}",
            lost.height,
        )


def _boundaries_valid(held: Tables) -> Found:
    """Ward boundaries are valid shapes with an area."""
    if "wards" not in held:
        return
    shapes = shapes_of(held["wards"])
    wrong = shapes[~shapes.geometry.is_valid | shapes.geometry.is_empty]
    if len(wrong):
        yield "wards", f"invalid boundaries: {', '.join(wrong['ward_code'][:5])}", len(wrong)


def _intervals_nested(held: Tables) -> Found:
    """A forecast's mean lies in its 80 % interval, and that in its 95 % interval."""
    if "forecasts" not in held:
        return
    bounds = ["lower95", "lower80", "mean", "upper80", "upper95"]
    nested = pl.all_horizontal(pl.col(low) <= pl.col(high) + 1e-9 for low, high in pairwise(bounds))
    wrong = held["forecasts"].drop_nulls(bounds).filter(~nested)
    if wrong.height:
        example = wrong.row(0, named=True)
        yield (
            "forecasts",
            f"intervals not nested, such as {example['family']} {example['area_code']} "
            f"{example['series_code']} {example['period']}",
            wrong.height,
        )


RULES: Final[tuple[Callable[[Tables], Found], ...]] = (
    _codes_known,
    _percentages_in_range,
    _sections_against_totals,
    _wards_against_councils,
    _premises_add_up,
    _one_ward_vintage,
    _every_lsoa_in_a_ward,
    _boundaries_valid,
    _intervals_nested,
)


def _expected(held: Tables) -> Iterator[Fault]:
    """The embedded sample has the rows and reaches the periods that it was committed with."""
    for name, (rows, latest) in EXPECTATIONS.items():
        if name not in held:
            yield Fault(name, "expectations", "the table is not there to be counted", 0)
            continue
        frame = held[name]
        if frame.height != rows:
            yield Fault(
                name, "expectations", f"{frame.height:,} rows where {rows:,} were committed", 0
            )
        reached = str(frame.sort("period_end")["period"][-1]) if latest else ""
        if reached != latest:
            yield Fault(name, "expectations", f"reaches {reached}, committed {latest}", 0)

"""The law of wards: their counts add up to the council's own figure of the same period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.measures import WARD_SECTIONS
from catalog.vocabulary.industries import SECTION_OF
from catalog.vocabulary.rounding import rounding_step
from catalog.vocabulary.status import MODELLED, PARTIAL
from etl.checks.fault import Faults, Rule, Tables
from etl.checks.rounding import (
    ROUNDING_PER_CELL,
    ROUNDING_SHARE,
    most_of_roundings,
    room_for_roundings,
    spread_of_roundings,
)

# Census counts are disturbed a little, cell by cell, to protect people.
CENSUS_SHARE: Final = 0.005
SHARED_OUT_WITHIN: Final = 0.5


@dataclass(frozen=True)
class CouncilTotal:
    """The council's own figure of a ward measure: table, its filter, value, and room to differ."""

    measure: str
    table: str
    only: tuple[tuple[str, str], ...]
    value: str
    share: float = 0.0
    per_ward: float = 0.5
    rounded_by_size: bool = False


def _council_totals() -> tuple[CouncilTotal, ...]:
    employment = ("job_kind", "employment")
    return (
        CouncilTotal("jobs_total", "jobs", (employment, ("industry_code", "total")), "jobs",
              ROUNDING_SHARE, 25.0, rounded_by_size=True),
        *(
            CouncilTotal(f"jobs_section_{code.lower()}", "jobs",
                         (employment, ("industry_code", code)),
                         "jobs", ROUNDING_SHARE, ROUNDING_PER_CELL, rounded_by_size=True)
            for code in WARD_SECTIONS
        ),
        CouncilTotal("residents_adults_persons", "census_qualifications",
              (("qualification_code", "total"),), "residents_persons", CENSUS_SHARE),
        CouncilTotal("residents_employed_persons", "census_occupations",
              (("occupation_code", "total"),), "residents_persons", CENSUS_SHARE),
        CouncilTotal("claimants_persons", "claimants", (("measure", "claimants_persons"),), "value",
              0.0, ROUNDING_PER_CELL),
    )  # fmt: skip


COUNCIL_TOTALS: Final = _council_totals()


def wards_against_councils(tables: Tables) -> Faults:
    """A count of a council's wards adds up to the council's own figure of the same period.

    Where no lookup names all wards of a council, wards may be absent unseen: they must not exceed.
    """
    if "ward_measures" not in tables:
        return
    listed = (
        tables["lsoa_wards"]["lad_code"].unique() if "lsoa_wards" in tables else pl.Series([""])
    )
    summed = (
        tables["ward_measures"]
        .group_by("lad_code", "measure", "period")
        .agg(
            pl.col("value").sum().alias("summed"),
            (pl.col("value").is_null() | (pl.col("status") == PARTIAL)).any().alias("gap"),
            (pl.col("status") == MODELLED).all().alias("shared_out"),
            pl.len().alias("wards"),
        )
    )
    all_listed = pl.col("lad_code").is_in(listed.implode())
    summed = summed.with_columns(gap=pl.col("gap") | ~all_listed).join(
        _roundings(tables), on=["lad_code", "measure", "period"], how="left", validate="1:1"
    )
    for rule in COUNCIL_TOTALS:
        if rule.table in tables:
            yield from _against_total(summed.filter(measure=rule.measure), rule, tables)


def _roundings(tables: Tables) -> pl.DataFrame:
    """lad_code, measure, period, spread, most: what rounding of the cells behind wards explains.

    2026-11: a ward's jobs in manufacturing are the sum of two dozen divisions of each LSOA, each
    rounded: in a council of one LSOA they were 80 of 100, and a hospital's 5,000 may be 5,500.
    """
    keys = ["lad_code", "measure", "period"]
    schema = {**dict.fromkeys(keys, pl.String), "spread": pl.Float64, "most": pl.Float64}
    if "jobs_small_areas" not in tables:
        return pl.DataFrame(schema=schema)
    section = pl.col("industry_code").replace_strict(
        SECTION_OF, default=None, return_dtype=pl.String
    )
    measure = pl.when(industry_level="total").then(pl.lit("jobs_total")).otherwise(
        pl.format("jobs_section_{}", section.str.to_lowercase())
    )  # fmt: skip
    cells = (
        tables["jobs_small_areas"].lazy()
        .filter(pl.col("industry_level").is_in(["total", "division"]), job_kind="employment")
        .select("lad_code", "area_type", "period", "jobs", measure=measure)
    )  # fmt: skip
    return (
        cells.group_by(*keys, "area_type")
        .agg(spread_of_roundings(pl.col("jobs")).alias("spread"),
             most_of_roundings(pl.col("jobs")).alias("most"))
        .group_by(keys)
        .agg(pl.col("spread", "most").max())
        .collect()
        .select(list(schema))
    )  # fmt: skip


def _against_total(summed: pl.DataFrame, rule: CouncilTotal, tables: Tables) -> Faults:
    councils = tables[rule.table].filter(
        pl.col("area_type") == "lad",
        *(pl.col(name) == value for name, value in rule.only),
        # What is itself too low, such as a sum of former districts, is no whole to compare with.
        pl.col("status") != PARTIAL,
    )
    councils = councils.select(
        lad_code="area_code", period="period", published=pl.col(rule.value)
    ).drop_nulls("published")
    rounding = rule.share * pl.col("published") + rule.per_ward * pl.col("wards")
    if rule.rounded_by_size:
        # In each ward parts are rounded too; beside them the council's own half a step is certain.
        rounding += rounding_step(pl.col("published")) / 2
        by_size = room_for_roundings(pl.col("spread"), pl.col("most"), pl.col("published"))
        rounding = pl.max_horizontal(rounding, by_size)
    # What was shared out from the council's own figure adds up to it exactly.
    room = pl.when(pl.col("shared_out")).then(SHARED_OUT_WITHIN).otherwise(rounding)
    beyond = pl.col("summed") - pl.col("published")
    off = (
        summed.join(councils, on=["lad_code", "period"], validate="1:1")
        .filter((beyond > room) | (~pl.col("gap") & (beyond < -room)))
        .sort("lad_code", "period")
    )
    if off.height:
        example = off.row(0, named=True)
        yield (
            "ward_measures",
            f"{rule.measure}: wards of {example['lad_code']} sum to {example['summed']:,.1f}, "
            f"the council has {example['published']:,.1f} ({example['period']})",
            off.height,
        )


RULES: Final[tuple[Rule, ...]] = (wards_against_councils,)

"""Ward measures from tidy tables, all in one long table: census shares, premises, claimants.

Each function makes the rows of a few measures: ward_code, measure, period, period_start,
period_end, value, status, reliability and note. If a council has a measure for some wards only, the
other wards have status missing, with the reason. A measure with no figures for a council has no
rows. For jobs see `job_counts`.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.measures import MEASURES
from catalog.tables.wards import WARD_MEASURES
from catalog.vocabulary.status import ESTIMATED, MISSING, OBSERVED, PARTIAL, WITHOUT_VALUE
from geo import ward_changes as moving
from wards import vacancy
from wards.job_counts import MEASURE_COLUMNS, MEASURE_SCHEMA
from wards.lsoa_years import PERIOD
from wards.ward_list import count_wards

REDRAWN: Final = "Ward boundaries changed since 2022; divided by residents"
NO_LINK: Final = "boundaries changed since 2022, and we do not know where the residents are now"
NOT_IN_SOURCE: Final = "no figure for this ward in the source"
NOT_ON_MAP: Final = "we have no boundary, so not on the map"


def census_rows(
    counts: pl.DataFrame,
    ward_changes: pl.DataFrame,
    wards: pl.DataFrame,
    *,
    category: str,
    names: dict[str, str],
) -> pl.DataFrame:
    """A census table's total by ward, and each category as a percentage of it.

    A share times the total gives the count, and the council's sum is kept. `ward_changes` can be
    empty: a ward that kept its code kept its boundary, and other wards are missing. A share uses
    only the parts of a ward where count and total are both known.
    """
    ward_counts = counts.filter(
        pl.col("area_type") == "ward", pl.col(category).is_in([*names, "total"])
    ).rename({"area_code": "ward_code"})
    council_wards = wards.filter(pl.col("lad_code").is_in(ward_counts["lad_code"].implode()))
    if ward_counts.is_empty() or council_wards.is_empty():
        return pl.DataFrame(schema=MEASURE_SCHEMA)
    is_total = pl.col(category) == "total"
    totals = ward_counts.filter(is_total).select("ward_code", *PERIOD, total="residents_persons")
    # A share needs both the count and the total of the same ward.
    both = pl.col("residents_persons").is_not_null() & pl.col("total").is_not_null()
    paired = ward_counts.join(
        totals, on=["ward_code", *PERIOD], how="left", validate="m:1"
    ).with_columns(
        residents_persons=pl.when(both).then("residents_persons"), of=pl.when(both).then("total")
    )
    joined = moving.wards_to_current(
        paired,
        ward_changes,
        council_wards,
        value="residents_persons",
        beside=("of",),
        by=(category, *PERIOD),
    )
    kind, who = ("qualification", "adults")
    if category == "occupation_code":
        kind, who = ("occupation", "employed")
    share = 100 * pl.col("residents_persons") / pl.col("of")
    is_valid = (pl.col("of") > 0) & (share <= 100.0 + 1e-6)
    measured = joined.with_columns(
        measure=pl.when(is_total)
        .then(pl.lit(f"residents_{who}_persons"))
        .otherwise(pl.format("residents_{}_{}_pct", pl.lit(kind), category)),
        value=pl.when(is_total)
        .then("residents_persons")
        .when(is_valid)
        .then(share.clip(upper_bound=100.0)),
    )
    is_absent = pl.col("value").is_null()
    lacks_status = is_absent & ~pl.col("status").is_in(
        WITHOUT_VALUE
    )  # no residents, or no known total
    note = (
        pl.when(is_absent & pl.col("unlinked"))
        .then(pl.lit(NO_LINK))
        .when(is_absent & (share > 100.0))
        .then(pl.lit("more than its total in the source, so no share"))
        .when(is_absent)
        .then(pl.lit(NOT_IN_SOURCE))
        .when(pl.col("status") == PARTIAL)
        .then(pl.lit("part of this ward has no figure in the source"))
        .when(pl.col("status") == ESTIMATED)
        .then(pl.lit(REDRAWN))
        .otherwise(pl.lit(""))
    )
    return measured.select(
        "ward_code",
        "measure",
        *PERIOD,
        "value",
        pl.when(lacks_status).then(pl.lit(MISSING)).otherwise("status").alias("status"),
        pl.when(is_absent)
        .then(pl.lit(""))
        .when(pl.col("status") == PARTIAL)
        .then(pl.lit("low"))
        .otherwise(pl.lit("good"))
        .alias("reliability"),
        note.alias("note"),
    )


def premises_rows(ward_premises: pl.DataFrame) -> pl.DataFrame:
    """Business premises, their rateable value and the share that are empty."""
    total = ward_premises.filter(pl.col("description_group") == "total").join(
        vacancy.empty_shares(ward_premises, ["ward_code", "description_group"]).drop("period"),
        on=["ward_code", "description_group"],
        validate="1:1",
    )
    shared = (*PERIOD, "ward_code")
    # The table's status describes the value in pounds; the counts are as recorded in the list.
    measures = (
        ("premises_count", pl.col("premises_count"), pl.lit(OBSERVED)),
        ("rateable_value_gbp", pl.col("rateable_value_gbp"), pl.col("status")),
        ("premises_empty_pct", pl.col("empty_pct"), pl.lit(OBSERVED)),
    )
    frame = pl.concat(
        total.select(
            *shared,
            measure=pl.lit(name),
            value=value.cast(pl.Float64),
            status=status.alias("status"),
            note=pl.col("empty_reason") if name == "premises_empty_pct" else pl.lit(""),
        )
        for name, value, status in measures
    )
    return frame.with_columns(
        status=pl.when(pl.col("value").is_null()).then(pl.lit(MISSING)).otherwise("status"),
        reliability=pl.when(pl.col("value").is_null()).then(pl.lit("")).otherwise(pl.lit("good")),
    ).select(MEASURE_COLUMNS)


def claimant_rows(small_areas: pl.DataFrame) -> pl.DataFrame:
    """Claimants by ward and their share of residents, for the newest month with figures."""
    by_ward = small_areas.filter(pl.col("area_type") == "ward")
    newest_months = by_ward.drop_nulls("value").group_by("lad_code", "measure").agg(
        pl.col("period").max().alias("newest")
    )  # fmt: skip
    newest = by_ward.join(newest_months, on=["lad_code", "measure"], validate="m:1").filter(
        pl.col("period") == pl.col("newest")
    )
    is_absent = pl.col("value").is_null()
    return newest.select(
        pl.col("area_code").alias("ward_code"),
        *PERIOD,
        "measure",
        "value",
        "status",
        pl.when(is_absent).then(pl.lit("")).otherwise(pl.lit("good")).alias("reliability"),
        pl.when(is_absent).then(pl.lit(NOT_IN_SOURCE)).otherwise(pl.lit("")).alias("note"),
    ).select(MEASURE_COLUMNS)


def sector_job_rows(jobs: pl.DataFrame) -> pl.DataFrame:
    """Jobs by sector in MEASURE_COLUMNS, from the columns of `sector_split.SCHEMA`."""
    return jobs.select(
        "ward_code",
        *PERIOD,
        pl.format("jobs_section_{}", pl.col("industry_code").str.to_lowercase()).alias("measure"),
        pl.col("jobs").alias("value"),
        "status",
        "reliability",
        "note",
    ).select(MEASURE_COLUMNS)


def combine_measures(wards: pl.DataFrame, *rows: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The table `ward_measures`: all rows with names of wards; wards without a row are missing.

    `wards` as from `ward_list.list_wards`. Leaves out rows of wards that are not listed and
    impossible values; the second result describes these, one sentence each.
    """
    all_rows = pl.concat(
        [
            WARD_MEASURES.empty().select(MEASURE_COLUMNS),
            *(frame.select(MEASURE_COLUMNS) for frame in rows),
        ]
    )
    named = all_rows.join(wards, on="ward_code", how="left", validate="m:1")
    unlisted = named.filter(pl.col("lad_code").is_null())
    notes = _describe_unlisted(unlisted)
    named = named.drop_nulls("lad_code")
    possible = _is_possible()
    notes += _describe_impossible(named.filter(~possible))
    is_absent = ~possible | pl.col("value").is_null()
    named = named.with_columns(
        value=pl.when(possible).then("value"),
        status=pl.when(is_absent & ~pl.col("status").is_in(WITHOUT_VALUE))
        .then(pl.lit(MISSING))
        .otherwise("status"),
        reliability=pl.when(is_absent).then(pl.lit("")).otherwise("reliability"),
        note=pl.when(possible)
        .then("note")
        .otherwise(pl.lit("impossible value in the source, left out")),
    )
    grid = wards.join(named.select("lad_code", "measure", *PERIOD).unique(), on="lad_code")
    missing = grid.join(named, on=["ward_code", "measure", "period"], how="anti").with_columns(
        value=pl.lit(None, pl.Float64),
        status=pl.lit(MISSING),
        reliability=pl.lit(""),
        note=pl.lit(NOT_IN_SOURCE),
    )
    columns = [*WARD_MEASURES.columns, "has_boundary"]
    frame = pl.concat([named.select(columns), missing.select(columns)])
    off_map = pl.when(~pl.col("has_boundary")).then(pl.lit(NOT_ON_MAP))
    note = pl.concat_str(
        pl.when(pl.col("note") != "").then("note"), off_map, separator="; ", ignore_nulls=True
    )
    combined = frame.with_columns(note=note).select(WARD_MEASURES.columns)
    return combined.sort("lad_code", "measure", "period", "ward_code"), notes


def _is_possible() -> pl.Expr:
    """False if a value is not a number, is below zero, or is a share above 100%."""
    shares = [name for name, measure in MEASURES.items() if measure.unit == "%"]
    value = pl.col("value")
    above = pl.col("measure").is_in(shares) & (value > 100.0)
    return value.is_null() | (value.is_finite() & (value >= 0.0) & ~above)


def _describe_unlisted(unlisted: pl.DataFrame) -> list[str]:
    if unlisted.is_empty():
        return []
    codes = unlisted["ward_code"].unique().sort()
    named = f"{', '.join(codes.head(5))}{', …' if codes.len() > 5 else ''}"
    tables = ", ".join(unlisted["measure"].unique().sort().head(3))
    return [
        f"Left out: figures of {count_wards(codes.len())} in no list of current wards "
        f"({named}; {tables})."
    ]


def _describe_impossible(impossible: pl.DataFrame) -> list[str]:
    if impossible.is_empty():
        return []
    row = impossible.sort("ward_code", "measure").row(0, named=True)
    return [
        f"Left out: {impossible.height:,} impossible value{'' if impossible.height == 1 else 's'}, "
        f"such as {row['measure']} of {row['ward_name']} ({row['ward_code']}), "
        f"{row['value']:,.4g} in the source."
    ]

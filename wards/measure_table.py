"""Ward measures from tidy tables, all in one long table: census shares, premises, claimants.

Each function makes the rows of a few measures: ward_code, measure, period, period_start,
period_end, value, status, reliability and note. A ward of a council that has some figures of a
measure and not its own is there as missing, with the reason; a measure with nothing for a council
has no rows. Jobs are in `ward_jobs`.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.measures import MEASURES
from catalog.tables.wards import WARD_MEASURES
from catalog.vocabulary.status import ESTIMATED, MISSING, OBSERVED, PARTIAL, WITHOUT_VALUE
from geo import ward_changes as moving
from wards import vacancy
from wards.job_counts import EMPTY, PERIOD, ROW
from wards.ward_list import count_wards

REDRAWN: Final = "Ward boundaries changed since 2022; shared out by residents"
NO_LINK: Final = "boundaries changed since 2022, and it is not held where the residents went"
NOT_IN_SOURCE: Final = "no figure for this ward in the source"
NOT_ON_MAP: Final = "no boundary held, so not on the map"


def census_shares(
    counts: pl.DataFrame,
    ward_changes: pl.DataFrame,
    wards: pl.DataFrame,
    *,
    category: str,
    names: dict[str, str],
) -> pl.DataFrame:
    """A census table's total by ward, and the shares of its categories in per cent of it.

    A share times the total gives the count back, with the council's sum kept. `ward_changes` may
    be empty: a ward that kept its code kept its boundary, and the others are missing. A share is of
    those parts of a ward of which count and total are both known.
    """
    held = counts.filter(
        pl.col("area_type") == "ward", pl.col(category).is_in([*names, "total"])
    ).rename({"area_code": "ward_code"})
    own = wards.filter(pl.col("lad_code").is_in(held["lad_code"].implode()))
    if held.is_empty() or own.is_empty():
        return pl.DataFrame(schema=EMPTY)
    whole = pl.col(category) == "total"
    totals = held.filter(whole).select("ward_code", *PERIOD, total="residents_persons")
    # A count makes a share where the total of the same ward is known, and the reverse.
    both = pl.col("residents_persons").is_not_null() & pl.col("total").is_not_null()
    paired = held.join(totals, on=["ward_code", *PERIOD], how="left", validate="m:1").with_columns(
        residents_persons=pl.when(both).then("residents_persons"), of=pl.when(both).then("total")
    )
    joined = moving.wards_to_current(
        paired, ward_changes, own, value="residents_persons", beside=("of",), by=(category, *PERIOD)
    )
    kind, who = ("qualification", "adults")
    if category == "occupation_code":
        kind, who = ("occupation", "employed")
    share = 100 * pl.col("residents_persons") / pl.col("of")
    sound = (pl.col("of") > 0) & (share <= 100.0 + 1e-6)
    made = joined.with_columns(
        measure=pl.when(whole)
        .then(pl.lit(f"residents_{who}_persons"))
        .otherwise(pl.format("residents_{}_{}_pct", pl.lit(kind), category)),
        value=pl.when(whole)
        .then("residents_persons")
        .when(sound)
        .then(share.clip(upper_bound=100.0)),
    )
    absent = pl.col("value").is_null()
    silent = absent & ~pl.col("status").is_in(WITHOUT_VALUE)  # nobody, or no known total
    said = (
        pl.when(absent & pl.col("unlinked"))
        .then(pl.lit(NO_LINK))
        .when(absent & (share > 100.0))
        .then(pl.lit("more than its total in the source, so no share"))
        .when(absent)
        .then(pl.lit(NOT_IN_SOURCE))
        .when(pl.col("status") == PARTIAL)
        .then(pl.lit("a part of this ward has no figure in the source, or went missing with it"))
        .when(pl.col("status") == ESTIMATED)
        .then(pl.lit(REDRAWN))
        .otherwise(pl.lit(""))
    )
    return made.select(
        "ward_code",
        "measure",
        *PERIOD,
        "value",
        pl.when(silent).then(pl.lit(MISSING)).otherwise("status").alias("status"),
        pl.when(absent)
        .then(pl.lit(""))
        .when(pl.col("status") == PARTIAL)
        .then(pl.lit("low"))
        .otherwise(pl.lit("good"))
        .alias("reliability"),
        said.alias("note"),
    )


def premises(ward_premises: pl.DataFrame) -> pl.DataFrame:
    """Business premises, their rateable value and the share that stands empty."""
    total = ward_premises.filter(pl.col("description_group") == "total").join(
        vacancy.empty_shares(ward_premises, ["ward_code", "description_group"]).drop("period"),
        on=["ward_code", "description_group"],
        validate="1:1",
    )
    shared = (*PERIOD, "ward_code")
    # The table's status speaks of the value in pounds; the counts are what the list records.
    made = (
        ("premises_count", pl.col("premises_count"), pl.lit(OBSERVED)),
        ("rateable_value_gbp", pl.col("rateable_value_gbp"), pl.col("status")),
        ("premises_empty_pct", pl.col("empty_pct"), pl.lit(OBSERVED)),
    )
    frame = pl.concat(
        total.select(
            *shared,
            measure=pl.lit(name),
            value=value.cast(pl.Float64),
            status=said.alias("status"),
            note=pl.col("empty_reason") if name == "premises_empty_pct" else pl.lit(""),
        )
        for name, value, said in made
    )
    return frame.with_columns(
        status=pl.when(pl.col("value").is_null()).then(pl.lit(MISSING)).otherwise("status"),
        reliability=pl.when(pl.col("value").is_null()).then(pl.lit("")).otherwise(pl.lit("good")),
    ).select(ROW)


def claimants(small_areas: pl.DataFrame) -> pl.DataFrame:
    """Claimants by ward and their share of residents, of the newest month with figures."""
    held = small_areas.filter(pl.col("area_type") == "ward")
    known = held.drop_nulls("value").group_by("lad_code", "measure").agg(
        pl.col("period").max().alias("newest")
    )  # fmt: skip
    newest = held.join(known, on=["lad_code", "measure"], validate="m:1").filter(
        pl.col("period") == pl.col("newest")
    )
    absent = pl.col("value").is_null()
    return newest.select(
        pl.col("area_code").alias("ward_code"),
        *PERIOD,
        "measure",
        "value",
        "status",
        pl.when(absent).then(pl.lit("")).otherwise(pl.lit("good")).alias("reliability"),
        pl.when(absent).then(pl.lit(NOT_IN_SOURCE)).otherwise(pl.lit("")).alias("note"),
    ).select(ROW)


def sector_jobs(jobs: pl.DataFrame) -> pl.DataFrame:
    """Jobs by sector as ROW, from columns as those of `sector_split.SCHEMA`."""
    return jobs.select(
        "ward_code",
        *PERIOD,
        pl.format("jobs_section_{}", pl.col("industry_code").str.to_lowercase()).alias("measure"),
        pl.col("jobs").alias("value"),
        "status",
        "reliability",
        "note",
    ).select(ROW)


def together(wards: pl.DataFrame, *rows: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """`ward_measures`: all rows with their ward's names; where a ward has none it is missing.

    `wards` as `ward_list` gives them. Rows of wards that are in no list are left out, and so are
    values that no such measure can have; the second result says so, a sentence each.
    """
    every = pl.concat([WARD_MEASURES.empty().select(ROW), *(frame.select(ROW) for frame in rows)])
    named = every.join(wards, on="ward_code", how="left", validate="m:1")
    strange = named.filter(pl.col("lad_code").is_null())
    notes = _strange_words(strange)
    named = named.drop_nulls("lad_code")
    possible = _possible()
    notes += _impossible_words(named.filter(~possible))
    absent = ~possible | pl.col("value").is_null()
    named = named.with_columns(
        value=pl.when(possible).then("value"),
        status=pl.when(absent & ~pl.col("status").is_in(WITHOUT_VALUE))
        .then(pl.lit(MISSING))
        .otherwise("status"),
        reliability=pl.when(absent).then(pl.lit("")).otherwise("reliability"),
        note=pl.when(possible).then("note").otherwise(pl.lit("a value that cannot be, left out")),
    )
    grid = wards.join(named.select("lad_code", "measure", *PERIOD).unique(), on="lad_code")
    lacking = grid.join(named, on=["ward_code", "measure", "period"], how="anti").with_columns(
        value=pl.lit(None, pl.Float64),
        status=pl.lit(MISSING),
        reliability=pl.lit(""),
        note=pl.lit(NOT_IN_SOURCE),
    )
    columns = [*WARD_MEASURES.columns, "has_boundary"]
    frame = pl.concat([named.select(columns), lacking.select(columns)])
    off_map = pl.when(~pl.col("has_boundary")).then(pl.lit(NOT_ON_MAP))
    note = pl.concat_str(
        pl.when(pl.col("note") != "").then("note"), off_map, separator="; ", ignore_nulls=True
    )
    made = frame.with_columns(note=note).select(WARD_MEASURES.columns)
    return made.sort("lad_code", "measure", "period", "ward_code"), notes


def _possible() -> pl.Expr:
    """False where a value is no number, below zero, or a share above 100 per cent."""
    shares = [name for name, measure in MEASURES.items() if measure.unit == "%"]
    value = pl.col("value")
    above = pl.col("measure").is_in(shares) & (value > 100.0)
    return value.is_null() | (value.is_finite() & (value >= 0.0) & ~above)


def _strange_words(strange: pl.DataFrame) -> list[str]:
    if strange.is_empty():
        return []
    codes = strange["ward_code"].unique().sort()
    named = f"{', '.join(codes.head(5))}{', …' if codes.len() > 5 else ''}"
    tables = ", ".join(strange["measure"].unique().sort().head(3))
    return [
        f"Left out: figures of {count_wards(codes.len())} that no list of wards of today has "
        f"({named}; {tables})."
    ]


def _impossible_words(wrong: pl.DataFrame) -> list[str]:
    if wrong.is_empty():
        return []
    row = wrong.sort("ward_code", "measure").row(0, named=True)
    return [
        f"Left out: {wrong.height:,} value{'' if wrong.height == 1 else 's'} that cannot be, such "
        f"as {row['measure']} of {row['ward_name']} ({row['ward_code']}), {row['value']:,.4g} in "
        "the source."
    ]

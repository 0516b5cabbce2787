"""Which sectors have grown or shrunk here beyond the noise of the survey.

Each sector is put in one of five tiers by the change of its jobs and of its share of all jobs over
their noise. Beside a tier stands how often past changes like it proved lasting, which is measured
(`growth_record`): the survey's noise alone would promise more.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.tables.sectors import SECTOR_GROWTH
from catalog.vocabulary.status import ESTIMATED, MISSING, PARTIAL
from indicators.draws import Z80
from indicators.inputs import Inputs
from indicators.sectors import changes, growth_record
from indicators.sectors.changes import CELL, LEVELS, tier_of
from indicators.sectors.decomposition import without_dust
from indicators.sectors.jumps import ADDED, mark_jumps

NO_YEARS: Final = "we need published jobs for two pairs of years, two or three years apart"
UNEVEN: Final = (
    "part of the area, such as a former district, has no figure in some of these years, so they "
    "cannot be compared"
)
NO_JOBS: Final = "no jobs here in these years"
# One employer can make the change of a council's sector, hardly of a region's.
WITH_JUMPS: Final = ("lad", "group")


def sector_growth(inputs: Inputs) -> pl.DataFrame:
    """Rows of `sector_growth`: sections and divisions of every area with published jobs.

    An industry that lacks one of its area's four newest years is missing, and says so. An area of
    which all jobs are not published has its employees.
    """
    parts = [_of_kind(cells, note, inputs) for cells, note in changes.cells_by_kind(inputs)]
    return pl.concat(parts).unique(SECTOR_GROWTH.key, keep="first", maintain_order=True)


def _of_kind(cells: pl.DataFrame, kind_note: str, inputs: Inputs) -> pl.DataFrame:
    listed = cells.filter(pl.col("industry_level").is_in(LEVELS)).select(
        *CELL, "industry_name", "industry_level"
    ).unique(CELL, keep="first", maintain_order=True).join(
        inputs.areas, on="area_code", validate="m:1", maintain_order="left"
    )  # fmt: skip
    if listed.is_empty():
        return SECTOR_GROWTH.empty()
    measured = changes.measure_changes(cells, changes.newest_spans(cells))
    names = ["industry_name", "industry_level"]
    rows = listed.join(
        measured.drop(names), on=CELL, how="left", validate="1:1", maintain_order="left"
    )
    rows = _with_nation(_with_jumps(rows, cells, inputs), cells, inputs)
    rows = growth_record.with_rates(
        rows.with_columns(
            growth_tier=tier_of(pl.col("z")),
            jobs_tier=tier_of(pl.col("z_jobs")),
            share_tier=tier_of(pl.col("z_share")),
        )
    )
    return rows.with_columns(**_figures(kind_note)).select(SECTOR_GROWTH.columns)


def _with_jumps(rows: pl.DataFrame, cells: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    has_jumps = pl.col("area_type").is_in(WITH_JUMPS)
    marked = mark_jumps(rows.filter(has_jumps), cells, inputs.local_units, inputs.nation)
    others = rows.filter(~has_jumps).with_columns(pl.lit("").alias(name) for name in ADDED)
    return pl.concat([marked, others])


def _with_nation(rows: pl.DataFrame, cells: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """`rows` with the change of the sector in the nation over the same pairs of years."""
    there = cells.filter(pl.col("area_code") == inputs.nation)
    spans = rows.drop_nulls("after_year").select("industry_code", "before_year", "after_year")
    nation = spans.unique(maintain_order=True)
    for moment in ("before", "after"):
        nation = changes.with_pair_mean(nation, there, ("industry_code",), moment, "nation")
    before, after = pl.col("nation_before"), pl.col("nation_after")
    growth = nation.select(
        "industry_code", "before_year", "after_year",
        nation_change_pct=pl.when(before > 0).then(100.0 * (after / before - 1.0)),
    )  # fmt: skip
    on = ["industry_code", "before_year", "after_year"]
    return rows.join(growth, on=on, how="left", validate="m:1", maintain_order="left").with_columns(
        nation_name=pl.lit(inputs.name_of(inputs.nation) if inputs.nation else "")
    )


def _figures(kind_note: str) -> dict[str, pl.Expr]:
    """Columns of `sector_growth` that come of those of `measure_changes`."""
    change, before = pl.col("change_jobs"), pl.col("jobs_before")
    margin = Z80 * pl.col("change_sd")
    absent = change.is_null()
    lacks_nation = (pl.col("nation_name") != "") & pl.col("nation_change_pct").is_null()
    is_empty = (before == 0) & (pl.col("jobs_after") == 0)
    note = pl.concat_str(
        pl.lit(kind_note or None, pl.String),
        pl.when(pl.col("after_year").is_null()).then(pl.lit(NO_YEARS)),
        pl.when(pl.col("is_uneven")).then(pl.lit(UNEVEN)),
        pl.when(absent & pl.col("after_year").is_not_null() & ~pl.col("is_uneven")).then(
            pl.format("no figure for all of {} and {}", _pair("before"), _pair("after"))
        ),
        pl.when(is_empty).then(pl.lit(NO_JOBS)),
        pl.when(~absent & pl.col("share_before_pct").is_null()).then(
            pl.lit("no figures of all jobs that can be compared in these years, so no share")
        ),
        pl.when(~absent & lacks_nation).then(
            pl.format("no figures for {} in these years", "nation_name")
        ),
        pl.col("jump_note").replace("", None),
        separator="; ",
        ignore_nulls=True,
    )
    return {
        "period_from": _pair("before").fill_null(""),
        "period_to": _pair("after").fill_null(""),
        "change_jobs": without_dust(change),
        "change_lower80": change - margin,
        "change_upper80": change + margin,
        "change_pct": pl.when(before > 0).then(100.0 * change / before),
        "note": note,
        "status": pl.when(absent)
        .then(pl.lit(MISSING))
        .when(pl.col("is_partial"))
        .then(pl.lit(PARTIAL))
        .otherwise(pl.lit(ESTIMATED)),
    }


def _pair(moment: str) -> pl.Expr:
    """The two years of a pair: "2020 and 2021"."""
    year = pl.col(f"{moment}_year")
    return pl.format("{} and {}", year, year + 1)

"""Faults that published figures have, put into the invented ones where the seed says.

Blank and suppressed cells, a council that a source lacks, a newest year not yet out, series that
begin late, and sums of former councils of which a part was not published.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import polars as pl

from catalog.tables import TABLES
from nation.councils import read_sample
from nation.places import Nation

# Share of cells of councils that are blank, by table; those of few people are suppressed.
BLANK: Final = {
    "jobs": 0.003, "claimants": 0.001, "aps": 0.04, "ashe": 0.05, "adverts": 0.002,
    "population": 0.001, "jobs_density": 0.01, "claimants_small_areas": 0.002,
}  # fmt: skip
SMALL: Final = {"fe_achievements": 0.02, "fe_aims": 0.25, "apprenticeships": 0.35}
# Councils that a source lacks wholly, as share of all.
WITHOUT: Final = {
    "adverts": 0.03, "adverts_by_occupation": 0.06, "fe_achievements": 0.05, "fe_aims": 0.08,
    "apprenticeships": 0.08, "graduate_retention": 0.15, "gva": 0.01, "ashe": 0.02,
    "payrolled_employees": 0.02, "leaver_destinations": 0.05, "jobs_fine": 0.03,
}  # fmt: skip
# Of a blank figure these are blank too.
BESIDE: Final = ("numerator_persons", "ci95_pct_points", "cv_pct")
LATE_SHARE: Final = 0.03  # councils whose newest period is not out, by table with periods
SHORT_SHARE: Final = 0.03  # councils whose series begin late
DATED: Final = ("jobs", "claimants", "gva", "adverts", "aps", "business_local_units", "population")
SHORT_YEARS: Final = 4
MERGED_IN: Final = "2023"  # figures before that year are sums of districts, and one was not there


def add_faults(
    name: str, frame: pl.DataFrame, nation: Nation, rng: np.random.Generator
) -> pl.DataFrame:
    """The table with the faults that it is subject to; the same seed puts them alike."""
    lads = nation.councils["lad_code"].to_numpy()

    def pick(share: float) -> pl.Series:
        return pl.Series(lads[rng.random(len(lads)) < share], dtype=pl.String).implode()

    steps: list[Callable[[pl.DataFrame], pl.DataFrame]] = []
    column = TABLES[name].value
    if column is None or "status" not in frame.columns:
        return frame
    if name in BLANK or name in SMALL:
        steps.append(lambda f: _blank(f, name, column, rng))
    if name in DATED:
        late, short = pick(LATE_SHARE), pick(SHORT_SHARE)
        steps.append(lambda f: _late(f, column, late))
        steps.append(lambda f: _short(f, column, short))
        steps.append(lambda f: _merged(f, name))
    if name in WITHOUT:
        gone = pick(WITHOUT[name])
        steps.append(lambda f: _without(f, column, gone))
    for step in steps:
        frame = step(frame)
    return frame.select(TABLES[name].columns)


def _emptied(frame: pl.DataFrame, column: str, where: pl.Expr, status: str) -> pl.DataFrame:
    blanked = {column, *BESIDE} & set(frame.columns)
    return frame.with_columns(
        *(pl.when(where).then(None).otherwise(c).alias(c) for c in sorted(blanked)),
        status=pl.when(where).then(pl.lit(status)).otherwise("status"),
    )


def _blank(frame: pl.DataFrame, name: str, column: str, rng: np.random.Generator) -> pl.DataFrame:
    share = BLANK.get(name, SMALL.get(name, 0.0))
    hit = pl.Series(rng.random(frame.height) < share)
    where = pl.lit(hit) & ~pl.col("area_type").is_in(["country", "region"])
    return _emptied(frame, column, where, "suppressed" if name in SMALL else "missing")


def _late(frame: pl.DataFrame, column: str, lads: pl.Series) -> pl.DataFrame:
    newest = pl.col("period_end") == pl.col("period_end").max()
    return _emptied(frame, column, newest & pl.col("area_code").is_in(lads), "missing")


def _short(frame: pl.DataFrame, column: str, lads: pl.Series) -> pl.DataFrame:
    begin = pl.col("period_end") < pl.col("period_end").max().dt.offset_by(f"-{SHORT_YEARS}y")
    return _emptied(frame, column, begin & pl.col("area_code").is_in(lads), "missing")


def _merged(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Of every second council that was merged, earlier figures are partial: too low."""
    if not TABLES[name].additive:
        return frame
    merged = read_sample("lad_changes").filter(change_kind="merged")["lad_code"].unique().sort()
    half = merged.gather_every(2).implode()
    was_sum = pl.col("area_code").is_in(half) & (pl.col("period").str.slice(0, 4) < MERGED_IN)
    value = pl.col(TABLES[name].value or "")
    return frame.with_columns(
        status=pl.when(was_sum & value.is_not_null()).then(pl.lit("partial")).otherwise("status")
    )


def _without(frame: pl.DataFrame, column: str, lads: pl.Series) -> pl.DataFrame:
    """As Wardwise keeps it: the newest period of such a council stays, as missing."""
    theirs = pl.col("area_code").is_in(lads)
    newest = pl.col("period_end") == pl.col("period_end").max()
    return _emptied(frame.filter(~theirs | newest), column, theirs, "missing")

"""How forecasts did on past figures: the record that comes with Wardwise beside that of this data.

The first is of every council whose figures could be had; the second of the councils at hand, few of
which prove little.
"""

from __future__ import annotations

from typing import Final

import polars as pl

import reference
from catalog.vocabulary.forecast_families import RECORDED_AS

PUBLISHED: Final = "shipped"  # the model of the rows that are of what was published
ALL_PHASES: Final = "all"
CELL: Final = ("area_type", "part", "horizon_from", "horizon_to", "phase")
MEASURES: Final = (
    "yardstick", "areas_count", "origins_count", "windows_count", "skill_pct", "skill_lower95_pct",
    "skill_upper95_pct", "wape_pct", "cover80_pct", "cover95_pct",
)  # fmt: skip
STORED_RECORD: Final = "forecast_backtest"  # the table of it
STORED, OWN = "comes with Wardwise", "this data"
# Councils first: they are what most readers look at.
AREA_ORDER: Final = {"lad": 0, "region": 1, "country": 2, "ward": 3}


def recorded_family(family: str, area_type: str = "lad") -> str:
    """The family whose stored record goes for this one: its own, or one of the same survey."""
    own = reference.read("forecast_backtest").filter(family=family, area_type=area_type)
    return family if own.height else RECORDED_AS.get(family, family)


def read_records(backtest: pl.DataFrame, family: str) -> pl.DataFrame:
    """CELL, MEASURES and `record` (STORED or OWN) of what was published, councils first.

    `backtest` is that table of this data. Each horizon by itself, not all of them together.
    """
    stored = reference.read("forecast_backtest")
    of_councils = stored.filter(family=recorded_family(family), area_type="lad")
    others = stored.filter(pl.col("family") == family, pl.col("area_type") != "lad")
    own = backtest.filter(family=family, model=PUBLISHED)
    columns = (*CELL, *MEASURES)
    both = pl.concat([
        *(rows.select(*columns, record=pl.lit(STORED)) for rows in (of_councils, others)),
        own.select(*columns, record=pl.lit(OWN)),
    ])  # fmt: skip
    floats = pl.col(pl.Float64).fill_nan(None)
    order = pl.col("area_type").replace_strict(AREA_ORDER, default=9, return_dtype=pl.Int64)
    return without_spans(both.with_columns(floats)).sort(
        order, pl.col("part") == "total", "horizon_from", "phase", "record", maintain_order=True
    )


def without_spans(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without those over every horizon at once, where there are shorter ones."""
    of_kind = ("area_type", "part", "record")
    longest = pl.col("horizon_to").max().over(of_kind)
    is_whole = (pl.col("horizon_from") == 1) & (pl.col("horizon_to") == longest)
    has_others = (~is_whole).any().over(of_kind)
    return rows.filter(~(is_whole & has_others))


def read_sharing(family: str) -> pl.DataFrame:
    """part, members, shared_error, cover80_pct, cover95_pct of groups of five councils."""
    table = reference.read("forecast_sharing")
    for name in (family, RECORDED_AS.get(family, "")):
        rows = table.filter(family=name)
        if rows.height:
            return rows.drop("family")
    return table.clear().drop("family")

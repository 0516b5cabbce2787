"""What we forecast for a sector in the nation over the same years, to set beside a council's."""

from __future__ import annotations

from typing import Final

import polars as pl

from indicators.inputs import Inputs
from indicators.sectors.outlook_model import YEARS_AHEAD

BOUNDS: Final = ("nation_outlook_lower80", "nation_outlook_upper80")
TOGETHER: Final = "jobs of these sections are forecast apart in the nation, so not together"
NONE: Final = "no forecast of jobs in the nation for these years"


def with_national_outlook(rows: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """`rows` (year, industry_code) with nation_name, nation_outlook_pct, BOUNDS and national_note.

    The change of jobs in the sector from the base year to the target year. The base is the official
    figure, or our estimate where that ends earlier; the interval is that of the figure forecast.
    """
    path = inputs.national_path
    nation = inputs.nation if inputs.nation in path["area_code"] else ""
    of_nation = path.filter(area_code=nation)
    official = inputs.sectors.filter(
        pl.col("area_code") == nation, pl.col("sector_measure") == "jobs",
        pl.col("industry_level") == "section",
    ).drop_nulls("value").select("industry_code", "year", level="value")  # fmt: skip
    estimated = of_nation.select("industry_code", "year", level="mean")
    bases = pl.concat([official, estimated]).unique(["industry_code", "year"], keep="first")
    ends = of_nation.select(
        "industry_code", "mean", "lower80", "upper80", year=pl.col("year") - YEARS_AHEAD
    )
    on = ["industry_code", "year"]
    changes = bases.filter(pl.col("level") > 0).join(ends, on=on, validate="1:1").select(
        *on,
        *(
            (100.0 * (pl.col(value) / pl.col("level") - 1.0)).alias(name)
            for value, name in (
                ("mean", "nation_outlook_pct"), ("lower80", BOUNDS[0]), ("upper80", BOUNDS[1])
            )
        ),
    )  # fmt: skip
    joined = rows.join(changes, on=on, how="left", validate="m:1", maintain_order="left")
    absent = pl.col("nation_outlook_pct").is_null()
    why = pl.when(pl.col("industry_level") == "section_group").then(pl.lit(TOGETHER))
    return joined.with_columns(
        nation_name=pl.lit(inputs.name_of(nation) if nation else ""),
        national_note=pl.when(absent).then(why.otherwise(pl.lit(NONE))).otherwise(pl.lit("")),
    )

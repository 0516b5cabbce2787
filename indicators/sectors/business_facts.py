"""What is published beside the jobs of a sector: its businesses by size, and its pay."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from indicators.sectors.changes import CELL

BANDS: Final = ("micro", "small", "medium", "large")
NO_PAY: Final = "we have no data on pay by industry"
ONLY_SECTIONS: Final = "pay is published for sections only"
HOUSEHOLDS: Final = {"TU": ("T", "U")}


def with_units(rows: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """`rows` with micro_units to large_units of each area's newest year, and units_period."""
    newest = units.filter(pl.col("year") == pl.col("year").max().over("area_code"))
    by_band = newest.group_by(*CELL).agg(
        *(
            pl.col("business_units").filter(pl.col("size_band") == band).first()
            .alias(f"{band}_units")
            for band in BANDS
        ),
        units_period=pl.col("year").first().cast(pl.String),
    )  # fmt: skip
    joined = rows.join(by_band, on=CELL, how="left", validate="1:1", maintain_order="left")
    return joined.with_columns(pl.col("units_period").fill_null(""))


def with_pay(rows: pl.DataFrame, pay: pl.DataFrame) -> pl.DataFrame:
    """`rows` with pay_gbp_month of the section in the United Kingdom, and what it is of."""
    by_section = pl.concat(
        [pay, *(
            pay.filter(industry_code=both).with_columns(industry_code=pl.lit(code))
            for both, codes in HOUSEHOLDS.items() for code in codes
        )]
    ).unique("industry_code", keep="first", maintain_order=True)  # fmt: skip
    month = str(pay["period"][0]) if pay.height else ""
    named = f"{date.fromisoformat(f'{month}-01'):%B %Y}" if month else ""
    joined = rows.join(
        by_section.select("industry_code", "pay_gbp_month"), on="industry_code", how="left",
        validate="m:1", maintain_order="left",
    )  # fmt: skip
    return joined.with_columns(
        pay_note=pl.when(pl.col("pay_gbp_month").is_not_null())
        .then(pl.lit(f"median pay of the sector's employees in the United Kingdom, {named}"))
        .when(pl.col("industry_level") != "section")
        .then(pl.lit(ONLY_SECTIONS))
        .otherwise(pl.lit(NO_PAY))
    )

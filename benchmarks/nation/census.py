"""Invented census tables: LSOAs are drawn; MSOAs, wards of 2022 and councils are their sums."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from catalog.tables import TABLES
from nation.councils import read_sample
from nation.places import Nation

CENSUS: Final = {"period": "2021", "period_start": date(2021, 3, 21),
                 "period_end": date(2021, 3, 21)}  # fmt: skip


def draw_census(nation: Nation, rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """Census tables of LSOAs, wards of 2022 (their sums), MSOAs and councils."""
    lsoas = nation.lsoas
    tables = {}
    for name, column, share, kinds in (
        ("census_qualifications", "qualification", 1.0, ("lsoa21", "ward", "lad")),
        ("census_occupations", "occupation", 0.55, ("lsoa21", "ward", "lad")),
        ("census_industry", "industry", 0.55, ("msoa21", "ward", "lad")),
    ):
        sample = read_sample(name).drop_nulls("residents_persons")
        usual = sample.group_by(f"{column}_code", maintain_order=True).agg(
            pl.col(f"{column}_name").first(), pl.col("residents_persons").sum()
        )
        parts = usual.filter(pl.col(f"{column}_code") != "total")
        p = parts["residents_persons"].to_numpy()
        adults = np.round(lsoas["residents"].to_numpy() * share).astype(np.int64)
        own = rng.gamma(p / p.sum() * 40.0, size=(lsoas.height, len(p))) + 1e-9
        counts = rng.multinomial(adults, own / own.sum(axis=1, keepdims=True)).astype(float)
        rows = lsoas.select(
            "lsoa_code", "lsoa_name", "msoa_code", "former_ward", "lad_code", "lad_name"
        )
        rows = rows.with_columns(
            pl.Series(code, counts[:, at]) for at, code in enumerate(parts[f"{column}_code"])
        ).with_columns(pl.Series("total", counts.sum(axis=1)))
        tables[name] = _census_rows(name, column, rows, nation, kinds, usual)
    tables["census_cars"] = _draw_cars(nation, rng)
    return tables


def _census_rows(
    name: str, column: str, rows: pl.DataFrame, nation: Nation, kinds: tuple[str, ...],
    usual: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    codes = usual[f"{column}_code"].to_list()
    named = nation.wards_2022.select(former_ward="ward_code", ward_name="ward_name")
    rows = rows.join(named, on="former_ward", how="left", validate="m:1")
    keys = {"lsoa21": ("lsoa_code", "lsoa_name"), "ward": ("former_ward", "ward_name"),
            "msoa21": ("msoa_code", "msoa_code"), "lad": ("lad_code", "lad_name")}  # fmt: skip
    frames = []
    for kind in kinds:
        code, title = keys[kind]
        summed = rows.select(
            *codes, area_code=code, area_name=title, of="lad_code"
        ).group_by("area_code", maintain_order=True).agg(
            pl.col("area_name", "of").first(), pl.col(codes).sum()
        )  # fmt: skip
        long = summed.unpivot(
            codes, index=["area_code", "area_name", "of"],
            variable_name=f"{column}_code", value_name="residents_persons",
        )  # fmt: skip
        vintage = "2022" if kind == "ward" else "2021"
        frames.append(long.rename({"of": "lad_code"}).with_columns(
            area_type=pl.lit(kind), area_vintage=pl.lit(vintage),
        ))  # fmt: skip
    table = pl.concat(frames).join(
        usual.select(f"{column}_code", f"{column}_name"), on=f"{column}_code", validate="m:1"
    )
    table = table.with_columns(
        status=pl.lit("observed"), **{k: pl.lit(v) for k, v in CENSUS.items()}
    )
    if name == "census_industry":
        level = pl.when(industry_code="total").then(pl.lit("total")).otherwise(pl.lit("section"))
        table = table.with_columns(industry_level=level)
    return shape_table(table, name)


def _draw_cars(nation: Nation, rng: np.random.Generator) -> pl.DataFrame:
    homes = np.round(nation.lsoas["residents"].to_numpy() / 1.95)
    none = np.round(homes * rng.beta(2.2, 6.0, len(homes)))
    rows = nation.lsoas.select(area_code="lsoa_code", area_name="lsoa_name", lad_code="lad_code")
    return shape_table(pl.concat([
        rows.with_columns(cars_code=pl.lit(code), households=pl.Series(values),
                          area_type=pl.lit("lsoa21"), area_vintage=pl.lit("2021"),
                          status=pl.lit("observed"), **{k: pl.lit(v) for k, v in CENSUS.items()})
        for code, values in (("total", homes), ("none", none))
    ]), "census_cars")  # fmt: skip


def shape_table(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """The frame with the columns and types of its table."""
    table = TABLES[name]
    return frame.select(pl.col(c).cast(table.dtypes[c]) for c in table.columns)

"""Laws of small areas: census counts add up, in whatever areas; an LSOA lies in one council."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.tables import TABLES
from catalog.vocabulary.status import PARTIAL
from etl.checks.fault import Faults, Rule, Tables
from etl.checks.rounding import rounded_to
from etl.checks.sums import parts_against_wholes

# Tables of the census with their categories, of which all together are everybody.
CATEGORIES: Final = {
    "census_qualifications": "qualification_code",
    "census_occupations": "occupation_code",
    "census_industry": "industry_code",
}


def census_categories_add_up(tables: Tables) -> Faults:
    """Residents by qualification, occupation and industry add up to all of their area."""
    for name, part in CATEGORIES.items():
        if name in tables:
            parts = tables[name].filter(pl.col(part) != "total")
            parts = parts.with_columns(whole_code=pl.lit("total"))
            yield from parts_against_wholes(name, "categories", parts, part, 0.0, tables)


def census_layers_agree(tables: Tables) -> Faults:
    """Wards, MSOAs and LSOAs of a council have no more residents than it, nor all LSOAs fewer.

    Where there is no figure of the council, its LSOAs are it, if there are as many as it has.
    """
    for name, part in CATEGORIES.items():
        if name not in tables:
            continue
        by, value = ["lad_code", "period"], str(TABLES[name].value)
        sums = (
            tables[name]
            .filter(pl.col(part) == "total", pl.col("lad_code") != "", pl.col("status") != PARTIAL)
            .drop_nulls(value)
            .group_by(*by, "area_type")
            .agg(pl.col(value).sum().alias("summed"), pl.len().alias("cells"))
        )
        council = sums.filter(area_type="lad").select(*by, of_council="summed")
        lsoas = sums.filter(area_type="lsoa21").join(_counts(tables), on=["lad_code", "cells"])
        both = sums.filter(pl.col("area_type") != "lad").join(council, on=by, how="left").join(
            lsoas.select(*by, of_lsoas="summed", lsoas="cells"), on=by, how="left"
        )  # fmt: skip
        whole = pl.coalesce("of_council", "of_lsoas")
        # Counts are disturbed a little, cell by cell, to protect people.
        room = (rounded_to(name) or 0.0) * (pl.col("cells") + pl.col("lsoas").fill_null(1))
        beyond = pl.col("summed") - whole
        is_whole = (pl.col("area_type") == "lsoa21") & pl.col("lsoas").is_not_null()
        off = both.filter((beyond > room) | (is_whole & (beyond < -room))).sort(*by, "area_type")
        if off.height:
            row = off.with_columns(whole=whole).row(0, named=True)
            yield (
                name,
                f"the {row['area_type']} areas of {row['lad_code']} sum to {row['summed']:,.0f} "
                f"residents, the council has {row['whole']:,.0f} ({row['period']})",
                off.height,
            )


def _counts(tables: Tables) -> pl.DataFrame:
    """lad_code, cells: how many LSOAs a council has."""
    listed = tables.get("lsoa_wards", pl.DataFrame(schema={"lad_code": pl.String}))
    return listed.group_by("lad_code").agg(pl.len().alias("cells"))


def small_areas_lie_in_their_council(tables: Tables) -> Faults:
    """An LSOA's figures are of the council that the lookup has it in."""
    if "lsoa_wards" not in tables:
        return
    listed = tables["lsoa_wards"].select("lsoa_code", listed="lad_code")
    for name, frame in tables.items():
        if "lad_code" not in frame.columns or name == "lsoa_wards":
            continue
        if "lsoa_code" in frame.columns:
            own = frame.select("lsoa_code", "lad_code")
        elif "area_type" in frame.columns:
            own = frame.filter(area_type="lsoa21").select("lad_code", lsoa_code="area_code")
        else:
            continue
        both = own.unique().join(listed, on="lsoa_code")
        wrong = both.filter((pl.col("lad_code") != "") & (pl.col("lad_code") != pl.col("listed")))
        if wrong.height:
            code, lad, other = wrong.select("lsoa_code", "lad_code", "listed").sort(
                "lsoa_code"
            ).row(0)  # fmt: skip
            yield name, f"{code} is in {lad}, the lookup has it in {other}", wrong.height


RULES: Final[tuple[Rule, ...]] = (
    census_categories_add_up,
    census_layers_agree,
    small_areas_lie_in_their_council,
)

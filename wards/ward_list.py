"""The wards of a council: those with boundaries and those in the LSOA lookup.

A ward that is in only one of the lists is still a ward of the council with its own part of the
total, so we list it, without a boundary or without a figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from catalog.reading import Reader

WARD: Final = ("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
LIST: Final = (*WARD, "has_boundary")
# Tables of figures by small area: we also list the wards of every council in one of these.
FIGURES: Final = (
    "jobs_small_areas",
    "census_qualifications",
    "census_occupations",
    "claimants_small_areas",
    "ward_premises",
)


def list_wards(reader: Reader, figures: Iterable[str] = FIGURES) -> pl.DataFrame:
    """Every ward, once, of the councils with boundaries or figures; columns as LIST, sorted.

    `figures`: the tables of figures whose councils count. Includes wards of the lookup only if it
    is for the same year as the council's boundaries, or the council has none: wards of another year
    are different wards.
    """
    bounded = reader.table("wards").select(*WARD, has_boundary=pl.col("geometry_wkb").is_not_null())
    lookup = reader.table("lsoa_wards").select(*WARD).unique("ward_code", keep="first")
    years = bounded.select("lad_code", own_vintage="ward_vintage").unique()
    councils = _councils_with_figures(reader, figures) | set(bounded["lad_code"])
    of_own_year = pl.col("ward_vintage") == pl.col("own_vintage")
    added = (
        lookup.filter(pl.col("lad_code").is_in(list(councils)))
        .join(years, on="lad_code", how="left")
        .filter(of_own_year | pl.col("own_vintage").is_null())
        .select(*WARD, has_boundary=pl.lit(False))
        .unique("ward_code", keep="first")
    )
    all_wards = pl.concat([bounded, added.join(bounded, on="ward_code", how="anti")])
    return all_wards.sort("lad_code", "ward_code")


def _councils_with_figures(reader: Reader, figures: Iterable[str]) -> set[str]:
    councils: set[str] = set()
    for name in figures:
        if reader.has(name):
            councils |= set(reader.councils(name))
    return councils


def look_up(reader: Reader, wards: pl.DataFrame) -> pl.DataFrame:
    """The lookup's rows of the councils in `wards`: lad_code, lsoa_code and ward_code, null if the
    ward is not in `wards`.

    That happens if the lookup and the boundaries are for different years and the ward has changed:
    a ward that kept its code kept its border; any other is a different ward.
    """
    own = wards.select("lad_code", "ward_code", listed=True)
    rows = reader.table("lsoa_wards").join(own, on="lad_code", how="semi", maintain_order="left")
    rows = rows.unique(["lad_code", "lsoa_code"], keep="first", maintain_order=True)
    named = rows.join(
        own, on=["lad_code", "ward_code"], how="left", validate="m:1", maintain_order="left"
    )
    return named.select("lad_code", "lsoa_code", ward_code=pl.when("listed").then("ward_code"))


def describe_list_faults(wards: pl.DataFrame, has_lookup: bool) -> Iterable[str]:
    """What a reader needs to know about the list of wards, one sentence each."""
    unbounded = wards.filter(~pl.col("has_boundary")).sort("lad_code", "ward_code")
    for (name,), part in unbounded.group_by("lad_name", maintain_order=True):
        yield (
            f"{name}: we have no boundary for {count_wards(part.height)} "
            f"({', '.join(part['ward_name'].head(5))}{', …' if part.height > 5 else ''}); in the "
            "tables, not on the map."
        )
    if not has_lookup:
        yield (
            "We have no lookup from LSOAs to wards, so the list of wards may be incomplete, and "
            "nothing is summed from LSOAs."
        )


def count_wards(number: int) -> str:
    """'1 ward', '48 wards'."""
    return f"{number:,} ward{'' if number == 1 else 's'}"

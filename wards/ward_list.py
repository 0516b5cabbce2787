"""Which wards a council has: those of the boundaries and those of the LSOA lookup together.

A ward that one of the lists lacks is still a ward of the council, and its part of a council's
total is its own: it is listed, without a boundary or without a figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from catalog.reading import Reader

WARD: Final = ("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")
LIST: Final = (*WARD, "has_boundary")
# Tables of figures by small area: a council of which one is held has its wards listed too.
FIGURES: Final = (
    "jobs_small_areas",
    "census_qualifications",
    "census_occupations",
    "claimants_small_areas",
    "ward_premises",
)


def list_wards(reader: Reader) -> pl.DataFrame:
    """Every ward, once, of the councils with boundaries or figures; columns as LIST, in order.

    Wards of the lookup are taken where its year is that of the council's boundaries (or the council
    has none): wards of another year are other wards.
    """
    bounded = reader.table("wards").select(*WARD, has_boundary=pl.col("geometry_wkb").is_not_null())
    lookup = reader.table("lsoa_wards").select(*WARD).unique("ward_code", keep="first")
    years = bounded.select("lad_code", own_vintage="ward_vintage").unique()
    councils = _councils_with_figures(reader) | set(bounded["lad_code"])
    of_own_year = pl.col("ward_vintage") == pl.col("own_vintage")
    added = (
        lookup.filter(pl.col("lad_code").is_in(list(councils)))
        .join(years, on="lad_code", how="left")
        .filter(of_own_year | pl.col("own_vintage").is_null())
        .select(*WARD, has_boundary=pl.lit(False))
        .unique("ward_code", keep="first")
    )
    every = pl.concat([bounded, added.join(bounded, on="ward_code", how="anti")])
    return every.sort("lad_code", "ward_code")


def _councils_with_figures(reader: Reader) -> set[str]:
    found: set[str] = set()
    for name in FIGURES:
        if reader.has(name):
            found |= set(reader.table(name)["lad_code"].drop_nulls())
    return found


def fits(reader: Reader, lad_code: str, wards: pl.DataFrame) -> pl.DataFrame:
    """The lookup's rows of a council: lsoa_code and ward_code, null where the ward is not listed.

    That is where the lookup is of another year than the boundaries and the ward has changed since:
    a ward that kept its code kept its border, any other is another ward.
    """
    own = reader.council_rows("lsoa_wards", lad_code).unique("lsoa_code", keep="first")
    listed = pl.col("ward_code").is_in(wards["ward_code"].implode())
    return own.select("lsoa_code", ward_code=pl.when(listed).then("ward_code"))


def gaps_in(wards: pl.DataFrame, lookup_held: bool) -> Iterable[str]:
    """What a reader must know of the list of wards itself, a sentence each."""
    unbounded = wards.filter(~pl.col("has_boundary")).sort("lad_code", "ward_code")
    for (name,), part in unbounded.group_by("lad_name", maintain_order=True):
        yield (
            f"{name}: no boundary held for {count_wards(part.height)} "
            f"({', '.join(part['ward_name'].head(5))}{', …' if part.height > 5 else ''}); in the "
            "tables, not on the map."
        )
    if not lookup_held:
        yield (
            "The lookup from LSOAs to wards is not held, so it is not known whether the list of "
            "wards is whole, and nothing is summed from LSOAs."
        )


def count_wards(number: int) -> str:
    """'1 ward', '48 wards'."""
    return f"{number:,} ward{'' if number == 1 else 's'}"

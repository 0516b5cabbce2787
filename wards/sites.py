"""Sites with their wards: supplied lists and registers of brownfield land, in one table."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.graph import Progress, Step
from catalog.reading import Reader
from catalog.tables.access import SITES
from catalog.vocabulary.counting import count_things
from geo.boundaries import locate
from geo.os_grid import to_metres

READS: Final = (
    "site_lists", "brownfield", "postcodes", "wards", "lsoa_wards", "lsoa_centroids",
)  # fmt: skip
NEEDS: Final = ("wards",)
METHOD: Final = (
    "A site is in the ward that its point lies in, and is counted with the LSOA of that ward whose "
    "centre is nearest. A site with a postcode alone is at the middle of its postcode"
)
PLACED: Final = ("long", "lat")


def gather_sites(
    lists: pl.DataFrame, brownfield: pl.DataFrame, postcodes: pl.DataFrame
) -> pl.DataFrame:
    """Sites of both tables with long and lat, null where only a postcode is known and not where;
    and `supplied`, whether a site is of the user's list.
    """
    middles = postcodes.select("postcode_key", mid_long="long", mid_lat="lat")
    supplied = lists.join(middles, left_on="site_postcode", right_on="postcode_key", how="left")
    supplied = supplied.with_columns(
        long=pl.coalesce("long", "mid_long"), lat=pl.coalesce("lat", "mid_lat")
    )
    registered = brownfield.with_columns(site_kind=pl.lit("brownfield"))
    columns = [name for name in (*SITES.columns, *PLACED) if name in registered.columns]
    return pl.concat(
        [
            supplied.select(*columns, supplied=pl.lit(True)),
            registered.select(*columns, supplied=pl.lit(False)),
        ]
    )


def place_sites(
    sites: pl.DataFrame, wards: pl.DataFrame, lsoa_wards: pl.DataFrame, centroids: pl.DataFrame
) -> pl.DataFrame:
    """Rows of `sites`: those in one of the wards, with their council, ward, LSOA and grid metres.

    Where a council has a supplied register of brownfield land, that alone counts: the same land
    has another number in Planning Data.
    """
    eastings, northings = to_metres(sites["long"], sites["lat"])
    located = sites.with_columns(
        locate(sites, wards), eastings.alias("easting_m"), northings.alias("northing_m")
    ).drop_nulls("ward_code")
    in_council = located.join(
        wards.select("ward_code", "lad_code"), on="ward_code", how="left", validate="m:1"
    )
    return (
        _drop_registered_twice(in_council)
        .join(_nearest_lsoas(in_council, lsoa_wards, centroids), on=["site_kind", "site_code"],
              how="left", validate="1:1")
        .with_columns(pl.col("lsoa_code").fill_null(""))
        .select(SITES.columns)
        .sort(SITES.key)
    )  # fmt: skip


def _drop_registered_twice(sites: pl.DataFrame) -> pl.DataFrame:
    supplied = pl.col("supplied")
    brownfield = pl.col("site_kind") == "brownfield"
    own_register = (supplied & brownfield).any().over("lad_code")
    return sites.filter(~(brownfield & ~supplied & own_register)).unique(
        SITES.key, keep="first", maintain_order=True
    )


def _nearest_lsoas(
    sites: pl.DataFrame, lsoa_wards: pl.DataFrame, centroids: pl.DataFrame
) -> pl.DataFrame:
    """site_kind, site_code and the LSOA of the site's ward whose centre is nearest."""
    eastings, northings = to_metres(centroids["long"], centroids["lat"])
    centres = lsoa_wards.select("lsoa_code", "ward_code").join(
        centroids.select("lsoa_code", east=eastings, north=northings), on="lsoa_code"
    )
    apart = (pl.col("easting_m") - pl.col("east")) ** 2 + (
        pl.col("northing_m") - pl.col("north")
    ) ** 2
    return (
        sites.select("site_kind", "site_code", "ward_code", "easting_m", "northing_m")
        .unique(["site_kind", "site_code"], keep="first", maintain_order=True)
        .join(centres, on="ward_code")
        .sort(apart, "lsoa_code")
        .unique(["site_kind", "site_code"], keep="first", maintain_order=True)
        .select("site_kind", "site_code", "lsoa_code")
    )


def describe_left_out(sites: pl.DataFrame, placed: pl.DataFrame) -> list[str]:
    """In sentences: sites whose postcode we cannot place, and those outside the wards."""
    nowhere = sites.filter(pl.col("long").is_null() & pl.col("supplied")).height
    outside = sites.filter(pl.col("supplied")).drop_nulls("long").height
    outside -= placed.join(
        sites.filter(pl.col("supplied")), on=["site_kind", "site_code"], how="semi"
    ).height
    sentences = []
    if nowhere:
        sentences.append(
            f"{count_things(nowhere, 'site')} with a postcode that we cannot place: add a file of "
            "postcodes with "
            "`wardwise rates --postcodes`, or longitude and latitude to the list."
        )
    if outside > 0:
        words = count_things(outside, "supplied site")
        sentences.append(f"{words} outside the wards that we have.")
    return sentences


def build(root: Path, on_progress: Progress) -> None:
    """Writes `sites` from the lists, registers and wards under a folder."""
    on_progress(0, 1, "finding the ward of each site")
    reader = Reader(root)
    lists, brownfield, postcodes, wards, lsoa_wards, centroids = map(reader.table, READS)
    every = gather_sites(lists, brownfield, postcodes)
    placed = place_sites(every, wards, lsoa_wards, centroids)
    origin = store.derive_origin(SITES, "Sites and their wards", METHOD, reader.read, root)
    notes = (*origin.notes, *describe_left_out(every, placed))
    store.write(placed, SITES, replace(origin, notes=notes), root)


def step_of() -> Step:
    """The step that places sites, for the graph and for a build."""
    return Step(
        SITES.name,
        reads=READS,
        writes=(SITES.name,),
        code=(sys.modules[__name__],),
        run=build,
        needs=NEEDS,
    )

"""Where an address lies: by its postcode, else by the name of its council, else nowhere.

The postcode counts before the name: lists still name councils that went in 2023. Of universities
whose address no source gives, the council is that of the main site.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.reading import Reader
from catalog.vocabulary.postcodes import postcode_keys
from etl.gazetteer import Gazetteer
from geo.os_grid import to_metres
from geo.provider_places import find_places
from innovation.organisations import PROVIDER

READS: Final = (
    "councils", "lad_changes", "wards", "postcode_wards", "postcodes", "council_boundaries",
)  # fmt: skip
ADDRESS: Final = ("organisation_postcode", "address_lad_name", "merged_code", "organisation_name")
PLACE: Final = ("placed_by", "lsoa_code", "ward_code", "lad_code")
POSITION: Final = ("organisation_easting_m", "organisation_northing_m", "position_of")
MIDDLE: Final = ("long", "lat")
# No list that we have says in which small area a postcode lies.
NO_LSOA: Final = ""


@dataclass(frozen=True)
class PlaceLists:
    """Lists by which addresses are placed.

    `postcodes`: postcode_key, ward_code ('' outside the wards we have), long, lat (null where the
    list gives a ward alone). `wards`: ward_code, lad_code, long, lat; `middles`: lad_code, long,
    lat of councils; `gazetteer` knows councils by name, `councils` is that table.
    """

    postcodes: pl.DataFrame
    wards: pl.DataFrame
    middles: pl.DataFrame
    gazetteer: Gazetteer
    councils: pl.DataFrame


def read_lists(reader: Reader, wanted: pl.Series) -> PlaceLists:
    """The lists under a folder, of postcodes only those in `wanted` (as sources write them)."""
    keys = (
        wanted.unique().to_frame("key").select(postcode_keys(pl.col("key")).alias("postcode_key"))
    )
    keys = keys.drop_nulls().unique().with_columns(
        postcode_compact=pl.col("postcode_key").str.replace(" ", "")
    )  # fmt: skip
    of_wards = keys.join(
        reader.table("postcode_wards"), on="postcode_compact", how="left", validate="1:1"
    )
    points = _scan_points(reader.root, keys)
    postcodes = of_wards.join(points, on="postcode_key", how="left", validate="1:1").filter(
        pl.col("ward_code").is_not_null() | pl.col("long").is_not_null()
    )
    councils = reader.table("councils")
    return PlaceLists(
        postcodes.select("postcode_key", pl.col("ward_code").fill_null(""), *MIDDLE),
        reader.table("wards").select("ward_code", "lad_code", *MIDDLE),
        reader.table("council_boundaries").select("lad_code", *MIDDLE),
        Gazetteer(councils, reader.table("lad_changes")),
        councils,
    )


def _scan_points(root: Path, keys: pl.DataFrame) -> pl.DataFrame:
    """postcode_key, long and lat of the postcodes that we supply: two million stay on disk."""
    if not store.has("postcodes", root):
        return pl.DataFrame(
            schema={"postcode_key": pl.String, "long": pl.Float64, "lat": pl.Float64}
        )
    listed = store.scan("postcodes", root)
    return listed.filter(pl.col("postcode_key").is_in(keys["postcode_key"].implode())).collect()


def place_addresses(addresses: pl.DataFrame, lists: PlaceLists) -> pl.DataFrame:
    """The rows of `addresses` (ADDRESS) with PLACE and POSITION, in their order.

    lad_code and ward_code are '' where not known.
    """
    own = addresses.select(ADDRESS).unique(maintain_order=True)
    placed = (
        own.with_columns(postcode_key=postcode_keys(pl.col("organisation_postcode")))
        .join(lists.postcodes, on="postcode_key", how="left", maintain_order="left", validate="m:1")
        .join(
            lists.wards.rename({"long": "ward_long", "lat": "ward_lat", "lad_code": "ward_lad"}),
            on="ward_code", how="left", maintain_order="left", validate="m:1",
        )
        .join(
            _find_councils(own["address_lad_name"], lists.gazetteer),
            on="address_lad_name", how="left", maintain_order="left", validate="m:1",
        )
        .join(
            _find_main_sites(own, lists), on="merged_code",
            how="left", maintain_order="left", validate="m:1",
        )
    )  # fmt: skip
    named = pl.coalesce("named_lad", "site_lad")
    by_postcode = pl.col("ward_lad").is_not_null()
    placed = placed.with_columns(
        placed_by=pl.when(by_postcode).then(pl.lit("postcode"))
        .when(named.is_not_null()).then(pl.lit("name")).otherwise(pl.lit("none")),
        lsoa_code=pl.lit(NO_LSOA),
        lad_code=pl.coalesce("ward_lad", named).fill_null(""),
        ward_code=pl.when(by_postcode).then("ward_code").otherwise(pl.lit("")),
    )  # fmt: skip
    placed = _find_positions(placed, lists.middles).select(*ADDRESS, *PLACE, *POSITION)
    return addresses.join(
        placed, on=list(ADDRESS), how="left", maintain_order="left", validate="m:1",
        nulls_equal=True,
    )  # fmt: skip


def _find_councils(names: pl.Series, gazetteer: Gazetteer) -> pl.DataFrame:
    """address_lad_name and named_lad: the one council of today that each name stands for."""
    found = {}
    for name in names.unique().sort():
        matched = gazetteer.council_by_name(name) if name and name.strip() else None
        if matched and len(matched[0]) == 1:
            found[name] = matched[0][0]
    return pl.DataFrame(
        {"address_lad_name": list(found), "named_lad": list(found.values())},
        schema={"address_lad_name": pl.String, "named_lad": pl.String},
    )


def _find_main_sites(own: pl.DataFrame, lists: PlaceLists) -> pl.DataFrame:
    """merged_code and site_lad of universities: as listed, else by the council in the name."""
    named = own.filter(
        pl.col("merged_code").str.starts_with(PROVIDER)
        | pl.col("organisation_name").str.contains(r"(?i)\buniversity\b")
    ).sort("merged_code", "organisation_name")
    providers = named.unique("merged_code", keep="first", maintain_order=True).select(
        ukprn=pl.col("merged_code").str.strip_prefix(PROVIDER), provider_name="organisation_name"
    )
    listed = find_places(providers, lists.councils).rename({"lad_code": "site_lad"})
    rest = providers.join(listed, on="ukprn", how="anti")
    # 'University of Hull': the council's own name is 'Kingston upon Hull, City of'.
    place = rest["provider_name"].str.replace_all(r"(?i)\b(the|university|of|college)\b", "")
    by_name = _find_councils(place, lists.gazetteer)
    others = (
        rest.with_columns(address_lad_name=place)
        .join(by_name, on="address_lad_name", validate="m:1")
        .select("ukprn", site_lad="named_lad")
    )
    sites = pl.concat([listed, others])
    return named.select("merged_code").unique().with_columns(
        ukprn=pl.col("merged_code").str.strip_prefix(PROVIDER)
    ).join(sites, on="ukprn", validate="1:1").drop("ukprn")  # fmt: skip


def _find_positions(placed: pl.DataFrame, middles: pl.DataFrame) -> pl.DataFrame:
    """Adds POSITION: the postcode's own point, else the middle of its ward, else of its council."""
    with_middles = placed.join(
        middles.rename({"long": "lad_long", "lat": "lad_lat"}),
        on="lad_code", how="left", maintain_order="left", validate="m:1",
    ).with_columns(
        position_of=pl.when(pl.col("long").is_not_null()).then(pl.lit("postcode"))
        .when(pl.col("ward_long").is_not_null()).then(pl.lit("ward"))
        .when(pl.col("lad_long").is_not_null()).then(pl.lit("council")).otherwise(pl.lit("")),
        **{axis: pl.coalesce(axis, f"ward_{axis}", f"lad_{axis}") for axis in MIDDLE},
    )  # fmt: skip
    east, north = to_metres(with_middles["long"], with_middles["lat"])
    return with_middles.with_columns(
        east.alias("organisation_easting_m"), north.alias("organisation_northing_m")
    )

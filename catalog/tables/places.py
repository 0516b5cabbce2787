"""Tables of places: councils, wards, small areas, and how their codes have changed."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

define(
    "region_code", pl.String, "", "GSS code of the English region; of Wales for Wales",
    nullable=True,
)  # fmt: skip
define("region_name", pl.String, "", "Name of the English region, or Wales", nullable=True)
define("country_code", pl.String, "", "GSS code of the nation of the United Kingdom")
define("country_name", pl.String, "", "England, Wales, Scotland or Northern Ireland")
define("cauth_code", pl.String, "", "GSS code of the combined authority", nullable=True)
define("cauth_name", pl.String, "", "Name of the combined authority", nullable=True)
define("lsip_code", pl.String, "", "GSS code of the LSIP area (England)", nullable=True)
define("lsip_name", pl.String, "", "Name of the Local Skills Improvement Plan area", nullable=True)
define("itl2_code", pl.String, "", "ITL level 2 code", nullable=True)
define("itl2_name", pl.String, "", "ITL level 2 name", nullable=True)
define("lad_vintage", pl.String, "", "Year of the authority boundaries")
define("former_code", pl.String, "", "GSS code that is no longer in use, or of an older vintage")
define("former_name", pl.String, "", "Name that went with the former code")
define("former_vintage", pl.String, "", "Year of the older boundaries")
define("change_kind", pl.String, "", "What happened to a code")
define("share", pl.Float64, "fraction", "Share of the former area's residents now in this area")
define("lsoa_code", pl.String, "", "GSS code of the 2021 lower layer super output area")
define("lsoa_name", pl.String, "", "Name of the 2021 LSOA")
define("lsoa11_code", pl.String, "", "GSS code of the 2011 LSOA")
define("lsoa21_code", pl.String, "", "GSS code of the 2021 LSOA that has (part of) the 2011 LSOA")
define("lad22_code", pl.String, "", "GSS code of the 2022 authority that the LSOA was in")
define("lad22_name", pl.String, "", "Name of the 2022 authority that the LSOA was in")
# Null if an area has no usable boundary: it is in its table, but not on the map.
define("long", pl.Float64, "degrees", "Longitude of a point inside, WGS84", nullable=True)
define("lat", pl.Float64, "degrees", "Latitude of a point inside, WGS84", nullable=True)
define("postcode_key", pl.String, "", "Postcode in capitals with one space: HD1 1AB")
define("postcode_compact", pl.String, "", "Postcode in capitals without a space: HD11AB")
define("outline_geojson", pl.String, "degrees", "Simplified boundary as a GeoJSON geometry, WGS84")
define("geometry_wkb", pl.Binary, "degrees", "Boundary as well-known binary, WGS84", nullable=True)

COUNCILS: Final = Table(
    name="councils",
    grain="a current local authority district in England or Wales",
    key=("lad_code",),
    columns=(
        "lad_code",
        "lad_name",
        "lad_vintage",
        "region_code",
        "region_name",
        "country_name",
        "cauth_code",
        "cauth_name",
        "lsip_code",
        "lsip_name",
        "itl2_code",
        "itl2_name",
    ),
    allowed=(("country_name", ("England", "Wales")),),
)
LAD_CHANGES: Final = Table(
    name="lad_changes",
    grain="a former authority code, with the current authority that it belongs to",
    key=("former_code",),
    columns=("former_code", "former_name", "lad_code", "lad_name", "change_kind"),
    allowed=(("change_kind", ("recoded", "merged")),),
)
WARDS: Final = Table(
    name="wards",
    grain="a current ward, with its boundary (null if there is no usable one)",
    key=("ward_code",),
    columns=(
        "ward_code",
        "ward_name",
        "lad_code",
        "lad_name",
        "ward_vintage",
        "long",
        "lat",
        "geometry_wkb",
    ),
)
WARDS_2022: Final = Table(
    name="wards_2022",
    grain="a ward of December 2022, the wards of Census 2021 tables, with its boundary",
    key=("ward_code",),
    columns=WARDS.columns,
)
LADS: Final = Table(
    name="lads",
    grain="a local authority district, with a coarse boundary",
    key=("lad_code",),
    columns=("lad_code", "lad_name", "lad_vintage", "long", "lat", "geometry_wkb"),
)
LSOA_WARDS: Final = Table(
    name="lsoa_wards",
    grain="an LSOA of 2021, with the ward that fits it best",
    key=("lsoa_code",),
    columns=(
        "lsoa_code",
        "lsoa_name",
        "ward_code",
        "ward_name",
        "lad_code",
        "lad_name",
        "ward_vintage",
    ),
)
LSOA_CENTROIDS: Final = Table(
    name="lsoa_centroids",
    grain="an LSOA of 2021, with its population-weighted centre",
    key=("lsoa_code",),
    columns=("lsoa_code", "long", "lat"),
)
LSOA_CHANGES: Final = Table(
    name="lsoa_changes",
    grain="an LSOA of 2011 and an LSOA of 2021 that overlap",
    key=("lsoa11_code", "lsoa21_code"),
    columns=("lsoa11_code", "lsoa21_code", "change_kind", "lad22_code", "lad22_name"),
    allowed=(("change_kind", ("U", "S", "M", "X")),),
)
WARD_CHANGES: Final = Table(
    name="ward_changes",
    grain="a census ward of 2022 and a current ward that has some of its residents",
    key=("former_code", "ward_code"),
    columns=(
        "former_code",
        "former_name",
        "former_vintage",
        "ward_code",
        "ward_name",
        "lad_code",
        "ward_vintage",
        "share",
    ),
    non_negative=("share",),
)
POSTCODES: Final = Table(
    name="postcodes",
    grain="a postcode, with the coordinates of its middle",
    key=("postcode_key",),
    columns=("postcode_key", "long", "lat"),
)
POSTCODE_WARDS: Final = Table(
    name="postcode_wards",
    grain="a postcode, with the ward that its middle lies in",
    key=("postcode_compact",),
    columns=("postcode_compact", "ward_code"),
)
COUNCIL_BOUNDARIES: Final = Table(
    name="council_boundaries",
    grain="a local authority district of the United Kingdom, with an outline for a national map",
    key=("lad_code",),
    columns=(
        "lad_code",
        "lad_name",
        "lad_vintage",
        "country_code",
        "country_name",
        "long",
        "lat",
        "outline_geojson",
    ),
)

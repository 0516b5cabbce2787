"""Ward boundaries of the newest vintage that also has an LSOA lookup (or of the pinned year)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import WARDS
from etl.areas import Areas
from etl.clients.arcgis.client import Query
from etl.datasets.places.place_rows import YEAR, read_rows
from etl.raw import RawPart
from geo.boundaries import read_geojson

SOURCE: Final = source(
    Source(
        id="wards",
        title="Wards, boundaries generalised to 20 m and clipped to the coast",
        publisher=ONS_GEOGRAPHY,
        dataset_id="WD_UK_BGC",
        service="arcgis",
        url="https://geoportal.statistics.gov.uk",
        cadence="yearly",
        release_months=(5, 12),
    )
)
TABLE: Final = WARDS
LAYER: Final = "wards"
FIELDS: Final = {
    "ward_code": "WD{yy}CD",
    "ward_name": "WD{yy}NM",
    "lad_code": "LAD{yy}CD",
    "lad_name": "LAD{yy}NM",
}


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question per council, as the boundaries of all of Britain are large.

    It names the council's former codes too: a layer may still be under them.
    """
    return [
        Query(council, LAYER, geometry=True, of_lads=areas.codes_of(council), areas=(council,))
        for council in areas.councils
    ]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `wards`; lad_code is the council's code of today."""
    frames = [
        ward_frame([part]).with_columns(lad_code=pl.lit(part.note.areas[0])) for part in parts
    ]
    return pl.concat(frames).unique("ward_code", keep="last", maintain_order=True)


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:
    """What of the answers is not in the table, or not whole in it, a sentence each."""
    return [*read_rows(parts, FIELDS).notes("the ward boundaries"), *without_boundary(frame)]


def ward_frame(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Ward code, name, authority, vintage and boundary from features of any ward layer.

    A ward whose boundary is absent or no area has none here.
    """
    rows = read_rows(parts, FIELDS)
    frame = rows.frame.rename({YEAR: "ward_vintage"})
    return pl.concat([frame, read_geojson(rows.geometries)], how="horizontal")


def without_boundary(frame: pl.DataFrame) -> list[str]:
    """Names the wards that stay in the table without a boundary."""
    bare = frame.filter(pl.col("geometry_wkb").is_null()).sort("lad_code", "ward_code")
    if bare.is_empty():
        return []
    named = ", ".join(
        f"{ward} ({code})" for ward, code in bare.head(5).select("ward_name", "ward_code").rows()
    )
    return [
        f"No boundary that can be used for {bare.height:,} ward{'' if bare.height == 1 else 's'}: "
        f"{named}{', …' if bare.height > 5 else ''}. In the tables, not on the map."
    ]

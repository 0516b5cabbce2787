"""Authority boundaries, coarse, for outlines and for maps of several councils."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import LADS
from etl.areas import Areas
from etl.clients.arcgis.client import Query
from etl.datasets.places.place_rows import YEAR, read_rows
from etl.raw import RawPart
from geo.boundaries import read_geojson

SOURCE: Final = source(
    Source(
        id="lads",
        title="Local authority districts, boundaries generalised to 500 m",
        publisher=ONS_GEOGRAPHY,
        dataset_id="LAD_UK_BUC",
        service="arcgis",
        url="https://geoportal.statistics.gov.uk",
        cadence="yearly",
        release_months=(5, 12),
    )
)
TABLE: Final = LADS
LAYER: Final = "lads"
FIELDS: Final = {"lad_code": "LAD{yy}CD", "lad_name": "LAD{yy}NM"}


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question for all authorities; the layer is small."""
    return [Query("all", LAYER, geometry=True)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `lads`, England and Wales; an authority without a usable boundary has none."""
    rows = read_rows(parts, FIELDS)
    frame = rows.frame.rename({YEAR: "lad_vintage"})
    every = pl.concat([frame, read_geojson(rows.geometries)], how="horizontal")
    ours = every.filter(pl.col("lad_code").str.contains("^[EW]"))
    return ours.unique("lad_code", keep="first", maintain_order=True)


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:
    """What of the answers is not in the table, or not whole in it, a sentence each."""
    sentences = read_rows(parts, FIELDS).notes("the authority boundaries")
    bare = frame.filter(pl.col("geometry_wkb").is_null())["lad_name"].sort()
    if bare.len():
        sentences.append(f"No boundary that can be used for {', '.join(bare.head(5))}.")
    return sentences

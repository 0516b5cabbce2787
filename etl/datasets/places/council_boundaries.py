"""Outlines of every council of the United Kingdom, simplified for a national map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, OS_ATTRIBUTION, Source, source
from catalog.tables.places import COUNCIL_BOUNDARIES
from catalog.vocabulary.areas import COUNTRY_NAMES, country_of
from etl.areas import Areas
from etl.clients.arcgis.client import Query
from etl.datasets.places.lads import FIELDS, LAYER
from etl.datasets.places.place_rows import YEAR, drop_repeats, read_rows
from etl.raw import RawPart
from geo.boundaries import filter_drawable, read_geojson, simplify_boundaries, write_geojson

SOURCE: Final = source(
    Source(
        id="council_boundaries",
        title="Local authority districts of the United Kingdom, outlines for a national map",
        publisher=ONS_GEOGRAPHY,
        dataset_id="LAD_UK_BUC",
        service="arcgis",
        url="https://geoportal.statistics.gov.uk",
        cadence="yearly",
        release_months=(5, 12),
        caveats=(
            "Boundaries are generalised to 500 m by ONS and simplified further by us: for a map of "
            "the nation, not for measuring.",
            OS_ATTRIBUTION,
        ),
    )
)
TABLE: Final = COUNCIL_BOUNDARIES
EMBEDDED: Final = True
# A national map 1,000 pixels high shows a kilometre as one pixel.
MOST_POINTS: Final = 25_000


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question for all authorities; the layer is small."""
    return [Query("all", LAYER, geometry=True)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `council_boundaries`; an authority without a usable boundary has none."""
    rows = read_rows(parts, FIELDS)
    frame = rows.frame.rename({YEAR: "lad_vintage"})
    every = pl.concat([frame, read_geojson(rows.geometries)], how="horizontal")
    every = every.filter(country_of(pl.col("lad_code")).is_not_null())
    drawn = filter_drawable(every).unique("lad_code", keep="first", maintain_order=True)
    lighter = simplify_boundaries(drawn, MOST_POINTS)
    country = country_of(pl.col("lad_code"))
    return lighter.with_columns(
        write_geojson(lighter),
        country_code=country,
        country_name=country.replace_strict(COUNTRY_NAMES, default=None, return_dtype=pl.String),
    ).select(TABLE.columns)


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:
    """What of the answers is not in the table, a sentence each."""
    rows = read_rows(parts, FIELDS)
    sentences = rows.notes("the authority boundaries")
    sentences += drop_repeats(rows.frame, ("lad_code",), "the authority boundaries")[1]
    bare = rows.frame.join(frame, on="lad_code", how="anti")["lad_name"].unique().sort()
    if bare.len():
        sentences.append(f"No boundary that can be used for {', '.join(bare.head(5))}.")
    return sentences

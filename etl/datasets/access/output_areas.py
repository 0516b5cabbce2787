"""Which LSOA each census output area lies in: ONS's lookup, a file that the user supplies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.connections import OUTPUT_AREAS
from etl.areas import Areas
from etl.clients.files import published
from etl.clients.files.published import Layout
from etl.clients.query import Query
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id="output_areas",
        title="Output areas to LSOAs, December 2021",
        publisher=ONS_GEOGRAPHY,
        dataset_id="OA21-LSOA21-lookup",
        service="file",
        url="https://geoportal.statistics.gov.uk",
        cadence="census",
    )
)
TABLE: Final = OUTPUT_AREAS
LAYOUT: Final = Layout({"output_area_code": ("OA21CD",), "lsoa_code": ("LSOA21CD",)})
OUTPUT_AREA: Final = r"^[EW]00\d{6}$"
LSOA: Final = r"^[EW]01\d{6}$"


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply output_areas FILE` takes the lookup in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `output_areas` of the newest file; RawError where its codes are of other areas."""
    read = published.read(parts[-1], LAYOUT, SOURCE.id).frame
    ours = read.filter(
        pl.col("output_area_code").str.contains(OUTPUT_AREA)
        & pl.col("lsoa_code").str.contains(LSOA)
    ).unique(maintain_order=True)
    twice = ours.filter(pl.col("output_area_code").is_duplicated())["output_area_code"]
    if ours.is_empty() or twice.len():
        fault = f"puts {twice[0]} in two LSOAs" if twice.len() else "has no output area of 2021"
        name = parts[-1].note.release or "the file"
        raise RawError(f"{SOURCE.id}: {name} {fault}; supply ONS's lookup as published")
    return ours.select(TABLE.columns)

"""Ward boundaries of December 2022: the wards of the Census 2021 tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import WARDS_2022
from etl.areas import Areas
from etl.clients.arcgis.client import Query
from etl.datasets.places.place_rows import read_rows
from etl.datasets.places.wards import FIELDS, ward_frame, without_boundary
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="wards_2022",
        title="Wards (December 2022), generalised boundaries",
        publisher=ONS_GEOGRAPHY,
        dataset_id="Wards_December_2022_Boundaries_UK",
        service="arcgis",
        url="https://geoportal.statistics.gov.uk",
        cadence="irregular",
        caveats=("Used only to place the residents of census wards in the wards of today.",),
    )
)
TABLE: Final = WARDS_2022
LAYER: Final = "wards_2022"


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question per council, under the codes that it had in 2022 as well as its own."""
    return [
        Query(council, LAYER, geometry=True, of_lads=areas.codes_of(council), areas=(council,))
        for council in areas.councils
    ]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `wards_2022`; lad_code is the council's code of 2022."""
    return ward_frame(parts).unique("ward_code", keep="last", maintain_order=True)


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:
    """What of the answers is not in the table, or not whole in it, a sentence each."""
    left_out = read_rows(parts, FIELDS).notes("the ward boundaries of 2022")
    return [*left_out, *without_boundary(frame)]

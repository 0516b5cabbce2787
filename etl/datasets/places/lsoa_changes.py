"""Which LSOAs of 2011 became which of 2021, and the authority of 2022 they lay in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_GEOGRAPHY, Source, source
from catalog.tables.places import LSOA_CHANGES
from etl.areas import Areas
from etl.clients.arcgis.client import Query
from etl.datasets.places.place_rows import drop_repeats, read_rows
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="lsoa_changes",
        title="LSOA (2011) to LSOA (2021) to LAD (2022) lookup",
        publisher=ONS_GEOGRAPHY,
        dataset_id="LSOA11_LSOA21_LAD22_EW_LU",
        service="arcgis",
        url="https://geoportal.statistics.gov.uk",
        cadence="irregular",
        caveats=("U unchanged, S split, M merged, X changed in a way too complex to describe.",),
    )
)
TABLE: Final = LSOA_CHANGES
LAYER: Final = "lsoa_changes"
FIELDS: Final = {
    "lsoa11_code": "LSOA11CD",
    "lsoa21_code": "LSOA21CD",
    "change_name": "CHGIND",
    "lad22_code": "LAD22CD",
    "lad22_name": "LAD22NM",
}


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question for England and Wales."""
    return [Query("all", LAYER)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `lsoa_changes`."""
    return _read(parts)[0]


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:  # noqa: ARG001
    """What of the answers is not in the table, a sentence each."""
    return _read(parts)[1]


def _read(parts: Sequence[RawPart]) -> tuple[pl.DataFrame, list[str]]:
    rows = read_rows(parts, FIELDS)
    # A kind of change that is not one of the four is too complex to say, as X is.
    kind = pl.col("change_name").str.to_uppercase()
    frame = rows.frame.select(
        "lsoa11_code", "lsoa21_code",
        change_kind=pl.when(kind.is_in(["U", "S", "M"])).then(kind).otherwise(pl.lit("X")),
        lad22_code="lad22_code", lad22_name="lad22_name",
    )  # fmt: skip
    kept, twice = drop_repeats(frame, TABLE.key, "the LSOA changes")
    return kept, [*rows.notes("the LSOA changes"), *twice]

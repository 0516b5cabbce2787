"""Rated business properties and their rateable value by sector, in LSOAs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import VOA, Source, source
from catalog.tables.economy import PROPERTY_STOCK_SMALL_AREAS
from etl.areas import Areas
from etl.clients.govuk import ArchiveQuery, ExpectedArchive, tables_of
from etl.datasets.premises.stock_of_properties import CAVEATS, COLLECTION, RELEASE, stock_rows
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="stock_of_properties_small_areas",
        title="Non-domestic rating: stock of properties by LSOA",
        publisher=VOA,
        dataset_id="ndr_stock_oa",
        service="govuk",
        url=f"https://www.gov.uk{COLLECTION}",
        cadence="yearly",
        release_months=(5, 6),
        caveats=(
            *CAVEATS,
            "Many LSOAs have fewer than 5 properties of a sector, so sums over them are too low.",
        ),
    )
)
TABLE: Final = PROPERTY_STOCK_SMALL_AREAS
MEMBERS: Final = {
    f"SOP_OA_{kind}_{sector}.csv": (sector.replace("all", "total"), measure)
    for sector in ("all", "retail", "office", "industrial", "other")
    for kind, measure in (("counts", "properties_count"), ("rv", "rateable_value_gbp"))
}
EXPECTED: Final = (
    ExpectedArchive(
        SOURCE.title, COLLECTION, RELEASE, r"^ndr_stock_oa_20\d\d\.zip$", tuple(MEMBERS)
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[ArchiveQuery]:  # noqa: ARG001
    """One zip for England and Wales."""
    return [ArchiveQuery("all", EXPECTED[0])]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `property_stock_small_areas`, of the newest year: all would be millions."""
    rows = (
        stock_rows(frame, *MEMBERS[name], newest_only=True)
        for part in parts
        for name, frame in tables_of(part, MEMBERS)
    )
    return pl.concat([TABLE.empty(), *rows]).filter(pl.col("area_type") == "lsoa21")

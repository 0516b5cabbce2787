"""People claiming unemployment benefits in wards and LSOAs, the last two years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import CLAIMANTS_SMALL_AREAS
from etl.areas import Areas
from etl.clients.nomis.client import NEWEST_WARDS, Query
from etl.clients.nomis.codes import published
from etl.clients.nomis.pages import frames
from etl.clients.nomis.queries import small_area_queries
from etl.datasets.labour import claimants
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="claimants_small_areas",
        title="Claimant count, small areas",
        publisher=ONS_NOMIS,
        dataset_id="NM_162_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/ucjsa",
        cadence="monthly",
        release_months=claimants.EVERY_MONTH,
        caveats=(
            *claimants.CAVEATS,
            "For wards Nomis may have the latest month only; LSOAs have a longer history.",
        ),
    )
)
TABLE: Final = CLAIMANTS_SMALL_AREAS
EXPECTED: Final = (
    replace(claimants.EXPECTED[0], geography_types={151: "2021.*lower", 182: r"\bwards?\b"}),
)
NEWEST: Final = "latestMINUS23-latest"


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Per council: its wards of the newest vintage that Nomis has, and its LSOAs of 2021."""
    wards = Query("wards", EXPECTED[0], NEWEST, claimants.MEMBERS, area_type=NEWEST_WARDS)
    lsoas = Query("lsoa21", EXPECTED[0], NEWEST, claimants.MEMBERS, area_type=151)
    return [*small_area_queries(wards, areas), *small_area_queries(lsoas, areas)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `claimants_small_areas`, without months for which a council has nothing.

    A council with nothing for an area type keeps the newest month's counts, as missing.
    """
    rows = pl.concat(frame.select(claimants.columns()) for frame in frames(parts))
    rows = rows.unique(TABLE.key, keep="last", maintain_order=True)
    count = pl.col("measure") == "claimants_persons"
    return published(rows, "value", block=("period", "measure"), total=count).select(TABLE.columns)

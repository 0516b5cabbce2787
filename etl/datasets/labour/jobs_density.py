"""Jobs in an area for each resident aged 16 to 64."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import AREA, JOBS_DENSITY, PERIOD
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codes import VALUE, area_columns, status, value, year_columns, years_since
from etl.clients.nomis.pages import frame_of
from etl.clients.nomis.queries import queries_with_comparators
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="jobs_density",
        title="Jobs density",
        publisher=ONS_NOMIS,
        dataset_id="NM_57_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/jd",
        cadence="yearly",
        caveats=(
            "Jobs include employees, the self-employed, government trainees and the armed forces, "
            "so there are more of them than in BRES.",
        ),
    )
)
TABLE: Final = JOBS_DENSITY
TOTAL, DENSITY = 1, 3
EXPECTED: Final = (
    Expected(
        "NM_57_1",
        {"item": {TOTAL: "^Total jobs$", DENSITY: "^Jobs density$"}, "measures": VALUE},
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question per council (with the codes it replaced), and one for regions and nations."""
    members = (("item", (TOTAL, DENSITY)), ("measures", (20100,)))
    return queries_with_comparators(Query("", EXPECTED[0], years_since(2000), members), areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `jobs_density`: one per area and year, `status` being that of the density."""
    cells = (
        frame_of(parts)
        .select(
            *area_columns(),
            *year_columns(),
            pl.col("ITEM").cast(pl.Int64).alias("item"),
            value().alias("value"),
            status(ESTIMATED),
        )
        .unique((*TABLE.key, "item"), keep="last", maintain_order=True)
    )
    density = pl.col("item") == DENSITY
    return (
        cells.group_by(*AREA, *PERIOD, maintain_order=True)
        .agg(
            pl.col("value").filter(density).first().alias("jobs_per_resident"),
            pl.col("value").filter(~density).first().alias("jobs"),
            pl.col("status").filter(density).first(),
        )
        .select(TABLE.columns)
    )

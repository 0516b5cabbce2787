"""People claiming unemployment benefits: councils, regions and nations, every month since 2013."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import CLAIMANTS
from catalog.vocabulary.status import ROUNDED
from etl.areas import Areas
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codes import VALUE, area_columns, month_columns, periods_since, status, value
from etl.clients.nomis.pages import frame_of
from etl.clients.nomis.queries import queries_with_comparators
from etl.raw import RawPart

EVERY_MONTH: Final = tuple(range(1, 13))
CAVEATS: Final = (
    "Rounded to 5, and not seasonally adjusted: compare with the same month of another year.",
    "Counts people claiming benefits mainly because they are unemployed; the roll-out of Universal "
    "Credit from 2015 to 2018 brought in more people, so earlier months are not fully comparable.",
)
SOURCE: Final = source(
    Source(
        id="claimants",
        title="Claimant count",
        publisher=ONS_NOMIS,
        dataset_id="NM_162_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/ucjsa",
        cadence="monthly",
        release_months=EVERY_MONTH,
        caveats=CAVEATS,
    )
)
TABLE: Final = CLAIMANTS
MEASURES: Final = {1: "claimants_persons", 2: "claimants_pct"}
EXPECTED: Final = (
    Expected(
        "NM_162_1",
        {
            "gender": {0: "^Total$"},
            "age": {0: r"^All categories: Age 16\+"},
            "measure": {1: "^Claimant count$", 2: "residents aged 16-64$"},
            "measures": VALUE,
        },
    ),
)
MEMBERS: Final = (
    ("gender", (0,)),
    ("age", (0,)),
    ("measure", tuple(MEASURES)),
    ("measures", (20100,)),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question per council (with the codes it replaced), and one for regions and nations."""
    # A month is published in the middle of the next.
    since = periods_since(date(2013, 1, 1), step_months=1, lag_months=2)
    return queries_with_comparators(Query("", EXPECTED[0], since, MEMBERS), areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `claimants`: the count and the share apart, as either may be there alone."""
    rows = frame_of(parts).with_columns(*columns())
    return rows.unique(TABLE.key, keep="last", maintain_order=True).select(TABLE.columns)


def columns() -> list[pl.Expr]:
    """The columns that councils and their small areas have in common."""
    return [
        *area_columns(),
        *month_columns(),
        pl.col("MEASURE").cast(pl.Int64).replace_strict(MEASURES).alias("measure"),
        value().alias("value"),
        status(ROUNDED),
    ]

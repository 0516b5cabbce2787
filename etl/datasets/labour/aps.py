"""Employment, qualifications and occupations of residents (Annual Population Survey)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import APS, AREA, PERIOD
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codes import area_columns, rolling_year_columns, status, value
from etl.clients.nomis.pages import frame_of
from etl.clients.nomis.queries import queries_with_comparators
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="aps",
        title="Annual Population Survey",
        publisher=ONS_NOMIS,
        dataset_id="NM_17_5",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/apsnew",
        cadence="quarterly",
        release_months=(1, 4, 7, 10),
        caveats=(
            "A survey with few interviews in each council: read every value with its confidence "
            "interval.",
            "Each figure covers twelve months, and neighbouring figures overlap by nine of them.",
            "Qualifications are published for calendar years only, since 2022 by RQF level.",
            "Residents are counted where they live, not where they work.",
        ),
    )
)
TABLE: Final = APS
# Our code, Nomis' number and what its label must say.
VARIABLES: Final = (
    ("activity_rate", 18, "^Economic activity rate - aged 16-64"),
    ("employment_rate", 45, "^Employment rate - aged 16-64"),
    ("unemployment_rate", 84, "^Unemployment rate - aged 16-64"),
    ("inactivity_rate", 111, "^% who are economically inactive - aged 16-64"),
    ("rqf4_or_above", 1902, r"^% with RQF4\+ - aged 16-64"),
    ("rqf3_or_above", 1911, r"^% with RQF3\+ - aged 16-64"),
    ("rqf2_or_above", 1920, r"^% with RQF2\+ - aged 16-64"),
    ("no_qualifications", 1947, r"^% with no qualifications(?! \(NVQ\)).*- aged 16-64"),
    *(
        (f"occupation_{group}", 1814 + group, rf"^% all in employment who are - {group}:.*SOC2020")
        for group in range(1, 10)
    ),
)
CODES: Final = {number: code for code, number, _ in VARIABLES}
# The percentage must be there; what the other three are called is not relied on.
MEASURES: Final = {
    20599: "value_pct",
    21001: "numerator_persons",
    21002: "denominator_persons",
    21003: "ci95_pct_points",
}
EXPECTED: Final = (
    Expected(
        "NM_17_5",
        {
            "variable": {number: pattern for _, number, pattern in VARIABLES},
            "measures": {20599: "^Variable$", 21001: "", 21002: "", 21003: ""},
        },
        needed={"measures": (20599,)},
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Ten years of quarters for each council, and for regions and nations together."""
    members = (("variable", tuple(CODES)), ("measures", tuple(MEASURES)))
    return queries_with_comparators(Query("", EXPECTED[0], "latestMINUS39-latest", members), areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `aps`: one per area, year of survey and variable; `status` is of the percentage."""
    cells = (
        frame_of(parts)
        .select(
            *area_columns(),
            *rolling_year_columns(),
            pl.col("VARIABLE").cast(pl.Int64).replace_strict(CODES).alias("variable_code"),
            pl.col("VARIABLE_NAME").str.strip_chars().alias("variable_name"),
            pl.col("MEASURES").cast(pl.Int64).replace_strict(MEASURES).alias("measure"),
            value().alias("value"),
            status(ESTIMATED),
        )
        .unique((*TABLE.key, "measure"), keep="last", maintain_order=True)
    )
    key = (*AREA, *PERIOD, "variable_code", "variable_name")
    return (
        cells.group_by(key, maintain_order=True)
        .agg(
            *(
                pl.col("value").filter(pl.col("measure") == name).first().alias(name)
                for name in MEASURES.values()
            ),
            pl.col("status").filter(pl.col("measure") == "value_pct").first(),
        )
        .select(TABLE.columns)
    )

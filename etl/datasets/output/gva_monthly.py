"""Output of the United Kingdom by industry, every month, as an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.measures import SECTIONS
from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.tables.economy import GVA_MONTHLY
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.ons.time_series import ExpectedSeries, SeriesQuery, months_of
from etl.raw import RawPart

TOPIC: Final = "/economy/grossdomesticproductgdp/timeseries"
SOURCE: Final = source(
    Source(
        id="gva_monthly",
        title="Monthly GDP: gross value added by industry, chained volume, seasonally adjusted",
        publisher=ONS,
        dataset_id="MGDP",
        service="ons",
        url=f"https://www.ons.gov.uk{TOPIC}/ecy2/mgdp",
        cadence="monthly",
        release_months=tuple(range(1, 13)),
        caveats=(
            "An index of the volume of output in the United Kingdom; there are no figures for "
            "regions or councils, and indices of industries do not add up.",
            "Early estimates: each month is revised in later releases.",
        ),
        keeps_vintages=True,
    )
)
TABLE: Final = GVA_MONTHLY
GROUPS: Final = {"B-E": "Production industries", "G-T": "Services"}
NAMES: Final = {"total": "All industries", **GROUPS, **SECTIONS}
# The series of each industry, with a pattern of what its title says the industry is.
SERIES: Final = {
    "total": ("ECY2", "Gross Value Added - Monthly"),
    "A": ("ECY3", "Agriculture"),
    "B-E": ("ECY4", "Production Industries"),
    "B": ("ECY5", "Mining"),
    "C": ("ECY6", "Manufacturing"),
    "D": ("ECY7", "Electricity, gas"),
    "E": ("ECY8", "Water supply"),
    "F": ("ECY9", "Construction"),
    "G-T": ("ECYC", "Service Industries"),
    "G": ("ECYD", "Wholesale"),
    "H": ("ECYG", "Transport"),
    "I": ("ECYH", "Accommodation"),
    "J": ("ECYI", "Information"),
    "K": ("ECYJ", "Financial"),
    "L": ("ECYK", "Real estate"),
    "M": ("ECYL", "Professional"),
    "N": ("ECYP", "Administrative"),
    "O": ("ECYQ", "Public admin"),
    "P": ("ECYR", "Education"),
    "Q": ("ECYS", "Human health"),
    "R": ("ECYT", "Arts"),
    "S": ("ECYU", "Other service"),
    "T": ("ECYV", "Activities of hous"),
}
EXPECTED: Final = tuple(
    ExpectedSeries(f"{TOPIC}/{cdid.lower()}/mgdp", rf"^{industry}.*\(Index.*CVM SA")
    for cdid, industry in SERIES.values()
)


def requests(areas: Areas, settings: Settings) -> Sequence[SeriesQuery]:  # noqa: ARG001
    """One series for each industry or group of them, and one for the total."""
    return [SeriesQuery(code, expected) for code, expected in zip(SERIES, EXPECTED, strict=True)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `gva_monthly`."""
    code = pl.col("key")
    return (
        months_of(parts)
        .with_columns(
            industry_code=code,
            industry_name=code.replace_strict(NAMES),
            industry_level=pl.when(code == "total")
            .then(pl.lit("total"))
            .when(code.is_in(list(GROUPS)))
            .then(pl.lit("broad_group"))
            .otherwise(pl.lit("section")),
            gva_index="value",
            status=pl.lit(ESTIMATED),
        )
        .select(TABLE.columns)
    )

"""Employment, unemployment and inactivity rates of the United Kingdom, every month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.tables.economy import NATIONAL_RATES
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.ons.time_series import ExpectedSeries, SeriesQuery, months_of
from etl.raw import RawPart

TOPIC: Final = "/employmentandlabourmarket"
SOURCE: Final = source(
    Source(
        id="national_rates",
        title="Labour Force Survey: headline rates, seasonally adjusted",
        publisher=ONS,
        dataset_id="LMS",
        service="ons",
        url=f"https://www.ons.gov.uk{TOPIC}/peopleinwork",
        cadence="monthly",
        release_months=tuple(range(1, 13)),
        caveats=("A survey with sampling error; each month is an average of three.",),
    )
)
TABLE: Final = NATIONAL_RATES
SERIES: Final = {
    "employment_rate": (
        "Employment rate, residents aged 16 to 64",
        "/peopleinwork/employmentandemployeetypes/timeseries/lf24/lms",
        r"^Employment rate \(aged 16 to 64.*%",
    ),
    "unemployment_rate": (
        "Unemployment rate, residents aged 16 and over",
        "/peoplenotinwork/unemployment/timeseries/mgsx/lms",
        r"^Unemployment rate \(aged 16 and over.*%",
    ),
    "inactivity_rate": (
        "Economic inactivity rate, residents aged 16 to 64",
        "/peoplenotinwork/economicinactivity/timeseries/lf2s/lms",
        r"inactivity rate.*16.*64.*%",
    ),
}
EXPECTED: Final = tuple(
    ExpectedSeries(f"{TOPIC}{path}", title) for _, path, title in SERIES.values()
)


def requests(areas: Areas, settings: Settings) -> Sequence[SeriesQuery]:  # noqa: ARG001
    """One series for each rate."""
    return [SeriesQuery(code, expected) for code, expected in zip(SERIES, EXPECTED, strict=True)]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `national_rates`."""
    names = {code: name for code, (name, _, _) in SERIES.items()}
    return (
        months_of(parts)
        .with_columns(
            variable_code="key",
            variable_name=pl.col("key").replace_strict(names),
            value_pct="value",
            status=pl.lit(ESTIMATED),
        )
        .select(TABLE.columns)
    )

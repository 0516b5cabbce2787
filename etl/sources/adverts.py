"""Online job adverts by month in local authorities, in total and by occupation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.status import ESTIMATED, OBSERVED
from catalog.tables.economy import ADVERTS
from etl.areas import NATIONS, REGIONS, Areas
from etl.nomis_codes import month_columns
from etl.ons import ExpectedWorkbook, WorkbookAsk, workbook_of
from etl.raw import RawPart
from etl.workbook import MONTH, Found, Sheet, month_of, number, status, with_area_type

PAGE: Final = (
    "/employmentandlabourmarket/peopleinwork/employmentandemployeetypes/datasets/"
    "labourdemandvolumesbystandardoccupationclassificationsoc2020uk"
)
SOURCE: Final = source(
    Source(
        id="adverts",
        title="Labour demand volumes by Standard Occupation Classification (SOC 2020)",
        publisher=f"{ONS}, from Textkernel",
        dataset_id="labourdemandbyoccupation",
        service="ons",
        url=f"https://www.ons.gov.uk{PAGE}",
        cadence="monthly",
        release_months=tuple(range(1, 13)),
        caveats=(
            "Online adverts, not vacancies: one advert may stand for several jobs, one job may be "
            "advertised twice, and some jobs are never advertised online.",
            "Editions since September 2025 count the adverts that are new in a month, earlier ones "
            "those online in it: figures of different editions do not compare.",
            "Official statistics in development, and less certain since November 2025.",
            "The occupation is assigned by a model from the wording of the advert.",
            "London is published as a whole, without its boroughs. Council boundaries are of 2023.",
        ),
    )
)
TABLE: Final = ADVERTS
COUNTRIES: Final = Sheet(r"^Table 1\b", {"area_name": "Country", "": MONTH})
TOTALS: Final = Sheet(
    r"^Table 2\b",
    {
        "area_name": "Local Authority District",
        "area_code": "Local Authority Code",
        "": MONTH,
    },
)
# An edition may hold this table without rows; then there are only totals.
BY_OCCUPATION: Final = Sheet(
    r"^Table 4\b",
    {
        **TOTALS.header,
        "occupation_code": "SOC 3 digit code",
        "occupation_name": "SOC 3 digit label",
    },
    may_be_empty=True,
)
EXPECTED: Final = (
    ExpectedWorkbook(
        PAGE, r"labourdemandbyoccupation[^/]*\.xlsx", (COUNTRIES, TOTALS, BY_OCCUPATION)
    ),
)
CODES: Final = {name: code for code, name in (NATIONS | REGIONS).items()}


def asks(areas: Areas, settings: Settings) -> Sequence[WorkbookAsk]:  # noqa: ARG001
    """One workbook for the whole country."""
    return [WorkbookAsk("all", EXPECTED[0])]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `adverts`: England, Wales, their councils, and London as a region.

    Adverts whose occupation is not known have the occupation_code 'unknown'. Where a workbook has
    no rows by occupation, there are only those of the total.
    """
    frames = []
    for part in parts:
        workbook = workbook_of(part)
        frames += [
            _rows(workbook.table(COUNTRIES), OBSERVED),
            _rows(workbook.table(TOTALS), OBSERVED),
            _rows(workbook.table(BY_OCCUPATION), ESTIMATED),
        ]
    return pl.concat(frames)


def _rows(found: Found, usual: str) -> pl.DataFrame:
    frame = found.frame
    months = {text: f"{month:%Y-%m}" for text in frame.columns if (month := month_of(text))}
    if "occupation_code" not in frame.columns:
        frame = frame.with_columns(
            occupation_code=pl.lit("total"), occupation_name=pl.lit("All occupations")
        )
    # Countries and London come without a code. Another row without one is of no known place.
    by_name = pl.col("area_name").replace_strict(CODES, default=None, return_dtype=pl.String)
    code = pl.coalesce("area_code", by_name) if "area_code" in frame.columns else by_name
    areas = ("area_code", "area_name", "area_type", "area_vintage")
    return (
        with_area_type(frame.with_columns(code.alias("area_code"), area_vintage=pl.lit("2023")))
        .unpivot(
            list(months),
            index=[*areas, "occupation_code", "occupation_name"],
            variable_name="DATE",
        )
        .with_columns(
            pl.col("DATE").replace(months),
            pl.col("occupation_code").replace("Unknown", "unknown"),
        )
        .with_columns(
            *month_columns(),
            number("value").alias("adverts_count"),
            # The workbook says: 'Some cells show [x] where data are suppressed.'
            status("value", usual, suppressed=("x",)),
        )
        .select(TABLE.columns)
    )

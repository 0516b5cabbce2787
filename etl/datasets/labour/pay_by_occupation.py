"""Pay by occupation and region: a file that the user supplies, after the survey of earnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.priorities import PAY_BY_OCCUPATION
from etl.areas import Areas
from etl.clients.files import uploads
from etl.clients.query import Query
from etl.datasets.labour import occupation_file
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="pay_by_occupation",
        title="Annual Survey of Hours and Earnings: pay by occupation and region",
        publisher="Office for National Statistics",
        dataset_id="ASHE tables 3 and 15",
        service="file",
        url="https://www.ons.gov.uk/employmentandlabourmarket/peopleinwork/earningsandworkinghours"
        "/datasets/regionbyoccupation4digitsoc2010ashetable15",
        cadence="yearly",
        caveats=(
            "A survey of employees' pay: people who are self-employed are not in it.",
            "ONS withholds estimates that are too uncertain; they are missing here.",
        ),
    )
)
TABLE: Final = PAY_BY_OCCUPATION
COLUMNS: Final = (*occupation_file.COLUMNS, "pay_gbp_year", "cv_pct")


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply pay_by_occupation FILE` takes the file in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `pay_by_occupation`; RawError names every fault of the file."""
    frame = occupation_file.read_rows(parts, COLUMNS, "pay_gbp_year", SOURCE.id)
    return frame.with_columns(cv_pct=uploads.count("cv_pct")).select(TABLE.columns)

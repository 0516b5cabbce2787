"""Unemployment by last occupation: a file that the user supplies, after the Labour Force Survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.priorities import UNEMPLOYMENT_BY_OCCUPATION
from etl.areas import Areas
from etl.clients.query import Query
from etl.datasets.labour import occupation_file
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="unemployment_by_occupation",
        title="Labour Force Survey: unemployment by previous occupation (UNEM02)",
        publisher="Office for National Statistics",
        dataset_id="UNEM02",
        service="file",
        url="https://www.ons.gov.uk/employmentandlabourmarket/peoplenotinwork/unemployment/datasets"
        "/unemploymentbypreviousoccupationunem02",
        cadence="quarterly",
        caveats=(
            "A survey of the nation or a region: it does not show councils.",
            "People who never worked, or last worked long ago, have no last occupation.",
        ),
    )
)
TABLE: Final = UNEMPLOYMENT_BY_OCCUPATION
COLUMNS: Final = (*occupation_file.COLUMNS, "unemployment_rate_pct")


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply unemployment_by_occupation FILE` takes the file in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `unemployment_by_occupation`; RawError names every fault of the file."""
    frame = occupation_file.read_rows(parts, COLUMNS, "unemployment_rate_pct", SOURCE.id)
    return frame.select(TABLE.columns)

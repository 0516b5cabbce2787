"""Local units: single sites of businesses by section and size band (UK Business Counts)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import BUSINESS_LOCAL_UNITS
from etl.areas import Areas
from etl.clients.nomis.client import Query
from etl.datasets.business import business_counts as businesses
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="business_local_units",
        title="UK Business Counts, local units by industry and employment size band",
        publisher=ONS_NOMIS,
        dataset_id="NM_141_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/idbrlu",
        cadence="yearly",
        release_months=(9, 10),
        caveats=(
            *businesses.CAVEATS,
            "A site is counted where it stands, so one business may be counted many times.",
        ),
    )
)
TABLE: Final = BUSINESS_LOCAL_UNITS
EXPECTED: Final = (businesses.expected(SOURCE.dataset_id),)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question per council (with the codes it replaced), and one for regions and nations."""
    return businesses.requests(EXPECTED[0], areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `business_local_units`."""
    return businesses.tidy(parts, TABLE)

"""Enterprises: whole businesses by section and size band (UK Business Counts)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import BUSINESS_ENTERPRISES
from etl.areas import Areas
from etl.clients.nomis.client import Query
from etl.datasets.business import business_counts as businesses
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="business_enterprises",
        title="UK Business Counts, enterprises by industry and employment size band",
        publisher=ONS_NOMIS,
        dataset_id="NM_142_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/idbrent",
        cadence="yearly",
        release_months=(9, 10),
        caveats=(
            *businesses.CAVEATS,
            "A business is counted once, where it is registered, wherever its sites are.",
        ),
    )
)
TABLE: Final = BUSINESS_ENTERPRISES
EXPECTED: Final = (businesses.expected(SOURCE.dataset_id),)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question per council (with the codes it replaced), and one for regions and nations."""
    return businesses.requests(EXPECTED[0], areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `business_enterprises`."""
    return businesses.tidy(parts, TABLE)

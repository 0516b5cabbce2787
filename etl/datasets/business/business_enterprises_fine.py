"""Enterprises of Great Britain by 3- and 5-digit industry and size band (UK Business Counts)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.sectors import ENTERPRISES_FINE
from catalog.vocabulary.areas import GREAT_BRITAIN
from catalog.vocabulary.status import ROUNDED
from etl.areas import Areas
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codes import (
    area_columns,
    month_of_year_columns,
    status,
    value,
    years_since,
)
from etl.clients.nomis.fine_industries import (
    FINE_INDUSTRIES,
    FINE_LABELS,
    fine_industry_columns,
    refuse_other_industries,
)
from etl.clients.nomis.pages import frame_of
from etl.datasets.business import business_counts as businesses
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="business_enterprises_fine",
        title="UK Business Counts, enterprises by 3- and 5-digit industry and size band",
        publisher=ONS_NOMIS,
        dataset_id="NM_142_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/idbrent",
        cadence="yearly",
        release_months=(9, 10),
        caveats=(
            *businesses.CAVEATS,
            "A business is counted once, in the class of its main activity.",
        ),
    )
)
TABLE: Final = ENTERPRISES_FINE
_LIKE: Final = businesses.expected(SOURCE.dataset_id).labels
EXPECTED: Final = (Expected(SOURCE.dataset_id, {**_LIKE, "industry": FINE_LABELS}),)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question, of Great Britain since 2015: three pages of Nomis."""
    members = (
        ("industry", FINE_INDUSTRIES),
        ("employment_sizeband", tuple(businesses.SIZE_BANDS)),
        ("legal_status", (0,)),
        ("measures", (20100,)),
    )
    return [
        Query(
            key=GREAT_BRITAIN,
            expected=EXPECTED[0],
            date=years_since(2015),
            members=members,
            geography=(GREAT_BRITAIN,),
            every_area=True,
        )
    ]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `enterprises_fine`, without years that Nomis has no figure of."""
    frame = frame_of(parts)
    refuse_other_industries(frame, SOURCE.id)
    band = pl.col("EMPLOYMENT_SIZEBAND").cast(pl.Int64)
    rows = (
        frame.with_columns(
            *area_columns(),
            *month_of_year_columns(businesses.MARCH),
            *fine_industry_columns(),
            band.replace_strict(businesses.SIZE_BANDS).alias("size_band"),
            value().alias("business_units"),
            status(ROUNDED),
        )
        .unique(TABLE.key, keep="last", maintain_order=True)
        .select(TABLE.columns)
    )
    return rows.filter(pl.col("business_units").is_not_null().any().over("period"))

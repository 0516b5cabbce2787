"""Jobs by industry in councils, regions and nations (BRES)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.labour import JOBS
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codes import (
    DIVISIONS,
    INDUSTRY_LABELS,
    INDUSTRY_TOTAL,
    SECTIONS,
    VALUE,
    area_columns,
    industry_columns,
    status,
    value,
    year_columns,
    years_since,
)
from etl.clients.nomis.pages import frame_of
from etl.clients.nomis.queries import queries_with_comparators
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="bres",
        title="Business Register and Employment Survey",
        publisher=ONS_NOMIS,
        dataset_id="NM_189_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/newbres6pub",
        cadence="yearly",
        release_months=(10, 11),
        caveats=(
            "A survey: small cells are noisy, and cells are rounded apart, so that sections do not "
            "add up to the total exactly.",
            "The series starts anew in 2015 and was not designed for comparing years.",
            "Jobs are counted where the workplace is, not where people live.",
        ),
    )
)
TABLE: Final = JOBS
KINDS: Final = {"1": "employees", "4": "employment"}
EXPECTED: Final = (
    Expected(
        "NM_189_1",
        {
            "industry": INDUSTRY_LABELS,
            "employment_status": {1: "^Employees$", 4: "^Employment$"},
            "measure": {1: "^Count$"},
            "measures": VALUE,
        },
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """One question per council (with the codes it replaced), and one for regions and nations."""
    question = Query(
        key="",
        expected=EXPECTED[0],
        date=years_since(2015),
        members=(
            ("industry", (INDUSTRY_TOTAL, *SECTIONS, *DIVISIONS)),
            ("employment_status", (1, 4)),
            ("measure", (1,)),
            ("measures", (20100,)),
        ),
    )
    return queries_with_comparators(question, areas)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `jobs`; a cell that Nomis does not hold stays, as missing."""
    return (
        frame_of(parts)
        .with_columns(
            *area_columns(),
            *year_columns(),
            *industry_columns(),
            pl.col("EMPLOYMENT_STATUS").replace_strict(KINDS).alias("job_kind"),
            value().alias("jobs"),
            status(ESTIMATED),
        )
        .unique(TABLE.key, keep="last", maintain_order=True)
        .select(TABLE.columns)
    )

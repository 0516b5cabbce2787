"""Jobs by industry in councils, regions and nations (BRES)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.status import ESTIMATED
from catalog.tables.labour import JOBS
from etl.areas import Areas
from etl.nomis import Ask, frame_of
from etl.nomis_codes import (
    COMPARATORS,
    DIVISIONS,
    INDUSTRY_TOTAL,
    SECTIONS,
    area_columns,
    industry_columns,
    joined,
    status,
    value,
    year_columns,
    years_since,
)
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
INDUSTRIES: Final = (INDUSTRY_TOTAL, *SECTIONS, *DIVISIONS)
KINDS: Final = {"1": "employees", "4": "employment"}


def asks(areas: Areas, settings: Settings) -> Sequence[Ask]:  # noqa: ARG001
    """One question per council (with the codes it replaced), and one for regions and nations."""
    councils = [_ask(council, areas.codes_of(council), (council,)) for council in areas.councils]
    return [_ask("comparators", COMPARATORS, ()), *councils]


def _ask(key: str, geography: tuple[str, ...], councils: tuple[str, ...]) -> Ask:
    return Ask(
        key=key,
        dataset=SOURCE.dataset_id,
        geography=geography,
        query=(
            ("date", years_since(2015)),
            ("industry", joined(INDUSTRIES)),
            ("employment_status", "1,4"),
            ("measure", "1"),
            ("measures", "20100"),
        ),
        areas=councils,
        expects=(("industry", INDUSTRIES), ("employment_status", (1, 4))),
    )


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

"""Jobs by 3- and 5-digit industry in councils, the larger areas round them and Great Britain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from catalog import store
from catalog.settings import SAMPLE, Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.store import StoreError
from catalog.tables.sectors import JOBS_FINE
from catalog.vocabulary.areas import GREAT_BRITAIN
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.codes import VALUE, area_columns, status, value, year_columns, years_since
from etl.clients.nomis.fine_industries import (
    FINE_INDUSTRIES,
    FINE_LABELS,
    fine_industry_columns,
    refuse_other_industries,
)
from etl.clients.nomis.pages import frames
from etl.clients.nomis.queries import queries_by_council
from etl.datasets.labour import bres
from etl.itl2_areas import find_former_areas
from etl.raw import RawPart

SOURCE: Final = source(
    Source(
        id="bres_fine",
        title="Business Register and Employment Survey, 3- and 5-digit industries",
        publisher=ONS_NOMIS,
        dataset_id="NM_189_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/newbres6pub",
        cadence="yearly",
        release_months=bres.SOURCE.release_months,
        caveats=(
            "A survey: a figure of one class in one area is very noisy, and its change from year "
            "to year is mostly noise.",
            "Cells are rounded apart from each other, so that classes do not add up to published "
            "groups, sections or totals.",
            "Farm figures of agriculture departments stand in one lump under 01000, and 01110 to "
            "01500 are 0.",
            "Jobs are counted where the workplace is, not where people live.",
        ),
    )
)
TABLE: Final = JOBS_FINE
EXPECTED: Final = (
    Expected(
        "NM_189_1",
        {
            "industry": FINE_LABELS,
            "employment_status": {4: "^Employment$"},
            "measure": {1: "^Count$"},
            "measures": VALUE,
        },
    ),
)


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:
    """One question for Great Britain, one per council, one per ITL2 area in which councils lie.

    A thousand industries and ten years of two areas fill a page of Nomis, so each question is one
    page, or two where the ITL2 area has codes of two years or councils of a combined authority.
    """
    question = Query(
        key="",
        expected=EXPECTED[0],
        date=years_since(2015),
        members=(
            ("industry", FINE_INDUSTRIES),
            ("employment_status", (4,)),
            ("measure", (1,)),
            ("measures", (20100,)),
        ),
    )
    whole = replace(question, key=GREAT_BRITAIN, geography=(GREAT_BRITAIN,), every_area=True)
    return [whole, *_around(question, areas, settings), *queries_by_council(question, areas)]


def _around(question: Query, areas: Areas, settings: Settings) -> list[Query]:
    """The question for each ITL2 area round picked councils, and combined authorities in it.

    They are those of all its councils, so that a later run for another of them asks the same.
    """
    councils = _councils(settings).drop_nulls("itl2_code")
    placed = find_former_areas(councils)
    picked = councils.filter(pl.col("lad_code").is_in(areas.councils))
    queries = []
    for itl2 in picked["itl2_code"].unique().sort():
        # Nomis may know an area by its code of 2021, of 2025 or by both.
        former = placed.filter(pl.col("itl2_code") == itl2)["former_code"].unique().sort()
        members = councils.filter(pl.col("itl2_code") == itl2)
        authorities = members["cauth_code"].drop_nulls().unique().sort()
        codes = dict.fromkeys((itl2, *former, *filter(None, authorities)))
        queries.append(
            replace(
                question,
                key=f"around-{itl2}",
                geography=tuple(codes),
                areas=tuple(members["lad_code"].sort()),
            )
        )
    return queries


def _councils(settings: Settings) -> pl.DataFrame:
    """The list of councils as last fetched, else the one that comes with Wardwise."""
    try:
        return store.read("councils", settings.built)[0]
    except StoreError:
        return store.read("councils", SAMPLE)[0]


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `jobs_fine`, without years of which an area has no figure at all.

    An area that has none in any year keeps its newest year, as missing.
    """
    rows = pl.concat([TABLE.empty(), *(_rows(frame) for frame in frames(parts))])
    rows = rows.unique(TABLE.key, keep="last", maintain_order=True)
    has_figure = pl.col("jobs").is_not_null().any()
    newest = pl.col("period") == pl.col("period").max().over("area_code")
    return rows.filter(
        has_figure.over("area_code", "period") | (~has_figure.over("area_code") & newest)
    )


def _rows(frame: pl.DataFrame) -> pl.DataFrame:
    """One part at a time, as the text of all of them together is many times the table."""
    refuse_other_industries(frame, SOURCE.id)
    return frame.with_columns(
        *area_columns(),
        *year_columns(),
        *fine_industry_columns(),
        value().alias("jobs"),
        status(ESTIMATED),
    ).select(TABLE.columns)

"""All jobs of every LSOA in the regions that lie in or near the councils (BRES).

What residents can reach does not end at the council's border, so its own jobs are not enough. A
region is one question and one page of Nomis, however many of its councils are near.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS_NOMIS, Source, source
from catalog.tables.access import JOBS_AROUND
from catalog.vocabulary.status import ESTIMATED
from etl.areas import Areas
from etl.clients.nomis.client import Query
from etl.clients.nomis.codes import INDUSTRY_TOTAL, area_columns, status, value, year_columns
from etl.clients.nomis.pages import frames
from etl.datasets.access.every_council import read_places
from etl.datasets.labour import bres, bres_small_areas
from etl.raw import RawPart
from geo.nearby import councils_within

SOURCE: Final = source(
    Source(
        id="jobs_around",
        title="Business Register and Employment Survey, all jobs of small areas and those around",
        publisher=ONS_NOMIS,
        dataset_id="NM_189_1",
        service="nomis",
        url="https://www.nomisweb.co.uk/datasets/newbres6pub",
        cadence="yearly",
        release_months=bres.SOURCE.release_months,
        caveats=(
            *bres_small_areas.SOURCE.caveats,
            "A head office can carry jobs that are done elsewhere.",
        ),
    )
)
TABLE: Final = JOBS_AROUND
EXPECTED: Final = bres_small_areas.EXPECTED
# Nobody reaches jobs further off: at this distance the slower of our two settings counts one job in
# ten thousand. Outlines are simplified, so councils a little further off are asked for too.
REACH_KM: Final = 40.0
SLACK_KM: Final = 2.0
VINTAGES: Final = {151: ("lsoa21", "latestMINUS1-latest"), 298: ("lsoa11", "2021-2023")}


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:
    """Per region in which some council lies within 40 km of ours: its LSOAs of 2021 and of 2011."""
    question = Query(
        key="",
        expected=EXPECTED[0],
        date="",
        members=(
            ("industry", (INDUSTRY_TOTAL,)),
            ("employment_status", (4,)),
            ("measure", (1,)),
            ("measures", (20100,)),
        ),
        every_area=True,
    )
    return [
        replace(
            question, key=f"{key}-{region}", date=date, geography=(region,), area_type=area_type
        )
        for region in list_regions_around(areas.councils, settings)
        for area_type, (key, date) in VINTAGES.items()
    ]


def list_regions_around(councils: Collection[str], settings: Settings) -> list[str]:
    """Codes of the English regions, and of Wales, with a council within reach of one of ours."""
    if not councils:
        return []
    outlines = read_places("council_boundaries", settings)
    near = councils_within(outlines, councils, REACH_KM + SLACK_KM)
    # Councils without a region here are Scotland's: BRES counts no LSOAs there.
    of_near = read_places("councils", settings).filter(pl.col("lad_code").is_in(near))
    return of_near["region_code"].drop_nulls().unique().sort().to_list()


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `jobs_around`, without years for which no LSOA of a vintage has a figure."""
    rows = pl.concat(_rows(frame) for frame in frames(parts))
    rows = rows.unique(TABLE.key, keep="last", maintain_order=True)
    has_figure = pl.col("jobs").is_not_null().any().over("area_vintage", "period")
    return rows.filter(has_figure).select(TABLE.columns)


def _rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(*area_columns(), *year_columns(), value().alias("jobs"), status(ESTIMATED))

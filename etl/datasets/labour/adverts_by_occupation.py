"""Online job adverts by occupation and council: a file that the user supplies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.skills import ADVERTS_BY_OCCUPATION
from catalog.vocabulary.status import OBSERVED
from etl.areas import Areas
from etl.clients.files import uploads
from etl.clients.query import Query
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id="adverts_by_occupation",
        title="Local skills data: online job adverts by occupation",
        publisher="Department for Education, from the Office for National Statistics",
        dataset_id="local-skills-data",
        service="file",
        url="https://department-for-education.shinyapps.io/local-skills-dashboard/",
        cadence="monthly",
        caveats=(
            "Adverts are postings, not vacancies: one advert may be for many jobs or for none.",
            "An experimental measure, made from job boards.",
            "London has no figures by borough.",
        ),
    )
)
TABLE: Final = ADVERTS_BY_OCCUPATION
COLUMNS: Final = ("area_code", "area_name", "breakdown", "subgroup", "period", "value")
MAJOR: Final = "Occupation (SOC2020 Major Group)"
# Breakdowns with the digits of their codes. The publisher's file has the first two.
DIGITS: Final = {
    MAJOR: 1,
    "Occupation (SOC2020 Sub-Major Group)": 2,
    "Occupation (SOC2020 Minor Group)": 3,
    "Occupation (SOC2020 Unit Group)": 4,
}
UNKNOWN: Final = "Unknown"


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply adverts_by_occupation FILE` takes the file in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `adverts_by_occupation`: codes of one to four digits, and 'unknown'.

    "Unknown" stands in every breakdown; that of the major groups is kept. Cells that hold a symbol
    have the status that it stands for. RawError where a code has other digits than its breakdown.
    """
    frame = uploads.csv_of(parts, COLUMNS, SOURCE.id)
    frame = frame.filter(pl.col("breakdown").is_in(list(DIGITS)))
    is_unknown = pl.col("subgroup") == UNKNOWN
    repeated = (pl.col("breakdown") != MAJOR) & is_unknown
    halves = pl.col("subgroup").str.split_exact(" - ", 1)
    digits = pl.col("breakdown").replace_strict(DIGITS, default=0, return_dtype=pl.UInt32)
    code = halves.struct.field("field_0").str.strip_chars()
    misplaced = frame.filter(~is_unknown, code.str.len_chars() != digits)
    if misplaced.height:
        raise RawError(
            f"{SOURCE.id}: {misplaced.height} rows have another code than their breakdown says, "
            f"like '{misplaced['subgroup'][0]}' in '{misplaced['breakdown'][0]}'; mend the file "
            "and supply it again"
        )
    return (
        uploads.with_periods(frame.filter(~repeated).rename({"period": "month"}), "month",
                              uploads.month)
        .with_columns(
            area_type=uploads.area_type(),
            area_vintage=pl.lit(""),
            occupation_code=code.str.to_lowercase(),
            occupation_name=halves.struct.field("field_1").fill_null(pl.col("subgroup")),
            adverts_count=uploads.count(),
            status=uploads.status(OBSERVED),
        )
        .select(TABLE.columns)
    )  # fmt: skip

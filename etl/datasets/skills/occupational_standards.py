"""Occupational standards with the occupations they are for: a list that the user supplies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

import reference
from catalog.settings import Settings
from catalog.sources import Source, source
from catalog.tables.skills import OCCUPATIONAL_STANDARDS
from etl.areas import Areas
from etl.clients.files import uploads
from etl.clients.query import Query
from etl.raw import RawError, RawPart

SOURCE: Final = source(
    Source(
        id="occupational_standards",
        title="Occupational standards with their occupations (SOC 2020)",
        publisher="Skills England",
        dataset_id="occupational-maps",
        service="file",
        url="https://occupational-maps.skillsengland.education.gov.uk/",
        cadence="irregular",
        caveats=(
            "In a layout of our own: we could not check the publisher's against the live service.",
            "A list of what training is approved, not of who provides it here.",
        ),
    )
)
TABLE: Final = OCCUPATIONAL_STANDARDS
COLUMNS: Final = ("standard_code", "standard_title", "standard_level", "occupation_code")
LEVELS: Final = range(1, 9)
SHOWN: Final = 5  # faults of one kind that a message names


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply occupational_standards FILE` takes the file in."""
    return []


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `occupational_standards`; RawError names every fault of the file.

    A standard for several occupations has a row each. A level may be missing, and is never guessed.
    """
    frame = uploads.csv_of(parts, COLUMNS, SOURCE.id).with_columns(
        level=pl.col("standard_level").str.extract(r"^(?i:level )?(\d)$").cast(pl.Int64)
    )
    names = {
        **dict(reference.read("soc2020_sub_major_groups").iter_rows()),
        **dict(reference.read("soc2020_minor_groups").iter_rows()),
        **dict(reference.read("soc2020_unit_groups").iter_rows()),
    }
    said = pl.col("standard_level").fill_null("")
    key = ("standard_code", "occupation_code")
    checks = {
        "rows without a code or a title": pl.any_horizontal(
            pl.col("standard_code", "standard_title").fill_null("") == ""
        ),
        "occupation codes that are not two to four digits of SOC 2020": ~pl.col("occupation_code")
        .fill_null("")
        .is_in(list(names)),
        "levels that are not 1 to 8": (said != "")
        & ~pl.col("level").is_in(list(LEVELS)).fill_null(False),
        "rows of one standard and occupation more than once": pl.struct(key).is_duplicated(),
        "standards with more than one title or level": (
            pl.struct("standard_title", said).n_unique().over("standard_code") > 1
        ),
    }
    faults = [
        f"{what}: {', '.join(_words(wrong))}"
        for what, is_wrong in checks.items()
        if (wrong := frame.filter(is_wrong)).height
    ]
    if faults:
        raise RawError(f"{SOURCE.id}: {'; '.join(faults)}; mend the file and supply it again")
    return frame.with_columns(
        standard_level="level",
        occupation_name=pl.col("occupation_code").replace_strict(names, default=""),
    ).select(TABLE.columns)


def _words(wrong: pl.DataFrame) -> list[str]:
    rows = wrong.select(pl.concat_str(pl.col(COLUMNS).fill_null(""), separator=" ")).to_series()
    more = [f"and {wrong.height - SHOWN} more"] if wrong.height > SHOWN else []
    return [f"'{words[:60]}'" for words in rows.head(SHOWN)] + more

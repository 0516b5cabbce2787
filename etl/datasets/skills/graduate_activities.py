"""What graduates do fifteen months later, by provider (HESA), from supplied files.

Two of HESA's tables fit: by provider and subject (table 28), and by provider and domicile (6).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.tables.skills import GRADUATE_ACTIVITIES
from etl.areas import Areas
from etl.clients.files import published
from etl.clients.files.published import Layout
from etl.clients.query import Query
from etl.datasets.skills import hesa_files
from etl.raw import RawPart

SOURCE: Final = hesa_files.hesa_source(
    "graduate_activities",
    "Graduate outcomes: activities by provider, subject and domicile",
    "Graduate outcomes, tables 6 and 28",
    "https://www.hesa.ac.uk/data-and-analysis/graduates/table-28",
)
TABLE: Final = GRADUATE_ACTIVITIES
ADDS_FILES: Final = True
LAYOUT: Final = Layout(
    columns={
        **hesa_files.PROVIDER,
        "graduate_level": ("Level of qualification obtained", "Level of qualification"),
        "activity": ("Activity",),
    },
    optional={"subject_area": ("Subject area of degree",), "domicile": ("Domicile",)},
    only={
        "Mode of former study": ("All", "Total"),
        "Interim study": ("Include significant interim study",),
    },
)
LEVELS: Final = {"All": "all", "Undergraduate": "undergraduate", "Postgraduate": "postgraduate"}
DOMICILES: Final = {"All": "all", "Total": "all", "UK": "uk", "Non-UK": "non-uk"}
# Parts of the United Kingdom and of abroad are within "UK" and "Non-UK".
WITHIN: Final = (
    "England", "Wales", "Scotland", "Northern Ireland", "European Union", "Other EU",
    "Non-European Union", "Other UK", "Not known", "Other Europe",
)  # fmt: skip


def requests(areas: Areas, settings: Settings) -> Sequence[Query]:  # noqa: ARG001
    """Nothing to ask: `wardwise supply FILE` takes the file in."""
    return []


def read_licence(parts: Sequence[RawPart]) -> str:
    """The licence as the file states it."""
    return published.read_licence(parts, LAYOUT, SOURCE.id, SOURCE.licence)


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:  # noqa: ARG001
    """What the files say of themselves above their columns."""
    return published.read_preambles(parts, LAYOUT, SOURCE.id)


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `graduate_activities`; a table without subject or domicile is of all of them."""
    reading = published.Reading(SOURCE.id)
    frame = published.read_all(parts, LAYOUT, SOURCE.id).with_columns(
        pl.col("domicile").fill_null("All"), pl.col("subject_area").fill_null("Total")
    )
    frame = frame.filter(~pl.col("domicile").is_in(WITHIN))
    frame = reading.translate(frame, "domicile", DOMICILES, "domicile")
    frame = reading.translate(frame, "graduate_level", LEVELS, "level")
    reading.finish()
    activity = pl.col("activity").str.to_lowercase()
    return hesa_files.tidy(frame.with_columns(activity), parts, SOURCE.id, TABLE)

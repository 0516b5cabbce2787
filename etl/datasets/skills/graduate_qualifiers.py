"""Qualifications obtained by provider, subject and level (HESA), from a supplied file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.tables.skills import GRADUATE_QUALIFIERS
from etl.areas import Areas
from etl.clients.files import published
from etl.clients.files.published import Layout
from etl.clients.query import Query
from etl.datasets.skills import hesa_files
from etl.raw import RawPart

SOURCE: Final = hesa_files.hesa_source(
    "graduate_qualifiers",
    "Higher education qualifiers by provider, subject and level",
    "Student data, table 51",
    "https://www.hesa.ac.uk/data-and-analysis/students/table-51",
)
TABLE: Final = GRADUATE_QUALIFIERS
ADDS_FILES: Final = True
LAYOUT: Final = Layout(
    columns={
        **hesa_files.PROVIDER,
        "graduate_level": ("Level of qualification obtained", "Level of qualification"),
        "subject_area": ("CAH level subject", "Subject of study"),
    },
    only={
        "Country of HE provider": ("All", "Total"),
        "Region of HE provider": ("All", "Total"),
        "Mode of study": ("All", "Total"),
    },
)


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
    """Rows of `graduate_qualifiers`: subjects of the top level, and their total."""
    frame = published.read_all(parts, LAYOUT, SOURCE.id)
    return hesa_files.tidy(frame, parts, SOURCE.id, TABLE)

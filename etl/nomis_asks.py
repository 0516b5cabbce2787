"""The two ways in which sources put a Nomis question to the councils of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from etl.areas import Areas
from etl.nomis import Ask

REGIONS: Final = tuple(f"E1200000{number}" for number in range(1, 10))
COMPARATORS: Final = ("K03000001", "E92000001", "W92000004", *REGIONS)
CENSUS_COMPARATORS: Final = ("K04000001", "E92000001", "W92000004", *REGIONS)


def of_councils(question: Ask, areas: Areas, comparators: Sequence[str] = COMPARATORS) -> list[Ask]:
    """The question for regions and nations together, then for each council with its former codes.

    Regions and nations must all come back; of a council's codes those that the dataset knows.
    """
    prefix = f"{question.key}-" if question.key else ""
    wide = replace(
        question, key=f"{prefix}comparators", geography=tuple(comparators), every_area=True
    )
    return [wide, *(_of_council(question, areas, council) for council in areas.councils)]


def within_councils(question: Ask, areas: Areas) -> list[Ask]:
    """The question for the small areas of each council, and of the councils that it replaced."""
    return [_of_council(question, areas, council) for council in areas.councils]


def _of_council(question: Ask, areas: Areas, council: str) -> Ask:
    key = f"{question.key}-{council}" if question.key else council
    return replace(question, key=key, geography=areas.codes_of(council), areas=(council,))

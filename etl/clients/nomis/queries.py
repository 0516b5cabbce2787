"""The two ways in which sources put a Nomis question to the councils of a run."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from catalog.vocabulary.areas import ENGLAND, ENGLISH_REGIONS, GREAT_BRITAIN, WALES
from catalog.vocabulary.areas import ENGLAND_AND_WALES as ENGLAND_AND_WALES
from etl.areas import Areas
from etl.clients.nomis.client import Query

COMPARATORS: Final = (ENGLAND, WALES, *ENGLISH_REGIONS)


def queries_with_comparators(
    question: Query, areas: Areas, total_area: str = GREAT_BRITAIN
) -> list[Query]:
    """The question for nations and regions together, for the whole, and for each council.

    Nations and regions must all come back; of a council's present and former codes those that the
    dataset knows.
    """
    return [*comparator_queries(question, total_area), *queries_by_council(question, areas)]


def queries_by_council(question: Query, areas: Areas) -> list[Query]:
    """The question for each council alone."""
    return [_of_council(question, areas, council) for council in areas.councils]


def comparator_queries(question: Query, total_area: str = GREAT_BRITAIN) -> list[Query]:
    """The question for nations and regions, and apart for the whole: some datasets may lack it."""
    return [
        replace(question, key="comparators", geography=COMPARATORS, every_area=True),
        replace(question, key=total_area, geography=(total_area,), every_area=True),
    ]


def small_area_queries(question: Query, areas: Areas) -> list[Query]:
    """The question for the small areas of each council, and of the councils that it replaced."""
    return [_of_council(question, areas, council) for council in areas.councils]


def _of_council(question: Query, areas: Areas, council: str) -> Query:
    key = f"{question.key}-{council}" if question.key else council
    return replace(question, key=key, geography=areas.codes_of(council), areas=(council,))

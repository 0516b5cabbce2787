"""Openings beside supply in a sentence: of an occupation, of a level, and of a missing stream."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from presentation.numbers import about
from presentation.skill_words import describe_gap, describe_no_gap, write_people
from presentation.wording import as_sentence

Row = Mapping[str, Any]


def describe_balance(row: Row) -> str:
    """Openings, the people we count and the gap; or openings alone and what to add.

    A row of `skills_gaps`.

    >>> describe_balance({"openings_persons": 2539.0, "supply_persons": 1131.0,
    ...     "gap_persons": 1408.0, "lower80": 107.0, "upper80": 3462.0,
    ...     "missing_streams": "people leaving claims", "note": ""})
    'about 2,540 openings a year beside 1,130 new people we count. Gap: about 1,410 people a year \
(80% interval 107 to 3,460), an upper limit: people leaving claims not counted.'
    """
    if row["gap_persons"] is None or row["supply_persons"] is None:
        words = describe_no_gap(row)
        return f"{words[:1].lower()}{words[1:]}"
    return (
        f"about {about(row['openings_persons'])} openings a year beside "
        f"{write_people(row['supply_persons'])} new people we count. {describe_gap(row)}"
    )


def describe_absence(row: Row) -> str:
    """What a missing stream is called, what to add and what its absence costs: `skills_streams`.

    >>> describe_absence({"supply_stream": "apprenticeships",
    ...     "note": "we have no data for this area. Without it 1,458 openings a year have no gap."})
    'Apprenticeships: we have no data for this area. Without it 1,458 openings a year have no gap.'
    """
    return f"{as_sentence(row['supply_stream'])[:-1]}: {row['note'].removesuffix('.')}."

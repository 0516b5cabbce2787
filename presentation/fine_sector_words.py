"""Fine classes and lists of sectors in words: a row of `fine_sectors` to plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from presentation.numbers import about, digits
from presentation.sector_words import Row, describe_share
from presentation.wording import as_sentence, between, joined

LISTS: Final = {
    "group": "3-digit industries", "subclass": "5-digit industries",
    "is8": "Industrial Strategy sectors (IS-8)", "is8_frontier": "IS-8 frontier industries",
    "dcms": "DCMS sectors",
}  # fmt: skip
OVERLAP: Final = (
    "Sectors of a list can overlap: an industry may belong to several, so never add them up."
)
NOT_BY_SIC: Final = "cannot be measured by SIC"


def name_list(sector_list: str) -> str:
    """What a list of sectors is called; an area's own list has its own name."""
    return LISTS.get(sector_list, sector_list)


def describe_fine(row: Row) -> str:
    """A class or a sector of a list, as it is: a row of `fine_sectors`."""
    if row["jobs"] is None:
        return f"No figure: {row['note']}" if row["note"] else "No figure."
    years = " and ".join(dict.fromkeys((row["period_from"], row["period_to"])))
    low, high = row["lower80"], row["upper80"]
    interval = "" if low is None or high is None else f" {between(low, high)}"
    words = f"About {about(row['jobs'])} jobs in {row['measured_name']}, mean of {years}{interval}"
    facts = [words, describe_share(row, row["measured_name"]), describe_unusual(row)]
    return " ".join(as_sentence(fact) for fact in facts if fact)


def describe_unusual(row: Row) -> str:
    """Grown or shrunk beyond the noise of classes of this size; '' where it is not."""
    if not row["unusual"]:
        return ""
    return (
        f"Unusual here: against {row['nation_name'] or 'the nation'} it has {row['unusual']}, "
        "beyond the noise of classes of its size"
    )


def describe_carriers(row: Row) -> str:
    """What the outlook of a class is worth; '' where none was measured.

    >>> describe_carriers({"carriers_hit_pct": 31.0, "carriers_base_pct": 20.0})
    'Of ten classes put first by this outlook in the past, about 3 were among the fifth that grew \
most, against 2 by chance.'
    """
    if row["carriers_hit_pct"] is None or row["carriers_base_pct"] is None:
        return ""
    hits, by_chance = (digits(row[name] / 10) for name in ("carriers_hit_pct", "carriers_base_pct"))
    return (
        f"Of ten classes put first by this outlook in the past, about {hits} were among the fifth "
        f"that grew most, against {by_chance} by chance."
    )


def describe_measured_area(row: Row, place: str) -> str:
    """That the figures are of a larger area, where they are; '' where they are of the place."""
    measured = row["measured_name"]
    if not measured or measured == place:
        return ""
    return (
        f"Figures are of {measured}, the larger area round {place}: we have none of {place} alone."
    )


def describe_unmeasured(names: Sequence[str]) -> str:
    """Which sectors of a list have no codes of industry; '' where all have.

    >>> describe_unmeasured(["Clean Energy Industries"])
    'Clean Energy Industries cannot be measured by SIC: the list gives no industry codes for it.'
    """
    if not names:
        return ""
    whom = "it" if len(names) == 1 else "them"
    return f"{joined(names)} {NOT_BY_SIC}: the list gives no industry codes for {whom}."

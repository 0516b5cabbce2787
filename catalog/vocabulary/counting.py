"""A number with the thing it counts, in a sentence."""

from __future__ import annotations


def count_things(number: int, thing: str) -> str:
    """The number and the thing, in the plural unless it is one.

    >>> count_things(1, "row"), count_things(1200, "site")
    ('1 row', '1,200 sites')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"

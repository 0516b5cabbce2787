"""Long lists of members written as ranges, so that a thousand industries fit in one address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# Shorter lists are written out.
LONGEST_LIST: Final = 500
# Numbers further apart are of different levels, such as groups and subclasses of industries, and
# what lies between them may not be in a list that we know.
LARGEST_GAP: Final = 100_000


def write_members(numbers: Iterable[int], every: Iterable[int]) -> str:
    """Numbers for an address: a run without a gap among `every` number of the list is a range.

    Nomis answers a range with each member in it, so a range never spans one that was not asked for.

    >>> write_members([4, 5, 8], [1, 4, 5, 6, 8])
    '4,5,8'
    >>> write_members([4, 5, 8], every=[1, 4, 5, 8, 9])
    '4...8'
    """
    wanted = set(numbers)
    runs: list[list[int]] = [[]]
    for number in sorted(wanted | set(every)):
        if number in wanted and runs[-1] and number - runs[-1][-1] > LARGEST_GAP:
            runs.append([number])
        elif number in wanted:
            runs[-1].append(number)
        elif runs[-1]:
            runs.append([])
    return ",".join(_write_run(run) for run in runs if run)


def _write_run(run: list[int]) -> str:
    return ",".join(map(str, run)) if len(run) < 3 else f"{run[0]}...{run[-1]}"

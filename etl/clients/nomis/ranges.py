"""Long lists of members written as ranges, so that a thousand industries fit in one address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

# Shorter lists are written out.
LONGEST_LIST: Final = 500
LONGEST_SHARED_LIST: Final = 20
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


def write_in_order(numbers: Iterable[int], every: Iterable[int]) -> str:
    """The same in the order given, in which Nomis answers: a run goes up without a gap in `every`.

    >>> write_in_order([9, 1, 2, 4, 3], every=[1, 2, 4, 9])
    '9,1...4,3'
    """
    following = dict(pairwise(sorted(set(every))))
    runs: list[list[int]] = [[]]
    for number in numbers:
        before = runs[-1][-1] if runs[-1] else None
        near = before is not None and 0 < number - before <= LARGEST_GAP
        if near and following.get(before) == number:  # type: ignore[arg-type]
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(_write_run(run) for run in runs if run)


def write_list(numbers: Sequence[int], every: Iterable[int], *, shared: bool) -> str:
    """A list of members for an address, as ranges where it is long; "" where it is short enough.

    `shared` is for a question of many councils, whose codes need the room in the address.
    """
    if len(numbers) > LONGEST_LIST:
        return write_members(numbers, every)
    return write_in_order(numbers, every) if shared and len(numbers) > LONGEST_SHARED_LIST else ""


def _write_run(run: list[int]) -> str:
    return ",".join(map(str, run)) if len(run) < 3 else f"{run[0]}...{run[-1]}"

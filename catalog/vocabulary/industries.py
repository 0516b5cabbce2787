"""SIC 2007: which section a division belongs to."""

from __future__ import annotations

from typing import Final

# The first division of each section; a division belongs to the last section that starts before it.
FIRST_DIVISION: Final = {
    "A": 1, "B": 5, "C": 10, "D": 35, "E": 36, "F": 41, "G": 45, "H": 49, "I": 55, "J": 58,
    "K": 64, "L": 68, "M": 69, "N": 77, "O": 84, "P": 85, "Q": 86, "R": 90, "S": 94, "T": 97,
    "U": 99,
}  # fmt: skip
SECTION_OF: Final = {
    f"{division:02d}": max(
        (section for section, first in FIRST_DIVISION.items() if first <= division),
        key=lambda section: FIRST_DIVISION[section],
    )
    for division in range(1, 100)
}


def section_of(code: str) -> str:
    """Section of a division or of a group of divisions, as published: '47' is G, 'CA-CB' is C.

    KeyError for a code that no section has, such as '00'.
    """
    return code[0] if code[:1].isalpha() else SECTION_OF[code[:2]]

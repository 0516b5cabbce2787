"""SIC 2007: the section that a 2-digit division belongs to."""

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

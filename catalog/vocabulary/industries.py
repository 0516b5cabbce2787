"""SIC 2007: the section that a 2-digit division belongs to."""

from __future__ import annotations

from typing import Final

import reference

# The first division of each section; a division belongs to the last section that starts before it.
FIRST_DIVISION: Final[dict[str, int]] = dict(
    reference.read("sic2007_sections").select("section_code", "first_division").iter_rows()
)
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

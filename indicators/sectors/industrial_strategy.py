"""The eight sectors of the Industrial Strategy (IS-8), by section of SIC 2007.

The strategy (Department for Business and Trade, 2025) describes its sectors by classes of SIC 2007
of four digits. Figures by section cannot be parted among them: each section is given the sectors of
which some class lies in it, which is our reading and says "in part".
"""

from __future__ import annotations

from typing import Final

import reference

SECTORS_BY_SECTION: Final[dict[str, tuple[str, ...]]] = {
    section: tuple(sectors)
    for section, sectors in reference.read("strategy_sectors_by_section")
    .group_by("section_code", maintain_order=True)
    .agg("strategy_sector")
    .iter_rows()
}
NONE: Final = "none"


def describe_sectors(section: str) -> str:
    """The sectors of the strategy that lie in a section in part; "none" where there are none."""
    sectors = SECTORS_BY_SECTION.get(section, ())
    return f"in part: {', '.join(sectors)}" if sectors else NONE

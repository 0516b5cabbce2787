"""Charts and maps of a report, drawn without a browser."""

from __future__ import annotations

from reports.content import Block
from reports.held import Held


def of_sectors(held: Held) -> tuple[Block, ...]:
    return ()


of_openings = of_gaps = of_forecasts = of_wards = of_sectors

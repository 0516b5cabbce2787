"""The tables of supply, stream by stream: made together, area by area.

The draws of an area's streams are what costs most of them and they are large, so they are made once
for all tables and let go with the area.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from catalog.tables.indicators import SKILLS_GAPS, SKILLS_STREAMS, SKILLS_SUPPLY
from indicators.inputs import Inputs
from indicators.row_blocks import stack_blocks
from indicators.skills.gaps import gap_rows
from indicators.skills.openings import Openings
from indicators.skills.stream_totals import stream_rows
from indicators.skills.supply import cut_graduates, streams, supply_rows


def supply_tables(inputs: Inputs, all_openings: Sequence[Openings]) -> dict[str, pl.DataFrame]:
    """Rows of `skills_supply`, `skills_streams` and `skills_gaps` by the name of the table.

    Of every area with openings.
    """
    graduates = cut_graduates(inputs)
    supply, totals, gaps = [], [], []
    for openings in all_openings:
        supplied = streams(inputs, openings.area, graduates)
        supply += supply_rows(openings.area, supplied)
        totals.append(stream_rows(openings, supplied))
        gaps += gap_rows(openings, supplied)
    made = ((SKILLS_SUPPLY, supply), (SKILLS_STREAMS, totals), (SKILLS_GAPS, gaps))
    return {table.name: stack_blocks(blocks, inputs.areas, table) for table, blocks in made}

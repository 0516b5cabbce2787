"""The tables of supply, stream by stream: made together, area by area.

The draws of an area's streams are what costs most of them and they are large, so they are made once
for all tables and let go with the area.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl

from catalog.tables.indicators import SKILLS_GAPS, SKILLS_STREAMS, SKILLS_SUPPLY
from indicators.inputs import Inputs
from indicators.row_blocks import make_block, stack_blocks
from indicators.skills.gaps import gap_rows
from indicators.skills.openings import KINDS, Openings
from indicators.skills.stream_totals import stream_rows
from indicators.skills.supply import cut_graduates, streams
from indicators.skills.supply_matrix import Stream

OF_SUPPLY: Final = (
    "skill_kind", "supply_stream", "period", "note", "skill_code", "skill_name", "status",
)  # fmt: skip


def supply_tables(inputs: Inputs, all_openings: Sequence[Openings]) -> dict[str, pl.DataFrame]:
    """Rows of `skills_supply`, `skills_streams` and `skills_gaps` by the name of the table.

    Of every area with openings.
    """
    graduates = cut_graduates(inputs)
    supply, totals, gaps = [], [], []
    for openings in all_openings:
        supplied = streams(inputs, openings.area, graduates)
        supply.append(supply_rows(openings.area, supplied))
        totals.append(stream_rows(openings, supplied))
        gaps += gap_rows(openings, supplied)
    made = ((SKILLS_SUPPLY, supply), (SKILLS_STREAMS, totals), (SKILLS_GAPS, gaps))
    return {table.name: stack_blocks(blocks, inputs.areas, table) for table, blocks in made}


def supply_rows(area: str, supplied: list[Stream]) -> pl.DataFrame:
    """A block of `skills_supply`: each stream of an area by occupation, and by qualification."""
    columns: dict[str, list[Any]] = {name: [] for name in OF_SUPPLY}
    for kind, (codes, names) in KINDS.items():
        for stream in supplied:
            of_stream = (kind, stream.name, stream.period, stream.note)
            for name, value in zip(OF_SUPPLY[:4], of_stream, strict=True):
                columns[name] += [value] * len(codes)
            columns["skill_code"] += codes
            columns["skill_name"] += names
            columns["status"] += stream.statuses(kind)
    persons = [stream.margin(kind) for kind in KINDS for stream in supplied]
    return make_block({"area_code": area, **columns, "supply_persons": np.concatenate(persons)})

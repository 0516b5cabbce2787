"""How well occupations are found from industries, place by place, in words.

Measured on the Census of 2021, which the estimate does not use (benchmarks/occupation_matrix.py).
The mean over all places says little of one place, and in some the estimate does worse than
England's shares of occupations would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

import reference
from indicators.inputs import Inputs

COUNCILS: Final = "census 2021, council"
SHOWN: Final = 5  # councils of a group that are named
_RECORD: Final = reference.read("matrix_record").filter(tested_on=COUNCILS)


def count_losses(record: pl.DataFrame) -> tuple[int, int]:
    """Places of a record in which the estimate is worse than England's shares, and all of them."""
    lost = record.filter(pl.col("local_error_pct") > pl.col("england_shares_error_pct"))
    return lost.height, record.height


_LOST, _ALL = count_losses(_RECORD)
UNTESTED: Final = (
    "how well occupations are found from industries was not tested here; of the "
    f"{_ALL} councils where it was, they were found worse than by England's shares alone in {_LOST}"
)


def describe_record(inputs: Inputs, area: str) -> str:
    """What the test found for this council, or each of a group's, without a full stop.

    '' of a region or nation, which the test is not of.
    """
    members = inputs.members.filter(area_code=area).select("member_code", "member_name")
    councils = members["member_code"].to_list()
    if not councils and inputs.areas.filter(area_code=area, area_type="lad").is_empty():
        return ""
    councils = councils or [area]
    found = _RECORD.filter(pl.col("area_code").is_in(councils))
    rows = found.select(
        "area_code", "local_error_pct", "england_shares_error_pct"
    ).sort("area_code").rows()  # fmt: skip
    if not rows:
        return UNTESTED
    if len(rows) == 1 and len(councils) == 1:
        _, local, shares = rows[0]
        return f"{_start(f'differed for {local:.1f}% of people here')} ({_beside(local, shares)})"
    return f"{_start('differed for')} {_list_councils(dict(members.rows()), rows)}"


def _start(found: str) -> str:
    return f"in the Census of 2021, residents' occupations found from their industries {found}"


def _beside(local: float, shares: float) -> str:
    words = f"{shares:.1f}% with England's shares of occupations alone"
    return f"{words}, so worse: read occupations here with care" if local > shares else words


def _list_councils(names: Mapping[str, str], rows: Sequence[tuple[str, float, float]]) -> str:
    worst_first = sorted(rows, key=lambda row: row[2] - row[1])
    named = [
        f"{local:.1f}% of people in {names[council]} ({_beside(local, shares)})"
        for council, local, shares in worst_first[:SHOWN]
    ]
    lost = sum(local > shares for _, local, shares in rows)
    rest = f"; of all {len(rows)} councils {lost} did worse so" if len(rows) > SHOWN else ""
    return f"{'; '.join(named)}{rest}"

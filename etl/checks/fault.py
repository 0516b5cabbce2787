"""What a rule of the data tests takes and gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import polars as pl

Tables = Mapping[str, pl.DataFrame]
Faults = Iterator[tuple[str, str, int]]  # table, message, rows


@dataclass(frozen=True)
class Fault:
    """One broken law: the table, the rule, what is wrong and how many rows show it."""

    table: str
    rule: str
    message: str
    rows: int


class Rule(Protocol):
    """A law over tables by name; silent where a table that it speaks of is absent."""

    __name__: str

    def __call__(self, tables: Tables, /) -> Faults: ...

"""Which places a run is about: councils by code or name, with their regions and nations."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

NATIONS: Final = {
    "E92000001": "England",
    "W92000004": "Wales",
    "K04000001": "England and Wales",
    "K03000001": "Great Britain",
    "K02000001": "United Kingdom",
}
REGIONS: Final = {
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
    "W92000004": "Wales",
}


class AreaError(Exception):
    """A council that is not known; the message suggests those that are."""


@dataclass(frozen=True)
class Areas:
    """The councils of a run, current GSS codes, sorted. `former` maps each to codes it replaced."""

    councils: tuple[str, ...]
    former: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def codes_of(self, council: str) -> tuple[str, ...]:
        """The council's own code and every former code whose figures now belong to it."""
        return (council, *dict(self.former).get(council, ()))


def choose(
    known: pl.DataFrame,
    changes: pl.DataFrame,
    *,
    councils: Sequence[str] = (),
    regions: Sequence[str] = (),
    everything: bool = False,
) -> Areas:
    """The areas named on a command line.

    `known` is the table `councils`, `changes` the table `lad_changes`. A former code stands for the
    council that replaced it. Raises AreaError listing every name that is not known.
    """
    chosen: set[str] = set()
    faults: list[str] = []
    successor = dict(changes.select("former_code", "lad_code").iter_rows())
    by_name = {name.casefold(): code for code, name in known["lad_code", "lad_name"].iter_rows()}
    by_name |= {
        name.casefold(): code
        for name, code in changes.select("former_name", "lad_code").iter_rows()
        if name.casefold() not in by_name
    }
    codes = set(known["lad_code"])
    for word in councils:
        code = word.strip().upper()
        code = successor.get(code, code)
        code = code if code in codes else by_name.get(word.strip().casefold(), "")
        if code:
            chosen.add(code)
        else:
            faults.append(f"no council {word!r}{_suggest(word, known['lad_name'].to_list())}")
    for word in regions:
        within = known.filter(
            (pl.col("region_code") == word.strip().upper())
            | (pl.col("region_name").str.to_lowercase() == word.strip().lower())
        )
        if within.is_empty():
            faults.append(f"no region {word!r}{_suggest(word, list(REGIONS.values()))}")
        chosen |= set(within["lad_code"])
    if faults:
        raise AreaError("; ".join(faults))
    if everything:
        chosen = codes
    former = (
        changes.filter(pl.col("lad_code").is_in(list(chosen)))
        .sort("former_code")
        .group_by("lad_code", maintain_order=True)
        .agg("former_code")
    )
    return Areas(
        tuple(sorted(chosen)),
        tuple((code, tuple(olds)) for code, olds in sorted(former.iter_rows())),
    )


def _suggest(word: str, names: list[str]) -> str:
    close = difflib.get_close_matches(word.strip().title(), names, n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(close)}?" if close else ""

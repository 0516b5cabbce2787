"""What a report is made from: the indicators of its place, and the tables beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.sources import Origin
from catalog.tables import TABLES
from indicators import run
from reports.content import SourceLine

# Sources of which every council should have something, and what is lost without them.
WANTED: Final = {
    "jobs": "jobs by sector",
    "gva": "real GVA by sector",
    "aps": "survey rates of residents",
    "census_occupations": "occupations of residents",
    "census_qualifications": "qualifications of residents",
    "claimants": "people who claim unemployment benefits",
    "adverts": "online job adverts",
    "adverts_by_occupation": "online job adverts by occupation",
    "fe_achievements": "achievements in further education",
    "business_demography": "births of businesses",
    "ward_premises": "business premises by ward",
}


@dataclass(frozen=True)
class Held:
    """The place of a report: councils by code and name, and its tables of indicators by name.

    `code` is what the place is called in those: the council's own code, or `group`.
    """

    root: Path
    name: str
    councils: tuple[tuple[str, str], ...]
    indicators: dict[str, pl.DataFrame]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.councils)

    @property
    def code(self) -> str:
        return self.codes[0] if len(self.codes) == 1 else run.GROUP

    @property
    def vintage(self) -> str:
        """Year of the boundaries that the councils' codes belong to."""
        return " and ".join(sorted(set(self.of_councils("councils")["lad_vintage"].drop_nulls())))

    def table(self, name: str) -> pl.DataFrame:
        """A stored table; one that is not held is empty."""
        return (
            store.read(name, self.root)[0] if store.has(name, self.root) else TABLES[name].empty()
        )

    def of_councils(self, name: str) -> pl.DataFrame:
        """The rows of a stored table that are of the report's councils."""
        frame = self.table(name)
        column = "lad_code" if "lad_code" in frame.columns else "area_code"
        return frame.filter(pl.col(column).is_in(self.codes))


def read(root: Path, councils: Sequence[str], name: str) -> Held:
    """Tables for a report on one council or several; `name` is what several are called.

    Raises StoreError where indicators have not been made.
    """
    lads = store.read("councils", root)[0].filter(pl.col("lad_code").is_in(list(councils)))
    pairs = tuple(lads.select("lad_code", "lad_name").sort("lad_name").iter_rows())
    return Held(
        root=root,
        name=name or " and ".join(called for _, called in pairs),
        councils=pairs,
        indicators=run.for_places(root, councils, name),
    )


def missing(held: Held) -> list[str]:
    """In words, per source: the councils of which nothing is held."""
    found = []
    for name, what in WANTED.items():
        frame = held.of_councils(name)
        value = TABLES[name].value
        column = "lad_code" if "lad_code" in frame.columns else "area_code"
        there = set(frame.drop_nulls(value or [])[column])
        absent = [called for code, called in held.councils if code not in there]
        if absent:
            found.append(f"{what[0].upper()}{what[1:]}: nothing held for {', '.join(absent)}")
    return found


def source_lines(root: Path, tables: Sequence[str]) -> tuple[SourceLine, ...]:
    """The tables and all that they were made from, each once, published sources first."""
    origins: dict[str, Origin] = {}
    waiting = list(tables)
    while waiting:
        name = waiting.pop(0)
        if name in origins or not store.has(name, root):
            continue
        origins[name] = store.origin_of(name, root)
        waiting += origins[name].made_from
    ordered = sorted(origins.values(), key=lambda origin: (not origin.url, origin.table))
    return tuple(
        SourceLine(
            table=origin.table,
            sentence=origin.sentence(),
            publisher=origin.publisher,
            dataset_id=origin.dataset_id,
            url=origin.url,
            release=origin.release,
            retrieved=origin.retrieved[:10],
            licence=origin.licence,
            sha256=origin.sha256,
        )
        for origin in ordered
    )

"""What a report is made from: the indicators of its place, and the tables beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.sources import Origin
from catalog.store import StoreError
from catalog.tables import TABLES
from indicators import inputs, run
from indicators.explain import EXPLAINED
from indicators.places import groups
from presentation.wording import listed
from reports.content import SourceLine
from reports.reading import Recorded, Tables, clean, column_of_council, fit

# Sources of which every council should have something, and what is lost without them.
WANTED: Final = {
    "jobs": "jobs by sector",
    "gva": "real GVA by sector",
    "aps": "survey rates of residents",
    "census_occupations": "occupations of residents",
    "census_qualifications": "qualifications of residents",
    "claimants": "people who claim unemployment benefits, month by month",
    "adverts": "online job adverts",
    "adverts_by_occupation": "online job adverts by occupation",
    "fe_achievements": "achievements in further education",
    "business_demography": "new businesses",
    "ward_premises": "business premises by ward",
}
# The same of what Wardwise makes or draws.
DERIVED: Final = {
    "wards": "wards and their boundaries",
    "ward_measures": "figures by ward",
    "ward_sector_jobs": "jobs by ward and sector",
    "ward_sector_groups": "jobs by ward and group of sectors",
    "forecasts": "forecasts",
    "sectors_now": "jobs by sector now",
    "sector_growth": "which sectors have grown",
    "sector_outlook": "the outlook of sectors",
    "fine_sectors": "sectors finer than sections",
    "sector_decomposition": "where change in jobs came from",
    "skills_openings": "openings by occupation",
    "skills_supply": "supply of skills",
    "skills_gaps": "skills gaps",
    "skills_pressure": "adverts and jobseekers",
}
A_LINE: Final = 6  # kinds of data named in one line
ABSENT: Final = "we have no data for {}"
# What is fetched of a council by its name. 2026-11: workbooks (adverts, business demography) and
# layers (lads) bring every council along, and their forecasts with them.
FETCHED_BY_COUNCIL: Final = (
    "wards", "ward_measures", "jobs", "claimants", "aps", "census_occupations",
    "census_qualifications",
)  # fmt: skip


class PlaceError(StoreError):
    """A place that we can make no report on; the message names it and what to run."""


@dataclass(frozen=True)
class ReportArea:
    """The place of a report: councils by code and name, and its tables of indicators by name.

    `code` is what the place is called in those: the council's own code, or `group`. `absent` are
    the councils that belong to it and have no data.
    """

    tables: Tables
    name: str
    councils: tuple[tuple[str, str], ...]
    absent: tuple[tuple[str, str], ...]
    indicators: Mapping[str, pl.DataFrame]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.councils)

    @property
    def code(self) -> str:
        return self.codes[0] if len(self.codes) == 1 else run.GROUP

    @property
    def title(self) -> str:
        """The place's name, and how much of it has data where that is not all."""
        return f"{self.name}: {self.part}" if self.part else self.name

    @property
    def spoken_name(self) -> str:
        """What sentences call it: where some councils have no data, those that have."""
        if not self.absent:
            return self.name
        number = len(self.councils)
        return self.councils[0][1] if number == 1 else f"these {number} councils"

    @property
    def part(self) -> str:
        """How many of its councils have data: 3 of 5 councils; '' where all have."""
        return f"{len(self.councils)} of {self.members} councils" if self.absent else ""

    @property
    def members(self) -> int:
        """How many councils the place has, with data or without."""
        return len(self.councils) + len(self.absent)

    @property
    def vintage(self) -> str:
        """Year of the boundaries that the councils' codes belong to."""
        return " and ".join(sorted(set(self.read_councils("councils")["lad_vintage"].drop_nulls())))

    def table(self, name: str, *filters: pl.Expr) -> pl.DataFrame:
        """Rows of a stored table; a missing one is empty."""
        return self.tables.rows(name, *filters)

    def read_councils(self, name: str) -> pl.DataFrame:
        """The rows of a stored table that are of the report's councils."""
        return self.tables.read_councils(name, self.codes)


def read_area(root: Path, councils: Sequence[str], name: str) -> ReportArea:
    """Tables for a report on one council or several (GSS codes); `name` is what several are called.

    Councils without data are left out, and listed in `absent`. Raises PlaceError where that is all
    of them or none is given, StoreError where a table cannot be read.
    """
    tables = Tables(root)
    pairs = _named(tables, councils)
    codes = tuple(code for code, _ in pairs)
    codes_with_data = {
        code
        for table in FETCHED_BY_COUNCIL
        for code in tables.read_councils(table, codes, record=False)[column_of_council(table)]
    }
    present = tuple(pair for pair in pairs if pair[0] in codes_with_data)
    absent = tuple(pair for pair in pairs if pair[0] not in codes_with_data)
    if not present:
        raise PlaceError(describe_absent([title for _, title in absent], ABSENT))
    title = clean(name).strip() or listed([title for _, title in pairs])
    # The name in tables is of what their figures are of, which may be a part of the place.
    whole = f"{title} ({len(present)} of {len(pairs)} councils)" if absent else title
    return ReportArea(
        tables=tables,
        name=title if len(pairs) > 1 else pairs[0][1],
        councils=present,
        absent=absent,
        indicators=Recorded(_indicators(tables, [code for code, _ in present], whole), tables.read),
    )


def _named(tables: Tables, councils: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Codes and names of councils, by name. Raises PlaceError for none, or one that is unknown."""
    if not councils:
        raise PlaceError("a report needs a council; name one or more with --council or --region")
    store.origin_of("councils", tables.root)  # without it there is nothing at all: StoreError
    rows = tables.rows("councils", pl.col("lad_code").is_in(list(councils)))
    unknown = sorted(set(councils) - set(rows["lad_code"]))
    if unknown:
        raise PlaceError(f"no council has the code {listed(unknown, 10)}")
    return tuple(rows.select("lad_code", "lad_name").sort("lad_name", "lad_code").iter_rows())


def describe_absent(names: Sequence[str], words: str) -> str:
    """`words` with the names of councils in them, and what to run."""
    options = " ".join(f'--council "{name}"' if " " in name else f"--council {name}"
                     for name in names[:5])  # fmt: skip
    more = " and so on" if len(names) > 5 else ""
    return (
        f"{words.format(listed(names, 5))}; run `wardwise fetch {options}`{more}, then "
        "`wardwise build`"
    )


def _indicators(tables: Tables, councils: Sequence[str], name: str) -> dict[str, pl.DataFrame]:
    """The indicators of one council, as stored, or of several as one place called `name`.

    Tables of wards hold the wards of all of them, as stored; similar places are those of each. A
    missing table is empty.
    """
    codes = tuple(councils)
    stored = {table: tables.read_councils(table, codes, record=False) for table in run.WRITES}
    if len(councils) == 1:
        return stored
    if not store.has("jobs", tables.root):
        return {
            table: frame if table in run.OF_EACH else frame.clear()
            for table, frame in stored.items()
        }
    for table in inputs.READS:
        tables.peek(
            table, pl.lit(False)
        )  # a broken one is reported here, before it is computed with
    together = run.compute_group(
        groups.for_group(inputs.read(tables.root, councils), councils, run.GROUP, name)
    )
    return stored | {table: fit(frame) for table, frame in together.items()}


def find_missing(area: ReportArea) -> dict[str, tuple[tuple[str, str], ...]]:
    """Of each source and derived table that some council has nothing in: code and name of those."""
    missing = {}
    for name in (*WANTED, *DERIVED):
        frame = area.tables.read_councils(name, area.codes, record=False)
        codes_with_data = set(frame.drop_nulls(TABLES[name].value or [])[column_of_council(name)])
        absent = tuple(pair for pair in area.councils if pair[0] not in codes_with_data)
        if absent:
            missing[name] = absent
    return missing


def list_missing(area: ReportArea) -> list[str]:
    """What each source and derived table lacks for some council, a phrase for the same councils."""
    of_councils: dict[tuple[str, ...], list[str]] = {}
    for name, absent in find_missing(area).items():
        names = tuple(lad_name for _, lad_name in absent)
        of_councils.setdefault(names, []).append((WANTED | DERIVED)[name])
    return [
        f"No data for {', '.join(absent)} on {'; '.join(whats[first : first + A_LINE])}"
        for absent, whats in of_councils.items()
        for first in range(0, len(whats), A_LINE)
    ]


def count_missing(area: ReportArea) -> int:
    """How many of the sources lack some council."""
    return len([name for name in find_missing(area) if name in WANTED])


def read_source_lines(root: Path, tables: Sequence[str]) -> tuple[SourceLine, ...]:
    """The tables and all that they were made from, each once, published sources first.

    A table of indicators that is not stored was made for this place from those that it reads.
    """
    origins: dict[str, Origin] = {}
    waiting = list(tables)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        if store.has(name, root):
            origins[name] = store.origin_of(name, root)
            waiting += origins[name].made_from
        elif name in EXPLAINED:
            waiting += EXPLAINED[name].reads
    ordered = sorted(origins.values(), key=lambda origin: (not origin.url, origin.table))
    return tuple(_line(origin) for origin in ordered)


def _line(origin: Origin) -> SourceLine:
    return SourceLine(
        table=origin.table,
        title=clean(origin.title),
        sentence=clean(origin.sentence()),
        publisher=clean(origin.publisher),
        dataset_id=clean(origin.dataset_id),
        url=clean(origin.url),
        release=clean(origin.release),
        retrieved=origin.retrieved[:10],
        licence=clean(origin.licence),
        sha256=origin.sha256,
        derived=bool(origin.made_from),
    )

"""What a run keeps of each group of series, so that the next one makes only what has changed.

A group's record (what its back-test chose, how wide intervals are, rows of the table `backtest`)
hangs on its tables, on those of its parents and carriers, and on code. Its points hang on these and
on the period in which they are made. A kept result is used where all that is the same, so figures
are those of a run from nothing. Each is kept as soon as it is made: a stopped run goes on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from catalog import vintages
from catalog.fingerprint import digest_files, fingerprint
from catalog.json_files import read_json, write_json
from catalog.store import fingerprint_rows, replacing
from catalog.tables.forecasts import BACKTEST
from forecasts.backtest.intervals import WIDTHS
from forecasts.backtest.reference_record import choices_and_widths
from forecasts.backtest.selection import CHOICES
from forecasts.publish import period_ordinal
from forecasts.reconcile import PAIRS
from forecasts.series.carriers import TABLES
from forecasts.series.histories import Histories
from forecasts.series.series_groups import SERIES_GROUPS, SeriesGroup

# In the metadata of a kept table: what belongs to its rows, and the fingerprint of both.
ABOUT: Final = "about"
CONTENT: Final = "content"
CONSEQUENCE: Final = "what it kept is made again"
FRAMES: Final[Mapping[str, Mapping[str, Any]]] = {
    "choices": CHOICES, "widths": WIDTHS, "rows": BACKTEST.dtypes,
}  # fmt: skip


@dataclass(frozen=True)
class KeptRecord:
    """A group's record. `choices` and `widths` as from `choices_and_widths`, `rows` of the table
    `backtest`; `skipped` says why there is no back-test, '' where there is one."""

    choices: pl.DataFrame
    widths: pl.DataFrame
    rows: pl.DataFrame
    skipped: str = ""


@dataclass(frozen=True)
class PublishedRows:
    """Rows of the table `forecasts` of some groups, sorted by its key, and the faults in the input
    of each group that has any."""

    rows: pl.DataFrame
    faults: dict[str, str]


@dataclass
class Keeper:
    """Records, points and published rows of groups in `folder`, of these inputs and this day."""

    folder: Path
    inputs: Histories
    today: date
    data: Path  # with the past releases of carriers
    code: str = "forecasts.run"
    keys: dict[str, str] = field(default_factory=dict)
    records: dict[str, KeptRecord] = field(default_factory=dict)

    def find_stale(self) -> list[str]:
        """The groups without a kept record, and of industries that are made again their sectors,
        by which they go."""
        stale = {name for name in self.inputs.frames if not self._load(name)}
        stale |= {upper for upper, lower in PAIRS.items() if lower in stale}
        return [name for name in self.inputs.frames if name in stale]

    def keep_record(self, name: str, windows: pl.DataFrame, rows: pl.DataFrame, why: str) -> None:
        """Keeps the record of a group from its windows; `why` it has none, else ''."""
        kinds = self.inputs.frames[name]["area_type"].unique()
        choices, widths = choices_and_widths(windows, SERIES_GROUPS[name], kinds)
        record = KeptRecord(choices, widths, rows, why)
        self.records[name] = record
        frames = {part: getattr(record, part).to_dict(as_series=False) for part in FRAMES}
        write_json(self._path(name), {"key": self.key(name), "skipped": why, **frames})

    def points(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """A group's points: as kept, else made and kept."""
        path = self.folder / f"points-{name}-{self._key_of_day(name)}.parquet"
        kept = _read_kept(path)
        if kept is not None:
            return kept[0]
        made = make()
        if made.width:
            self._replace_kept(path, made, f"points-{name}-*.parquet")
        return made

    def published(self, names: Sequence[str], make: Callable[[], PublishedRows]) -> PublishedRows:
        """What is published of groups that add up to each other: as kept, else made and kept."""
        keys = "".join(self._key_of_day(name) for name in names)
        digest = hashlib.sha256(keys.encode()).hexdigest()[:32]
        path = self.folder / f"published-{names[0]}-{digest}.parquet"
        kept = _read_kept(path)
        if kept is not None:
            return PublishedRows(kept[0], json.loads(kept[1]))
        made = make()
        about = json.dumps(made.faults)
        self._replace_kept(path, made.rows, f"published-{names[0]}-*.parquet", about)
        return made

    def _key_of_day(self, name: str) -> str:
        """Identifies what a group's forecasts hang on: its record, and the period of today."""
        return f"{self.key(name)}-{period_ordinal(self.today, SERIES_GROUPS[name])}"

    def _replace_kept(self, path: Path, made: pl.DataFrame, older: str, about: str = "") -> None:
        metadata = {ABOUT: about, CONTENT: fingerprint_rows(made, about)}
        with replacing(path) as temporary:
            made.write_parquet(temporary, metadata=metadata)
        for other in self.folder.glob(older):
            if other != path:
                other.unlink()

    def key(self, name: str) -> str:
        """Identifies all that a group's record is made from."""
        if name not in self.keys:
            self.keys[name] = fingerprint([self.code], self._list_inputs(name))
        return self.keys[name]

    def _list_inputs(self, name: str) -> Iterable[object]:
        group, inputs = SERIES_GROUPS[name], self.inputs
        groups = [group, *([SERIES_GROUPS[group.above]] if group.above else [])]
        tables = sorted({table for each in groups for table in _tables_of(each)})
        yield name, [(table, inputs.stamps.get(table, "")) for table in tables]
        yield sorted(inputs.members.items()), inputs.reference_years.get(name, 0)
        # Employees are of fewer councils where employment is there too.
        yield inputs.frames[name].height
        for table in sorted(TABLES.get(group.carrier, ())):
            yield digest_files(map(Path, vintages.list_vintages(table, self.data)["path"]))
        # Figures of days to come are left out until then.
        future = inputs.frames[name].filter(pl.col("period_end") > self.today)
        yield self.today if future.height else ""

    def _load(self, name: str) -> bool:
        stored = read_json(self._path(name), CONSEQUENCE)
        if not isinstance(stored, dict) or stored.get("key") != self.key(name):
            return False
        try:
            frames = {
                part: pl.DataFrame(stored[part], schema=dict(schema))
                for part, schema in FRAMES.items()
            }
        except (KeyError, TypeError, ValueError, pl.exceptions.PolarsError):
            return False
        self.records[name] = KeptRecord(**frames, skipped=str(stored.get("skipped", "")))
        return True

    def _path(self, name: str) -> Path:
        return self.folder / f"record-{name}.json"


def _read_kept(path: Path) -> tuple[pl.DataFrame, str] | None:
    """A kept table and what is written about it; None without it, and if it is not as it was
    written, so that it is made again: of a flipped bit the library itself often says nothing."""
    try:
        if not path.is_file():
            return None
        rows, written = pl.read_parquet(path), pl.read_parquet_metadata(path)
        about = written[ABOUT]
        return (rows, about) if fingerprint_rows(rows, about) == written[CONTENT] else None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, KeyError, OSError):
        return None


def _tables_of(group: SeriesGroup) -> Sequence[str]:
    return [name for name in (group.reads, group.also, *TABLES.get(group.carrier, ())) if name]

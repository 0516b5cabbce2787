"""The lists of a council that are held, without names: one, or those of its former districts.

`premises.parquet` has the properties of all of them, one list after another, and `readings.json`
what became of each, so that the rows of a list can be told by their number.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

import polars as pl

from catalog import store
from catalog.settings import Settings
from catalog.sources import OGL, Origin
from catalog.store import StoreError, replacing
from catalog.tables.premises import PREMISES, PREMISES_REPORT, WARD_PREMISES
from etl.rates_lists.mapping import RatesError
from etl.rates_lists.outcome import Reading, from_json

# What becomes of the lists that a council has: see `replace_or_add`.
How = Literal["", "add", "replace"]
READINGS: Final = "readings.json"


@dataclass(frozen=True)
class RatesList:
    """One list: its properties and what became of its records."""

    frame: pl.DataFrame
    reading: Reading


def rates_folder(settings: Settings) -> Path:
    """Where lists are kept: one folder per council, outside what is fetched."""
    return settings.data / "rates"


def read_lists(folder: Path) -> list[RatesList]:
    """The lists of a council's folder, in the order in which they were added; [] where none."""
    if not store.has(PREMISES.name, folder):
        return []
    frame, origin = store.read(PREMISES.name, folder)
    path = folder / READINGS
    try:
        if path.is_file():
            kept = json.loads(path.read_text("utf-8"))
            readings = [from_json(entry) for entry in kept["readings"]]
            is_sound = kept["retrieved"] == origin.retrieved
        else:  # kept before 2026-12, when there was one list and its reading stood in the notes
            readings = [from_json(json.loads(origin.notes[0]))]
            is_sound = True
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        readings, is_sound = [], False
    if not is_sound or sum(reading.read_count for reading in readings) != frame.height:
        raise StoreError(
            f"the saved rates list of {folder.name} is damaged; run `wardwise rates FILE --council "
            f"{folder.name} --replace` with the list again"
        )
    lists, begin = [], 0
    for reading in readings:
        lists.append(RatesList(frame.slice(begin, reading.read_count), reading))
        begin += reading.read_count
    return lists


def write_lists(lists: Sequence[RatesList], folder: Path) -> None:
    """Keeps these lists in place of what is held."""
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    frame = pl.concat(one.frame for one in lists).with_columns(
        property_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    )
    first = lists[0].reading
    origin = Origin(
        table=PREMISES.name,
        title="Business-rates list",
        publisher=f"Council {first.lad_code}",
        dataset_id="NNDR list",
        url="",
        licence=OGL,
        release=first.list_period,
        retrieved=now,
    )
    remove_tables(folder, WARD_PREMISES.name, PREMISES_REPORT.name)
    readings = [asdict(one.reading) for one in lists]
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(folder / READINGS) as temporary:
        temporary.write_text(json.dumps({"retrieved": now, "readings": readings}), "utf-8")
    store.write(frame, PREMISES, origin, folder)


def remove_tables(folder: Path, *names: str) -> None:
    """Removes what an earlier list of the other kind left: of the VOA's list only counts stay."""
    for name in names:
        store.path_of(name, folder).unlink(missing_ok=True)


def find_edition(new: RatesList, lists: Sequence[RatesList]) -> int | None:
    """Which of the held lists the new one is another edition of: the one it shares most with.

    None where it shares no half of its properties, by postcode and kind, with any.
    """
    for number, one in enumerate(lists):
        if one.reading.file_sha256 and one.reading.file_sha256 == new.reading.file_sha256:
            return number
    shares = [_share(new.frame, one.frame) for one in lists]
    best = max(range(len(shares)), key=lambda number: shares[number], default=None)
    return best if best is not None and shares[best] >= 0.5 else None


def _share(new: pl.DataFrame, old: pl.DataFrame) -> float:
    """The share of the new properties that stand where one of their kind does in the other list."""
    point = pl.format("{} {}", pl.col("property_long").round(4), pl.col("property_lat").round(4))
    where = pl.coalesce("postcode", point).alias("where")
    one, other = (frame.select(where, "description_group") for frame in (new, old))
    return one.drop_nulls().join(other, on=one.columns, how="semi").height / max(new.height, 1)


def replace_or_add(
    new: RatesList, lists: Sequence[RatesList], how: How
) -> tuple[list[RatesList], str]:
    """The lists to hold from now on, and a sentence on what was replaced.

    `how`: 'add' beside those held, 'replace' all of them, or '' : then another edition of a held
    list replaces that one. RatesError where it is none, or where the years differ.
    """
    edition = find_edition(new, lists)
    if how == "replace" or not lists:
        gone = sum(one.frame.height for one in lists)
        return [new], f"It replaces the {gone:,} properties saved before." if lists else ""
    if how == "add" and edition is not None:
        raise RatesError(
            "we already have most properties of this list, so we did not add it; leave out --add "
            "to replace the saved edition"
        )
    if how != "add" and edition is None:
        raise RatesError(
            f"{describe_lists(lists)}, and this one has other properties. Use --add to keep both, "
            "for example for two former districts, or --replace to keep only this one"
        )
    others = [one for number, one in enumerate(lists) if number != edition]
    years = {one.reading.list_period for one in (*others, new)}
    if len(years) > 1:
        raise RatesError(
            f"we cannot count lists of different years ({', '.join(sorted(years))}) together; use "
            "--period if this list is for the other's year, or --replace to keep only this one"
        )
    if edition is None:
        return [*lists, new], f"Added to {_count(lists)} of the same council."
    gone = lists[edition].frame.height
    words = f"It replaces the edition of this list saved before ({gone:,} properties)."
    return [*lists[:edition], new, *lists[edition + 1 :]], words


def describe_lists(lists: Sequence[RatesList]) -> str:
    """'we already have a list for this council (2018-19, 3 properties)'."""
    words = "; ".join(
        f"{one.reading.list_period}, {one.frame.height:,} properties" for one in lists
    )
    kinds = "a list" if len(lists) == 1 else "lists"
    return f"we already have {kinds} for this council ({words})"


def _count(lists: Sequence[RatesList]) -> str:
    return "another list" if len(lists) == 1 else f"{len(lists)} other lists"

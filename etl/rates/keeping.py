"""A list read into the data folder, without names; the restricted VOA list only as counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.schema import Table
from catalog.settings import Settings
from catalog.sources import OGL, VOA, Origin
from catalog.tables.premises import PREMISES, PREMISES_REPORT, WARD_PREMISES
from etl.rates import mapping as columns
from etl.rates import tables, voa
from etl.rates import wards as placing
from etl.rates.extracting import extract
from etl.rates.mapping import Mapping, RatesError
from etl.rates.properties import financial_year, is_financial_year, properties
from etl.rates.reading import listing

SHOWN_LINES: Final = 50


@dataclass(frozen=True)
class Reading:
    """What became of a list, as it is told to the person who supplied it."""

    lad_code: str
    list_period: str
    period_guessed: bool
    rows_count: int
    rejected_count: int
    mended_count: int
    repeated_count: int
    read_count: int
    rejected_lines: tuple[int, ...]
    occupancy: dict[str, int]

    def words(self) -> str:
        """A few sentences with every record accounted for."""
        states = ", ".join(f"{count:,} {state}" for state, count in self.occupancy.items())
        lines = [
            f"{self.rows_count:,} records: {self.read_count:,} properties read ({states}), "
            f"{self.repeated_count:,} more records of the same properties, "
            f"{self.rejected_count:,} that could not be read.",
            f"{self.mended_count:,} records lacked a field and were read by where they fit.",
            f"The list of {self.list_period}"
            + (
                ", told by its newest dates; --period sets another." if self.period_guessed else "."
            ),
        ]
        if self.rejected_lines:
            shown = ", ".join(map(str, self.rejected_lines[:10]))
            lines.append(f"Not read: lines {shown}{'…' if self.rejected_count > 10 else ''}.")
        return "\n".join(lines)


def run(
    path: Path,
    lad_code: str,
    settings: Settings,
    *,
    mapping: Mapping | None = None,
    period: str = "",
    accept_voa_terms: bool = False,
    confirm: Callable[[Mapping], bool] = lambda _mapping: True,
) -> Reading:
    """Reads a council's list and keeps its properties, without names, in the data folder.

    The mapping is the one given, else the one kept for this council, else guessed and put to
    `confirm`. Raises RatesError and keeps no property where the list can't be used or isn't
    confirmed.
    """
    if not path.is_file():
        raise RatesError(f"there is no file {path}")
    if period and not is_financial_year(period):
        raise RatesError(f"{period!r} is not a financial year; write it as 2018-19")
    if voa.is_voa(path):
        return _run_voa(path, lad_code, settings, period, accepted=accept_voa_terms)
    held = listing(path)
    kept = tables.folder(settings) / f"{lad_code}.mapping.json"
    chosen = mapping or (columns.load(kept) if kept.is_file() else None)
    if chosen is None:
        chosen = columns.confirmed(columns.guess(held.headings), held.headings)
        if not confirm(chosen):
            columns.keep(chosen, kept)
            raise RatesError(f"nothing was read; change the mapping in {kept} and run this again")
    chosen = columns.confirmed(chosen, held.headings)
    found = extract(held, chosen)
    dated = [name for name in ("liable_from", "empty_from") if name in found.frame.columns]
    days = [found.frame[name] for name in dated]
    list_period = period or (financial_year(pl.concat(days)) if days else "")
    if not list_period:
        raise RatesError(f"{path.name} has no dates to tell its year by; give --period 2018-19")
    frame, repeated = properties(found, lad_code, list_period)
    reading = Reading(
        lad_code=lad_code,
        list_period=list_period,
        period_guessed=not period,
        rows_count=found.rows,
        rejected_count=len(found.rejected),
        mended_count=found.mended,
        repeated_count=repeated,
        read_count=frame.height,
        rejected_lines=tuple(found.rejected[:SHOWN_LINES]),
        occupancy=dict(frame["occupancy"].value_counts(sort=True).iter_rows()),
    )
    columns.keep(chosen, kept)
    _keep(frame, reading, settings)
    return reading


def _keep(frame: pl.DataFrame, reading: Reading, settings: Settings) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made = Origin(
        table=PREMISES.name,
        title="Business-rates list",
        publisher=f"Council {reading.lad_code}",
        dataset_id="NNDR list",
        url="",
        licence=OGL,
        release=reading.list_period,
        retrieved=now,
        notes=(json.dumps(asdict(reading)),),
    )
    folder = tables.folder(settings) / reading.lad_code
    _forget(folder, WARD_PREMISES, PREMISES_REPORT)
    store.write(frame, PREMISES, made, folder)


def _forget(folder: Path, *tables_before: Table) -> None:
    """Removes what an earlier list of the other kind left: a council has one list at a time."""
    for table in tables_before:
        store.path_of(table.name, folder).unlink(missing_ok=True)


def _run_voa(
    path: Path, lad_code: str, settings: Settings, period: str, *, accepted: bool
) -> Reading:
    """Counts the VOA's list by the council's wards; no property is kept."""
    if not accepted:
        raise RatesError(f"{path.name}: {voa.TERMS}")
    if not store.has("postcodes", settings.built):
        raise RatesError(
            "the VOA's list has no coordinates; give --postcodes FILE (the ONS Postcode Directory)"
        )
    if not period:
        raise RatesError("the VOA's list does not say its year; give --period 2026-27")
    own = tables.own_wards(lad_code, store.read("wards", settings.built)[0])
    postcodes = placing.within(store.read("postcodes", settings.built)[0], own)
    entries = voa.live_entries(path, set(postcodes["postcode_key"]))
    placed = placing.placed(entries.frame.with_columns(list_period=pl.lit(period)), own, postcodes)
    if placed["ward_code"].null_count() == placed.height:
        raise RatesError(f"{path.name}: no property of it lies in {lad_code}")
    reading = Reading(
        lad_code=lad_code,
        list_period=period,
        period_guessed=False,
        rows_count=placed.height + entries.skipped,
        rejected_count=entries.skipped,
        mended_count=0,
        repeated_count=0,
        read_count=placed.height,
        rejected_lines=(),
        occupancy={"unknown": placed.height},
    )
    made = Origin(
        table=WARD_PREMISES.name,
        title="Rating list, counted by ward",
        publisher=f"{VOA}, {lad_code}",
        dataset_id="VOA rating list",
        url="",
        licence="VOA rating list downloads, restricted terms: counts only",
        release=period,
        retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    folder = tables.folder(settings) / lad_code
    report = tables.report(placed, own, asdict(reading))
    _forget(folder, PREMISES)
    store.write(report, PREMISES_REPORT, made, folder)
    store.write(placing.counted(placed, own), WARD_PREMISES, made, folder)
    return reading

"""A list read into the data folder, without names; the restricted VOA list only as counts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.settings import Settings
from catalog.sources import VOA, Origin
from catalog.store import StoreError
from catalog.tables.premises import PREMISES, PREMISES_REPORT, WARD_PREMISES
from etl.archives import ArchiveError, read_file
from etl.rates import mapping as columns
from etl.rates import tables, voa
from etl.rates import wards as placing
from etl.rates.contents import guarded, guess_columns
from etl.rates.files import MOST_FILE
from etl.rates.files import tables as tables_of
from etl.rates.kept import READINGS, HeldList, forget, read_lists, with_new, write_lists
from etl.rates.mapping import Mapping, RatesError
from etl.rates.outcome import Reading
from etl.rates.parts import Parts, read_parts
from etl.rates.properties import financial_year, is_financial_year, properties
from etl.rates.reading import Listing

SHOWN_LINES: Final = 50
# Half of the properties of a list are never worth more than this: it is another column's numbers.
MOST_MEDIAN: Final = 20_000_000


def run(
    path: Path,
    lad_code: str,
    settings: Settings,
    *,
    mapping: Mapping | None = None,
    period: str = "",
    how: str = "",
    accept_voa_terms: bool = False,
    confirm: Callable[[Mapping], bool] = lambda _mapping: True,
    ask: Callable[[str], str] = lambda _words: "",
    say: Callable[[str], None] = lambda _words: None,
) -> Reading:
    """Reads a council's list and keeps its properties, without names, in the data folder.

    The mapping is the one given, else the one kept for this council if it fits, else guessed and
    put to `confirm`. `how` and `ask` settle what becomes of a list that is held: see kept.with_new.
    Raises RatesError and keeps no property where the list can't be used or isn't confirmed.
    """
    if period and not is_financial_year(period):
        raise RatesError(f"{period!r} is not a financial year; write it as 2018-19")
    try:
        body = read_file(path, MOST_FILE)
    except ArchiveError as error:
        raise RatesError(str(error)) from error
    if voa.is_voa(path):
        return _run_voa(path, lad_code, settings, period, accepted=accept_voa_terms)
    file = tables_of(path)
    held = file.main
    kept = tables.folder(settings) / f"{lad_code}.mapping.json"
    chosen, notes = _mapped(held, kept, mapping, confirm, say)
    parts = read_parts(file, chosen)
    _refuse_wrong_values(parts, chosen)
    list_period = period or _period_of(parts.frame)
    if not list_period:
        raise RatesError(f"{path.name} has no dates to tell its year by; give --period 2018-19")
    frame, repeated = properties(parts.frame, lad_code, list_period)
    if frame.is_empty():
        raise RatesError(f"{path.name}: none of its {parts.rows:,} records could be read")
    reading = Reading(
        lad_code=lad_code,
        list_period=list_period,
        period_guessed=not period,
        rows_count=parts.rows,
        rejected_count=len(parts.rejected) + len(parts.totals) + parts.strangers,
        mended_count=parts.mended,
        repeated_count=repeated,
        read_count=frame.height,
        rejected_lines=tuple(parts.rejected[:SHOWN_LINES]),
        totals_count=len(parts.totals),
        strangers_count=parts.strangers,
        occupancy=dict(frame["occupancy"].value_counts(sort=True).sort("occupancy").iter_rows()),
        sheets=tuple(parts.sheets),
        warnings=(*notes, *parts.warnings),
        file_sha256=hashlib.sha256(body).hexdigest(),
    )
    folder = tables.folder(settings) / lad_code
    lists, words = _settled(HeldList(frame, reading), _lists_held(folder, how), how, ask)
    columns.keep(chosen, kept, held.headings)
    write_lists(lists, folder)
    return replace(reading, warnings=(*reading.warnings, words)) if words else reading


def _lists_held(folder: Path, how: str) -> list[HeldList]:
    """The lists held; none where they cannot be read and are to be replaced."""
    try:
        return read_lists(folder)
    except StoreError:
        if how == "replace":
            return []
        raise


def _settled(
    new: HeldList, lists: list[HeldList], how: str, ask: Callable[[str], str]
) -> tuple[list[HeldList], str]:
    try:
        return with_new(new, lists, how)
    except RatesError as error:
        answer = "" if how else ask(str(error))
        if not answer:
            raise
        return with_new(new, lists, answer)


def _mapped(
    held: Listing,
    kept: Path,
    given: Mapping | None,
    confirm: Callable[[Mapping], bool],
    say: Callable[[str], None],
) -> tuple[Mapping, list[str]]:
    """The mapping to read the list by, and what there is to say of it."""
    if given is not None:
        return _without_people(columns.confirmed(given, held.headings), held), []
    guessed, suspect = guarded(guess_columns(held), held)
    if kept.is_file():
        before = columns.fitted(columns.load(kept), held.headings)
        wrong = columns.faults(before, held.headings)
        if not wrong and columns.is_for(before, held.headings):
            say(f"Columns as kept in {kept}:\n{before.words()}")
            return _without_people(before, held), []
        if wrong:
            say(f"The columns kept in {kept} do not fit ({'; '.join(wrong)}), so they are guessed.")
        else:
            say(
                f"This list has other columns than the one that {kept} is for; those it names stay."
            )
            guessed = _without_people(columns.completed(before, guessed), held)
    wrong = columns.faults(guessed, held.headings)
    if wrong:
        if not kept.is_file():
            columns.keep(guessed, kept, held.headings)
        raise RatesError(
            f"the columns could not all be told: {'; '.join(wrong)}. Put the right headings into "
            f"{kept} and run this again"
        )
    if not confirm(guessed):
        columns.keep(guessed, kept, held.headings)
        raise RatesError(f"nothing was read; change the mapping in {kept} and run this again")
    return guessed, [
        f"{heading!r} holds what can name people, so it is not read" for heading in suspect
    ]


def _without_people(mapping: Mapping, held: Listing) -> Mapping:
    """The mapping, if none of its columns holds what can name people."""
    _, suspect = guarded(mapping, held)
    if suspect:
        named = ", ".join(map(repr, suspect))
        raise RatesError(
            f"the column mapping names {named}, whose cells can name people and are never read; "
            "take it out of the mapping"
        )
    return mapping


def _refuse_wrong_values(parts: Parts, mapping: Mapping) -> None:
    """RatesError where the column taken for values holds references or other large numbers."""
    median = parts.frame["rateable_value_gbp"].median()
    if isinstance(median, float) and median > MOST_MEDIAN:
        raise RatesError(
            f"half of the numbers under {mapping.fields['rateable_value']!r} are above "
            f"£{MOST_MEDIAN:,}, so they are no rateable values; map another column with --mapping"
        )


def _period_of(frame: pl.DataFrame) -> str:
    """The financial year of the list's own date, else of its newest dates."""
    if "list_date" in frame.columns and (period := financial_year(frame["list_date"])):
        return period
    dated = [name for name in ("liable_from", "empty_from") if name in frame.columns]
    return financial_year(pl.concat(frame[name] for name in dated)) if dated else ""


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
    try:
        entries = voa.live_entries(path, set(postcodes["postcode_key"]))
    except voa.BROKEN as error:
        raise RatesError(
            f"{path.name} is damaged or locked ({error}); download it again"
        ) from error
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
    report = tables.report(placed, own, [reading])
    forget(folder, PREMISES.name)
    (folder / READINGS).unlink(missing_ok=True)
    store.write(report, PREMISES_REPORT, made, folder)
    store.write(placing.counted(placed, own), WARD_PREMISES, made, folder)
    return reading

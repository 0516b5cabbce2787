"""A list read into the data folder, without names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from catalog.settings import Settings
from catalog.store import StoreError
from etl.clients.files.archives import ArchiveError, read_file
from etl.rates_lists import mapping as columns
from etl.rates_lists.contents import guarded, guess_columns
from etl.rates_lists.files import MOST_FILE
from etl.rates_lists.files import tables as tables_of
from etl.rates_lists.mapping import Mapping, RatesError
from etl.rates_lists.outcome import Reading
from etl.rates_lists.properties import financial_year, is_financial_year, properties
from etl.rates_lists.reading import Listing
from etl.rates_lists.sheets import Parts, read_parts
from etl.rates_lists.stored import (
    How,
    RatesList,
    rates_folder,
    read_lists,
    replace_or_add,
    write_lists,
)

SHOWN_LINES: Final = 50
# Half of the properties of a list are never worth more than this: it is another column's numbers.
MOST_MEDIAN: Final = 20_000_000


def checked_body(path: Path, period: str) -> bytes:
    """The bytes of a council's file; RatesError where it or the year given cannot be used."""
    if period and not is_financial_year(period):
        raise RatesError(f"{period!r} is not a financial year; write it as 2018-19")
    try:
        return read_file(path, MOST_FILE)
    except ArchiveError as error:
        raise RatesError(str(error)) from error


def store_list(
    path: Path,
    lad_code: str,
    settings: Settings,
    *,
    body: bytes,
    mapping: Mapping | None,
    period: str,
    how: How,
    confirm: Callable[[Mapping], bool],
    ask: Callable[[str], How],
    say: Callable[[str], None],
) -> Reading:
    """Keeps a list's properties, without names, in the data folder; `body` is its checked bytes.

    The mapping is the one given, else the one kept for this council if it fits, else guessed and
    put to `confirm`. `how` and `ask` settle what becomes of a list that is held: see
    stored.replace_or_add. Raises RatesError and keeps no property where the list can't be used or
    isn't confirmed.
    """
    file = tables_of(path)
    listing = file.main
    kept = rates_folder(settings) / f"{lad_code}.mapping.json"
    chosen, notes = _mapped(listing, kept, mapping, confirm, say)
    parts = read_parts(file, chosen)
    _refuse_wrong_values(parts, chosen)
    list_period = period or _period_of(parts.frame)
    if not list_period:
        raise RatesError(
            f"{path.name} has no dates, so we do not know its year; add --period 2018-19"
        )
    frame, repeated = properties(parts.frame, lad_code, list_period)
    if frame.is_empty():
        raise RatesError(f"{path.name}: we could not read any of its {parts.rows:,} records")
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
    folder = rates_folder(settings) / lad_code
    lists, words = _settled(RatesList(frame, reading), _stored_lists(folder, how), how, ask)
    columns.save_mapping(chosen, kept, listing.headings)
    write_lists(lists, folder)
    return replace(reading, warnings=(*reading.warnings, words)) if words else reading


def _stored_lists(folder: Path, how: How) -> list[RatesList]:
    """The lists held; none where they cannot be read and are to be replaced."""
    try:
        return read_lists(folder)
    except StoreError:
        if how == "replace":
            return []
        raise


def _settled(
    new: RatesList, lists: list[RatesList], how: How, ask: Callable[[str], How]
) -> tuple[list[RatesList], str]:
    try:
        return replace_or_add(new, lists, how)
    except RatesError as error:
        answer = "" if how else ask(str(error))
        if not answer:
            raise
        return replace_or_add(new, lists, answer)


def _mapped(
    listing: Listing,
    kept: Path,
    given: Mapping | None,
    confirm: Callable[[Mapping], bool],
    say: Callable[[str], None],
) -> tuple[Mapping, list[str]]:
    """The mapping to read the list by, and what there is to say of it."""
    if given is not None:
        return _without_people(columns.confirmed(given, listing.headings), listing), []
    guessed, suspect = guarded(guess_columns(listing), listing)
    if kept.is_file():
        before = columns.fitted(columns.load_mapping(kept), listing.headings)
        wrong = columns.faults(before, listing.headings)
        if not wrong and columns.is_for(before, listing.headings):
            say(f"Columns as saved in {kept}:\n{before.words()}")
            return _without_people(before, listing), []
        if wrong:
            say(f"The columns in {kept} do not fit ({'; '.join(wrong)}), so we guessed them.")
        else:
            say(f"This list has other columns than the one {kept} is for; we use those it names.")
            guessed = _without_people(columns.completed(before, guessed), listing)
    wrong = columns.faults(guessed, listing.headings)
    if wrong:
        if not kept.is_file():
            columns.save_mapping(guessed, kept, listing.headings)
        raise RatesError(
            f"we could not find all the columns: {'; '.join(wrong)}. Put the right headings into "
            f"{kept} and run this again"
        )
    if not confirm(guessed):
        columns.save_mapping(guessed, kept, listing.headings)
        raise RatesError(
            f"we did not read the list; change the mapping in {kept} and run this again"
        )
    return guessed, [f"{heading!r} may name people, so we do not read it" for heading in suspect]


def _without_people(mapping: Mapping, listing: Listing) -> Mapping:
    """The mapping, if none of its columns holds what can name people."""
    _, suspect = guarded(mapping, listing)
    if suspect:
        named = ", ".join(map(repr, suspect))
        raise RatesError(
            f"the column mapping names {named}, whose cells can name people and are never read; "
            "remove it from the mapping"
        )
    return mapping


def _refuse_wrong_values(parts: Parts, mapping: Mapping) -> None:
    """RatesError where the column taken for values holds references or other large numbers."""
    median = parts.frame["rateable_value_gbp"].median()
    if isinstance(median, float) and median > MOST_MEDIAN:
        raise RatesError(
            f"half of the numbers under {mapping.fields['rateable_value']!r} are above "
            f"£{MOST_MEDIAN:,}, so they are not rateable values; map another column with --mapping"
        )


def _period_of(frame: pl.DataFrame) -> str:
    """The financial year of the list's own date, else of its newest dates."""
    if "list_date" in frame.columns and (period := financial_year(frame["list_date"])):
        return period
    dated = [name for name in ("liable_from", "empty_from") if name in frame.columns]
    return financial_year(pl.concat(frame[name] for name in dated)) if dated else ""

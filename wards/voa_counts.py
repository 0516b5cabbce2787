"""The VOA's rating list, which has restricted terms: counted by ward on reading, never stored."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from catalog import store
from catalog.settings import Settings
from catalog.sources import VOA, Origin
from catalog.tables.premises import PREMISES, PREMISES_REPORT, WARD_PREMISES
from etl.rates_lists import voa
from etl.rates_lists.mapping import RatesError
from etl.rates_lists.outcome import Reading
from etl.rates_lists.stored import READINGS, rates_folder, remove_tables
from wards import premises as placing
from wards.premises_tables import report_row, select_council_wards


def count_voa_list(
    path: Path, lad_code: str, settings: Settings, period: str, *, accepted: bool
) -> Reading:
    """Counts the VOA's list by the council's wards; stores no property."""
    if not accepted:
        raise RatesError(f"{path.name}: {voa.TERMS}")
    if not store.has("postcodes", settings.built):
        raise RatesError(
            "the VOA's list has no coordinates; give --postcodes FILE (the ONS Postcode Directory)"
        )
    if not period:
        raise RatesError("the VOA's list does not say its year; give --period 2026-27")
    council_wards = select_council_wards(lad_code, store.read("wards", settings.built)[0])
    postcodes = placing.filter_within(store.read("postcodes", settings.built)[0], council_wards)
    try:
        entries = voa.live_entries(path, set(postcodes["postcode_key"]))
    except voa.BROKEN as error:
        raise RatesError(
            f"{path.name} is damaged or locked ({error}); download it again"
        ) from error
    placed = placing.place_premises(
        entries.frame.with_columns(list_period=pl.lit(period)), council_wards, postcodes
    )
    if placed["ward_code"].null_count() == placed.height:
        raise RatesError(f"{path.name}: none of its properties are in {lad_code}")
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
    origin = Origin(
        table=WARD_PREMISES.name,
        title="Rating list, counted by ward",
        publisher=f"{VOA}, {lad_code}",
        dataset_id="VOA rating list",
        url="",
        licence="VOA rating list downloads, restricted terms: counts only",
        release=period,
        retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    folder = rates_folder(settings) / lad_code
    reports = report_row(placed, council_wards, [reading])
    remove_tables(folder, PREMISES.name)
    (folder / READINGS).unlink(missing_ok=True)
    store.write(reports, PREMISES_REPORT, origin, folder)
    store.write(placing.count_premises(placed, council_wards), WARD_PREMISES, origin, folder)
    return reading

"""Accuracy and coverage of the forecasts on the data at hand, and the record of what was tried.

    python benchmarks/forecasts_accuracy.py TABLES [--quick] [--family NAME ...] [--m3 FILE]
    python benchmarks/forecasts_accuracy.py --log

TABLES is a folder of built tables; FILE a CSV of the public M3 monthly series, a row a series:
name, number of values to forecast, then the values. Prints the back-test of councils first, losses
as well as wins, and writes the whole table beside them with --out. --log prints what was tried
before, from benchmarks/records, and measures nothing.
"""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path

import numpy as np
import polars as pl
import records

from forecasts.backtest import error_record
from forecasts.backtest.accuracy import coverage
from forecasts.backtest.plot import backtest_png
from forecasts.models import models
from forecasts.parallel import Executor
from forecasts.series import histories
from forecasts.series.panel import Panel
from forecasts.series.series_groups import SERIES_GROUPS

MEASURES = (
    "family", "area_type", "part", "horizon_from", "horizon_to", "phase", "model", "yardstick",
    "areas_count", "origins_count", "windows_count", "skill_pct", "skill_lower95_pct",
    "skill_upper95_pct", "pooled_skill_pct", "mase", "log_error", "wape_pct", "cover80_pct",
    "cover95_pct", "width80_pct", "direction_right_pct", "ms_per_series", "fallbacks_count",
)  # fmt: skip
# These go by a wider area or by monthly figures, which single series have not.
NEEDS_PANEL = ("share under parent", "carried by payrolls", "carried by output")
# The bands that coverage should be in, of annual series at each horizon and of monthly ones pooled.
AIMED = {80: (76, 84), 95: (92, 97)}


def headline(table: pl.DataFrame) -> pl.DataFrame:
    """What was published, by horizon: councils first."""
    order = pl.col("area_type").replace_strict({"lad": 0, "region": 1}, default=2)
    rows = table.filter(pl.col("model") == error_record.STORED_AS, pl.col("phase") == "all")
    sorted_rows = rows.sort(order, "family", "part", "horizon_from", "horizon_to")
    return sorted_rows.select(MEASURES).with_columns(pl.col(pl.Float64).round(2))


def models_compared(table: pl.DataFrame) -> pl.DataFrame:
    """Every model over every horizon, the best of each kind first."""
    of_kind = ["family", "area_type", "part"]
    longest = pl.col("horizon_to").max().over(of_kind)
    rows = table.filter(pl.col("horizon_from") == 1, pl.col("horizon_to") == longest,
                        pl.col("phase") == "all")  # fmt: skip
    return rows.sort(*of_kind, -pl.col("skill_pct"), nulls_last=True).select(
        *of_kind, "model", "yardstick", "skill_pct", "skill_lower95_pct", "skill_upper95_pct",
        "pooled_skill_pct", "mase", "wape_pct",
    ).with_columns(pl.col(pl.Float64).round(2))  # fmt: skip


def covered(record: error_record.Record) -> pl.DataFrame:
    """Coverage of the intervals of what was published, by family, type of area, part and horizon
    (of monthly series all horizons together), and whether it lies in the bands aimed at."""
    rows = []
    for family, windows in record.cv_windows.items():
        group = SERIES_GROUPS[family]
        yearly = group.per_year == 1
        with_bounds = windows.filter(pl.col("upper80").is_not_null()).with_columns(
            step=pl.col("horizon") if yearly else pl.lit(0, dtype=windows["horizon"].dtype)
        )
        keys = ("area_type", "part", "step")
        for (area_type, part, step), cell in sorted(
            with_bounds.partition_by(keys, as_dict=True).items()
        ):
            measured = coverage(cell)
            rows.append((family, area_type, part, step, cell["origin"].n_unique(), cell.height,
                         measured["cover80_pct"], measured["cover95_pct"]))  # fmt: skip
    names = ["family", "area_type", "part", "horizon", "origins", "windows", "cover80_pct",
             "cover95_pct"]  # fmt: skip
    aimed = pl.all_horizontal(
        pl.col(f"cover{level}_pct").is_between(*bounds) for level, bounds in AIMED.items()
    )
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(
        aimed.alias("aimed"), pl.col(pl.Float64).round(1)
    )


def monthly(record: error_record.Record) -> pl.DataFrame:
    """Error over seasonal naive's of each model, by monthly family and over all of them."""
    frames = {
        name: windows
        for name, windows in record.cv_windows.items()
        if SERIES_GROUPS[name].per_year == 12
    }
    if not frames:
        return pl.DataFrame()
    frames["all monthly"] = pl.concat(list(frames.values()), how="diagonal_relaxed")
    models = dict.fromkeys(model for name in record.cv_windows
                           for model in SERIES_GROUPS[name].models)  # fmt: skip
    rows = [
        (name, model, *over_seasonal_naive(windows, model))
        for name, windows in frames.items()
        for model in (*models, "published")
        if model in windows.columns and windows[model].count()
    ]
    names = ["family", "model", "windows", "error_over_seasonal_naive"]
    return pl.DataFrame(rows, schema=names, orient="row")


def over_seasonal_naive(windows: pl.DataFrame, model: str) -> tuple[int, float]:
    """Windows that both have, and the ratio of their errors over the level at the origin, so that
    small councils count as large ones do."""
    both = windows.filter(pl.col(model).is_not_null(), pl.col("seasonal naive").is_not_null())
    level = pl.max_horizontal("level", pl.lit(1.0))
    own, yardstick = both.select(
        ((pl.col(name) - pl.col("actual")).abs() / level).sum().alias(str(at))
        for at, name in enumerate((model, "seasonal naive"))
    ).row(0)
    return both.height, round(own / yardstick, 3)


def m3(path: Path, spread: Executor) -> pl.DataFrame:
    """Error of each monthly model over seasonal naive's (mean of ratios of MASE), on M3."""
    found: dict[str, list[float]] = {}
    for count, rows in sorted(_by_length(path).items()):
        values = np.array([row for _, row in rows])
        horizon = rows[0][0]
        past, future = values[:, :-horizon], values[:, -horizon:]
        keys = pl.DataFrame({"area_code": [f"{count}-{i}" for i in range(len(rows))]})
        panel = Panel(keys, past, 12 * 1990 - past.shape[1], 1, 0.5)
        scale = np.abs(past[:, 12:] - past[:, :-12]).mean(axis=1)
        for name, model in models(12).items():
            if name in NEEDS_PANEL:
                continue
            off = np.abs(spread.forecast(model, panel, horizon) - future).mean(axis=1)
            found.setdefault(name, []).extend(off / np.maximum(scale, 1e-9))
    base = np.nanmean(found["seasonal naive"])
    return pl.DataFrame(
        [(name, len(off), float(np.nanmean(off) / base)) for name, off in found.items()],
        schema=["model", "series", "mase_over_seasonal_naive"],
        orient="row",
    )


def _by_length(path: Path) -> dict[int, list[tuple[int, list[float]]]]:
    found: dict[int, list[tuple[int, list[float]]]] = {}
    with path.open(newline="", encoding="utf-8") as handle:
        for row in csv.reader(handle):
            if len(row) > 2 and row[1].strip().isdigit():
                values = [float(cell) for cell in row[2:] if cell.strip()]
                found.setdefault(len(values), []).append((int(row[1]), values))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path, nargs="?")
    parser.add_argument("--log", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--family", action="append")
    parser.add_argument("--m3", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if given.log:
        records.print_all()
        return
    if given.tables is None:
        parser.error("name a folder of built tables, or --log for what was tried before")
    spread = Executor(jobs=2)
    began = time.perf_counter()
    found = histories.read(given.tables)
    record = error_record.run(found, given.family, given.quick, executor=spread)
    pl.Config.set_tbl_rows(1000)
    pl.Config.set_tbl_cols(-1)
    pl.Config.set_tbl_width_chars(300)
    print(headline(record.table))
    print(models_compared(record.table))
    print(covered(record))
    print(monthly(record))
    print(f"{time.perf_counter() - began:.0f} s; not measured: {record.skipped}")
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        record.table.write_csv(given.out / "backtest.csv")
        (given.out / "backtest.png").write_bytes(backtest_png(record.table))
    if given.m3:
        print(m3(given.m3, spread))
    else:
        print("M3: not run, no file was given (--m3).")


if __name__ == "__main__":
    main()
